package io.patchdrop.learn.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Results as {@code table.md}, laid out like the paper's tables, and as plain text for the terminal. A system with many
 * operating points shows a few of them there, and all curves stand in further tables at equal S.
 */
public final class MarkdownTable {
    private MarkdownTable() {}

    /**
     * One row a system; for each stage a pair of columns, accuracy in percent and S. Systems without stages stand in the
     * first pair. The best accuracy of a stage is bold.
     */
    public static String markdown(Results results) {
        return markdown(SeedSummary.of(List.of(results)));
    }

    /** The same with mean and standard deviation over the seeds, such as {@code 88.3 ± 0.2}. */
    public static String markdown(SeedSummary summary) {
        StringBuilder text =
                new StringBuilder(paper(summary, true).markdown() + "\n" + caption(summary, "test") + "\n");
        EqualPatches equal = EqualPatches.of(summary);
        if (!equal.isEmpty()) {
            text.append("\n## " + EqualPatches.TITLE + "\n\n")
                    .append(sweeps(equal, true).markdown())
                    .append("\n" + EqualPatches.CAPTION + "\n");
        }
        if (!equal.rivals().isEmpty()) {
            text.append("\n## " + EqualPatches.RIVALS_TITLE + "\n\n")
                    .append(rivals(equal).markdown());
        }
        return text.toString();
    }

    /** The same tables with columns aligned by spaces. */
    public static String text(Results results) {
        return text(results, "test");
    }

    /** The same for results on a split that may not be the test split: {@code train}, {@code val} or {@code test}. */
    public static String text(Results results, String split) {
        return text(SeedSummary.of(List.of(results)), split);
    }

    /** The same with mean and standard deviation over the seeds. */
    public static String text(SeedSummary summary, String split) {
        StringBuilder text = new StringBuilder(paper(summary, false).text() + caption(summary, split) + "\n");
        EqualPatches equal = EqualPatches.of(summary);
        if (!equal.isEmpty()) {
            text.append("\n" + EqualPatches.TITLE + "\n")
                    .append(sweeps(equal, false).text())
                    .append(EqualPatches.CAPTION + "\n");
        }
        if (!equal.rivals().isEmpty()) {
            text.append("\n" + EqualPatches.RIVALS_TITLE + "\n")
                    .append(rivals(equal).text());
        }
        return text.toString();
    }

    static String caption(SeedSummary summary, String split) {
        Results mean = summary.mean();
        String seeds = summary.runs().size() < 2
                ? ""
                : " Mean ± standard deviation over the seeds "
                        + summary.seeds().stream().map(String::valueOf).collect(Collectors.joining(", ")) + ".";
        String few = Sweep.representatives(mean).size() == mean.systems().size()
                ? ""
                : " A curve stands here with a few of its points; the JSON results have all.";
        return "Accuracy in percent on the " + split + " split of " + mean.dataset()
                + "; S = mean number of HR patches used, of " + mean.patches() + "." + seeds + few;
    }

    private static TextTable paper(SeedSummary summary, boolean bold) {
        PaperTable table = PaperTable.of(summary);
        List<String> header = new ArrayList<>(List.of("System"));
        for (String stage : table.stages()) {
            header.add((table.title(stage) + " accuracy").strip());
            header.add("S");
        }
        List<List<String>> rows = new ArrayList<>(List.of(header));
        for (PaperTable.Row row : table.rows()) {
            List<String> cells = new ArrayList<>(List.of(row.name()));
            for (String stage : table.stages()) {
                SystemSummary system = row.cells().get(stage);
                if (system == null) {
                    cells.addAll(List.of("", ""));
                } else {
                    cells.add(emphasised(system.accuracy().text(1), bold && table.isBest(system.mean())));
                    cells.add(system.patches(1));
                }
            }
            rows.add(cells);
        }
        return new TextTable(1, rows);
    }

    private static TextTable sweeps(EqualPatches equal, boolean bold) {
        List<String> header = new ArrayList<>(List.of("Curve"));
        equal.steps().forEach(step -> header.add("S = " + step));
        List<List<String>> rows = new ArrayList<>(List.of(header));
        for (EqualPatches.SweepRow row : equal.sweeps()) {
            List<String> cells = new ArrayList<>(List.of(row.title()));
            for (int step = 0; step < equal.steps().size(); step++) {
                cells.add(emphasised(row.cell(step), bold && equal.isBest(row, step)));
            }
            rows.add(cells);
        }
        return new TextTable(1, rows);
    }

    private static TextTable rivals(EqualPatches equal) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("System", "Stage", "S", "accuracy", "Anytime at this S", "difference"));
        for (EqualPatches.Rival rival : equal.rivals()) {
            rows.add(List.of(
                    rival.name(),
                    rival.system().mean().stage(),
                    rival.system().patches(1),
                    rival.system().accuracy().text(1),
                    rival.championCell(),
                    rival.difference().difference(1)));
        }
        return new TextTable(2, rows);
    }

    private static String emphasised(String cell, boolean bold) {
        return bold ? "**" + cell + "**" : cell;
    }
}
