package io.patchdrop.benchmarks;

import io.patchdrop.core.Budget;
import io.patchdrop.core.scenes.SceneGenerator;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.json.Json;
import io.patchdrop.runtime.Answer;
import io.patchdrop.runtime.AnswerFields;
import io.patchdrop.runtime.PatchDropModel;
import io.patchdrop.runtime.RuntimeOptions;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import javax.imageio.ImageIO;

/**
 * Loads a server that runs beside it: {@code ServerLoad MODEL ADDRESS FORMAT BATCH SECONDS ROUNDS}. Each round measures the
 * model in this process with batches of BATCH images, pixels ready and with decoding; one client that sends one image after the
 * other; 2 x BATCH clients that do so, and four times as many, that wait after a refusal as they are told; then as many that do not
 * wait, but together send four times as many images as the former got answered.
 * All answers must be those of the model in this process. A line of JSON a measurement.
 */
public final class ServerLoad {
    private static final int PATCHES = 4;
    private static final int PICTURES = 64;
    private static final int OVERLOAD = 4;
    /** What the server asks for. */
    private static final long RETRY_AFTER_MILLISECONDS = 1000;

    private final PatchDropModel model;
    private final URI server;
    private final String path;
    private final String type;
    private final int batch;
    private final double seconds;
    private final List<Picture> pictures = new ArrayList<>();

    /** What is sent, and what must be answered. */
    @SuppressWarnings("ArrayRecordComponent") // local to the benchmark, never compared
    private record Picture(RgbImage pixels, byte[] encoded, String answer) {}

    private ServerLoad(PatchDropModel model, String[] arguments) throws IOException {
        this.model = model;
        this.server = URI.create(arguments[1]);
        String name = String.valueOf(Path.of(arguments[0]).getFileName()).replaceFirst("\\.patchdrop$", "");
        this.path = "/models/" + name + "/classify?budget=" + PATCHES;
        this.type = "image/" + arguments[2];
        this.batch = Integer.parseInt(arguments[3]);
        this.seconds = Double.parseDouble(arguments[4]);
        SceneGenerator scenes = new SceneGenerator(1);
        for (int i = 0; i < PICTURES; i++) {
            byte[] encoded =
                    encoded(scenes.draw("load", i).pixels(), model.manifest().imageSize(), arguments[2]);
            RgbImage pixels = model.decode(encoded);
            Answer answer = model.classify(pixels, Budget.patches(PATCHES));
            pictures.add(new Picture(
                    pixels,
                    encoded,
                    Json.line(AnswerFields.of("image", answer, model.manifest().classes()))));
        }
    }

    private static byte[] encoded(byte[] scene, int side, String format) throws IOException {
        int size = SceneGenerator.SIZE;
        BufferedImage drawn = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < size * size; i++) {
            int rgb = ((scene[3 * i] & 0xff) << 16) | ((scene[3 * i + 1] & 0xff) << 8) | (scene[3 * i + 2] & 0xff);
            drawn.setRGB(i % size, i / size, rgb);
        }
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        graphics.drawImage(drawn, 0, 0, side, side, null);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(image, format, bytes)) {
            throw new IOException("no format " + format);
        }
        return bytes.toByteArray();
    }

    /** Measures. */
    public static void main(String[] arguments) throws Exception {
        int batch = Integer.parseInt(arguments[3]);
        RuntimeOptions options = RuntimeOptions.defaults().withBatch(batch).withCalls(1);
        try (PatchDropModel model = PatchDropModel.load(Path.of(arguments[0]), options)) {
            ServerLoad load = new ServerLoad(model, arguments);
            load.warmUp();
            for (int round = 0; round < Integer.parseInt(arguments[5]); round++) {
                load.round();
            }
        }
    }

    private void warmUp() throws Exception {
        inProcess(true);
        clients(2 * batch, 0);
    }

    private void round() throws Exception {
        print("in process", inProcess(false));
        print("in process, with decoding", inProcess(true));
        print("one client", clients(1, 0));
        Map<String, Object> full = clients(2 * batch, 0);
        print(2 * batch + " clients", full);
        print(OVERLOAD * 2 * batch + " clients", clients(OVERLOAD * 2 * batch, 0));
        double rate = OVERLOAD * ((Number) full.getOrDefault("images_per_second", 0)).doubleValue();
        print(OVERLOAD * 2 * batch + " clients that do not wait", clients(OVERLOAD * 2 * batch, rate));
        print("one client again", clients(1, 0));
    }

    private static void print(String what, Map<String, Object> measured) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("what", what);
        line.putAll(measured);
        System.out.println(Json.line(line));
    }

    private Map<String, Object> inProcess(boolean decoding) throws IOException {
        List<RgbImage> ready = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
            ready.add(pictures.get(i % PICTURES).pixels());
        }
        long start = System.nanoTime();
        long images = 0;
        while (System.nanoTime() - start < seconds * 1e9) {
            List<RgbImage> taken = ready;
            if (decoding) {
                taken = pictures.subList(0, Math.min(batch, PICTURES)).parallelStream()
                        .map(picture -> decode(picture.encoded()))
                        .toList();
            }
            model.classify(taken, Budget.patches(PATCHES));
            images += taken.size();
        }
        return Map.of("images_per_second", images / ((System.nanoTime() - start) / 1e9));
    }

    private RgbImage decode(byte[] encoded) {
        try {
            return model.decode(encoded);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** What one client saw. */
    private static final class Seen {
        private final List<Long> nanoseconds = new ArrayList<>();
        private long refused;
        private long wrong;
        private long withoutRetryAfter;
    }

    /** @param rate images per second of all clients together, 0 for as many as are answered */
    private Map<String, Object> clients(int count, double rate) throws Exception {
        List<Seen> seen = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        CountDownLatch begin = new CountDownLatch(1);
        long interval = rate == 0 ? 0 : (long) (1e9 * count / rate);
        for (int client = 0; client < count; client++) {
            Seen own = new Seen();
            seen.add(own);
            int first = client;
            Thread thread = new Thread(() -> send(begin, first, interval, own));
            thread.start();
            threads.add(thread);
        }
        long start = System.nanoTime();
        begin.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        return summary(seen, (System.nanoTime() - start) / 1e9);
    }

    private void send(CountDownLatch begin, int first, long interval, Seen seen) {
        try (HttpConnection connection = new HttpConnection(server)) {
            begin.await();
            long end = System.nanoTime() + (long) (seconds * 1e9);
            long next = System.nanoTime() + (interval == 0 ? 0 : interval * (first % 16) / 16);
            for (int i = first; next < end; i++) {
                long now = System.nanoTime();
                if (now < next) {
                    Thread.sleep((next - now) / 1_000_000, (int) ((next - now) % 1_000_000));
                }
                Picture picture = pictures.get(i % PICTURES);
                long sent = System.nanoTime();
                HttpConnection.Reply reply = connection.post(path, type, picture.encoded());
                long came = System.nanoTime();
                if (reply.status() == 429) {
                    seen.refused++;
                    seen.withoutRetryAfter += reply.saysWhenToRetry() ? 0 : 1;
                    if (interval == 0) {
                        Thread.sleep(Math.min(RETRY_AFTER_MILLISECONDS, Math.max(0, (end - came) / 1_000_000)));
                    }
                } else if (reply.status() == 200 && isSame(reply.text(), picture)) {
                    seen.nanoseconds.add(came - sent);
                } else {
                    seen.wrong++;
                }
                next = Math.max(next + interval, came);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Same patches, same class; what follows may differ by the rounding of sums of a batch. */
    private static boolean isSame(String reply, Picture picture) {
        return beginning(reply).equals(beginning(picture.answer()))
                && patches(reply).equals(patches(picture.answer()));
    }

    private static String beginning(String answer) {
        return answer.substring(0, answer.indexOf("\"confidence\""));
    }

    private static String patches(String answer) {
        return answer.substring(answer.indexOf("\"patches\""), answer.indexOf("\"probabilities\""));
    }

    private Map<String, Object> summary(List<Seen> seen, double took) throws IOException {
        long[] times = seen.stream()
                .flatMap(each -> each.nanoseconds.stream())
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("images_per_second", times.length / took);
        fields.put("p50_ms", percentile(times, 0.5));
        fields.put("p99_ms", percentile(times, 0.99));
        fields.put(
                "refused_per_second",
                seen.stream().mapToLong(each -> each.refused).sum() / took);
        fields.put("wrong", seen.stream().mapToLong(each -> each.wrong).sum());
        fields.put(
                "without_retry_after",
                seen.stream().mapToLong(each -> each.withoutRetryAfter).sum());
        fields.put("server_heap_mb", heap() / 1e6);
        return fields;
    }

    private double heap() throws IOException {
        try (HttpConnection connection = new HttpConnection(server)) {
            return Arrays.stream(connection.get("/metrics").text().split("\n"))
                    .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }

    private static double percentile(long[] sorted, double share) {
        return sorted.length == 0 ? Double.MAX_VALUE : sorted[(int) Math.ceil(share * sorted.length) - 1] / 1e6;
    }
}
