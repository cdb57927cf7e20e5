package io.patchdrop.learn.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Results arranged as in the paper: one row a system, and for each stage its accuracy and S. A system without stages
 * stands in the first stage's columns.
 *
 * @param stages the stages in order, from Pt to the furthest reached; only {@link SystemResult#NO_STAGE} if no system has
 *     stages
 * @param rows one row a system (and operating point), in the order of the results
 */
record PaperTable(List<String> stages, List<Row> rows) {
    private static final List<String> PAPER_STAGES = List.of("Pt", "Ft-1", "Ft-2");

    /**
     * @param name the system with its setting
     * @param system the system alone, which gives the row its colour
     * @param cells the result of each stage that the system has
     */
    record Row(String name, String system, Map<String, SystemSummary> cells) {}

    /** The table of means; of a sweep it has the {@link Sweep#representatives}. */
    static PaperTable of(SeedSummary summary) {
        Results mean = summary.mean();
        List<String> stages = stages(mean);
        List<Row> rows = new ArrayList<>();
        List<Integer> shown = Sweep.representatives(mean);
        for (PrintedRow printed : PrintedRow.of(summary, 1)) {
            if (Collections.disjoint(printed.entries(), shown)) {
                continue;
            }
            SystemSummary system = summary.systems().get(printed.first());
            SystemResult result = system.mean();
            String name = printed.name();
            String stage = result.hasStage() ? result.stage() : stages.get(0);
            Row row = result.hasStage() ? openRow(rows, name, stage) : null;
            if (row == null) {
                row = new Row(name, result.name(), new LinkedHashMap<>());
                rows.add(row);
            }
            row.cells().put(stage, system);
        }
        return new PaperTable(stages, rows);
    }

    /** The title of a stage's columns; empty when there are no stages to tell apart. */
    String title(String stage) {
        return stage.equals(SystemResult.NO_STAGE) ? "" : stage;
    }

    /** Whether this result is the best of its stage, among at least two systems that have the stage. */
    boolean isBest(SystemResult result) {
        double best = Double.NEGATIVE_INFINITY;
        int rivals = 0;
        for (Row row : rows) {
            SystemSummary other = row.cells().get(result.stage());
            if (other != null
                    && other.mean().hasStage()
                    && Double.isFinite(other.mean().accuracy())) {
                best = Math.max(best, other.mean().accuracy());
                rivals++;
            }
        }
        return result.hasStage() && rivals > 1 && result.accuracy() == best;
    }

    private static List<String> stages(Results results) {
        List<String> present = results.systems().stream()
                .filter(SystemResult::hasStage)
                .map(SystemResult::stage)
                .distinct()
                .toList();
        if (present.isEmpty()) {
            return List.of(SystemResult.NO_STAGE);
        }
        int furthest = PAPER_STAGES.size();
        while (furthest > 1 && !present.contains(PAPER_STAGES.get(furthest - 1))) {
            furthest--;
        }
        List<String> stages = new ArrayList<>(PAPER_STAGES.subList(0, furthest));
        present.stream().filter(stage -> !stages.contains(stage)).forEach(stages::add);
        return stages;
    }

    /** The row of a staged system that still lacks this stage. */
    private static @Nullable Row openRow(List<Row> rows, String name, String stage) {
        for (Row row : rows) {
            boolean staged =
                    row.cells().values().stream().allMatch(cell -> cell.mean().hasStage());
            if (staged && row.name().equals(name) && !row.cells().containsKey(stage)) {
                return row;
            }
        }
        return null;
    }
}
