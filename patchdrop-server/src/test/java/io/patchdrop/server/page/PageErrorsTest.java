package io.patchdrop.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.FilePayload;
import io.patchdrop.server.PatchDropServer;
import io.patchdrop.server.ServerOptions;
import io.patchdrop.server.http.HttpLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever goes wrong is said in one line, and the page goes on. */
class PageErrorsTest {
    private static final String TOKEN = "a-token-that-nobody-guesses";

    private static Chromium chromium;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
    }

    private static ServerOptions options() {
        return ServerOptions.of(Map.of("scenes", ImagePageTest.BUNDLE)).at("127.0.0.1", 0);
    }

    private static Visit visit(PatchDropServer server) {
        return chromium.visit(server.address(), Chromium.still());
    }

    @Test
    void aFileThatIsNoImage() {
        try (PatchDropServer server = PatchDropServer.start(options());
                Visit visit = visit(server).expecting("status of 415")) {
            visit.answered();
            visit.at("#file")
                    .setInputFiles(new FilePayload(
                            "<img src=x onerror=alert(1)>.png",
                            "image/png",
                            "no image".getBytes(StandardCharsets.UTF_8)));

            visit.shown("#problem");
            assertThat(visit.text("#problem-text")).matches("[^\n]+ \\(.+\\)");
            assertThat(visit.at("#problem").getAttribute("role")).isEqualTo("alert");
            goesOn(visit);
        }
    }

    @Test
    void aFileThatIsTooLarge() {
        HttpLimits small = new HttpLimits(100_000, 100_000, 1_000_000, Duration.ofSeconds(30), 64);
        try (PatchDropServer server = PatchDropServer.start(options().withLimits(small));
                Visit visit = visit(server).expecting("status of 413").expecting("net::ERR_")) {
            visit.answered();
            for (int bytes : new int[] {200_000, 8_000_000}) {
                visit.at("#file").setInputFiles(new FilePayload("large.png", "image/png", new byte[bytes]));

                visit.shown("#problem");
                assertThat(visit.text("#problem-text")).containsAnyOf("100000 bytes", "larger than it takes");
                goesOn(visit);
            }
        }
    }

    @Test
    void aServerThatIsGone() {
        try (PatchDropServer server = PatchDropServer.start(options());
                Visit visit = visit(server).expecting("net::ERR_")) {
            visit.answered();
            server.close();
            visit.at(".sample").nth(3).click();

            visit.shown("#problem");
            assertThat(visit.text("#problem-text")).isEqualTo("The server cannot be reached (is it still running?)");
            assertThat(visit.at("#image-work").isVisible()).isTrue();
            visit.at("#problem-close").click();
            assertThat(visit.at("#problem").isHidden()).isTrue();
        }
    }

    @Test
    void aServerThatIsBusyIsAskedAgain() {
        try (PatchDropServer server = PatchDropServer.start(options());
                Visit visit = visit(server).expecting("status of 429")) {
            visit.answered();
            AtomicInteger asked = new AtomicInteger();
            visit.page().route("**/anytime", route -> {
                if (asked.incrementAndGet() == 1) {
                    route.fulfill(new Route.FulfillOptions()
                            .setStatus(429)
                            .setHeaders(Map.of("Retry-After", "1", "Content-Type", "application/problem+json"))
                            .setBody("{\"status\":429,\"detail\":\"busy (try again)\",\"code\":\"busy\"}"));
                } else {
                    route.resume();
                }
            });
            visit.at(".sample").nth(3).click();

            visit.waitFor("#notice", "asking again in 1");
            PlaywrightAssertions.assertThat(visit.at(".sample").nth(3)).hasAttribute("aria-pressed", "true");
            assertThat(asked.get()).isEqualTo(2);
            assertThat(visit.text("#notice")).isEmpty();
            assertThat(visit.at("#problem").isHidden()).isTrue();
        }
    }

    @Test
    void aTokenIsAskedForAndSentWithEverything() {
        try (PatchDropServer server = PatchDropServer.start(options().withToken(TOKEN));
                Visit visit = visit(server).expecting("status of 401")) {
            visit.shown("#token-form");
            assertThat(visit.at("#image-view").isHidden()).isTrue();
            visit.at("#token").fill("not this one at all");
            visit.press("Enter");
            visit.shown("#token-refused");
            visit.at("#token").fill(TOKEN);
            visit.press("Enter");

            visit.answered();
            assertThat(visit.at("#token-view").isHidden()).isTrue();
            assertThat(visit.page().evaluate("() => document.querySelector('.sample img').naturalWidth"))
                    .isEqualTo(64);
            assertThat(visit.page().evaluate("() => localStorage.length + document.cookie.length"))
                    .as("the token outlives no tab")
                    .isEqualTo(0);
        }
    }

    /** An image is answered after the failure as before. */
    private static void goesOn(Visit visit) {
        visit.upload("scene.png", "image/png", TestImages.png(TestImages.scene(2)));
        visit.answered();
        assertThat(visit.at("#problem").isHidden()).isTrue();
        assertThat(visit.text("#answer-class")).isNotEmpty();
    }
}
