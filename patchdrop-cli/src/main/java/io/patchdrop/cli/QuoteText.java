package io.patchdrop.cli;

import io.patchdrop.imagery.source.Cost;
import io.patchdrop.imagery.source.Level;
import io.patchdrop.runtime.zoom.ChipQuote;
import io.patchdrop.runtime.zoom.Quote;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A quote for people. */
final class QuoteText {
    private QuoteText() {}

    static void print(Quote quote, ZoomSession session, PrintWriter out) {
        Level whole = session.sources().image().levels().get(0);
        int patches =
                quote.chips().stream().mapToInt(chip -> chip.patches().size()).sum();
        long possible = (long) quote.chips().size() * session.model().manifest().patches();
        String currency = quote.request().prices().currency();
        out.printf(
                Locale.ROOT,
                "%s: %d x %d px, %s of %s px%n",
                session.sources().image().name(),
                whole.width(),
                whole.height(),
                count(quote.chips().size(), "chip"),
                sides(quote));
        out.printf(Locale.ROOT, "%-34s %12s %9s %12s%n", "", "bytes", "requests", currency);
        line(out, "opening and looking (spent)", quote.spent(), null);
        line(out, (quote.certain() ? "" : "up to ") + patches + " of " + possible + " patches", quote.patches(), null);
        line(out, "together", quote.total(), quote.bill().total());
        out.printf(
                Locale.ROOT,
                "%-34s %12s %9d %12s%n",
                "instead of all " + possible + " patches",
                ByteCounts.text(quote.full().bytes()),
                quote.full().requests(),
                price(quote.fullPrice()));
        notes(quote, out);
        out.flush();
    }

    private static void notes(Quote quote, PrintWriter out) {
        Quote.Expected expected = quote.expected();
        StringBuilder text =
                new StringBuilder(String.format(Locale.ROOT, "Expected: %.1f patches a chip", expected.patches()));
        if (expected.accuracy().isPresent()) {
            text.append(String.format(
                    Locale.ROOT, ", %.1f %% right", 100 * expected.accuracy().getAsDouble()));
        }
        out.println(text.append('.'));
        if (!quote.patches().exact()) {
            out.println("Bytes are estimated: this source does not say them before they are bought.");
        }
        if (quote.overRead() > 1.05) {
            out.printf(
                    Locale.ROOT,
                    "Over-read: the tiles have %.1f times the pixels of the patches, whose edges they do not share.%n",
                    quote.overRead());
        }
        long limited = quote.chips().stream().filter(ChipQuote::limited).count();
        if (limited > 0) {
            out.println("The limit leaves " + count(limited, "chip") + " with fewer patches than wanted.");
        }
        quote.chips().stream()
                .filter(chip -> chip.failure() != null)
                .findFirst()
                .ifPresent(chip ->
                        out.println("Chip " + chip.chip().number() + " cannot be looked at: " + chip.failure()));
    }

    private static String sides(Quote quote) {
        int least = quote.chips().stream()
                .mapToInt(chip -> chip.chip().side())
                .min()
                .orElse(0);
        int most = quote.chips().stream()
                .mapToInt(chip -> chip.chip().side())
                .max()
                .orElse(0);
        return least == most ? String.valueOf(least) : least + " to " + most;
    }

    private static void line(PrintWriter out, String what, Cost cost, @Nullable Double price) {
        out.printf(
                Locale.ROOT,
                "%-34s %12s %9d %12s%n",
                what,
                ByteCounts.text(cost.bytes()),
                cost.requests(),
                price == null ? "" : price(price));
    }

    static String price(double price) {
        return String.format(Locale.ROOT, price != 0 && price < 0.01 ? "%.6f" : "%.2f", price);
    }

    static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
