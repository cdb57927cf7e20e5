package io.patchdrop.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.SelectOption;
import io.patchdrop.core.price.PriceList;
import io.patchdrop.imagery.bytes.RangeServer;
import io.patchdrop.server.PatchDropServer;
import io.patchdrop.server.ServerOptions;
import io.patchdrop.server.jobs.JobOptions;
import io.patchdrop.server.sources.AllowList;
import io.patchdrop.server.sources.SourceOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The scene view: an image on this machine, and the same one on a server of this machine. */
class ScenePageTest {
    private static final int ACROSS = 8;
    private static final int CHIPS = ACROSS * ACROSS;
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static Path folder;

    private static Chromium chromium;
    private static RangeServer imagery;
    private static PatchDropServer server;
    private static List<String> truth;

    @BeforeAll
    static void start(@TempDir Path temporary) throws IOException {
        folder = Files.createDirectory(temporary.resolve("imagery"));
        chromium = Chromium.start();
        truth = MosaicFile.write(folder.resolve("scenes.tif"), ACROSS);
        MosaicFile.write(folder.resolve("wide.tif"), 4 * ACROSS);
        imagery = RangeServer.start(folder);
        server = PatchDropServer.start(options(temporary.resolve("state")));
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
            server.close();
            imagery.close();
        }
    }

    @BeforeEach
    void fast() {
        imagery.setLatency(Duration.ZERO);
    }

    private static ServerOptions options(Path state) {
        AllowList allowed = AllowList.of(
                List.of("imagery=" + folder, "127.0.0.1:" + imagery.address("").getPort()));
        return ServerOptions.of(Map.of("scenes", ImagePageTest.BUNDLE))
                .at("127.0.0.1", 0)
                .withSources(SourceOptions.DEFAULT
                        .withAllowed(allowed)
                        .withPrices(PriceList.ofText("per_square_kilometre=15,per_gigabyte=0.09,per_request=4e-7")))
                .withJobs(JobOptions.in(state));
    }

    private static Visit visit() {
        Visit visit = chromium.visit(server.address() + "/#scene", Chromium.still());
        visit.shown("#order-form");
        PlaywrightAssertions.assertThat(visit.at("#source option")).hasCount(4);
        return visit;
    }

    private static void openFile(Visit visit) {
        visit.at("#source").selectOption("imagery/scenes.tif");
        visit.waitFor("#view-title", "Overview of scenes.tif");
        PlaywrightAssertions.assertThat(visit.at("#viewer canvas").first()).isVisible();
    }

    private static void openAddress(Visit visit, String name) {
        visit.at("#source").selectOption(new SelectOption().setLabel("An address on the web"));
        visit.at("#address").fill(imagery.address(name).toString());
        visit.press("Enter");
        visit.waitFor("#view-title", "Overview of " + name);
    }

    private static void waitForTheEnd(Visit visit) {
        PlaywrightAssertions.assertThat(visit.at("#result-links button"))
                .hasCount(4, new LocatorAssertions.HasCountOptions().setTimeout(60_000));
    }

    private static JsonNode get(String path) throws IOException, InterruptedException {
        return JSON.readTree(CLIENT.send(
                        HttpRequest.newBuilder(URI.create(server.address() + path))
                                .build(),
                        BodyHandlers.ofByteArray())
                .body());
    }

    @Test
    void anOverviewIsShownBeforeAnythingIsBought() {
        try (Visit visit = visit()) {
            openFile(visit);

            assertThat(visit.text("#info")).contains("Size 512 × 512 px", "Pixels 3 × uint8", "Overviews 1/4, 1/16");
            assertThat(visit.text("#scene-ledger-empty")).isNotEmpty();
            assertThat(visit.at("canvas.chips").isHidden()).isTrue();
        }
    }

    @Test
    void aQuoteFollowsTheSlider() throws Exception {
        try (Visit visit = visit()) {
            openFile(visit);
            visit.at("input[name=scene-by][value=budget]").check();
            visit.set("#scene-budget", 3);
            visit.at("#quote").click();
            visit.waitFor("#scene-ledger-this", "Quoted");
            assertThat(visit.text("#scene-ledger tbody tr:nth-child(1)")).isEqualTo("Patches 192 1,024 81 %");
            assertThat(visit.text("#scene-ledger-note")).contains("buys exactly this: 64 chips", "3.0 patches a chip");

            visit.set("#scene-budget", 5);
            visit.waitFor("#scene-ledger tbody tr:nth-child(1)", "320");
            JsonNode total = JSON.readTree(CLIENT.send(
                                    HttpRequest.newBuilder(URI.create(server.address() + "/models/scenes/quote"))
                                            .header("Content-Type", "application/json")
                                            .POST(HttpRequest.BodyPublishers.ofString(
                                                    "{\"source\":\"imagery/scenes.tif\",\"budget\":5}"))
                                            .build(),
                                    BodyHandlers.ofByteArray())
                            .body())
                    .get("total");
            assertThat(visit.text("#scene-ledger tbody tr:nth-child(4)"))
                    .startsWith("Requests " + total.get("requests").asInt());
            assertThat(visit.at("#chip-values tbody tr").count()).isEqualTo(50);
            visit.at("#chips-title").click();
            visit.at("#chip-pager button").last().click();
            assertThat(visit.at("#chip-values tbody tr").count()).isEqualTo(CHIPS - 50);
        }
    }

    @Test
    void aCogOnAServerIsZoomedInto() throws Exception {
        imagery.setLatency(Duration.ofMillis(15));
        try (Visit visit = visit()) {
            visit.page()
                    .evaluate(
                            "() => { window.said = []; new MutationObserver(() => window.said.push("
                                    + "document.getElementById('progress-text').textContent)).observe("
                                    + "document.getElementById('progress-text'), { subtree: true, childList: true, characterData: true }); }");
            openAddress(visit, "scenes.tif");
            visit.at("#zoom").click();
            waitForTheEnd(visit);

            List<?> said = (List<?>) visit.page().evaluate("() => window.said");
            assertThat(said.toString().replace('\u00a0', ' ')).containsPattern("Zooming: \\d+ of 64 chips");
            JsonNode job = get("/jobs").get("jobs").get(0);
            assertThat(job.get("request").get("source").asString())
                    .isEqualTo(imagery.address("scenes.tif").toString());
            assertThat(visit.text("#scene-ledger-this")).isEqualTo("Taken");
            assertThat(visit.text("#scene-ledger tbody tr:nth-child(4)"))
                    .isEqualTo("Requests "
                            + String.format("%,d", job.get("requests").asInt()) + " – –");
            assertThat(visit.text("#scene-ledger tbody tr:nth-child(1)")).endsWith("%");
            assertIsRight(get("/jobs/" + job.get("id").asString() + "/result"));
            assertThat(visit.at("#progress-line").isHidden()).isTrue();
            assertThat(legendSum(visit)).isEqualTo(CHIPS);
        }
    }

    private static void assertIsRight(JsonNode result) {
        int right = 0;
        for (JsonNode chip : result.get("chips")) {
            if (truth.get(chip.get("chip").asInt()).equals(chip.get("class").asString())) {
                right++;
            }
        }
        assertThat(right).as("chips of %d", CHIPS).isGreaterThan(CHIPS * 9 / 10);
    }

    private static int legendSum(Visit visit) {
        return visit.at("#legend li").allInnerTexts().stream()
                .mapToInt(text -> Integer.parseInt(text.replaceAll(".*?(\\d+)$", "$1")))
                .sum();
    }

    @Test
    void chipsAreReadByPointerAndKeyboard() {
        try (Visit visit = visit()) {
            openFile(visit);
            visit.at("#zoom").click();
            waitForTheEnd(visit);
            visit.at("#stage").click();
            assertThat(visit.text("#chip-detail")).startsWith("Chip ");

            visit.tabTo("#zoom-home");
            visit.tabTo("canvas.chips");
            visit.press("Escape");
            visit.press("ArrowRight");
            assertThat(visit.text("#chip-detail")).startsWith("Chip 0: " + truth.get(0));
            visit.press("ArrowRight");
            visit.press("ArrowDown");
            assertThat(visit.text("#chip-detail")).startsWith("Chip " + (ACROSS + 1) + ": ");
            visit.press("Enter");
            visit.at("input[name=colour][value=cost]").check();
            assertThat(visit.text("#legend")).startsWith("Price of a chip: 0");
        }
    }

    @Test
    void aJobIsOpenedAgainSavedAndDeleted() throws Exception {
        try (Visit visit = visit()) {
            openFile(visit);
            visit.at("#zoom").click();
            waitForTheEnd(visit);
            int jobs = get("/jobs").get("jobs").size();
            visit.page().reload();
            visit.shown("#order-form");
            PlaywrightAssertions.assertThat(visit.at("#jobs tbody tr")).hasCount(jobs);
            visit.at("#jobs tbody tr").first().getByText("Open").click();
            waitForTheEnd(visit);
            assertThat(legendSum(visit)).isEqualTo(CHIPS);

            Download saved = visit.page()
                    .waitForDownload(
                            () -> visit.at("#result-links button").first().click());
            assertThat(saved.suggestedFilename()).isEqualTo("scenes.tif-result.json");
            assertThat(JSON.readTree(saved.path().toFile()).get("chips").size()).isEqualTo(CHIPS);

            visit.page().onDialog(Dialog::accept);
            visit.at("#jobs tbody tr").first().getByText("Delete").click();
            PlaywrightAssertions.assertThat(visit.at("#jobs tbody tr")).hasCount(jobs - 1);
            assertThat(get("/jobs").get("jobs").size()).isEqualTo(jobs - 1);
            assertThat(visit.at("#stage-empty").isVisible()).isTrue();
        }
    }

    @Test
    void aRunningJobIsStopped() {
        imagery.setLatency(Duration.ofMillis(100));
        try (Visit visit = visit()) {
            openAddress(visit, "wide.tif");
            visit.at("#zoom").click();
            visit.waitFor("#progress-text", "Zooming");
            visit.at("#stop").click();

            PlaywrightAssertions.assertThat(visit.at("#progress-text"))
                    .containsText("Stopped after", new LocatorAssertions.ContainsTextOptions().setTimeout(60_000));
            assertThat(visit.at("#jobs tbody tr").first().innerText()).contains("stopped");
        }
    }

    /** The stream breaks off after its first event: the page goes on behind that one. */
    @Test
    void aStreamThatBreaksOffIsTakenUpAgain() {
        List<String> after = new CopyOnWriteArrayList<>();
        try (Visit visit = visit()) {
            openFile(visit);
            visit.page().route("**/events", route -> {
                String last = route.request().headers().get("last-event-id");
                after.add(String.valueOf(last));
                if (last == null) {
                    APIResponse whole = route.fetch();
                    String text = whole.text();
                    route.fulfill(new Route.FulfillOptions()
                            .setResponse(whole)
                            .setBody(text.substring(0, text.indexOf("\n\n") + 2)));
                } else {
                    route.resume();
                }
            });
            visit.at("#zoom").click();
            waitForTheEnd(visit);

            assertThat(after).hasSize(2).first().isEqualTo("null");
            assertThat(after.get(1)).isNotEqualTo("null");
            assertThat(legendSum(visit)).isEqualTo(CHIPS);
            assertThat(visit.text("#notice")).isEmpty();
        }
    }

    /** Pieces of a stream end anywhere, also within a line end. */
    @Test
    void eventsAreReadAcrossPieces() {
        try (Visit visit = visit()) {
            Object wrong = visit.page()
                    .evaluate("async () => { const { eventParser } = await import('/assets/js/events.js');"
                            + " const text = ': silence\\n\\nevent: job\\r\\nid: 7-a\\r\\ndata: {\"a\":\\r\\ndata:1}\\r\\n\\r\\n"
                            + "data: plain: text\\n\\n';"
                            + " const read = (pieces) => { const events = []; const parse = eventParser((e) => events.push(e));"
                            + " pieces.forEach(parse); return JSON.stringify(events); };"
                            + " const expected = JSON.stringify([{ event: 'job', data: '{\"a\":\\n1}', id: '7-a' },"
                            + " { event: 'message', data: 'plain: text', id: null }]);"
                            + " return [...text].map((_, i) => read([text.slice(0, i), text.slice(i)]))"
                            + ".concat(read([...text])).filter((events) => events !== expected); }");
            assertThat((List<?>) wrong).isEmpty();
        }
    }

    @Test
    void whatIsNotAllowedIsSaid() {
        try (Visit visit = visit().expecting("status of 403")) {
            visit.at("#source").selectOption(new SelectOption().setLabel("An address on the web"));
            visit.at("#address").fill("https://elsewhere.example/secret.tif");
            visit.at("#open").click();

            visit.shown("#problem");
            assertThat(visit.text("#problem-text")).matches("[^\n]+ \\(.+\\)");
            visit.at("#zoom").click();
            assertThat(visit.text("#problem-text")).isEqualTo("There is no source yet (choose one)");
            openFile(visit);
            assertThat(visit.at("#problem").isHidden()).isTrue();
        }
    }

    @Test
    void everythingBearsTheToken(@TempDir Path state) {
        String token = "a-token-that-nobody-guesses";
        try (PatchDropServer closed = PatchDropServer.start(options(state).withToken(token));
                Visit visit = chromium.visit(closed.address() + "/#scene", Chromium.still())
                        .expecting("status of 401")) {
            visit.shown("#token-form");
            visit.at("#token").fill(token);
            visit.press("Enter");
            PlaywrightAssertions.assertThat(visit.at("#source option")).hasCount(4);
            List<Integer> refused = new CopyOnWriteArrayList<>();
            visit.page().onResponse(response -> {
                if (response.status() >= 400) {
                    refused.add(response.status());
                }
            });
            openFile(visit);
            visit.at("#zoom").click();
            waitForTheEnd(visit);
            visit.at("#zoom-in").click();
            visit.page().waitForTimeout(500);

            assertThat(refused).isEmpty();
        }
    }

    @Test
    void theViewIsSoundOnDesktopAndPhone() {
        for (var options : List.of(
                Chromium.still(),
                Chromium.still().setColorScheme(ColorScheme.DARK),
                PageInspectionTest.phone(),
                PageInspectionTest.phone().setColorScheme(ColorScheme.DARK))) {
            try (Visit visit = chromium.visit(server.address() + "/#scene", options)) {
                PlaywrightAssertions.assertThat(visit.at("#source option")).hasCount(4);
                assertThat(PageInspectionTest.inspected(visit)).as("empty").isEmpty();
                openFile(visit);
                visit.at("#quote").click();
                visit.waitFor("#scene-ledger-this", "Quoted");
                visit.at("#order-form details summary").click();
                visit.at("#chips-title").click();
                assertThat(PageInspectionTest.inspected(visit)).as("quoted").isEmpty();
                assertThat(visit.sidewaysScroll()).isLessThanOrEqualTo(0);
            }
        }
    }
}
