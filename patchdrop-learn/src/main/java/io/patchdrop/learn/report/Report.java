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
                        "tradeoff", TradeOffSection.html(data.summary()),
                        "table", table(data.summary()),
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
        Optional<Headline.Claim> claim = Headline.claim(results);
        if (claim.isPresent() && results.patches() > 0) {
            return figures(claim.get(), results.patches());
        }
        Optional<SystemResult> hero = Headline.hero(results);
        if (hero.isEmpty() || results.patches() < 1) {
            return "";
        }
        SystemResult result = hero.get();
        List<String> tiles = new ArrayList<>();
        tiles.add(tile(Numbers.fixed(result.accuracy(), 1) + " %", "right answers, " + result.nameWithStage()));
        tiles.addAll(savings(result.patches(), results.patches()));
        tiles.add(tile(Numbers.grouped(result.masks()), "different sets of patches used"));
        return figures(tiles);
    }

    private static String figures(Headline.Claim claim, int patches) {
        List<String> tiles = new ArrayList<>();
        tiles.add(tile(Numbers.fixed(claim.accuracy(), 1) + " %", "right answers, Anytime"));
        tiles.addAll(savings(claim.patches(), patches));
        if (Double.isFinite(claim.overCascade())) {
            String difference = new Measure(claim.overCascade(), Double.NaN).difference(1);
            tiles.add(tile(difference + " points", "against a cascade at the same S"));
        }
        return figures(tiles);
    }

    private static List<String> savings(double used, int patches) {
        double saved = 100 * (1 - used / patches);
        return List.of(
                tile(Numbers.brief(used, 1) + " of " + patches, "HR patches used on average (S)"),
                tile(Numbers.fixed(saved, 0) + " %", "of the HR pixels never fetched"));
    }

    private static String figures(List<String> tiles) {
        return "<dl class=\"figures\">" + String.join("\n", tiles) + "</dl>";
    }

    private static String tile(String value, String meaning) {
        return "<div><dt>" + Html.escape(meaning) + "</dt><dd>" + Html.escape(value) + "</dd></div>";
    }

    private static String table(SeedSummary summary) {
        if (summary.systems().isEmpty()) {
            return "";
        }
        EqualPatches equal = EqualPatches.of(summary);
        String sweeps = equal.isEmpty() ? "" : "\n<h3>" + EqualPatches.TITLE + "</h3>\n" + HtmlTables.sweeps(equal);
        String rivals = equal.rivals().isEmpty()
                ? ""
                : "\n<h3>" + EqualPatches.RIVALS_TITLE + "</h3>\n" + HtmlTables.rivals(equal);
        return "<section aria-labelledby=\"systems\"><h2 id=\"systems\">The systems side by side</h2>\n"
                + HtmlTables.paper(summary) + sweeps + rivals + "\n<details><summary>All measurements</summary>\n"
                + HtmlTables.details(summary) + "</details></section>";
    }

    private static String examples(List<Example> examples) {
        if (examples.isEmpty()) {
            return "";
        }
        Map<String, List<Example>> systems = new LinkedHashMap<>();
        examples.forEach(example -> systems.computeIfAbsent(example.system(), system -> new ArrayList<>())
                .add(example));
        StringBuilder cards = new StringBuilder();
        systems.forEach((system, own) -> cards.append(cards(system, own)));
        return "<section aria-labelledby=\"examples\"><h2 id=\"examples\">What it looked at</h2>\n"
                + "<p class=\"lead\">From the low-resolution look each patch gets a probability; the likely ones are fetched in"
                + " high resolution and the rest, shown here faded, is never seen. PatchDrop fetches all at once, Anytime the"
                + " likeliest first until it is sure enough of its answer.</p>\n"
                + cards + "</section>";
    }

    private static String cards(String system, List<Example> examples) {
        List<Example> right = examples.stream().filter(Example::correct).toList();
        List<Example> wrong =
                examples.stream().filter(example -> !example.correct()).toList();
        return titledCards(system + ", answered right", right) + titledCards(system + ", answered wrong", wrong);
    }

    private static String titledCards(String title, List<Example> examples) {
        return examples.isEmpty()
                ? ""
                : "<h3>" + Html.escape(title) + " <span class=\"count\">" + examples.size() + "</span></h3>\n"
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
        List<Long> seeds = data.summary().seeds();
        facts.put(
                seeds.size() > 1 ? "seeds" : "seed",
                seeds.stream().map(String::valueOf).collect(Collectors.joining(", ")));
        facts.putAll(data.facts());
        StringBuilder html = new StringBuilder();
        facts.forEach((name, value) -> html.append(fact(name, value)));
        return html.toString();
    }

    private static String fact(String name, String value) {
        return "<div><dt>" + Html.escape(name) + "</dt><dd>" + Html.escape(value) + "</dd></div>\n";
    }
}
