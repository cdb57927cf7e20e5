package io.patchdrop.runtime.zoom;

import io.patchdrop.core.price.Bill;
import io.patchdrop.imagery.bytes.Ledger;
import io.patchdrop.imagery.source.Cost;
import io.patchdrop.imagery.source.ImageSource;
import io.patchdrop.runtime.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A quote or a zoom as one JSON object: {@code {"chips": [...], "total": {...}, "report": {...}}}. {@code total} has bytes,
 * requests and price of everything, looks included, and what all pixels of the chips would have taken; {@code report} counts
 * the requests that were sent and the bytes that came.
 */
public final class ZoomDocument {
    private ZoomDocument() {}

    /** A quote. The answers of its chips are what the looks alone say. */
    public static Map<String, @Nullable Object> of(Quote quote, ZoomSources sources) {
        List<Map<String, @Nullable Object>> chips = new ArrayList<>();
        for (ChipQuote chip : quote.chips()) {
            chips.add(chip(chip));
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("chips", chips);
        Map<String, @Nullable Object> total = total(quote.total(), quote.bill(), quote);
        total.put("certain", quote.certain());
        total.put("exact", quote.patches().exact());
        total.put("over_read", quote.overRead());
        Quote.Expected expected = quote.expected();
        total.put("expected_patches", expected.patches());
        total.put(
                "expected_accuracy",
                expected.accuracy().isPresent() ? (Object) expected.accuracy().getAsDouble() : null);
        fields.put("total", total);
        fields.put("report", report(sources));
        return fields;
    }

    private static Map<String, @Nullable Object> chip(ChipQuote chip) {
        Answer answer = chip.answer();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("chip", chip.chip().number());
        fields.put("window", ResultFields.window(chip.chip().window()));
        fields.put("class", answer == null ? null : answer.className());
        fields.put("confidence", answer == null ? 0f : (float) answer.confidence());
        fields.put("patches", chip.patches());
        fields.put("bytes", chip.cost().bytes());
        fields.put("requests", chip.cost().requests());
        fields.put("price", chip.price());
        if (chip.limited()) {
            fields.put("limited", true);
        }
        if (chip.failure() != null) {
            fields.put("error", chip.failure());
        }
        return fields;
    }

    /**
     * A zoom.
     *
     * @param results of all chips, in order
     * @param classes of the model
     */
    public static Map<String, @Nullable Object> of(
            Quote quote, List<ChipResult> results, Zooming.Account account, ZoomSources sources, List<String> classes) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put(
                "chips",
                results.stream().map(result -> ResultFields.of(result, classes)).toList());
        fields.put("total", total(sources.taken(), account.bill(), quote));
        fields.put("report", report(sources));
        return fields;
    }

    private static Map<String, @Nullable Object> total(Cost cost, Bill bill, Quote quote) {
        Map<String, @Nullable Object> total = new LinkedHashMap<>();
        total.put("bytes", cost.bytes());
        total.put("requests", cost.requests());
        total.put("price", bill.total());
        total.put("full_bytes", quote.full().bytes());
        total.put("full_price", quote.fullPrice());
        total.put("look_bytes", quote.spent().bytes());
        total.put("look_requests", quote.spent().requests());
        return total;
    }

    /** The requests of both sources since they were opened: counts, bytes, and each range that was asked for. */
    public static Map<String, @Nullable Object> report(ZoomSources sources) {
        List<Ledger.Entry> entries = new ArrayList<>(entries(sources.image()));
        if (sources.look() != sources.image()) {
            entries.addAll(entries(sources.look()));
        }
        long heads = 0;
        long gets = 0;
        long bytes = 0;
        List<String> ranges = new ArrayList<>();
        for (Ledger.Entry entry : entries) {
            if (entry.method() == Ledger.Method.HEAD) {
                heads++;
                continue;
            }
            gets++;
            bytes += entry.bytes();
            if (entry.range() != null) {
                ranges.add(entry.range().toString());
            }
        }
        Map<String, Object> get = new LinkedHashMap<>();
        get.put("count", gets);
        get.put("bytes", bytes);
        get.put("ranges", ranges);
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("HEAD", Map.of("count", heads));
        report.put("GET", get);
        return report;
    }

    private static List<Ledger.Entry> entries(ImageSource source) {
        return source.ledger().entries();
    }
}
