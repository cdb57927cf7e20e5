package io.patchdrop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.patchdrop.core.Seeds;
import io.patchdrop.fixtures.LinearModel;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.geo.AffineReference;
import io.patchdrop.imagery.tiff.TiffWriter;
import io.patchdrop.imagery.tiff.TiffWriterImage;
import io.patchdrop.imagery.tiff.TiffWriterOptions;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code zoom} into other things than a TIFF: a STAC Item, an IIIF service, a picture as the look. */
class ZoomSourcesTest extends CommandLineTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final LinearModel LINEAR = new LinearModel(4, 16, 16, 4, 2, 5, true, true, 3);
    private static final int SIDE = 128;

    private String bundle = "";
    private byte[] pixels = {};

    @BeforeEach
    void write() throws IOException {
        Path model = folder.resolve("model.patchdrop");
        LinearModel.write(model, LINEAR.bundle());
        bundle = model.toString();
        pixels = new byte[3 * SIDE * SIDE];
        Seeds.generator(2, "pixels").nextBytes(pixels);
        TiffWriter.write(
                folder.resolve("scene.tif"),
                TiffWriterImage.of(new RgbImage(SIDE, SIDE, pixels)),
                TiffWriterOptions.defaults()
                        .withTileSize(16)
                        .withReductions(List.of(4))
                        .withGeoReference(AffineReference.of(32633, 500_000, 0.5, 0, 5_200_000, 0, -0.5)));
    }

    private JsonNode zoom(String source, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("zoom", "--model", bundle, source, "--budget", "4", "--json", "-"));
        arguments.addAll(Arrays.asList(more));
        Outcome outcome = run(arguments);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return JSON.readTree(outcome.out());
    }

    @Test
    void anItemLeadsToItsImage() throws IOException {
        Path item = folder.resolve("item.json");
        Files.writeString(
                item,
                """
                {"type": "Feature", "stac_version": "1.1.0", "id": "one", "geometry": null,
                 "properties": {"datetime": "2026-01-01T00:00:00Z"}, "links": [],
                 "assets": {"image": {"href": "./scene.tif", "roles": ["data"],
                   "type": "image/tiff; application=geotiff; profile=cloud-optimized"}}}
                """,
                StandardCharsets.UTF_8);

        JsonNode byItem = zoom(item.toString());

        JsonNode byPath = zoom(folder.resolve("scene.tif").toString());
        assertThat(byItem.get("chips")).isEqualTo(byPath.get("chips"));
        assertThat(byItem.get("total").get("requests").longValue())
                .as("the item is read with one request")
                .isEqualTo(byPath.get("total").get("requests").longValue() + 1);
        assertRefused(run("zoom", "--model", bundle, item.toString(), "--asset", "red"), "'red'", "image");
    }

    @Test
    void aPictureIsEnoughToLookAt() throws IOException {
        BufferedImage small = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        draw(small, 0, 0);
        Path look = folder.resolve("look.png");
        ImageIO.write(small, "png", look.toFile());

        JsonNode looked = zoom(folder.resolve("scene.tif").toString(), "--look", look.toString());

        assertThat(looked.get("total").get("bytes").longValue())
                .as("more than the picture")
                .isGreaterThan(Files.size(look));
        assertThat(looked.get("chips").size()).isEqualTo(4);
        assertRefused(run("zoom", "--model", bundle, look.toString()), "TIFF");
    }

    @Test
    void tilesOfAService() throws IOException {
        HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/iiif/scene", this::answer);
        service.start();
        try {
            String base = "http://127.0.0.1:" + service.getAddress().getPort() + "/iiif/scene";

            JsonNode zoomed = zoom(base);

            assertThat(zoomed.get("chips").size()).isEqualTo(4);
            assertThat(zoomed.get("chips").valueStream().map(chip -> chip.get("outcome")
                            .asString()))
                    .allMatch("zoomed"::equals);
            assertThat(zoomed.get("chips").valueStream().map(chip -> chip.get("patches")
                            .size()))
                    .allMatch(count -> count == 4);
            Outcome quote = run("quote", "--model", bundle, base + "/info.json", "--budget", "4");
            assertThat(quote.out()).contains("16 of 64 patches", "Bytes are estimated");
        } finally {
            service.stop(0);
        }
    }

    /** A service of level 1: {@code x,y,w,h/w,h/0/default.jpg}, scaled by taking every n-th pixel. */
    private void answer(HttpExchange exchange) throws IOException {
        String[] parts = exchange.getRequestURI().getPath().split("/", -1);
        byte[] body;
        if (parts[3].equals("info.json")) {
            body =
                    ("{\"@context\": \"http://iiif.io/api/image/3/context.json\", \"id\": \"http://127.0.0.1/iiif/scene\","
                                    + " \"type\": \"ImageService3\", \"protocol\": \"http://iiif.io/api/image\","
                                    + " \"profile\": \"level2\", \"width\": " + SIDE + ", \"height\": " + SIDE
                                    + ", \"tiles\": [{\"width\": 32, \"scaleFactors\": [1, 2, 4]}]}")
                            .getBytes(StandardCharsets.UTF_8);
        } else {
            int[] region = parts[3].equals("full") ? new int[] {0, 0, SIDE, SIDE} : integers(parts[3]);
            int[] size = integers(parts[4]);
            int step = Math.max(1, region[2] / size[0]);
            BufferedImage image = new BufferedImage(size[0], size[1], BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < size[1]; y++) {
                for (int x = 0; x < size[0]; x++) {
                    image.setRGB(x, y, rgb(region[0] + x * step, region[1] + y * step));
                }
            }
            ByteArrayOutputStream encoded = new ByteArrayOutputStream();
            ImageIO.write(image, "jpg", encoded);
            body = encoded.toByteArray();
        }
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static int[] integers(String text) {
        return Arrays.stream(text.split(",", -1)).mapToInt(Integer::parseInt).toArray();
    }

    private void draw(BufferedImage image, int left, int top) {
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, rgb(left + x, top + y));
            }
        }
    }

    private int rgb(int x, int y) {
        int at = 3 * (y * SIDE + x);
        return ((pixels[at] & 0xff) << 16) | ((pixels[at + 1] & 0xff) << 8) | (pixels[at + 2] & 0xff);
    }
}
