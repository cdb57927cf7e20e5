package io.patchdrop.cli;

import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.recipe.Comparison;
import io.patchdrop.learn.recipe.SeededComparison;
import io.patchdrop.learn.report.MarkdownTable;
import io.patchdrop.learn.report.Results;
import io.patchdrop.learn.report.SeedSummary;
import io.patchdrop.learn.systems.ComparedSystem;
import io.patchdrop.learn.systems.Systems;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code compare}: the systems of the tables side by side. */
@Command(
        name = "compare",
        description = "Train and evaluate systems side by side: results.json, table.md, report.html.")
final class CompareCommand implements Callable<Integer> {
    @Mixin
    private ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder for everything it makes.")
    private Path out = Path.of("");

    @Option(
            names = "--systems",
            split = ",",
            paramLabel = "NAME",
            description = "Only these: LR-CNN, HR-CNN, KD, PatchDrop, ... (default: all).")
    private List<String> systems = new ArrayList<>(List.of("all"));

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "1",
            description = "Run it with so many seeds, from --seed up, for mean and spread (default: ${DEFAULT-VALUE}).")
    private int seeds = 1;

    @Option(names = "--resume", description = "Go on with what the folder holds.")
    private boolean resume;

    @Mixin
    private JsonTarget json = new JsonTarget();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        json.check();
        SeededComparison.requireCount(seeds);
        List<ComparedSystem> chosen = Systems.named(systems);
        TrainingConfig config = configuration.resolve();
        PrintWriter stdout = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Map<String, String> facts = Machine.facts(spec);
        try (ConsoleListener listener = new ConsoleListener(err, Machine.showsProgressBars())) {
            if (seeds == 1) {
                Results results = new Comparison(config, out, resume, chosen)
                        .run(facts, listener, new Lines(err), PatchDrop.stopSignal(spec));
                TrainedResults.show(results, out, json, stdout);
            } else {
                SeedSummary summary = new SeededComparison(config, seeds, out, resume, chosen)
                        .run(facts, listener, new Lines(err), PatchDrop.stopSignal(spec));
                TrainedResults.show(summary, out, json, stdout);
            }
        }
        return 0;
    }

    /** A line as each system starts, and its rows once it is done. */
    private record Lines(PrintWriter err) implements SeededComparison.Progress {
        @Override
        public void seed(int number, int total, long seed) {
            err.println("Seed " + seed + " (" + number + " of " + total + ")");
            err.flush();
        }

        @Override
        public void training(int number, int total, String system) {
            line(number, total, system, "training");
        }

        @Override
        public void evaluating(int number, int total, String system) {
            line(number, total, system, "evaluating");
        }

        @Override
        public void finishedBefore(int number, int total, String system) {
            line(number, total, system, "finished before");
        }

        @Override
        public void finished(Results rows) {
            err.print(MarkdownTable.text(rows));
            err.flush();
        }

        private void line(int number, int total, String system, String what) {
            err.println("[" + number + "/" + total + "] " + system + ": " + what);
            err.flush();
        }
    }
}
