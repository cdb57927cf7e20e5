package io.patchdrop.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is to be zoomed into, and how. Orders do not change: each method makes another one. */
public final class ZoomOrder {
    private final Map<String, Object> fields;

    private ZoomOrder(Map<String, Object> fields) {
        this.fields = Copies.of(fields);
    }

    /**
     * The whole of a source, cut into chips of the model's image size, by the bundle's own rule, without limits or prices.
     *
     * @param source one that the server lists, or an address on a host that it allows
     */
    public static ZoomOrder of(String source) {
        return new ZoomOrder(Map.of("source", source));
    }

    /** Looks at another image of the same ground. */
    public ZoomOrder look(String source) {
        return with("look", source);
    }

    /** Takes this asset of a STAC Item, by key or role. */
    public ZoomOrder asset(String key) {
        return with("asset", key);
    }

    /** Only this part, in pixels of full resolution; may be called for several. */
    public ZoomOrder window(int x, int y, int width, int height) {
        return withOneMore("windows", List.of(x, y, width, height));
    }

    /** Only this part, in degrees; may be called for several. */
    public ZoomOrder box(double west, double south, double east, double north) {
        return withOneMore("bbox", List.of(west, south, east, north));
    }

    /** Cuts into squares of so many pixels of full resolution. */
    public ZoomOrder chip(int pixels) {
        return with("chip", pixels);
    }

    /** Chooses patches so. */
    public ZoomOrder choose(Choice choice) {
        Map<String, Object> changed = new LinkedHashMap<>(fields);
        changed.keySet().removeAll(List.of("budget", "tau", "lambda", "max_risk"));
        choice.given().ifPresent(given -> changed.put(given.name(), given.value()));
        return new ZoomOrder(changed);
    }

    /** Buys nothing where the look alone is so sure, 0 to 1. */
    public ZoomOrder enough(double confidence) {
        return with("enough", confidence);
    }

    /** Gives no answer where the end is less sure, 0 to 1. */
    public ZoomOrder abstain(double confidence) {
        return with("abstain", confidence);
    }

    /** Buys no more bytes than that, looks included. */
    public ZoomOrder maxBytes(long bytes) {
        return with("max_bytes", bytes);
    }

    /** Pays no more than that. */
    public ZoomOrder maxPrice(double price) {
        return with("max_price", price);
    }

    /**
     * At these prices.
     *
     * @param prices such as {@code {"per_gigabyte": 0.09}}: what a file of prices has
     */
    public ZoomOrder prices(Map<String, ?> prices) {
        return with("prices", Map.copyOf(prices));
    }

    /** Takes these bands for red, green and blue, the first is 1. */
    public ZoomOrder bands(int red, int green, int blue) {
        return with("bands", List.of(red, green, blue));
    }

    /**
     * Takes values from a range as 0 to 255.
     *
     * @param ranges lowest and highest value: one for all bands, or one each
     */
    public ZoomOrder rescale(double[]... ranges) {
        return with(
                "rescale",
                Arrays.stream(ranges)
                        .map(range -> Arrays.stream(range).boxed().toList())
                        .toList());
    }

    private ZoomOrder with(String name, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(fields);
        changed.put(name, value);
        return new ZoomOrder(changed);
    }

    private ZoomOrder withOneMore(String name, Object value) {
        List<Object> values = new ArrayList<>(fields.get(name) instanceof List<?> list ? list : List.of());
        values.add(value);
        return with(name, List.copyOf(values));
    }

    /** As it is sent. */
    Map<String, Object> fields() {
        return fields;
    }

    @Override
    public String toString() {
        return "ZoomOrder" + fields;
    }
}
