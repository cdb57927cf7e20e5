/**
 * What a run shows: {@code results.json} for scripts, {@code table.md} laid out like the paper's tables, a table for the
 * terminal, and one self-contained {@code report.html} for people.
 *
 * <p><b>results.json</b>: {@code {"dataset","preset","recipe","seed","patches","systems":[...]}}, one object a system and
 * stage: {@code name, stage, accuracy, patches, patches_std, masks, ms_per_image, train_seconds} and, where they apply,
 * {@code tau} or {@code lambda}. {@code accuracy} is in percent and {@code patches} is S, both with two decimals; a value
 * that was not measured (NaN in Java) is {@code null}.
 *
 * <p>Over several seeds ({@link io.patchdrop.learn.report.SeedSummary}) the numbers are means, {@code seeds} lists the seeds,
 * and every object also has {@code accuracy_std} and {@code patches_mean_std}, standard deviations over the seeds.
 *
 * <p><b>report.html</b> is well-formed XML as well as HTML, uses no script and requests nothing: pictures are PNG data
 * URIs, charts inline SVG. XChart computes the charts' scales and draws their lines; SvgWriter then replaces its
 * fixed colours by the page's CSS variables, so that the charts follow the light and dark theme, and its letters, which
 * it draws as outlines, by real text.
 */
@NullMarked
package io.patchdrop.learn.report;

import org.jspecify.annotations.NullMarked;
