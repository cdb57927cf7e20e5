package io.patchdrop.server.zoom;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.patchdrop.imagery.source.Cost;

/** What zooms take and save, for each model. */
public final class ZoomMetrics {
    private final MeterRegistry registry;

    /** Counts in a registry. */
    public ZoomMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Something was taken of sources, whatever came of it. */
    public void took(String model, Cost cost) {
        counter("patchdrop.source.bytes", "Bytes that were bought of sources", model)
                .increment((double) cost.bytes());
        counter("patchdrop.source.requests", "Requests that were sent to sources", model)
                .increment((double) cost.requests());
    }

    /**
     * Chips were zoomed into.
     *
     * @param saved bytes that all pixels of these chips would have taken besides
     */
    public void zoomed(String model, long chips, long saved) {
        counter("patchdrop.zoom.chips", "Chips that were zoomed into", model).increment((double) chips);
        counter(
                        "patchdrop.source.bytes.saved",
                        "Bytes that reading all pixels of these chips would have taken besides",
                        model)
                .increment((double) saved);
    }

    private Counter counter(String name, String description, String model) {
        return Counter.builder(name)
                .description(description)
                .tag("model", model)
                .register(registry);
    }
}
