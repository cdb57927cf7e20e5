package io.patchdrop.learn.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that a report shows. Every string may come from a user's folder names; the report escapes them all.
 *
 * @param title of the page
 * @param facts what one needs to know to judge or repeat the run (command, seed, machine, date, data set, images, ...), in
 *     the order to be shown
 * @param summary the systems compared, with one seed or several
 * @param curves training metrics, by stage and epoch; may be empty
 * @param examples images with what was looked at, taken and answered; may be empty
 * @param warnings what the reader must know before trusting the numbers; may be empty
 */
public record ReportData(
        String title,
        Map<String, String> facts,
        SeedSummary summary,
        List<EpochMetrics> curves,
        List<Example> examples,
        List<String> warnings) {

    public ReportData {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        curves = List.copyOf(curves);
        examples = List.copyOf(examples);
        warnings = List.copyOf(warnings);
    }

    /** The report of a single run. */
    public ReportData(
            String title,
            Map<String, String> facts,
            Results results,
            List<EpochMetrics> curves,
            List<Example> examples,
            List<String> warnings) {
        this(title, facts, SeedSummary.of(List.of(results)), curves, examples, warnings);
    }

    /** The systems compared; means where there are several seeds. */
    public Results results() {
        return summary.mean();
    }
}
