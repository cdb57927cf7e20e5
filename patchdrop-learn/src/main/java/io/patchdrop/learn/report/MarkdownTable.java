package io.patchdrop.learn.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Results as {@code table.md}, laid out like the paper's tables, and as plain text for the terminal. */
public final class MarkdownTable {
    private MarkdownTable() {}

    /**
     * One row a system; for each stage a pair of columns, accuracy in percent and S. Systems without stages stand in the
     * first pair. The best accuracy of a stage is bold.
     */
    public static String markdown(Results results) {
        PaperTable table = PaperTable.of(results);
        StringBuilder text = new StringBuilder();
        List<List<String>> rows = cells(table, true);
        for (int i = 0; i < rows.size(); i++) {
            List<String> escaped =
                    rows.get(i).stream().map(MarkdownTable::escape).toList();
            text.append("| ").append(String.join(" | ", escaped)).append(" |\n");
            if (i == 0) {
                text.append("|---|")
                        .append("---:|".repeat(rows.get(0).size() - 1))
                        .append('\n');
            }
        }
        return text.append('\n').append(caption(results)).append('\n').toString();
    }

    /** The same table with columns aligned by spaces. */
    public static String text(Results results) {
        return text(results, "test");
    }

    /** The same for results on a split that may not be the test split: {@code train}, {@code val} or {@code test}. */
    public static String text(Results results, String split) {
        List<List<String>> rows = new ArrayList<>(cells(PaperTable.of(results), false));
        int columns = rows.get(0).size();
        int[] widths = IntStream.range(0, columns)
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        rows.add(1, IntStream.of(widths).mapToObj("-"::repeat).toList());
        return rows.stream().map(row -> aligned(row, widths) + "\n").collect(Collectors.joining())
                + caption(results, split)
                + "\n";
    }

    static String caption(Results results) {
        return caption(results, "test");
    }

    private static String caption(Results results, String split) {
        return "Accuracy in percent on the " + split + " split of " + results.dataset()
                + "; S = mean number of HR patches used, of " + results.patches() + ".";
    }

    private static List<List<String>> cells(PaperTable table, boolean bold) {
        List<String> header = new ArrayList<>(List.of("System"));
        for (String stage : table.stages()) {
            header.add((table.title(stage) + " accuracy").strip());
            header.add("S");
        }
        List<List<String>> rows = new ArrayList<>(List.of(header));
        for (PaperTable.Row row : table.rows()) {
            List<String> cells = new ArrayList<>(List.of(row.name()));
            for (String stage : table.stages()) {
                SystemResult result = row.cells().get(stage);
                if (result == null) {
                    cells.addAll(List.of("", ""));
                } else {
                    String accuracy = Numbers.fixed(result.accuracy(), 1);
                    cells.add(bold && table.isBest(result) ? "**" + accuracy + "**" : accuracy);
                    cells.add(Numbers.fixed(result.patches(), 1));
                }
            }
            rows.add(cells);
        }
        return rows;
    }

    private static String aligned(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder(row.get(0))
                .append(" ".repeat(widths[0] - row.get(0).length()));
        for (int column = 1; column < widths.length; column++) {
            String cell = row.get(column);
            line.append("  ").append(" ".repeat(widths[column] - cell.length())).append(cell);
        }
        return line.toString().stripTrailing();
    }

    private static String escape(String cell) {
        return cell.replace("|", "\\|").replaceAll("\\R", " ");
    }
}
