package io.patchdrop.server;

import io.patchdrop.fixtures.LinearModel;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.imageio.ImageIO;

/** A server of one tiny model that is called {@code tiny}. */
final class TinyServer implements AutoCloseable {
    static final LinearModel MODEL = LinearModel.patchLocal();

    private final PatchDropServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    TinyServer(Path folder, UnaryOperator<ServerOptions> options) throws IOException {
        this.server = PatchDropServer.start(
                options.apply(ServerOptions.of(Map.of("tiny", bundle(folder))).at("127.0.0.1", 0)));
    }

    static Path bundle(Path folder) throws IOException {
        Path bundle = folder.resolve("tiny.patchdrop");
        LinearModel.write(bundle, MODEL.bundle());
        return bundle;
    }

    String address() {
        return server.address();
    }

    PatchDropServer server() {
        return server;
    }

    /** The answer to a POST. */
    HttpResponse<String> post(String path, byte[] body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address() + path)).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The answer to a GET. */
    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(address() + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** A random image of the model's size, as PNG. */
    static byte[] png(long number) throws IOException {
        int side = MODEL.imageSize();
        byte[] pixels = MODEL.randomImage(number);
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < side * side; i++) {
            int rgb = ((pixels[3 * i] & 0xff) << 16) | ((pixels[3 * i + 1] & 0xff) << 8) | (pixels[3 * i + 2] & 0xff);
            image.setRGB(i % side, i / side, rgb);
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return png.toByteArray();
    }

    @Override
    public void close() {
        server.close();
    }
}
