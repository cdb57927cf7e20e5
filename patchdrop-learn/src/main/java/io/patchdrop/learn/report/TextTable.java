package io.patchdrop.learn.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table of texts.
 *
 * @param words how many columns, from the left, hold words and not numbers
 * @param rows the header first, all of the same length
 */
record TextTable(int words, List<List<String>> rows) {

    /** As Markdown: words to the left, numbers to the right. */
    String markdown() {
        int columns = rows.get(0).size();
        List<String> lines = new ArrayList<>(rows.stream()
                .map(row -> row.stream().map(TextTable::escape).collect(Collectors.joining(" | ", "| ", " |\n")))
                .toList());
        lines.add(1, "|" + "---|".repeat(words) + "---:|".repeat(columns - words) + "\n");
        return String.join("", lines);
    }

    /** As plain text, its columns aligned by spaces. */
    String text() {
        int[] widths = IntStream.range(0, rows.get(0).size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        List<List<String>> lines = new ArrayList<>(rows);
        lines.add(1, IntStream.of(widths).mapToObj("-"::repeat).toList());
        return lines.stream().map(row -> aligned(row, widths) + "\n").collect(Collectors.joining());
    }

    private String aligned(List<String> row, int[] widths) {
        List<String> cells = new ArrayList<>();
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            String padding = " ".repeat(widths[column] - cell.length());
            cells.add(column < words ? cell + padding : padding + cell);
        }
        return String.join("  ", cells).stripTrailing();
    }

    private static String escape(String cell) {
        return cell.replace("|", "\\|").replaceAll("\\R", " ");
    }
}
