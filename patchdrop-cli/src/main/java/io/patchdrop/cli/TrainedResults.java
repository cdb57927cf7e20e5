package io.patchdrop.cli;

import io.patchdrop.learn.report.MarkdownTable;
import io.patchdrop.learn.report.Results;
import io.patchdrop.learn.report.SeedSummary;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** Shows what a command that trains has reached: the JSON where it was asked for, table and report for people. */
final class TrainedResults {
    private TrainedResults() {}

    /** Shows the results of one run. */
    static void show(Results results, Path folder, JsonTarget json, PrintWriter out) {
        show(results.json(), results.systems().isEmpty() ? "" : MarkdownTable.text(results), folder, json, out);
    }

    /** The same with mean and spread over seeds. */
    static void show(SeedSummary summary, Path folder, JsonTarget json, PrintWriter out) {
        show(summary.json(), MarkdownTable.text(summary, "test"), folder, json, out);
    }

    private static void show(String text, String table, Path folder, JsonTarget json, PrintWriter out) {
        json.write(text, out);
        if (json.takesStdout()) {
            return;
        }
        out.print(table);
        Path report = folder.resolve("report.html");
        if (Files.exists(report)) {
            out.println("Report: " + report);
        }
        out.flush();
    }
}
