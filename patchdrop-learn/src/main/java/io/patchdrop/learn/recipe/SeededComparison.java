package io.patchdrop.learn.recipe;

import io.patchdrop.core.AtomicFile;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.config.ConfigFiles;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.report.MarkdownTable;
import io.patchdrop.learn.report.Report;
import io.patchdrop.learn.report.ReportData;
import io.patchdrop.learn.report.Results;
import io.patchdrop.learn.report.SeedSummary;
import io.patchdrop.learn.run.RunFolder;
import io.patchdrop.learn.stages.TrainingListener;
import io.patchdrop.learn.systems.ComparedSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * One comparison repeated with several seeds, each in a folder of its own, {@code seed-1}, {@code seed-2}, ...; beside them
 * lie mean and spread of every row.
 */
public final class SeededComparison {
    private final List<TrainingConfig> configs;
    private final Path out;
    private final boolean resume;
    private final List<ComparedSystem> systems;

    /**
     * @param config the resolved configuration; its seed is the first
     * @param seeds how many seeds, each one above the last; at least 1
     * @param out the folder that the seeds' folders lie in
     * @param resume whether to go on with what the folder holds; otherwise it must be empty
     * @param systems those to compare, in the order in which they are trained
     * @throws InvalidInputException if there are no such seeds
     */
    public SeededComparison(TrainingConfig config, int seeds, Path out, boolean resume, List<ComparedSystem> systems) {
        requireCount(seeds);
        if (config.seed() > Long.MAX_VALUE - seeds) {
            throw new InvalidInputException(
                    "there are no " + seeds + " seeds from " + config.seed() + " on", "start with a smaller seed");
        }
        this.configs = LongStream.range(config.seed(), config.seed() + seeds)
                .mapToObj(seed -> ConfigFiles.with(config, List.of("seed=" + seed)))
                .toList();
        this.out = out;
        this.resume = resume;
        this.systems = List.copyOf(systems);
    }

    /**
     * Checks a number of seeds.
     *
     * @throws InvalidInputException if it is below 1
     */
    public static void requireCount(int seeds) {
        if (seeds < 1) {
            throw new InvalidInputException("--seeds is " + seeds, "give at least 1");
        }
    }

    /** Hears how the comparisons go. */
    public interface Progress extends Comparison.Progress {
        /**
         * The comparison of a seed starts.
         *
         * @param number of the seed, from 1
         * @param total seeds in all
         * @param seed itself
         */
        void seed(int number, int total, long seed);
    }

    /**
     * Runs what is not finished, a seed after the other, then writes {@code results.json}, {@code table.md} and
     * {@code report.html} with mean and spread.
     *
     * @param facts shown in the reports beside what is known here: command, machine
     * @param listener hears of the progress of each training, and warnings
     * @param progress hears of each seed and system
     * @param stopRequested true once the user wants the comparison to stop
     * @return the systems that every seed has finished, those not asked for now too
     * @throws InvalidInputException if a folder or the data cannot be used
     * @throws io.patchdrop.learn.stages.TrainingStoppedException if stopped; the state is saved
     */
    public SeedSummary run(
            Map<String, String> facts, TrainingListener listener, Progress progress, BooleanSupplier stopRequested) {
        check();
        List<Comparison.Outcome> outcomes = new ArrayList<>();
        for (TrainingConfig config : configs) {
            progress.seed(outcomes.size() + 1, configs.size(), config.seed());
            outcomes.add(new Comparison(config, folder(config), resume, systems)
                    .outcome(facts, listener, progress, stopRequested));
        }
        Set<String> shared = shared(outcomes);
        SeedSummary summary = SeedSummary.of(
                outcomes.stream().map(outcome -> ofSystems(outcome, shared)).toList());
        write(summary, facts, outcomes, warnings(outcomes, shared));
        return summary;
    }

    /** Finds, before anything is written, which folder would be refused after hours. */
    private void check() {
        if (Files.exists(out.resolve("config.yaml"))) {
            throw new InvalidInputException(
                    out + " is the run of a single seed", "give another --out, or leave --seeds out");
        }
        boolean begun = configs.stream().anyMatch(config -> Files.exists(folder(config)));
        if (!begun) {
            RunFolder.requireNew(out);
        }
        configs.forEach(config -> RunFolder.requireUsable(folder(config), config, resume));
    }

    private Path folder(TrainingConfig config) {
        return out.resolve("seed-" + config.seed());
    }

    /** The systems that every seed has finished: folders that were added later may have been asked for others. */
    private static Set<String> shared(List<Comparison.Outcome> outcomes) {
        Set<String> shared = new LinkedHashSet<>(names(outcomes.get(0)));
        outcomes.forEach(outcome -> shared.retainAll(names(outcome)));
        return shared;
    }

    private static List<String> names(Comparison.Outcome outcome) {
        return outcome.systems().stream().map(FinishedSystems.Finished::name).toList();
    }

    private static Results ofSystems(Comparison.Outcome outcome, Set<String> names) {
        return outcome.results()
                .withSystems(outcome.systems().stream()
                        .filter(system -> names.contains(system.name()))
                        .flatMap(system -> system.rows().stream())
                        .toList());
    }

    /** Each warning once, with its seeds where it is not that of all. */
    private List<String> warnings(List<Comparison.Outcome> outcomes, Set<String> shared) {
        Map<String, List<Long>> seeds = new LinkedHashMap<>();
        Set<String> leftOut = new LinkedHashSet<>();
        for (Comparison.Outcome outcome : outcomes) {
            long seed = outcome.results().seed();
            new LinkedHashSet<>(outcome.warnings())
                    .forEach(warning -> seeds.computeIfAbsent(warning, text -> new ArrayList<>())
                            .add(seed));
            leftOut.addAll(names(outcome));
        }
        leftOut.removeAll(shared);
        List<String> warnings = new ArrayList<>();
        leftOut.forEach(name -> warnings.add(name + " is left out: not every seed has it"));
        seeds.forEach(
                (warning, own) -> warnings.add(own.size() == configs.size() ? warning : seeds(own) + ": " + warning));
        return warnings;
    }

    private static String seeds(List<Long> seeds) {
        return (seeds.size() == 1 ? "seed " : "seeds ")
                + seeds.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private void write(
            SeedSummary summary, Map<String, String> facts, List<Comparison.Outcome> outcomes, List<String> warnings) {
        Map<String, String> all = new LinkedHashMap<>(facts);
        all.putAll(outcomes.get(0).description());
        all.put(
                "Single seeds",
                "examples, training curves and learning rates are in the report of each seed: "
                        + configs.stream()
                                .map(config -> "seed-" + config.seed() + "/report.html")
                                .collect(Collectors.joining(", ")));
        String title = "patchdrop: " + summary.runs().get(0).dataset();
        try {
            summary.write(out.resolve("results.json"));
            AtomicFile.writeText(out.resolve("table.md"), MarkdownTable.markdown(summary));
            Report.write(
                    out.resolve("report.html"), new ReportData(title, all, summary, List.of(), List.of(), warnings));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the report: " + e.getMessage(), e);
        }
    }
}
