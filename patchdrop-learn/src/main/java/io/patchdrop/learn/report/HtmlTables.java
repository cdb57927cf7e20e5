package io.patchdrop.learn.report;

import java.util.List;
import java.util.stream.Collectors;

/** The tables of the page. */
final class HtmlTables {
    private HtmlTables() {}

    /** The paper's table: for each stage accuracy and S, the best accuracy of a stage in bold. */
    static String paper(Results results) {
        PaperTable table = PaperTable.of(results);
        boolean staged = !table.title(table.stages().get(0)).isEmpty();
        StringBuilder html = new StringBuilder("<div class=\"scroll\" tabindex=\"0\" role=\"region\""
                + " aria-label=\"Accuracy and S of each system\"><table>\n<caption>"
                + Html.escape(MarkdownTable.caption(results)) + "</caption>\n<thead>");
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
        html.append("</tr></thead>\n<tbody>\n");
        for (PaperTable.Row row : table.rows()) {
            html.append("<tr>").append(rowHead(row.name(), row.system()));
            for (String stage : table.stages()) {
                SystemResult result = row.cells().get(stage);
                html.append(result == null ? "<td class=\"first\"></td><td></td>" : pair(table, result));
            }
            html.append("</tr>\n");
        }
        return html.append("</tbody></table></div>").toString();
    }

    /** All that was measured, a row a result. */
    static String details(Results results) {
        String rows = results.systems().stream()
                .map(result -> "<tr>" + rowHead(result.nameWithSetting(), result.name()) + "<td>"
                        + Html.escape(result.stage()) + "</td>"
                        + cells(List.of(
                                Numbers.fixed(result.accuracy(), 2),
                                Numbers.fixed(result.patches(), 2),
                                Numbers.fixed(result.patchesStd(), 2),
                                Numbers.grouped(result.masks()),
                                Numbers.fixed(result.msPerImage(), 3),
                                Numbers.duration(result.trainSeconds())))
                        + "</tr>")
                .collect(Collectors.joining("\n"));
        return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"All measurements\"><table>\n"
                + "<caption>Spread = standard deviation of the patches used over the images; masks = how many different"
                + " sets of patches were used; a dash = not measured.</caption>\n<thead><tr><th scope=\"col\">System</th>"
                + "<th scope=\"col\">Stage</th><th scope=\"col\">accuracy, %</th><th scope=\"col\">S</th>"
                + "<th scope=\"col\">spread</th><th scope=\"col\">masks</th><th scope=\"col\">ms an image</th>"
                + "<th scope=\"col\">training</th></tr></thead>\n<tbody>\n" + rows + "\n</tbody></table></div>";
    }

    private static String pair(PaperTable table, SystemResult result) {
        String accuracy = Numbers.fixed(result.accuracy(), 1);
        String shown = table.isBest(result) ? "<b>" + accuracy + "</b>" : accuracy;
        return "<td class=\"first\">" + shown + "</td><td>" + Numbers.fixed(result.patches(), 1) + "</td>";
    }

    private static String rowHead(String name, String system) {
        return "<th scope=\"row\"><span class=\"dot\" style=\"background:"
                + Ink.ofSystem(system).css() + "\"></span>" + Html.escape(name) + "</th>";
    }

    private static String cells(List<String> values) {
        return values.stream().map(value -> "<td>" + value + "</td>").collect(Collectors.joining());
    }
}
