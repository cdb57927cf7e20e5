package io.patchdrop.server.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * Chromium as Debian installs it. Where it is missing the tests are skipped, unless the property or environment variable
 * {@code PATCHDROP_REQUIRE_BROWSER} is set.
 */
final class Chromium implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final String REQUIRED = "PATCHDROP_REQUIRE_BROWSER";

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright) {
        this.playwright = playwright;
        this.browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(PROGRAM)
                        .setArgs(List.of("--no-sandbox")));
    }

    /** Starts the browser, or skips the test. */
    static Chromium start() {
        boolean required = System.getProperty(REQUIRED) != null || System.getenv(REQUIRED) != null;
        Assumptions.assumeTrue(required || Files.isExecutable(PROGRAM), "there is no " + PROGRAM);
        return new Chromium(Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))));
    }

    /** Options of a desktop whose user wants no motion: what is shown is at rest at once. */
    static Browser.NewContextOptions still() {
        return new Browser.NewContextOptions().setViewportSize(1280, 800).setReducedMotion(ReducedMotion.REDUCE);
    }

    /** Opens the page at an address in a context of its own. */
    Visit visit(String address, Browser.NewContextOptions options) {
        return Visit.of(browser.newContext(options), address);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
