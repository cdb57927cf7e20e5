package io.patchdrop.server.zoom;

import io.patchdrop.core.Seeds;
import io.patchdrop.fixtures.LinearModel;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.bytes.RangeServer;
import io.patchdrop.imagery.geo.AffineReference;
import io.patchdrop.imagery.json.Json;
import io.patchdrop.imagery.tiff.TiffWriter;
import io.patchdrop.imagery.tiff.TiffWriterImage;
import io.patchdrop.imagery.tiff.TiffWriterOptions;
import io.patchdrop.server.PatchDropServer;
import io.patchdrop.server.ServerOptions;
import io.patchdrop.server.sources.AllowList;
import io.patchdrop.server.sources.SourceOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** A server with a small model, beside another one that has an image of 256 x 256 px, {@code scene.tif}. */
final class SourceServer implements AutoCloseable {
    /** 64 px of 4 x 4 patches, each of them a tile. */
    private static final LinearModel LINEAR = new LinearModel(4, 16, 16, 4, 2, 5, true, true, 3);

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    final RangeServer range;
    final Path served;
    private final PatchDropServer server;

    private SourceServer(RangeServer range, Path served, PatchDropServer server) {
        this.range = range;
        this.served = served;
        this.server = server;
    }

    /** An answer. */
    record Answer(int status, HttpResponse<byte[]> response) {
        Map<?, ?> json() {
            return Json.readObject(response.body());
        }

        String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }
    }

    /** Starts both, the image's server listed as {@code 127.0.0.1:PORT}, and the folder {@code served} as {@code files}. */
    static SourceServer start(Path folder, UnaryOperator<SourceOptions> change, String... more) throws IOException {
        Path served = Files.createDirectories(folder.resolve("served"));
        scene(served.resolve("scene.tif"), 256);
        Path model = folder.resolve("model.patchdrop");
        LinearModel.write(model, LINEAR.bundle());
        RangeServer range = RangeServer.start(served);
        List<String> allowed = new ArrayList<>(List.of(more));
        allowed.add("127.0.0.1:" + range.address("").getPort());
        allowed.add("files=" + served);
        SourceOptions sources = change.apply(SourceOptions.DEFAULT.withAllowed(AllowList.of(allowed)));
        PatchDropServer server = PatchDropServer.start(
                ServerOptions.of(Map.of("linear", model)).at("127.0.0.1", 0).withSources(sources));
        return new SourceServer(range, served, server);
    }

    static void scene(Path file, int side) throws IOException {
        RandomGenerator random = Seeds.generator(side, "pixels");
        byte[] pixels = new byte[3 * side * side];
        random.nextBytes(pixels);
        TiffWriter.write(
                file,
                TiffWriterImage.of(new RgbImage(side, side, pixels)),
                TiffWriterOptions.defaults()
                        .withTileSize(16)
                        .withReductions(List.of(4))
                        .withGeoReference(AffineReference.of(32633, 500_000, 0.5, 0, 5_200_000, 0, -0.5)));
    }

    /** The image's address. */
    String scene() {
        return range.address("scene.tif").toString();
    }

    Answer get(String path) {
        return send(HttpRequest.newBuilder(URI.create(server.address() + path)).build());
    }

    /** GET with a source as {@code url}. */
    Answer get(String path, String source) {
        return get(path + "?url=" + URLEncoder.encode(source, StandardCharsets.UTF_8));
    }

    Answer post(String path, String json) {
        return send(HttpRequest.newBuilder(URI.create(server.address() + path))
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    /** A quote or zoom of a source. */
    Answer ask(String what, String source, String more) {
        return post("/models/linear/" + what, "{\"source\": \"" + source + "\"" + more + "}");
    }

    static Answer send(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String address() {
        return server.address();
    }

    /** Bytes that the image's server has sent since its log was cleared. */
    long bytesSent() {
        return range.log().stream().mapToLong(RangeServer.Logged::bytes).sum();
    }

    @Override
    public void close() {
        server.close();
        range.close();
    }
}
