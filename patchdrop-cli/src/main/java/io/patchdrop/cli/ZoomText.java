package io.patchdrop.cli;

import io.patchdrop.imagery.source.Cost;
import io.patchdrop.runtime.zoom.ChipResult;
import io.patchdrop.runtime.zoom.Outcome;
import io.patchdrop.runtime.zoom.Quote;
import io.patchdrop.runtime.zoom.Zooming;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a zoom came to, for people. */
final class ZoomText {
    private ZoomText() {}

    static void print(
            ZoomSession session, Quote quote, List<ChipResult> results, Zooming.Account account, PrintWriter out) {
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        long patches = 0;
        for (ChipResult result : results) {
            outcomes.merge(result.outcome(), 1, Integer::sum);
            patches += result.patches().size();
        }
        Cost taken = session.sources().taken();
        long possible = (long) results.size() * session.model().manifest().patches();
        long full = quote.full().bytes();
        String currency = quote.request().prices().currency();
        out.printf(
                Locale.ROOT,
                "%s: %s; %d of %d patches (%.1f a chip)%n",
                QuoteText.count(results.size(), "chip"),
                counts(outcomes),
                patches,
                possible,
                (double) patches / Math.max(1, results.size()));
        out.printf(
                Locale.ROOT,
                "%s in %s, %.1f %% of the %s of all patches; %s %s instead of %s%n",
                ByteCounts.text(taken.bytes()),
                QuoteText.count(taken.requests(), "request"),
                100.0 * taken.bytes() / Math.max(1, full),
                ByteCounts.text(full),
                QuoteText.price(account.bill().total()),
                currency,
                QuoteText.price(quote.fullPrice()));
        out.flush();
    }

    private static String counts(Map<Outcome, Integer> outcomes) {
        StringBuilder text = new StringBuilder();
        outcomes.forEach((outcome, count) -> text.append(text.length() == 0 ? "" : ", ")
                .append(count)
                .append(' ')
                .append(outcome));
        return text.toString();
    }
}
