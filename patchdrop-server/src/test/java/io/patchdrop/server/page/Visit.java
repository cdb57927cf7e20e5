package io.patchdrop.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.FilePayload;
import java.util.ArrayList;
import java.util.List;

/**
 * One visitor of the page. The browser must have nothing to complain about: an error in the console, a script that fails, or
 * something that the Content-Security-Policy forbids fails the test in {@link #close}.
 */
final class Visit implements AutoCloseable {
    private static final int MOST_TABS = 120;

    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();
    private final List<String> expected = new ArrayList<>();

    private Visit(BrowserContext context, Page page) {
        this.context = context;
        this.page = page;
    }

    static Visit of(BrowserContext context, String address) {
        Page page = context.newPage();
        Visit visit = new Visit(context, page);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                visit.complaints.add(message.text());
            }
        });
        page.onPageError(visit.complaints::add);
        page.navigate(address);
        return visit;
    }

    /** The browser itself writes failed requests to the console: here such a one is provoked. */
    Visit expecting(String complaint) {
        expected.add(complaint);
        return this;
    }

    Page page() {
        return page;
    }

    Locator at(String selector) {
        return page.locator(selector);
    }

    String text(String selector) {
        return at(selector).innerText().replace('\u00a0', ' ').replaceAll("\\s+", " ");
    }

    /** Waits for an element to be shown. */
    Locator shown(String selector) {
        Locator locator = at(selector);
        PlaywrightAssertions.assertThat(locator).isVisible();
        return locator;
    }

    /** Waits until an element has such a text in it. */
    void waitFor(String selector, String part) {
        PlaywrightAssertions.assertThat(at(selector)).containsText(part);
    }

    /** Waits until the image view is at rest with another answer than before. */
    void answered() {
        PlaywrightAssertions.assertThat(at("#image-work")).not().hasAttribute("aria-busy", "true");
        PlaywrightAssertions.assertThat(at("#answer-live")).containsText("sure, from");
    }

    void upload(String name, String type, byte[] content) {
        at("#answer-live").evaluate("node => { node.textContent = ''; }");
        at("#file").setInputFiles(new FilePayload(name, type, content));
    }

    /** Goes from control to control, as one does without a mouse, until one is reached. */
    void tabTo(String selector) {
        for (int i = 0; i < MOST_TABS; i++) {
            page.keyboard().press("Tab");
            if ((boolean) page.evaluate("selector => document.activeElement.matches(selector)", selector)) {
                return;
            }
        }
        throw new AssertionError("no way to " + selector + " by the Tab key");
    }

    void press(String key) {
        page.keyboard().press(key);
    }

    /** Sets a slider or field as a person does: listeners are told. */
    void set(String selector, double value) {
        at(selector)
                .evaluate(
                        "(node, value) => { node.value = value;"
                                + " node.dispatchEvent(new Event('input', { bubbles: true })); }",
                        value);
    }

    /** Pixels by which the page is wider than the window. */
    int sidewaysScroll() {
        return ((Number) page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")).intValue();
    }

    @Override
    public void close() {
        context.close();
        assertThat(complaints)
                .as("what the browser complained about")
                .filteredOn(complaint -> expected.stream().noneMatch(complaint::contains))
                .isEmpty();
    }
}
