package io.patchdrop.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import io.patchdrop.server.PatchDropServer;
import io.patchdrop.server.ServerOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Names of controls, texts for pictures, the order of headings, contrast and overflow, as {@code inspect.js} finds them; on a
 * desktop and a phone, light and dark.
 */
class PageInspectionTest {
    private static final int PHONE_WIDTH = 390;

    private static Chromium chromium;
    private static PatchDropServer server;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        server = PatchDropServer.start(
                ServerOptions.of(Map.of("scenes", ImagePageTest.BUNDLE)).at("127.0.0.1", 0));
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
            server.close();
        }
    }

    /** What {@code inspect.js} finds wrong. */
    static List<?> inspected(Visit visit) {
        try (InputStream script = Objects.requireNonNull(PageInspectionTest.class.getResourceAsStream("inspect.js"))) {
            String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            return (List<?>) visit.page().evaluate(text.substring(text.indexOf("() =>")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Browser.NewContextOptions phone() {
        return Chromium.still()
                .setViewportSize(PHONE_WIDTH, 844)
                .setIsMobile(true)
                .setHasTouch(true);
    }

    @Test
    void onADesktop() {
        inspect(Chromium.still().setColorScheme(ColorScheme.LIGHT));
    }

    @Test
    void inTheDark() {
        Browser.NewContextOptions dark = Chromium.still().setColorScheme(ColorScheme.DARK);
        inspect(dark);
        try (Visit visit = chromium.visit(server.address(), dark)) {
            assertThat(visit.page().evaluate("() => getComputedStyle(document.body).backgroundColor"))
                    .isEqualTo("rgb(20, 20, 19)");
        }
    }

    @Test
    void onAPhone() {
        inspect(phone().setColorScheme(ColorScheme.LIGHT));
    }

    @Test
    void onAPhoneInTheDark() {
        inspect(phone().setColorScheme(ColorScheme.DARK));
    }

    private static void inspect(Browser.NewContextOptions options) {
        try (Visit visit = chromium.visit(server.address(), options)) {
            visit.answered();
            for (String by : List.of("rule", "patches", "confidence", "money")) {
                visit.at("input[name=by][value=" + by + "]").check();
                assertThat(inspected(visit)).as("decided by %s", by).isEmpty();
                assertThat(visit.sidewaysScroll()).isLessThanOrEqualTo(0);
            }
            visit.at("#values summary").click();
            assertThat(inspected(visit)).as("with tables").isEmpty();
            assertThat(visit.sidewaysScroll()).isLessThanOrEqualTo(0);
        }
    }
}
