package io.patchdrop.runtime.zoom.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.core.Budget;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.geo.AffineReference;
import io.patchdrop.imagery.geo.Position;
import io.patchdrop.imagery.json.Json;
import io.patchdrop.imagery.json.JsonFields;
import io.patchdrop.imagery.source.Cost;
import io.patchdrop.runtime.PatchDropModel;
import io.patchdrop.runtime.zoom.ChipResult;
import io.patchdrop.runtime.zoom.MemoryImage;
import io.patchdrop.runtime.zoom.TestZoom;
import io.patchdrop.runtime.zoom.ZoomFolder;
import io.patchdrop.runtime.zoom.ZoomListener;
import io.patchdrop.runtime.zoom.ZoomSources;
import io.patchdrop.runtime.zoom.Zooming;
import io.patchdrop.runtime.zoom.output.ZoomOutputs.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZoomOutputsTest {
    private static final String SHA_256 = "0123456789abcdef".repeat(4);
    private static final AffineReference UTM = AffineReference.of(32632, 500000, 10, 0, 5200000, 0, -10);
    /** 384 px of 0.01 degrees, across the antimeridian in the middle of the second chip. */
    private static final AffineReference AROUND = AffineReference.of(4326, 179.04, 0.01, 0, 10, 0, -0.01);

    private final Path folder;

    ZoomOutputsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** What a zoom wrote, and what it should have. */
    private record Outcome(Written written, TestZoom zoom, Cost taken) {}

    private Outcome run(@Nullable AffineReference ground, Map<String, Object> provenance) throws IOException {
        MemoryImage.Builder builder = MemoryImage.of(TestScene.image(6, 5), 16).reducedBy(4);
        if (ground != null) {
            builder.at(ground);
        }
        try (PatchDropModel model = TestScene.model(folder);
                MemoryImage image = builder.open()) {
            ZoomSources sources = ZoomSources.of(image);
            TestZoom zoom =
                    TestZoom.run(model, sources, TestZoom.request(TestZoom.chips(image, 64), Budget.patches(5)));
            Cost taken = image.taken();
            Written written = ZoomOutputs.write(
                    folder, sources, model.manifest(), zoom.quote(), zoom.results(), zoom.account(), provenance);
            assertThat(image.taken()).as("nothing is bought for files").isEqualTo(taken);
            return new Outcome(written, zoom, taken);
        }
    }

    private JsonFields json(String name) throws IOException {
        return JsonFields.of(Json.read(Files.readAllBytes(folder.resolve(name))), name, "");
    }

    private static List<String> names(Written written) {
        return written.files().stream()
                .map(file -> file.getFileName().toString())
                .toList();
    }

    @Test
    void anImageThatSaysWhereItLies() throws IOException {
        Outcome outcome = run(UTM, Map.of());
        assertThat(names(outcome.written()))
                .containsExactly(
                        "chips.geojson",
                        "patches.geojson",
                        "mask.tif",
                        "taken.tif",
                        "overlay.png",
                        "report.json",
                        "item.json");
        assertThat(outcome.written().files()).allMatch(Files::exists);
        assertThat(outcome.written().notes()).isEmpty();
        JsonFields chips = json("chips.geojson");
        assertThat(chips.text("type")).isEqualTo("FeatureCollection");
        assertThat(chips.has("crs")).isFalse();
        List<JsonFields> features = chips.optionalObjects("features");
        assertThat(features).hasSize(30);
        for (int i = 0; i < features.size(); i++) {
            ChipResult result = outcome.zoom().results().get(i);
            JsonFields properties = features.get(i).object("properties");
            assertThat(features.get(i).text("type")).isEqualTo("Feature");
            assertThat(properties.number("chip")).isEqualTo(i);
            assertThat(properties.text("outcome")).isEqualTo(result.outcome().toString());
            assertThat(properties.text("class")).isEqualTo(result.className());
            assertThat((float) properties.number("confidence")).isEqualTo((float) result.confidence());
            assertThat(properties.number("patches")).isEqualTo(result.patches().size());
            assertThat(properties.whole("bytes", 0, Long.MAX_VALUE))
                    .isEqualTo(result.cost().bytes());
            assertThat(properties.number("price")).isEqualTo(result.price());
            assertIsFootprint(
                    features.get(i).object("geometry"), UTM, result.chip().window());
        }
    }

    @Test
    void everyBoughtPatchIsAFeature() throws IOException {
        Outcome outcome = run(UTM, Map.of());
        List<JsonFields> features = json("patches.geojson").optionalObjects("features");
        int position = 0;
        for (ChipResult result : outcome.zoom().results()) {
            for (int order = 0; order < result.patches().size(); order++) {
                JsonFields feature = features.get(position++);
                int patch = result.patches().get(order);
                assertThat(feature.object("properties").number("chip"))
                        .isEqualTo(result.chip().number());
                assertThat(feature.object("properties").number("patch")).isEqualTo(patch);
                assertThat(feature.object("properties").number("order")).isEqualTo(order);
                assertIsFootprint(feature.object("geometry"), UTM, result.chip().patch(4, patch));
            }
        }
        assertThat(features).hasSize(position);
    }

    /** A closed ring, counter-clockwise, of the corners of a region. */
    private static void assertIsFootprint(JsonFields geometry, AffineReference ground, Region region) {
        assertThat(geometry.text("type")).isEqualTo("Polygon");
        List<?> ring = (List<?>) geometry.list("coordinates").get(0);
        assertThat(ring).hasSize(5);
        assertThat(ring.get(0)).isEqualTo(ring.get(4));
        assertThat(area(ring)).isPositive();
        for (Position corner : ground.footprint(region)) {
            assertThat(ring.contains(List.of(corner.longitude(), corner.latitude())))
                    .isTrue();
        }
    }

    /** Twice the area that a ring encloses; negative if it goes clockwise. */
    private static double area(List<?> ring) {
        double sum = 0;
        for (int i = 0; i + 1 < ring.size(); i++) {
            sum += at(ring, i, 0) * at(ring, i + 1, 1) - at(ring, i + 1, 0) * at(ring, i, 1);
        }
        return sum;
    }

    private static double at(List<?> ring, int corner, int axis) {
        return ((Number) ((List<?>) ring.get(corner)).get(axis)).doubleValue();
    }

    @Test
    void theAntimeridianCutsWhatCrossesIt() throws IOException {
        run(AROUND, Map.of());
        List<JsonFields> features = json("chips.geojson").optionalObjects("features");
        assertThat(features.get(0).object("geometry").text("type")).isEqualTo("Polygon");
        JsonFields cut = features.get(1).object("geometry");
        assertThat(cut.text("type")).isEqualTo("MultiPolygon");
        assertThat(cut.list("coordinates")).hasSize(2);
        for (Object polygon : cut.list("coordinates")) {
            List<?> ring = (List<?>) ((List<?>) polygon).get(0);
            assertThat(area(ring)).isPositive();
            for (int i = 0; i < ring.size(); i++) {
                assertThat(at(ring, i, 0)).isBetween(-180.0, 180.0);
            }
        }
        JsonFields item = json("item.json");
        assertThat(item.object("geometry").text("type")).isEqualTo("MultiPolygon");
        List<Double> box = item.optionalNumbers("bbox");
        assertThat(box.get(0)).isCloseTo(179.04, within(1e-9));
        assertThat(box.get(2)).isCloseTo(179.04 + 3.84 - 360, within(1e-9));
    }

    @Test
    void anImageWithoutAPlace() throws IOException {
        Outcome outcome = run(null, Map.of());
        assertThat(names(outcome.written()))
                .containsExactly("mask.tif", "taken.tif", "overlay.png", "report.json", "item.json");
        assertThat(outcome.written().notes())
                .containsExactly("chips.geojson and patches.geojson are not written: memory does not say where on Earth"
                        + " it lies");
        JsonFields item = json("item.json");
        assertThat(item.names()).contains("geometry").doesNotContain("bbox");
        assertThat(item.has("geometry")).isFalse();
        assertThat(item.object("assets").names()).doesNotContain("chips", "patches");
    }

    @Test
    void theReportHasTheSums() throws IOException {
        Outcome outcome = run(UTM, Map.of());
        JsonFields report = json("report.json");
        assertThat(report.names()).containsExactly("total", "report");
        assertThat(report.object("total").whole("bytes", 0, Long.MAX_VALUE))
                .isEqualTo(outcome.taken().bytes());
        assertThat(report.object("total").whole("full_bytes", 0, Long.MAX_VALUE))
                .isEqualTo(outcome.zoom().quote().full().bytes());
        assertThat(report.object("report").object("GET").whole("count", 0, Long.MAX_VALUE))
                .isEqualTo(outcome.taken().requests());
    }

    @Test
    void theItemHasWhatStacAsksFor() throws IOException {
        Map<String, Object> provenance = new HashMap<>();
        provenance.put("software", "1.2.3");
        provenance.put("model", "models/linear.patchdrop");
        provenance.put("model_sha256", SHA_256);
        provenance.put("source", "https://user:password@example.org/scenes/one.json?signature=secret#part");
        provenance.put(
                "source_item",
                Map.of("id", "scene one", "properties", Map.of("datetime", "2024-05-06T07:08:09Z", "gsd", 10)));
        provenance.put("datetime", "2025-01-02T03:04:05.678Z");
        run(UTM, provenance);
        JsonFields item = json("item.json");
        assertThat(item.text("type")).isEqualTo("Feature");
        assertThat(item.text("stac_version")).isEqualTo("1.1.0");
        assertThat(item.text("id")).isEqualTo("scene-one-linear");
        assertIsFootprint(item.object("geometry"), UTM, new Region(0, 0, 384, 320));
        List<Double> box = item.optionalNumbers("bbox");
        assertThat(box).hasSize(4);
        assertThat(box.get(0)).isLessThan(box.get(2));
        assertThat(box.get(1)).isLessThan(box.get(3));
        JsonFields properties = item.object("properties");
        assertThat(properties.text("datetime")).isEqualTo("2024-05-06T07:08:09Z");
        assertThat(properties.has("start_datetime")).isFalse();
        assertThat(properties.text("created")).isEqualTo("2025-01-02T03:04:05Z");
        assertThat(properties.text("processing:datetime")).isEqualTo("2025-01-02T03:04:05Z");
        assertThat(properties.object("processing:software").text("patchdrop")).isEqualTo("1.2.3");
        assertThat(properties.text("processing:lineage")).contains("linear", "150 of 480");
        assertThat(properties.text("patchdrop:model_sha256")).isEqualTo(SHA_256);
        JsonFields link = item.optionalObjects("links").get(0);
        assertThat(link.text("rel")).isEqualTo("derived_from");
        assertThat(link.text("href")).isEqualTo("https://example.org/scenes/one.json");
        assertThat(link.text("type")).isEqualTo("application/geo+json");
        assertThat(Files.readString(folder.resolve("item.json"))).doesNotContain("secret", "password");
        assertThat(item.optionalTexts("stac_extensions"))
                .allMatch(url ->
                        url.matches("https://stac-extensions\\.github\\.io/[a-z]+/v\\d+\\.\\d+\\.\\d+/schema\\.json"))
                .hasSize(4);
    }

    @Test
    void theItemDescribesTheModel() throws IOException {
        run(UTM, Map.of("model_sha256", SHA_256));
        JsonFields item = json("item.json");
        JsonFields properties = item.object("properties");
        assertThat(properties.text("mlm:name")).matches("^[a-zA-Z][a-zA-Z0-9_.\\-\\s]+[a-zA-Z0-9]$");
        assertThat(properties.text("mlm:architecture")).isNotEmpty();
        assertThat(properties.text("mlm:framework")).isEqualTo("ONNX");
        assertThat(properties.optionalTexts("mlm:tasks")).containsExactly("classification");
        List<JsonFields> inputs = properties.optionalObjects("mlm:input");
        assertThat(inputs).extracting(input -> input.text("name")).containsExactly("look", "patches");
        for (JsonFields input : inputs) {
            assertThat(input.list("bands")).isEmpty();
            assertThat(input.object("input").names()).containsExactlyInAnyOrder("shape", "dim_order", "data_type");
            assertThat(input.object("input").optionalNumbers("shape")).containsExactly(-1.0, 3.0, 16.0, 16.0);
            List<JsonFields> scaling = input.optionalObjects("value_scaling");
            assertThat(scaling).hasSize(3);
            assertThat(scaling.get(1).text("type")).isEqualTo("z-score");
            assertThat(scaling.get(1).number("mean")).isEqualTo(255 * 0.4);
            assertThat(scaling.get(1).number("stddev")).isEqualTo(255 * 0.25);
        }
        JsonFields output = properties.optionalObjects("mlm:output").get(0);
        assertThat(output.text("name")).isEqualTo("class");
        assertThat(output.optionalTexts("tasks")).containsExactly("classification");
        assertThat(output.object("result").optionalNumbers("shape")).containsExactly(-1.0, 8.0);
        List<JsonFields> classes = output.optionalObjects("classification:classes");
        assertThat(classes).hasSize(8);
        for (int i = 0; i < 8; i++) {
            assertThat(classes.get(i).number("value")).isEqualTo(i);
            assertThat(classes.get(i).text("name")).matches("[0-9A-Za-z_-]+");
            assertThat(classes.get(i).text("color_hint")).matches("[0-9A-F]{6}");
        }
        JsonFields model = item.object("assets").object("model");
        assertThat(model.optionalTexts("roles")).containsExactly("mlm:model");
        assertThat(model.text("file:checksum")).isEqualTo("1220" + SHA_256);
    }

    @Test
    void everyAssetIsAFileOfTheFolder() throws IOException {
        run(UTM, Map.of());
        JsonFields assets = json("item.json").object("assets");
        assertThat(assets.names())
                .containsExactlyInAnyOrder("chips", "patches", "mask", "taken", "overlay", "report", "model");
        for (String name : assets.names()) {
            JsonFields asset = assets.object(name);
            assertThat(asset.text("type")).isNotEmpty();
            assertThat(asset.optionalTexts("roles")).isNotEmpty();
            if (!name.equals("model")) {
                assertThat(folder.resolve(asset.text("href"))).exists();
            }
        }
        assertThat(assets.object("mask").optionalObjects("classification:classes"))
                .hasSize(9);
    }

    @Test
    void withoutAnItemTheTimeIsThatOfTheZoom() throws IOException {
        run(UTM, Map.of("datetime", "2025-01-02T03:04:05Z"));
        JsonFields item = json("item.json");
        JsonFields properties = item.object("properties");
        assertThat(properties.names()).contains("datetime");
        assertThat(properties.has("datetime")).isFalse();
        assertThat(properties.text("start_datetime")).isEqualTo("2025-01-02T03:04:05Z");
        assertThat(properties.text("end_datetime")).isEqualTo("2025-01-02T03:04:05Z");
        assertThat(item.text("id")).isEqualTo("memory-linear");
        assertThat(item.optionalObjects("links").get(0).has("type")).isFalse();
    }

    @Test
    void anItemWithARangeOfTimes() throws IOException {
        run(
                UTM,
                Map.of(
                        "source_item",
                        Map.of(
                                "id",
                                "month",
                                "properties",
                                Map.of(
                                        "start_datetime",
                                        "2024-05-01T00:00:00Z",
                                        "end_datetime",
                                        "2024-06-01T00:00:00Z"))));
        JsonFields properties = json("item.json").object("properties");
        assertThat(properties.has("datetime")).isFalse();
        assertThat(properties.text("start_datetime")).isEqualTo("2024-05-01T00:00:00Z");
        assertThat(properties.text("end_datetime")).isEqualTo("2024-06-01T00:00:00Z");
    }

    @Test
    void provenanceThatIsNone() {
        assertThatThrownBy(() -> run(UTM, Map.of("datetime", "yesterday")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("'datetime'");
        assertThatThrownBy(() -> run(UTM, Map.of("software", 3))).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void theJournalOfAFolderIsAnAsset() throws IOException {
        try (PatchDropModel model = TestScene.model(folder);
                MemoryImage image =
                        MemoryImage.of(TestScene.image(2, 2), 16).reducedBy(4).open();
                ZoomFolder kept = ZoomFolder.open(
                        folder, Map.of("of", "test"), model.manifest().classes())) {
            ZoomSources sources = ZoomSources.of(image);
            TestZoom zoom =
                    TestZoom.run(model, sources, TestZoom.request(TestZoom.chips(image, 64), Budget.patches(2)));
            Zooming.Account account = Zooming.zoom(model, sources, zoom.quote(), kept, ZoomListener.NONE);
            Written written = ZoomOutputs.write(
                    folder, sources, model.manifest(), zoom.quote(), kept.results(), account, Map.of());
            assertThat(names(written)).startsWith("chips.jsonl");
            assertThat(json("item.json").object("assets").object("results").text("href"))
                    .isEqualTo("./chips.jsonl");
        }
    }
}
