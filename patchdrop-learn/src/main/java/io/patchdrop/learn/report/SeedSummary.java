package io.patchdrop.learn.report;

import io.patchdrop.core.AtomicFile;
import io.patchdrop.core.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The same comparison run with several seeds: mean and spread of every number.
 *
 * @param runs one a seed, with their systems in one order
 * @param systems one entry a system, stage and operating point, in the order of the first run
 */
public record SeedSummary(List<Results> runs, List<SystemSummary> systems) {
    private static final String REMEDY = "run the same systems with the same settings for every seed";

    public SeedSummary {
        runs = List.copyOf(runs);
        systems = List.copyOf(systems);
    }

    /**
     * Entries belong together when name, stage, tau and lambda are the same, and, among entries that share these (the
     * sweeps of Random and Central), when their order is. A number that one run did not measure is not measured.
     *
     * @param runs at least one, of the same data set, preset, recipe and systems
     * @throws InvalidInputException if the runs do not belong together or two share a seed
     */
    public static SeedSummary of(List<Results> runs) {
        if (runs.isEmpty()) {
            throw new InvalidInputException("there are no runs to summarise", "give at least one seed");
        }
        requireOneComparison(runs);
        List<Map<Key, SystemResult>> keyed =
                runs.stream().map(SeedSummary::keyed).toList();
        requireSameEntries(runs, keyed);
        List<Key> keys = List.copyOf(keyed.get(0).keySet());
        List<SystemSummary> systems = keys.stream()
                .map(key -> summary(keyed.stream()
                        .map(own -> Objects.requireNonNull(own.get(key)))
                        .toList()))
                .toList();
        // In the order of the first run, so that entry i is the same system, stage and operating point in every run.
        List<Results> ordered = new ArrayList<>();
        for (int run = 0; run < runs.size(); run++) {
            Map<Key, SystemResult> own = keyed.get(run);
            ordered.add(runs.get(run)
                    .withSystems(keys.stream()
                            .map(key -> Objects.requireNonNull(own.get(key)))
                            .toList()));
        }
        return new SeedSummary(ordered, systems);
    }

    /** The seeds, in the order of the runs. */
    public List<Long> seeds() {
        return runs.stream().map(Results::seed).toList();
    }

    /** The means as results; the seed is the first run's. */
    public Results mean() {
        return runs.get(0).withSystems(systems.stream().map(SystemSummary::mean).toList());
    }

    /** Entry {@code index} of {@link #systems} in one run. */
    SystemResult entry(int run, int index) {
        return runs.get(run).systems().get(index);
    }

    /** {@code results.json} with the means, {@code seeds} and the spreads; {@link Results#read} reads its means. */
    public String json() {
        return ResultsJson.write(this);
    }

    /**
     * Writes {@link #json()} as {@link Results#write} does.
     *
     * @throws IOException if the folder cannot be made or written
     */
    public void write(Path file) throws IOException {
        AtomicFile.writeText(file, json());
    }

    /** @param occurrence tells entries apart that are named alike, counted from 0 */
    private record Key(String name, String stage, @Nullable Double tau, @Nullable Double lambda, int occurrence) {}

    private static Map<Key, SystemResult> keyed(Results run) {
        Map<Key, Integer> seen = new HashMap<>();
        Map<Key, SystemResult> keyed = new LinkedHashMap<>();
        for (SystemResult result : run.systems()) {
            Key first = new Key(result.name(), result.stage(), result.tau(), result.lambda(), 0);
            int occurrence = seen.merge(first, 1, Integer::sum) - 1;
            keyed.put(new Key(result.name(), result.stage(), result.tau(), result.lambda(), occurrence), result);
        }
        return keyed;
    }

    private static void requireOneComparison(List<Results> runs) {
        Results first = runs.get(0);
        HashSet<Long> seeds = new HashSet<>();
        for (Results run : runs) {
            if (!seeds.add(run.seed())) {
                throw new InvalidInputException(
                        "two runs have the seed " + run.seed(), "give each run a seed of its own");
            }
            requireSame("data set", first.dataset(), run.dataset());
            requireSame("preset", first.preset(), run.preset());
            requireSame("recipe", first.recipe(), run.recipe());
            requireSame("number of patches", first.patches() + "", run.patches() + "");
        }
    }

    private static void requireSame(String what, String first, String other) {
        if (!first.equals(other)) {
            throw new InvalidInputException(
                    "the runs differ in their " + what + ": " + first + " and " + other, REMEDY);
        }
    }

    private static void requireSameEntries(List<Results> runs, List<Map<Key, SystemResult>> keyed) {
        Set<Key> first = keyed.get(0).keySet();
        for (int run = 1; run < runs.size(); run++) {
            Set<Key> other = keyed.get(run).keySet();
            for (Key key : first) {
                if (!other.contains(key)) {
                    throw mismatch(runs.get(run), runs.get(0), key);
                }
            }
            for (Key key : other) {
                if (!first.contains(key)) {
                    throw mismatch(runs.get(0), runs.get(run), key);
                }
            }
        }
    }

    private static InvalidInputException mismatch(Results lacking, Results having, Key key) {
        String setting = (key.tau() == null ? "" : " at tau " + Numbers.shortest(key.tau()))
                + (key.lambda() == null ? "" : " at lambda " + Numbers.shortest(key.lambda()));
        String stage = key.stage().equals(SystemResult.NO_STAGE) ? "" : " " + key.stage();
        return new InvalidInputException(
                "the run of seed " + lacking.seed() + " lacks " + key.name() + stage + setting + ", which seed "
                        + having.seed() + " has",
                REMEDY);
    }

    private static SystemSummary summary(List<SystemResult> entries) {
        SystemResult first = entries.get(0);
        Measure accuracy = measure(entries, SystemResult::accuracy);
        Measure patches = measure(entries, SystemResult::patches);
        SystemResult mean = new SystemResult(
                first.name(),
                first.stage(),
                accuracy.mean(),
                patches.mean(),
                measure(entries, SystemResult::patchesStd).mean(),
                (int) Math.round(measure(entries, SystemResult::masks).mean()),
                measure(entries, SystemResult::msPerImage).mean(),
                measure(entries, SystemResult::trainSeconds).mean(),
                first.tau(),
                first.lambda());
        return new SystemSummary(mean, accuracy.std(), patches.std());
    }

    private static Measure measure(List<SystemResult> entries, ToDoubleFunction<SystemResult> number) {
        return Measure.of(
                entries.stream().map(entry -> number.applyAsDouble(entry)).toList());
    }
}
