package io.patchdrop.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ReducedMotion;
import io.patchdrop.core.Budget;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.runtime.Answer;
import io.patchdrop.runtime.PatchDropModel;
import io.patchdrop.server.PatchDropServer;
import io.patchdrop.server.ServerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The image view: what it shows is what the model itself says of the same pixels. */
class ImagePageTest {
    static final Path BUNDLE = Path.of("..", "models", "scenes.patchdrop");

    private static Chromium chromium;
    private static PatchDropServer server;
    private static PatchDropModel model;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        Map<String, Path> models = new LinkedHashMap<>();
        models.put("scenes", BUNDLE);
        models.put("cifar10", BUNDLE.resolveSibling("cifar10.patchdrop"));
        server = PatchDropServer.start(ServerOptions.of(models).at("127.0.0.1", 0));
        model = PatchDropModel.load(BUNDLE);
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
            server.close();
            model.close();
        }
    }

    private static Visit visit() {
        Visit visit = chromium.visit(server.address(), Chromium.still());
        visit.answered();
        return visit;
    }

    @Test
    void aSampleIsThereFromTheStart() {
        try (Visit visit = visit()) {
            assertThat(visit.at(".sample").count()).isEqualTo(24);
            assertThat(visit.at(".sample[aria-pressed=true]").count()).isEqualTo(1);
            assertThat(visit.text("#answer-truth")).matches("✓ right|✗ wrong: it is .*");
        }
    }

    @Test
    void theBundlesRuleIsSaid() {
        try (Visit visit = visit()) {
            assertThat(visit.text("#rule-text")).isEqualTo("The bundle buys until it is 85.0 % sure.");
            assertThat(visit.text("#expected")).isEqualTo("Over many images: 99.4 % right with 2.3 patches.");
        }
    }

    @Test
    void anotherModelTakesTheImageThatIsOpen() {
        RgbImage scene = TestImages.scene(5);
        try (Visit visit = visit()) {
            visit.at("#model").selectOption("cifar10");
            visit.shown("#image-empty");
            assertThat(visit.at("#image-work").isHidden()).isTrue();
            visit.upload("scene.png", "image/png", TestImages.png(scene));
            visit.answered();
            assertThat(visit.text("#file-name")).isEqualTo("scene.png");
            visit.at("#answer-live").evaluate("node => { node.textContent = ''; }");
            visit.at("#model").selectOption("scenes");
            visit.answered();

            assertShows(visit, model.classify(scene));
        }
    }

    @Test
    void anotherSampleIsChosen() {
        try (Visit visit = visit()) {
            visit.at("#answer-live").evaluate("node => { node.textContent = ''; }");
            visit.at(".sample").nth(5).click();
            visit.answered();

            PlaywrightAssertions.assertThat(visit.at(".sample").nth(5)).hasAttribute("aria-pressed", "true");
            assertThat(visit.at(".sample[aria-pressed=true]").count()).isEqualTo(1);
        }
    }

    @Test
    void anUploadIsAnsweredAsByTheModel() {
        try (Visit visit = visit()) {
            for (int number = 0; number < 4; number++) {
                RgbImage scene = TestImages.scene(number);
                visit.upload("scene.png", "image/png", TestImages.png(scene));
                visit.answered();

                assertShows(visit, model.classify(scene));
                assertThat(visit.at(".sample[aria-pressed=true]").count()).isZero();
                assertThat(visit.at("#answer-truth").isHidden()).isTrue();
            }
        }
    }

    @Test
    void anImageIsDropped() {
        RgbImage scene = TestImages.scene(6);
        try (Visit visit = visit()) {
            visit.at("#answer-live").evaluate("node => { node.textContent = ''; }");
            visit.page()
                    .evaluate(
                            "bytes => { const data = new DataTransfer();"
                                    + " data.items.add(new File([Uint8Array.from(atob(bytes), c => c.charCodeAt(0))],"
                                    + " 'dropped.png', { type: 'image/png' }));"
                                    + " for (const type of ['dragover', 'drop']) { document.body.dispatchEvent("
                                    + "new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true })); } }",
                            Base64.getEncoder().encodeToString(TestImages.png(scene)));
            visit.answered();

            assertShows(visit, model.classify(scene));
            assertThat(visit.text("#file-name")).isEqualTo("dropped.png");
            assertThat(visit.at("#drop-veil").isHidden()).isTrue();
        }
    }

    @Test
    void theSliderBuysAnyNumberOfPatchesAtOnce() {
        RgbImage scene = TestImages.scene(7);
        try (Visit visit = visit()) {
            visit.upload("scene.png", "image/png", TestImages.png(scene));
            visit.answered();
            List<String> requests = new ArrayList<>();
            visit.page().onRequest(request -> requests.add(request.url()));
            visit.at("input[name=by][value=patches]").check();
            for (int patches = 0; patches <= 16; patches++) {
                visit.set("#patches", patches);

                assertShows(visit, model.classify(scene, Budget.patches(patches)));
                assertThat(visit.text("#patches-text")).isEqualTo(patches + " of 16");
                assertThat(visit.text("#ledger tbody tr:nth-child(2) td:nth-child(2)")
                                .replace(",", ""))
                        .as("pixels with the look")
                        .isEqualTo(Integer.toString(16 * 16 + patches * 16 * 16));
            }
            assertThat(requests).isEmpty();
        }
    }

    @Test
    void aConfidenceIsThatOfTheModel() {
        RgbImage scene = TestImages.scene(3);
        try (Visit visit = visit()) {
            visit.upload("scene.png", "image/png", TestImages.png(scene));
            visit.answered();
            visit.at("input[name=by][value=confidence]").check();
            for (double tau : new double[] {0.3, 0.6, 0.9, 0.99, 0.999}) {
                visit.set("#tau", tau);

                assertShows(visit, model.classify(scene, Budget.confidence(tau)));
            }
        }
    }

    @Test
    void moneyBuysWhatItCanPay() {
        RgbImage scene = TestImages.scene(4);
        try (Visit visit = visit()) {
            visit.upload("scene.png", "image/png", TestImages.png(scene));
            visit.answered();
            visit.at("input[name=by][value=money]").check();
            visit.set("#price", 0.3);
            visit.set("#most", 1.0);

            assertShows(visit, model.classify(scene, Budget.patches(3)));
            assertThat(visit.text("#ledger tbody tr:nth-child(3)")).isEqualTo("Money 0.90 4.80 81 %");
        }
    }

    @Test
    void theLookIsTheModels() throws IOException {
        RgbImage image = TestImages.noise(131, 97, 5);
        byte[] look =
                model.decode(TestImages.png(image)).resized(model.manifest().lookSize());
        try (Visit visit = visit()) {
            visit.upload("noise.png", "image/png", TestImages.png(image));
            visit.answered();

            assertThat(pixelsOf(visit, "#look-picture canvas")).isEqualTo(look);
        }
    }

    /** The model takes pixels as they are stored; the page must not show them turned. */
    @Test
    void whatACameraNotedIsIgnored() {
        try (Visit visit = visit()) {
            visit.upload("turned.jpg", "image/jpeg", TestImages.turnedJpeg());
            visit.answered();

            byte[] look = pixelsOf(visit, "#look-picture canvas");
            assertThat(look[3 * 16 * 8 + 3] & 0xff).as("red on the left").isGreaterThan(200);
            assertThat(look[3 * (16 * 8 + 15) + 2] & 0xff)
                    .as("blue on the right")
                    .isGreaterThan(200);
        }
    }

    @Test
    void patchesComeInTheOrderOfBuying() {
        RgbImage scene = TestImages.scene(1);
        try (Visit visit =
                chromium.visit(server.address(), Chromium.still().setReducedMotion(ReducedMotion.NO_PREFERENCE))) {
            visit.answered();
            visit.page()
                    .evaluate("() => { window.seen = []; new MutationObserver(() => window.seen.push("
                            + "document.querySelectorAll('#bought-picture .cell.bought').length)).observe("
                            + "document.getElementById('bought-picture'), { subtree: true, childList: true }); }");
            visit.at("input[name=by][value=patches]").check();
            visit.set("#patches", 5);
            visit.upload("scene.png", "image/png", TestImages.png(scene));
            visit.answered();

            Object seen =
                    visit.page().evaluate("() => window.seen.filter((n, i) => i === 0 || n !== window.seen[i - 1])");
            assertThat(seen.toString()).endsWith("0, 1, 2, 3, 4, 5]");
            assertShows(visit, model.classify(scene, Budget.patches(5)));
        }
    }

    @Test
    void everythingGoesByKeyboard() {
        try (Visit visit = visit()) {
            visit.tabTo(".sample[data-name='2']");
            visit.press("Enter");
            PlaywrightAssertions.assertThat(visit.at(".sample[data-name='2']")).hasAttribute("aria-pressed", "true");
            visit.tabTo("input[name=by]");
            visit.press("ArrowRight");
            visit.tabTo("#patches");
            visit.press("Home");
            PlaywrightAssertions.assertThat(visit.at("#patches-text")).hasText("0 of 16");
            visit.press("ArrowRight");
            PlaywrightAssertions.assertThat(visit.at("#patches-text")).hasText("1 of 16");
            assertThat(visit.at("#bought-picture .cell.bought").count()).isEqualTo(1);
            visit.tabTo("#look-picture .cell");
            visit.press("ArrowRight");
            visit.press("ArrowDown");
            assertThat(visit.text("#readout")).startsWith("Row 2, column 2: probability");
            visit.tabTo("#values summary");
            visit.press("Enter");
            assertThat(visit.at("#patch-values tbody tr").count()).isEqualTo(16);
            assertThat(visit.at("#step-values tbody tr").count()).isEqualTo(17);
        }
    }

    /** Class, confidence and patches, in words, in numbers and in the picture. */
    private static void assertShows(Visit visit, Answer answer) {
        assertThat(visit.text("#answer-class")).isEqualTo(answer.className());
        String confidence = String.format(Locale.ROOT, "%.1f %%", 100 * answer.confidence());
        assertThat(visit.text("#answer-confidence"))
                .isEqualTo(confidence.equals("100.0 %") && answer.confidence() < 1 ? ">99.9 %" : confidence);
        int[] order = answer.purchases();
        assertThat(visit.at("#bought-picture .cell.bought").count()).isEqualTo(order.length);
        for (int i = 0; i < order.length; i++) {
            assertThat(visit.at("#bought-picture .cell").nth(order[i]).innerText())
                    .as("patch %d", order[i])
                    .isEqualTo(Integer.toString(i + 1));
        }
    }

    private static byte[] pixelsOf(Visit visit, String canvas) {
        List<?> values = (List<?>) visit.at(canvas)
                .evaluate("node => [...node.getContext('2d').getImageData(0, 0, node.width, node.height).data]"
                        + ".filter((value, i) => i % 4 < 3)");
        byte[] pixels = new byte[values.size()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) ((Number) values.get(i)).intValue();
        }
        return pixels;
    }
}
