package io.patchdrop.imagery.iiif;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.json.Json;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import javax.imageio.ImageIO;

/**
 * A IIIF service on loopback with one image. It cuts out and scales by averages whatever is asked for, but refuses what
 * {@code admits} does not let pass.
 */
final class IiifServer implements AutoCloseable {
    static {
        // As RangeServer, in case that this is the first server of the JDK's that is made.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final RgbImage image;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    volatile byte[] info;
    volatile Predicate<String> admits = path -> true;
    volatile Fault fault = path -> Optional.empty();
    volatile int latency;

    /** Answers in place of the service. */
    interface Fault {
        Optional<Answer> at(String path);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Answer(int status, byte[] content) {}

    IiifServer(RgbImage image, Map<String, ?> info) throws IOException {
        this.image = image;
        this.info = Json.write(info);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String location() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/images/a%2Fb";
    }

    /** Paths behind the service's address, in the order in which they came. */
    List<String> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath().replaceFirst("/images/a%2Fb", "");
        requests.add(path);
        Answer answer;
        try {
            Thread.sleep(latency);
            answer = fault.at(path).orElseGet(() -> answer(path));
        } catch (InterruptedException | RuntimeException e) {
            answer = new Answer(500, new byte[0]);
        }
        try (exchange) {
            exchange.sendResponseHeaders(answer.status(), answer.content().length == 0 ? -1 : answer.content().length);
            exchange.getResponseBody().write(answer.content());
        }
    }

    private Answer answer(String path) {
        if (path.equals("/info.json")) {
            return new Answer(200, info);
        }
        String[] parts = path.split("/", -1);
        boolean known = parts.length == 5 && parts[3].equals("0") && parts[4].startsWith("default.");
        if (!known || !admits.test(path)) {
            return new Answer(400, new byte[0]);
        }
        int[] region = {0, 0, image.width(), image.height()};
        if (!parts[1].equals("full")) {
            String[] numbers = parts[1].split(",", -1);
            for (int i = 0; i < 4; i++) {
                region[i] = Integer.parseInt(numbers[i]);
            }
        }
        int width = Math.min(region[2], image.width() - region[0]);
        int height = Math.min(region[3], image.height() - region[1]);
        int newWidth = width;
        int newHeight = height;
        if (!parts[2].equals("max") && !parts[2].equals("full")) {
            String[] size = parts[2].split(",", -1);
            newWidth = Integer.parseInt(size[0]);
            newHeight = size[1].isEmpty()
                    ? (int) Math.max(1, Math.round((double) height * newWidth / width))
                    : Integer.parseInt(size[1]);
        }
        return new Answer(200, encode(region[0], region[1], width, height, newWidth, newHeight, parts[4].substring(8)));
    }

    private byte[] encode(int left, int top, int width, int height, int newWidth, int newHeight, String format) {
        BufferedImage part = new BufferedImage(newWidth, newHeight, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < newHeight; y++) {
            for (int x = 0; x < newWidth; x++) {
                int fromX = left + (int) ((long) x * width / newWidth);
                int toX = left + (int) ((x + 1L) * width / newWidth);
                int fromY = top + (int) ((long) y * height / newHeight);
                int toY = top + (int) ((y + 1L) * height / newHeight);
                part.setRGB(x, y, average(image, fromX, fromY, Math.max(toX, fromX + 1), Math.max(toY, fromY + 1)));
            }
        }
        try {
            ByteArrayOutputStream encoded = new ByteArrayOutputStream();
            ImageIO.write(part, format.equals("jpg") ? "jpeg" : format, encoded);
            return encoded.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The mean colour of a rectangle, rounded. */
    static int average(RgbImage image, int left, int top, int right, int bottom) {
        long[] sums = new long[3];
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                for (int channel = 0; channel < 3; channel++) {
                    sums[channel] += image.pixels()[3 * (y * image.width() + x) + channel] & 0xff;
                }
            }
        }
        long count = (long) (right - left) * (bottom - top);
        int colour = 0;
        for (long sum : sums) {
            colour = colour << 8 | (int) ((sum + count / 2) / count);
        }
        return colour;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
