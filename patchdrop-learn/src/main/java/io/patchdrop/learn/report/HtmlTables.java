package io.patchdrop.learn.report;

import java.util.List;
import java.util.stream.Collectors;

/** The tables of the page. */
final class HtmlTables {
    private static final String BODY = "</tr></thead>\n<tbody>\n";
    private static final String END = "</tbody></table></div>";

    private HtmlTables() {}

    /** The paper's table: for each stage accuracy and S, the best accuracy of a stage in bold. */
    static String paper(SeedSummary summary) {
        PaperTable table = PaperTable.of(summary);
        boolean staged = !table.title(table.stages().get(0)).isEmpty();
        StringBuilder html =
                new StringBuilder(start("Accuracy and S of each system", MarkdownTable.caption(summary, "test")));
        if (staged) {
            html.append("<tr><th scope=\"col\" rowspan=\"2\">System</th>");
            table.stages().forEach(stage -> html.append("<th scope=\"colgroup\" colspan=\"2\" class=\"stage\">")
                    .append(Html.escape(stage))
                    .append("</th>"));
            html.append("</tr><tr>");
        } else {
            html.append("<tr><th scope=\"col\">System</th>");
        }
        html.append("<th scope=\"col\" class=\"first\">accuracy</th><th scope=\"col\">S</th>"
                .repeat(table.stages().size()));
        html.append(BODY);
        for (PaperTable.Row row : table.rows()) {
            html.append("<tr>").append(rowHead(row.name(), row.system()));
            for (String stage : table.stages()) {
                SystemSummary system = row.cells().get(stage);
                html.append(system == null ? "<td class=\"first\"></td><td></td>" : pair(table, system));
            }
            html.append("</tr>\n");
        }
        return html.append(END).toString();
    }

    /** Every sweep at the same values of S, the best of each in bold. */
    static String sweeps(EqualPatches equal) {
        StringBuilder html = new StringBuilder(start(EqualPatches.TITLE, EqualPatches.CAPTION));
        html.append("<tr><th scope=\"col\">Curve</th>");
        equal.steps().forEach(step -> html.append("<th scope=\"col\">S = " + step + "</th>"));
        html.append(BODY);
        for (EqualPatches.SweepRow row : equal.sweeps()) {
            html.append("<tr>").append(rowHead(row.title(), row.system()));
            for (int step = 0; step < equal.steps().size(); step++) {
                html.append("<td>" + emphasised(row.cell(step), equal.isBest(row, step)) + "</td>");
            }
            html.append("</tr>\n");
        }
        return html.append(END).toString();
    }

    /** Every system that is no sweep beside Anytime at the S that the system uses. */
    static String rivals(EqualPatches equal) {
        StringBuilder html = new StringBuilder(
                start(EqualPatches.RIVALS_TITLE, "Difference = Anytime's accuracy less the system's, in points."));
        html.append(heads(List.of("System", "Stage", "S", "accuracy, %", "Anytime at this S", "difference")));
        html.append(BODY);
        for (EqualPatches.Rival rival : equal.rivals()) {
            SystemResult mean = rival.system().mean();
            html.append("<tr>" + rowHead(rival.name(), mean.name()))
                    .append(cells(List.of(
                            Html.escape(mean.stage()),
                            rival.system().patches(1),
                            rival.system().accuracy().text(1),
                            rival.championCell(),
                            rival.difference().difference(1))))
                    .append("</tr>\n");
        }
        return html.append(END).toString();
    }

    /** All that was measured, a row a result; settings that came to the same stand in one row. */
    static String details(SeedSummary summary) {
        String rows = PrintedRow.of(summary, 2).stream()
                .map(row -> details(row.name(), summary.systems().get(row.first())))
                .collect(Collectors.joining("\n"));
        return start(
                        "All measurements",
                        "Spread = standard deviation of the patches used over the images; masks = how many different"
                                + " sets of patches were used; a dash = not measured.")
                + heads(List.of("System", "Stage", "accuracy, %", "S", "spread", "masks", "ms an image", "training"))
                + BODY + rows + "\n" + END;
    }

    private static String details(String name, SystemSummary system) {
        SystemResult mean = system.mean();
        return "<tr>" + rowHead(name, mean.name()) + "<td>" + Html.escape(mean.stage()) + "</td>"
                + cells(List.of(
                        system.accuracy().text(2),
                        system.patches(2),
                        Numbers.fixed(mean.patchesStd(), 2),
                        Numbers.grouped(mean.masks()),
                        Numbers.fixed(mean.msPerImage(), 3),
                        Numbers.duration(mean.trainSeconds())))
                + "</tr>";
    }

    private static String start(String label, String caption) {
        return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"" + label + "\"><table>\n<caption>"
                + Html.escape(caption) + "</caption>\n<thead>";
    }

    private static String heads(List<String> titles) {
        return titles.stream()
                .map(title -> "<th scope=\"col\">" + title + "</th>")
                .collect(Collectors.joining("", "<tr>", ""));
    }

    private static String pair(PaperTable table, SystemSummary system) {
        String accuracy = emphasised(system.accuracy().text(1), table.isBest(system.mean()));
        return "<td class=\"first\">" + accuracy + "</td><td>" + system.patches(1) + "</td>";
    }

    private static String emphasised(String text, boolean bold) {
        return bold ? "<b>" + text + "</b>" : text;
    }

    private static String rowHead(String name, String system) {
        return "<th scope=\"row\"><span class=\"dot\" style=\"background:"
                + Ink.ofSystem(system).css() + "\"></span>" + Html.escape(name) + "</th>";
    }

    private static String cells(List<String> values) {
        return values.stream().map(value -> "<td>" + value + "</td>").collect(Collectors.joining());
    }
}
