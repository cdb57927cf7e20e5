package io.patchdrop.benchmarks;

import io.patchdrop.core.Budget;
import io.patchdrop.core.price.PriceList;
import io.patchdrop.core.scenes.SceneGenerator;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.bytes.BuyingOptions;
import io.patchdrop.imagery.bytes.RangeServer;
import io.patchdrop.imagery.json.Json;
import io.patchdrop.imagery.opening.ImageSources;
import io.patchdrop.imagery.opening.OpeningOptions;
import io.patchdrop.runtime.PatchDropModel;
import io.patchdrop.runtime.RuntimeOptions;
import io.patchdrop.runtime.zoom.Chip;
import io.patchdrop.runtime.zoom.ChipResult;
import io.patchdrop.runtime.zoom.Chips;
import io.patchdrop.runtime.zoom.Limits;
import io.patchdrop.runtime.zoom.Quote;
import io.patchdrop.runtime.zoom.Quoting;
import io.patchdrop.runtime.zoom.ZoomListener;
import io.patchdrop.runtime.zoom.ZoomRequest;
import io.patchdrop.runtime.zoom.ZoomResults;
import io.patchdrop.runtime.zoom.ZoomSources;
import io.patchdrop.runtime.zoom.Zooming;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * How much is gained when the chips of a scene are zoomed into together, from a server that answers late: {@code ZoomLatency
 * MODEL ACROSS MILLISECONDS ROUNDS BATCH}, with so many chips side by side in the model. Prints a line of JSON for each measurement: a rule, how it was done, seconds with opening.
 */
public final class ZoomLatency {
    private static final String FILE = "scenes.tif";
    private static final long SEED = 7;

    private final PatchDropModel model;
    private final RangeServer server;
    private final int across;

    private ZoomLatency(PatchDropModel model, RangeServer server, int across) {
        this.model = model;
        this.server = server;
        this.across = across;
    }

    /** Measures. */
    public static void main(String[] arguments) throws IOException {
        int across = Integer.parseInt(arguments[1]);
        int batch = Integer.parseInt(arguments[4]);
        Path folder = Files.createTempDirectory("zoom-latency");
        Path file = folder.resolve(FILE);
        SceneMosaic.write(file, across, SEED);
        try (RangeServer server = RangeServer.start(folder);
                PatchDropModel model = PatchDropModel.load(
                        Path.of(arguments[0]), RuntimeOptions.defaults().withBatch(batch))) {
            new ZoomLatency(model, server, across)
                    .run(Duration.ofMillis(Long.parseLong(arguments[2])), Integer.parseInt(arguments[3]));
        } finally {
            Files.delete(file);
            Files.delete(folder);
        }
    }

    /** How the chips of the scene are gone through. */
    private record Way(String name, boolean together, int connections) {}

    private void run(Duration latency, int rounds) throws IOException {
        Map<String, Budget> rules = new LinkedHashMap<>();
        rules.put("the bundle's own", model.manifest().decision().budget());
        rules.put("4 patches", Budget.patches(4));
        int usual = BuyingOptions.DEFAULT.connections();
        List<Way> ways = List.of(
                new Way("together", true, usual),
                new Way("one at a time, one connection", false, 1),
                new Way("one at a time", false, usual));
        for (Budget rule : rules.values()) {
            measure(ways.get(0), rule);
        }
        server.setLatency(latency);
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<String, Budget> rule : rules.entrySet()) {
                String answers = "";
                for (Way way : ways) {
                    Measured measured = measure(way, rule.getValue());
                    print(rule.getKey(), way, latency, measured);
                    if (!answers.isEmpty() && !answers.equals(measured.answers())) {
                        throw new IllegalStateException(way.name() + " gives other answers");
                    }
                    answers = measured.answers();
                }
            }
        }
    }

    private void print(String rule, Way way, Duration latency, Measured measured) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("rule", rule);
        line.put("way", way.name());
        line.put("latency_ms", latency.toMillis());
        line.put("chips", across * across);
        line.put("requests", measured.requests());
        line.put("bytes", measured.bytes());
        line.put("seconds", measured.nanoseconds() / 1e9);
        System.out.println(Json.line(line));
    }

    /** @param answers classes and patches of all chips, as text */
    private record Measured(long nanoseconds, int requests, long bytes, String answers) {}

    private Measured measure(Way way, Budget budget) throws IOException {
        server.clearLog();
        long start = System.nanoTime();
        List<ChipResult> results = new ArrayList<>();
        OpeningOptions options = OpeningOptions.DEFAULT.withBuying(
                new BuyingOptions(BuyingOptions.DEFAULT.gap(), BuyingOptions.DEFAULT.longest(), way.connections()));
        try (ZoomSources sources = ZoomSources.of(
                ImageSources.open(server.address(FILE).toString(), options).image())) {
            int side = across * SceneGenerator.SIZE;
            List<Chip> chips = Chips.cut(List.of(Region.whole(side, side)), side, side, SceneGenerator.SIZE);
            if (way.together()) {
                zoom(sources, chips, budget, results);
            } else {
                for (Chip chip : chips) {
                    zoom(sources, List.of(chip), budget, results);
                }
            }
        }
        long nanoseconds = System.nanoTime() - start;
        List<RangeServer.Logged> log = server.log();
        return new Measured(
                nanoseconds,
                log.size(),
                log.stream().mapToLong(RangeServer.Logged::bytes).sum(),
                results.stream()
                        .map(result -> result.className() + " " + result.patches())
                        .collect(Collectors.joining("\n")));
    }

    private void zoom(ZoomSources sources, List<Chip> chips, Budget budget, List<ChipResult> results)
            throws IOException {
        ZoomRequest request = new ZoomRequest(
                chips, budget, OptionalDouble.empty(), OptionalDouble.empty(), Limits.NONE, PriceList.FREE);
        Quote quote = Quoting.quote(model, sources, request, ZoomListener.NONE);
        Zooming.zoom(model, sources, quote, ZoomResults.inMemory(results), ZoomListener.NONE);
    }
}
