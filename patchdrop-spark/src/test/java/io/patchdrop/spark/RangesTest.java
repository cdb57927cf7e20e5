package io.patchdrop.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.core.Budget;
import io.patchdrop.core.price.PriceList;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.bytes.RangeServer;
import io.patchdrop.imagery.opening.ImageSources;
import io.patchdrop.imagery.opening.OpeningOptions;
import io.patchdrop.imagery.tiff.TiffWriter;
import io.patchdrop.imagery.tiff.TiffWriterImage;
import io.patchdrop.imagery.tiff.TiffWriterOptions;
import io.patchdrop.runtime.PatchDropModel;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tiled images with overviews, here and on a server: only looks and chosen patches are read. */
class RangesTest {
    private static final int IMAGES = 6;
    /** Pixels across: a scene, enlarged. */
    private static final int SIDE = 512;

    private static SparkSession spark = Local.spark();
    private static PatchDropModel model = Local.model();

    @TempDir
    private Path folder = Path.of("");

    private final Path served;
    private final RangeServer server;

    RangesTest(@TempDir Path served) throws IOException {
        this.served = served;
        this.server = RangeServer.start(served);
        for (int i = 0; i < IMAGES; i++) {
            writeTiff(served.resolve("scene-" + i + ".tif"), i);
        }
        Files.write(served.resolve("plain.png"), SceneImages.png(3));
        Files.writeString(
                served.resolve("item.json"),
                """
                {"type": "Feature", "stac_version": "1.0.0", "id": "scene", "geometry": null,
                 "properties": {"datetime": "2026-01-01T00:00:00Z"}, "links": [],
                 "assets": {"visual": {"href": "scene-2.tif",
                   "type": "image/tiff; application=geotiff; profile=cloud-optimized", "roles": ["visual"]}}}
                """);
    }

    @BeforeEach
    void forget() {
        server.clearLog();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static void writeTiff(Path file, int scene) throws IOException {
        byte[] pixels = SceneImages.scene(scene).pixels();
        int times = SIDE / 64;
        byte[] large = new byte[3 * SIDE * SIDE];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                System.arraycopy(pixels, 3 * (y / times * 64 + x / times), large, 3 * (y * SIDE + x), 3);
            }
        }
        TiffWriter.write(
                file,
                TiffWriterImage.of(new RgbImage(SIDE, SIDE, large)),
                TiffWriterOptions.defaults().withTileSize(64).withReductions(List.of(2, 4, 8, 16, 32)));
    }

    private List<Row> rows(BatchRequest request) throws IOException {
        BatchJob.run(spark, request, BatchListener.NONE);
        return Answers.rows(spark, Path.of(request.output()));
    }

    private BatchRequest request(List<String> locations) throws IOException {
        Path list = Files.write(folder.resolve("list.txt"), locations);
        ClassifyOptions options =
                ClassifyOptions.of(Local.BUNDLE).withPrices(PriceList.ofText("per_byte=1,per_patch=1000"));
        return BatchRequest.of(list.toString(), folder.resolve("answers").toString(), options);
    }

    private List<String> scenes() {
        List<String> locations = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            locations.add(server.address("scene-" + i + ".tif").toString());
        }
        return locations;
    }

    /** What {@code zoom} says of an image. */
    private ChipResult zoomed(String location, List<Chip> chips, int number) throws IOException {
        try (ZoomSources sources = ZoomSources.of(
                ImageSources.open(location, OpeningOptions.DEFAULT).image())) {
            ZoomRequest zoom = new ZoomRequest(
                    chips,
                    model.manifest().decision().budget(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    Limits.NONE,
                    PriceList.FREE);
            Quote quote = Quoting.quote(model, sources, zoom, ZoomListener.NONE);
            List<ChipResult> results = new ArrayList<>();
            Zooming.zoom(model, sources, quote, ZoomResults.inMemory(results), ZoomListener.NONE);
            return results.get(number);
        }
    }

    @Test
    void imagesOnAServerAreBoughtByPatches() throws IOException {
        List<String> locations = new ArrayList<>(scenes());
        locations.add(server.address("item.json").toString());
        locations.add(server.address("gone.tif").toString());
        BatchRequest request = request(locations);
        List<Row> rows = rows(request);

        long logged = server.log().stream().mapToLong(RangeServer.Logged::bytes).sum();
        long counted = rows.stream().mapToLong(row -> row.<Long>getAs("bytes")).sum();
        assertThat(counted).isEqualTo(logged - failed());
        List<Chip> whole = Chips.cut(List.of(Region.whole(SIDE, SIDE)), SIDE, SIDE, SIDE);
        for (int i = 0; i < IMAGES; i++) {
            ChipResult zoomed = zoomed(locations.get(i), whole, 0);
            assertThat(rows.get(i).<String>getAs("class")).isEqualTo(zoomed.className());
            assertThat(rows.get(i).<Double>getAs("confidence")).isEqualTo(zoomed.confidence());
            assertThat(rows.get(i).getList(rows.get(i).fieldIndex("patches"))).isEqualTo(zoomed.patches());
            assertThat(rows.get(i).<Long>getAs("bytes")).isLessThan(Files.size(servedFile(i)));
        }
        assertThat(rows.get(IMAGES).<Double>getAs("confidence"))
                .isEqualTo(rows.get(2).<Double>getAs("confidence"));
        assertThat(rows.get(IMAGES + 1).<String>getAs("error")).contains("404");
    }

    private long failed() {
        return server.log().stream()
                .filter(request -> request.status() >= 400)
                .mapToLong(RangeServer.Logged::bytes)
                .sum();
    }

    private Path servedFile(int scene) {
        return served.resolve("scene-" + scene + ".tif");
    }

    @Test
    void roundsUnderALimitPayForNothingTwice() throws IOException {
        BatchRequest request = request(scenes()).withMaxPrice(IMAGES * 40_000.0);
        BatchSummary summary = BatchJob.run(spark, request, BatchListener.NONE);

        long logged = server.log().stream().mapToLong(RangeServer.Logged::bytes).sum();
        assertThat(summary.bytes()).isEqualTo(logged);
        assertThat(summary.patches()).isPositive();
        assertThat(summary.price()).isLessThanOrEqualTo(IMAGES * 40_000.0);
    }

    @Test
    void aServersConnectionsAreBounded() throws IOException {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        server.setBehaviour((asked, proper) -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                now.decrementAndGet();
            }
            return proper;
        });
        Access four = new Access(Map.of(), 4, 8, List.of(), List.of(), "");
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            many.addAll(scenes());
        }
        BatchRequest request = request(many);
        BatchJob.run(
                spark,
                BatchRequest.of(
                                request.input(),
                                request.output(),
                                ClassifyOptions.of(Local.BUNDLE).with(Prices.FREE, four))
                        .withSlice(10),
                BatchListener.NONE);

        assertThat(most.get()).isBetween(2, 4);
    }

    @Test
    void aPlainImageOnAServerIsAnsweredAsTheFile() throws IOException {
        Row row = rows(request(List.of(server.address("plain.png").toString()))).get(0);

        Budget budget = model.manifest().decision().budget();
        assertThat(row.<Double>getAs("confidence"))
                .isEqualTo(
                        model.classify(model.decode(SceneImages.png(3)), budget).confidence());
        assertThat(row.<Long>getAs("bytes")).isEqualTo(SceneImages.png(3).length);
    }

    @Test
    void imagesAreCutIntoChips() throws IOException {
        List<String> locations =
                List.of(servedFile(0).toString(), served.resolve("plain.png").toString(), "nothing.tif");
        List<Row> rows = rows(request(locations).withChip(256));

        assertThat(rows).hasSize(4 + 1 + 1);
        List<Chip> chips = Chips.cut(List.of(Region.whole(SIDE, SIDE)), SIDE, SIDE, 256);
        for (int i = 0; i < 4; i++) {
            Row row = rows.get(i);
            assertThat(ImageColumns.windowOf(row, row.fieldIndex("window")))
                    .isEqualTo(chips.get(i).window());
            assertThat(row.<Double>getAs("confidence"))
                    .isEqualTo(zoomed(servedFile(0).toString(), chips, i).confidence());
        }
        assertThat(rows.get(4).<String>getAs("error")).contains("does not fit in the image of 64 x 64 px");
        assertThat(rows.get(5).<String>getAs("error")).isNotEmpty();
    }
}
