package io.patchdrop.learn.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

final class ReportTest {
    private static final Results NOTHING = new Results("scenes", "demo", "paper", 1, 16, List.of());

    @Test
    void isOneWellFormedFileThatRequestsNothing(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("new/report.html");
        Report.write(file, SampleReports.full());
        String html = Files.readString(file);

        Document page = parsed(html);
        String foreign = html.replace("http://www.w3.org/2000/svg", "").replace("http://www.w3.org/1999/xhtml", "");
        assertThat(foreign).doesNotContain("http:", "https:", "url(http", "<script", "@import", "<link", "src=");
        for (Element image : elements(page, "image")) {
            assertThat(image.getAttribute("href")).startsWith("data:image/png;base64,");
        }
        assertThat(Files.size(file)).isBetween(100_000L, 3_000_000L);
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void showsEverySystemInTheTablesAndTheChart() throws Exception {
        Document page = parsed(Report.html(SampleReports.full()));

        List<Element> tables = elements(page, "table");
        assertThat(tables).hasSize(4);
        String chart = elements(page, "svg").stream()
                .filter(svg -> svg.getAttribute("aria-labelledby").startsWith("tradeoff"))
                .map(Element::getTextContent)
                .findFirst()
                .orElseThrow();
        for (SystemResult system : SampleReports.results().systems()) {
            assertThat(texts(tables.get(3), "th")).contains(system.nameWithSetting());
            assertThat(chart).contains(system.nameWithStage());
        }
        assertThat(texts(tables.get(0), "th")).contains("PatchDrop", "Anytime (tau=0.8)", "Cascade (tau=0.7)");
        assertThat(texts(tables.get(0), "td")).contains("98.9", "3.6", "99.5", "16.0");
        assertThat(texts(tables.get(1), "th")).contains("Anytime", "Cascade", "S = 3");
        assertThat(texts(tables.get(2), "th")).contains("PatchDrop", "HR-CNN").doesNotContain("Cascade");
    }

    @Test
    void escapesEveryStringOfTheUser() throws Exception {
        String hostile = "<script>alert('x')</script>\"&{{facts}}\u0000\uD800$1";
        Example example = SampleReports.examples(1, 32).get(0);
        List<Example> examples = List.of(
                new Example(
                        hostile,
                        hostile,
                        hostile,
                        hostile,
                        0.5,
                        example.hr(),
                        example.lr(),
                        example.probabilities(),
                        example.taken(),
                        4,
                        4),
                new Example(
                        hostile,
                        hostile,
                        hostile,
                        "other",
                        Double.NaN,
                        example.hr(),
                        example.lr(),
                        new double[0],
                        new boolean[16],
                        4,
                        4));
        Results results =
                new Results(hostile, hostile, hostile, 1, 16, List.of(SampleReports.system(hostile, hostile, 50, 3)));
        ReportData data = new ReportData(
                hostile,
                Map.of(hostile, hostile),
                results,
                List.of(new EpochMetrics(hostile, 1, Map.of("train_loss", 1.0, hostile, 2.0))),
                examples,
                List.of(hostile));

        String html = Report.html(data);

        Document page = parsed(html);
        assertThat(html).doesNotContain("<script");
        assertThat(elements(page, "script")).isEmpty();
        assertThat(texts(page.getDocumentElement(), "h1"))
                .containsExactly("<script>alert('x')</script>\"&{{facts}}\uFFFD\uFFFD$1");
    }

    @Test
    void namesPicturesAndKeepsHeadingsInOrder() throws Exception {
        Document page = parsed(Report.html(SampleReports.full()));

        List<Element> pictures = elements(page, "svg");
        assertThat(pictures).hasSizeGreaterThan(24 * 3);
        Set<String> ids = new TreeSet<>();
        for (Element element : elements(page, "*")) {
            String id = element.getAttribute("id");
            assertThat(id.isEmpty() || ids.add(id)).as("id %s is unique", id).isTrue();
        }
        for (Element picture : pictures) {
            assertThat(picture.getAttribute("role")).isEqualTo("img");
            String label = picture.getAttribute("aria-label");
            String labelledBy = picture.getAttribute("aria-labelledby");
            assertThat(label + labelledBy).isNotBlank();
            assertThat(ids).containsAll(labelledBy.isEmpty() ? List.of() : List.of(labelledBy.split(" ")));
        }
        int level = 0;
        for (Element element : elements(page, "*")) {
            if (element.getTagName().matches("h[1-6]")) {
                int next = element.getTagName().charAt(1) - '0';
                assertThat(next).isLessThanOrEqualTo(level + 1);
                level = next;
            }
        }
        for (Element head : elements(page, "th")) {
            assertThat(head.getAttribute("scope")).isIn("col", "colgroup", "row");
        }
    }

    @Test
    void chartsUseThePagesColoursAndText() {
        String html = Report.html(SampleReports.full());
        String style = Html.resource("report.css");

        assertThat(html).doesNotContain("rgb(");
        for (Ink ink : Ink.values()) {
            if (ink != Ink.LETTERS) {
                String variable = "--" + ink.name().toLowerCase(Locale.ROOT) + ":";
                assertThat(style.split(Pattern.quote(variable), -1))
                        .as("%s in light and in dark", variable)
                        .hasSize(3);
            }
        }
    }

    @Test
    void tellsEveryFactOnceInTheCallersWords() throws Exception {
        Map<String, String> facts = Map.of("data set", "scenes, 12,000 images", "machine", "a laptop");
        String html = Report.html(new ReportData("facts", facts, NOTHING, List.of(), List.of(), List.of()));

        Element page = parsed(html).getDocumentElement();
        assertThat(texts(page, "dt")).containsExactly("data set", "preset", "recipe", "seed", "machine");
        assertThat(texts(page, "dd")).containsExactly("scenes, 12,000 images", "demo", "paper", "1", "a laptop");
    }

    @Test
    void isTheSameForTheSameData() {
        assertThat(Report.html(SampleReports.full())).isEqualTo(Report.html(SampleReports.full()));
    }

    @Test
    void standsWithoutResultsCurvesOrExamples() throws Exception {
        String html = Report.html(new ReportData("empty", Map.of(), NOTHING, List.of(), List.of(), List.of()));

        Document page = parsed(html);
        assertThat(html).contains("No system has been evaluated yet.");
        assertThat(texts(page.getDocumentElement(), "h2")).containsExactly("What a patch buys", "How it was made");
    }

    @Test
    void standsWithOneSystemAndNumbersThatWereNotMeasured() throws Exception {
        SystemResult unmeasured = new SystemResult(
                "KD", "-", Double.NaN, 0, Double.NaN, 0, Double.NaN, Double.POSITIVE_INFINITY, null, null);
        List<EpochMetrics> curves = new ArrayList<>();
        curves.add(new EpochMetrics("Pt", 1, Map.of("train_loss", Double.NaN)));
        curves.add(new EpochMetrics("Ft-1", 1, Map.of("train_loss", 0.0)));
        for (List<SystemResult> systems :
                List.of(List.of(unmeasured), List.of(unmeasured, SampleReports.system("HR-CNN", "-", 100, 16)))) {
            Results results = new Results("scenes", "demo", "paper", 1, 16, systems);
            String html = Report.html(new ReportData("one", Map.of(), results, curves, List.of(), List.of()));

            Document page = parsed(html);
            assertThat(html).contains("Not drawn, for want of an accuracy or S: KD.");
            assertThat(html).contains("No finite value was logged.").doesNotContain("NaN", "Infinity");
            assertThat(texts(elements(page, "table").get(0), "td")).startsWith(Numbers.MISSING, "0.0");
        }
    }

    private static Document parsed(String html) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(html)));
    }

    private static List<Element> elements(Document page, String tag) {
        return elements(page.getDocumentElement(), tag);
    }

    private static List<Element> elements(Element within, String tag) {
        NodeList found = within.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    private static List<String> texts(Element within, String tag) {
        return elements(within, tag).stream().map(Element::getTextContent).toList();
    }
}
