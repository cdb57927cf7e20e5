package io.patchdrop.learn.report;

import io.patchdrop.core.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code report.html}: one file without script that requests nothing, for a browser of any width, light or dark, and for
 * screen readers. It is well-formed XML, too.
 */
public final class Report {
    private Report() {}

    /**
     * Writes the report as {@link Results#write} writes its file: whole or not at all.
     *
     * @throws IOException if the folder cannot be made or written
     */
    public static void write(Path file, ReportData data) throws IOException {
        AtomicFile.writeText(file, html(data));
    }

    static String html(ReportData data) {
        return Html.fill(
                "report.html",
                Map.of(
                        "title", Html.escape(data.title()),
                        "style", Html.resource("report.css"),
                        "headline", headline(data.results()),
                        "warnings", warnings(data.warnings()),
                        "figures", figures(data.results()),
                        "tradeoff", tradeOff(data.results()),
                        "table", table(data.results()),
                        "examples", examples(data.examples()),
                        "curves", curves(data.curves()),
                        "facts", facts(data)));
    }

    /** The headline, broken neither before a percent sign nor at the hyphen of a name. */
    private static String headline(Results results) {
        return Html.escape(Headline.of(results).replace(" %", "\u00A0%"))
                .replaceAll("\\S*-\\S*", "<span class=\"whole\">$0</span>");
    }

    private static String warnings(List<String> warnings) {
        if (warnings.isEmpty()) {
            return "";
        }
        String items = warnings.stream()
                .map(warning -> "<li>" + Html.escape(warning) + "</li>")
                .collect(Collectors.joining("\n"));
        return "<section class=\"warnings\" aria-labelledby=\"warnings\"><h2 id=\"warnings\">"
                + (warnings.size() == 1 ? "Warning" : "Warnings") + "</h2>\n<ul>" + items + "</ul></section>";
    }

    /** The numbers of the system that the headline is about. */
    private static String figures(Results results) {
        Optional<SystemResult> hero = Headline.hero(results);
        if (hero.isEmpty() || results.patches() < 1) {
            return "";
        }
        SystemResult result = hero.get();
        List<String> tiles = new ArrayList<>();
        tiles.add(tile(Numbers.fixed(result.accuracy(), 1) + " %", "right answers, " + result.nameWithStage()));
        tiles.add(tile(
                Numbers.brief(result.patches(), 1) + " of " + results.patches(), "HR patches used on average (S)"));
        double saved = 100 * (1 - result.patches() / results.patches());
        tiles.add(tile(Numbers.fixed(saved, 0) + " %", "of the HR pixels never fetched"));
        tiles.add(tile(Numbers.grouped(result.masks()), "different sets of patches used"));
        return "<dl class=\"figures\">" + String.join("\n", tiles) + "</dl>";
    }

    private static String tile(String value, String meaning) {
        return "<div><dt>" + Html.escape(meaning) + "</dt><dd>" + Html.escape(value) + "</dd></div>";
    }

    private static String tradeOff(Results results) {
        List<String> missing = results.systems().stream()
                .filter(result -> !TradeOffChart.drawable(result))
                .map(SystemResult::nameWithStage)
                .toList();
        String note = missing.isEmpty()
                ? ""
                : "<p class=\"note\">Not drawn, for want of an accuracy or S: "
                        + Html.escape(String.join(", ", missing)) + ".</p>";
        return TradeOffChart.of(results)
                        .map(plot ->
                                "<section aria-labelledby=\"accuracy\"><h2 id=\"accuracy\">What a patch buys</h2>\n"
                                        + "<p class=\"lead\">Up is more accurate, left is cheaper: the best corner is the upper"
                                        + " left.</p>\n"
                                        + "<div class=\"scroll chart\" tabindex=\"0\" role=\"region\" aria-label=\"Chart of"
                                        + " accuracy against S\">" + PlotRenderer.svg(plot) + "</div>")
                        .orElse("<section><h2>What a patch buys</h2><p class=\"note\">Nothing to draw yet.</p>")
                + note + "</section>";
    }

    private static String table(Results results) {
        if (results.systems().isEmpty()) {
            return "";
        }
        return "<section aria-labelledby=\"systems\"><h2 id=\"systems\">The systems side by side</h2>\n"
                + HtmlTables.paper(results) + "\n<details><summary>All measurements</summary>\n"
                + HtmlTables.details(results) + "</details></section>";
    }

    private static String examples(List<Example> examples) {
        if (examples.isEmpty()) {
            return "";
        }
        List<Example> right = examples.stream().filter(Example::correct).toList();
        List<Example> wrong =
                examples.stream().filter(example -> !example.correct()).toList();
        return "<section aria-labelledby=\"examples\"><h2 id=\"examples\">What it looked at</h2>\n"
                + "<p class=\"lead\">From the low-resolution look the policy gives each patch a probability; the likely ones"
                + " are fetched in high resolution and the rest, shown here faded, is never seen.</p>\n"
                + cards("Answered right", right) + cards("Answered wrong", wrong) + "</section>";
    }

    private static String cards(String title, List<Example> examples) {
        return examples.isEmpty()
                ? ""
                : "<h3>" + title + " <span class=\"count\">" + examples.size() + "</span></h3>\n"
                        + ExampleCards.html(examples);
    }

    private static String curves(List<EpochMetrics> curves) {
        StringBuilder html = new StringBuilder();
        CurveCharts.of(curves).forEach((stage, panels) -> {
            html.append("<h3>").append(Html.escape(stage)).append("</h3>\n<div class=\"panels\">\n");
            panels.forEach(panel -> html.append(panel(panel)));
            html.append(panels.isEmpty() ? "<p class=\"note\">No finite value was logged.</p>" : "")
                    .append("</div>\n");
        });
        return html.isEmpty()
                ? ""
                : "<section aria-labelledby=\"training\"><h2 id=\"training\">Training</h2>\n" + html + "</section>";
    }

    private static String panel(CurveCharts.Panel panel) {
        List<Plot.Series> series = panel.plot().series();
        String legend = series.size() < 2
                ? ""
                : series.stream()
                        .map(line -> "<span class=\"key\"><span class=\"dash\" style=\"background:"
                                + line.ink().css() + "\"></span>" + Html.escape(CurveCharts.legend(line.name()))
                                + "</span>")
                        .collect(Collectors.joining(" "));
        return "<figure class=\"panel\"><figcaption><b>" + Html.escape(panel.caption()) + "</b> " + legend
                + "</figcaption>" + PlotRenderer.svg(panel.plot()) + "</figure>\n";
    }

    /** The results' own facts first; where the caller says the same by name, the caller's words. */
    private static String facts(ReportData data) {
        Results results = data.results();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("data set", results.dataset());
        facts.put("preset", results.preset());
        facts.put("recipe", results.recipe());
        facts.put("seed", Long.toString(results.seed()));
        facts.putAll(data.facts());
        StringBuilder html = new StringBuilder();
        facts.forEach((name, value) -> html.append(fact(name, value)));
        return html.toString();
    }

    private static String fact(String name, String value) {
        return "<div><dt>" + Html.escape(name) + "</dt><dd>" + Html.escape(value) + "</dd></div>\n";
    }
}
