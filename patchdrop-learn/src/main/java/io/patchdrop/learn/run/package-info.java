/**
 * The folder of a training run.
 *
 * <ul>
 *   <li>{@code config.yaml}: the resolved configuration, written before the first step
 *   <li>{@code classes.txt}: the class names, one a line, in the order of the classifiers' outputs
 *   <li>{@code metrics.jsonl}: one JSON object an epoch
 *   <li>{@code lr.safetensors}, {@code hr.safetensors}: finished classifiers, weights under torchvision's names
 *   <li>{@code pt.safetensors}, {@code ft1.safetensors}, {@code ft2.safetensors}: finished policies ({@code policy.*}) and,
 *       from Ft-1 on, their classifiers ({@code classifier.*})
 *   <li>{@code progress.safetensors}: the stage under way, with optimiser state and best weights; gone once it is done
 *   <li>{@code results.json}, {@code table.md}, {@code report.html}: written when training is done
 * </ul>
 */
@NullMarked
package io.patchdrop.learn.run;

import org.jspecify.annotations.NullMarked;
