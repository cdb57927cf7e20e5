package io.patchdrop.imagery.stac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StacItemTest {
    private static final String ADDRESS = "https://catalog.example.org/scenes/a/item.json?key=secret";
    private static final String GEOTIFF = "image/tiff; application=geotiff";
    private static final String COG = GEOTIFF + "; profile=cloud-optimized";

    /** As in version 1.0 if {@code bands} is {@code eo:bands}. */
    private static String item(String version, String bands, String commonName) {
        return """
                {"type": "Feature", "stac_version": "%s", "id": "scene-1", "collection": "scenes", "stac_extensions": [],
                 "geometry": {"type": "Polygon", "coordinates": [[[10, 50], [11, 50], [11, 51], [10, 51], [10, 50]]]},
                 "bbox": [10, 50, 11, 51],
                 "properties": {"datetime": "2026-01-31T12:00:00.5Z", "eo:cloud_cover": 3}, "links": [],
                 "assets": {
                   "thumbnail": {"href": "thumb.jpg", "type": "image/jpeg", "roles": ["thumbnail"]},
                   "metadata": {"href": "meta.xml", "type": "application/xml", "roles": ["data"]},
                   "red": {"href": "../b/red.tif?sig=1", "type": "%s", "roles": ["data"],
                           "%s": [{"name": "B04", "%s": "red"}]},
                   "plain": {"href": "http://other.example.org/plain.tif", "type": "%s", "roles": ["data"]},
                   "cog": {"href": "/cog.tif", "type": "%s", "roles": ["data", "reflectance"]},
                   "bucket": {"href": "s3://bucket/key.tif", "type": "%s"},
                   "local": {"href": "file:///etc/passwd"}}}
                """
                .formatted(version, GEOTIFF, bands, commonName, GEOTIFF, COG, COG);
    }

    private static final String ITEM = item("1.0.0", "eo:bands", "common_name");

    private static StacItem read(String text, String location) {
        return StacItem.read(text.getBytes(StandardCharsets.UTF_8), location);
    }

    @ParameterizedTest
    @CsvSource({"1.0.0,eo:bands,common_name", "1.1.0,bands,eo:common_name"})
    void fieldsOfBothVersions(String version, String bands, String commonName) {
        StacItem item = read(item(version, bands, commonName), ADDRESS);
        assertThat(item.id()).isEqualTo("scene-1");
        assertThat(item.collection()).contains("scenes");
        assertThat(item.bounds()).contains(new StacBounds(10, 50, 11, 51));
        assertThat(item.geometry().orElseThrow().get("type")).isEqualTo("Polygon");
        assertThat(item.time().start()).isEqualTo(Instant.parse("2026-01-31T12:00:00.5Z"));
        assertThat(item.time().end()).isEqualTo(item.time().start());
        assertThat(item.assets().keySet())
                .containsExactly("thumbnail", "metadata", "red", "plain", "cog", "bucket", "local");
        StacAsset red = item.pick("red");
        assertThat(red.type()).contains(GEOTIFF);
        assertThat(red.roles()).containsExactly("data");
        assertThat(red.bands()).containsExactly(new StacAsset.Band(Optional.of("B04"), Optional.of("red")));
    }

    @Test
    void filesByKeyAndRole() {
        StacItem item = read(ITEM, ADDRESS);
        assertThat(item.pick("plain").key()).isEqualTo("plain");
        assertThat(item.pick("data").key()).isEqualTo("cog");
        assertThat(item.pixels().key()).isEqualTo("cog");
        assertThat(item.look().orElseThrow().key()).isEqualTo("thumbnail");
        assertThatThrownBy(() -> item.pick("visual"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("scene-1 has no image called or for 'visual'")
                .hasMessageContaining("thumbnail, metadata, red");
        StacItem colour =
                read(ITEM.replace("\"bucket\": {", "\"colour\": {\"roles\": [\"visual\", \"overview\"], "), ADDRESS);
        assertThat(colour.pixels().key()).isEqualTo("colour");
        assertThat(colour.look().orElseThrow().key()).isEqualTo("colour");
    }

    @Test
    void placesOfAnItemOnAServer() {
        StacItem item = read(ITEM, ADDRESS);
        Map<String, String> places = Map.of(
                "thumbnail", "https://catalog.example.org/scenes/a/thumb.jpg",
                "red", "https://catalog.example.org/scenes/b/red.tif?sig=1",
                "plain", "http://other.example.org/plain.tif",
                "cog", "https://catalog.example.org/cog.tif");
        places.forEach((key, place) -> assertThat(item.location(item.pick(key))).isEqualTo(place));
        for (String key : List.of("local", "bucket")) {
            assertThatThrownBy(() -> item.location(item.pick(key)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("is no address on a web server");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FILE:///etc/passwd",
                "file:/etc/passwd",
                "file:etc",
                "jar:file:/a.jar!/b",
                "C:\\secret.tif",
                "http:",
                "http:///a",
                "ftp://a/b",
                "a b.tif",
                "\\\\host\\share",
                "http://[::1",
                "//",
                "\u0000"
            })
    void anItemOnAServerNamesNoLocalFile(String href) {
        assertThatThrownBy(() -> HrefResolver.resolve(ADDRESS, href))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageMatching("[^\n]+");
    }

    @Test
    void placesOfALocalItem() {
        Path folder = Path.of("catalog").toAbsolutePath();
        StacItem item = read(ITEM, folder.resolve("a").resolve("item.json").toString());
        assertThat(item.location(item.pick("thumbnail")))
                .isEqualTo(folder.resolve("a").resolve("thumb.jpg").toString());
        assertThat(item.location(item.pick("plain"))).isEqualTo("http://other.example.org/plain.tif");
        assertThat(item.location(item.pick("local")))
                .isEqualTo(Path.of("/etc/passwd").toString());
        String base = folder.resolve("item.json").toString();
        assertThat(HrefResolver.resolve(base, "my%20scene.tif"))
                .isEqualTo(folder.resolve("my scene.tif").toString());
        assertThat(HrefResolver.resolve(base, "my scene.tif"))
                .isEqualTo(folder.resolve("my scene.tif").toString());
        assertThat(HrefResolver.resolve(Path.of(base).toUri().toString(), "./b.tif"))
                .isEqualTo(folder.resolve("b.tif").toString());
        for (String href : List.of("s3://bucket/key", "a\u0000b", "http://a b", "file://host/a")) {
            assertThatThrownBy(() -> HrefResolver.resolve(base, href)).isInstanceOf(InvalidInputException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"Feature\" | \"FeatureCollection\" | 'type' is not Feature",
                "\"1.0.0\" | \"0.9.0\" | 'stac_version' is neither",
                "\"scene-1\" | 7 | 'id' is not a string",
                "\"Polygon\" | \"Circle\" | 'type' is no kind of geometry",
                "\"Polygon\" | \"MultiPolygon\" | 'coordinates' is not what a MultiPolygon has",
                "[10, 50, 11, 51] | [10, 50, 11] | 'bbox' does not have 4 or 6",
                "[10, 50, 11, 51] | [10, 50, 11, 91] | 'bbox' is no rectangle",
                "[10, 50, 11, 51] | null | 'bbox' is missing",
                "2026-01-31T12:00:00.5Z | yesterday | 'datetime' is no time",
                "\"datetime\": \"2026-01-31T12:00:00.5Z\" | \"datetime\": null | so is start_datetime",
                "\"href\": \"thumb.jpg\" | \"ref\": 1 | 'href' is missing",
                "[\"thumbnail\"] | \"thumbnail\" | 'roles' is not an array",
                "\"assets\": | \"links2\": | 'assets' is missing",
            })
    void whatIsWrongIsNamed(String from, String to, String message) {
        assertThat(ITEM).contains(from);
        assertThatThrownBy(() -> read(ITEM.replace(from, to), ADDRESS))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("https://catalog.example.org/scenes/a/item.json:")
                .hasMessageNotContaining("secret");
    }

    @Test
    void timesFromTo() {
        String text = ITEM.replace(
                "\"datetime\": \"2026-01-31T12:00:00.5Z\"",
                "\"datetime\": null, \"start_datetime\": \"2026-01-01t00:00:00z\", \"end_datetime\": \"2026-01-02 00:00:00+01:00\"");
        assertThat(read(text, "item.json").time())
                .isEqualTo(new StacTime(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-01-01T23:00:00Z")));
    }

    @Test
    void boxesWithHeightsAndNoPlaceAtAll() {
        String high = ITEM.replace("[10, 50, 11, 51]", "[10, 50, -100, 11, 51, 3000]");
        assertThat(read(high, "item.json").bounds()).contains(new StacBounds(10, 50, 11, 51));
        Object nowhere = Json.read(ITEM.replace("\"bbox\": [10, 50, 11, 51],", "")
                .replaceFirst("\\{\"type\": \"Polygon\".*\\},", "null,")
                .getBytes(StandardCharsets.UTF_8));
        StacItem item = read(Json.line(nowhere), "item.json");
        assertThat(item.geometry()).isEmpty();
        assertThat(item.bounds()).isEmpty();
    }

    @Test
    void mutatedItemsEndInAnItemOrTheOneException() {
        int usable = 0;
        byte[] original = ITEM.getBytes(StandardCharsets.UTF_8);
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            byte[] text = original.clone();
            for (int count = random.nextInt(3); count >= 0; count--) {
                text[random.nextInt(text.length)] =
                        (byte) (random.nextBoolean() ? random.nextInt(256) : "{}[]\",:/0".charAt(random.nextInt(9)));
            }
            if (random.nextInt(10) == 0) {
                text = Arrays.copyOf(text, random.nextInt(text.length));
            }
            String location = random.nextBoolean() ? ADDRESS : "item.json";
            try {
                StacItem item = StacItem.read(text, location);
                usable++;
                for (StacAsset asset : item.assets().values()) {
                    use(item, asset);
                }
                item.look();
                item.pixels();
            } catch (InvalidInputException e) {
                assertThat(e.getMessage()).as("seed %d", seed).matches("[^\n]+");
            } catch (RuntimeException e) {
                fail("seed " + seed + ": " + new String(text, StandardCharsets.UTF_8), e);
            }
        }
        assertThat(usable).isBetween(1000, 19_000);
    }

    private static void use(StacItem item, StacAsset asset) {
        try {
            String place = item.location(asset);
            boolean web = place.matches("(?is)https?://.+");
            assertThat(web || !item.location().startsWith("http")).isTrue();
        } catch (InvalidInputException e) {
            assertThat(e.getMessage()).matches("[^\n]+");
        }
    }
}
