package io.patchdrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.server.http.HttpLimits;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bodies that are too large, too slow, or not what they say. */
@Timeout(120)
class UploadAttackTest {
    private static final String CLASSIFY = "/models/tiny/classify";
    private static final HttpLimits SMALL = new HttpLimits(20_000, 60_000, 1_000_000, Duration.ofSeconds(2), 64);

    private final Path folder;

    UploadAttackTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private TinyServer server() throws IOException {
        return new TinyServer(folder, options -> options.withLimits(SMALL));
    }

    private static String head(TinyServer server, String length) {
        return "POST " + CLASSIFY + " HTTP/1.1\r\nHost: " + server.address().substring("http://".length())
                + "\r\nContent-Type: image/png\r\n" + length + "\r\n\r\n";
    }

    private static void answers(TinyServer server) throws IOException, InterruptedException {
        assertThat(server.post(CLASSIFY, TinyServer.png(1)).statusCode()).isEqualTo(200);
    }

    @Test
    void aBodyThatSaysItIsTooLargeIsNotWaitedFor() throws Exception {
        try (TinyServer server = server();
                RawHttp http = new RawHttp(server.address())) {
            http.send(head(server, "Content-Length: 20001"));
            RawHttp.Reply reply = http.read();
            assertThat(reply.status()).isEqualTo(413);
            assertThat(reply.body()).contains("\"code\":\"too_large\"", "20000 bytes");
            answers(server);
        }
    }

    @Test
    void aBodyWithoutALengthIsCutOff() throws Exception {
        try (TinyServer server = server();
                RawHttp http = new RawHttp(server.address())) {
            http.send(head(server, "Transfer-Encoding: chunked"));
            String chunk = "1000\r\n" + "x".repeat(0x1000) + "\r\n";
            for (int i = 0; i < 5; i++) {
                http.send(chunk);
            }
            assertThat(http.read().status()).isEqualTo(413);
            answers(server);
        }
    }

    @Test
    void slowClientsNeitherBlockOthersNorStayForEver() throws Exception {
        List<RawHttp> slow = new ArrayList<>();
        try (TinyServer server = server()) {
            for (int i = 0; i < 40; i++) {
                RawHttp http = new RawHttp(server.address());
                slow.add(http);
                http.send(head(server, "Content-Length: 1000") + "a");
            }
            for (int i = 0; i < 5; i++) {
                answers(server);
            }
            for (RawHttp http : slow) {
                RawHttp.Reply reply = http.read();
                assertThat(reply.status()).isEqualTo(408);
                assertThat(reply.body()).contains("\"code\":\"timeout\"");
            }
        } finally {
            for (RawHttp http : slow) {
                http.close();
            }
        }
    }

    @Test
    void bodiesThatFillTheMemoryAreRefused() throws Exception {
        List<RawHttp> holders = new ArrayList<>();
        HttpLimits patient = new HttpLimits(
                SMALL.body(), SMALL.bodies(), SMALL.pixels(), Duration.ofSeconds(60), SMALL.connections());
        try (TinyServer server = new TinyServer(folder, options -> options.withLimits(patient))) {
            for (int i = 0; i < 3; i++) {
                RawHttp http = new RawHttp(server.address());
                holders.add(http);
                http.send(head(server, "Content-Length: 20000") + "a".repeat(19_999));
            }
            waitForUploads(server, "59997.0");
            List<RawHttp.Reply> refused = new ArrayList<>();
            for (int i = 0; i < 100 && refused.isEmpty(); i++) {
                try (RawHttp http = new RawHttp(server.address())) {
                    http.send(head(server, "Content-Length: 1000") + "a".repeat(1000));
                    RawHttp.Reply reply = http.read();
                    if (reply.status() == 429) {
                        refused.add(reply);
                    }
                }
            }
            assertThat(refused).hasSize(1);
            assertThat(refused.get(0).headers()).containsKey("retry-after");
            for (RawHttp http : holders) {
                http.close();
            }
            waitForUploads(server, "0.0");
            answers(server);
        }
    }

    private static void waitForUploads(TinyServer server, String bytes) throws IOException, InterruptedException {
        while (!server.get("/metrics").body().contains("patchdrop_uploads_bytes " + bytes)) {
            Thread.sleep(10);
        }
    }

    @Test
    void theSizeOfAnImageIsLookedAtBeforeItIsDecoded() throws Exception {
        try (TinyServer server = server()) {
            HttpResponse<String> response = server.post(CLASSIFY, hugePng());
            assertThat(response.statusCode()).isEqualTo(415);
            assertThat(response.body()).contains("100000 x 100000", "megapixel", "\"code\":\"unsupported_image\"");
            answers(server);
        }
    }

    /** A PNG of a few bytes that says it has ten thousand million pixels. */
    private static byte[] hugePng() throws IOException {
        byte[] png = TinyServer.png(1);
        byte[] size = {0, 1, (byte) 0x86, (byte) 0xa0, 0, 1, (byte) 0x86, (byte) 0xa0};
        System.arraycopy(size, 0, png, 16, 8);
        CRC32 crc = new CRC32();
        crc.update(png, 12, 17);
        for (int i = 0; i < 4; i++) {
            png[29 + i] = (byte) (crc.getValue() >> (24 - 8 * i));
        }
        return png;
    }

    @Test
    void whatIsNoImageIsSaidInOneLine() throws Exception {
        byte[] jpeg = jpeg();
        try (TinyServer server = server()) {
            for (byte[] body : List.of(
                    "<svg onload=alert(1)>".getBytes(StandardCharsets.UTF_8),
                    new byte[100],
                    Arrays.copyOf(TinyServer.png(1), 60),
                    Arrays.copyOf(jpeg, jpeg.length / 2))) {
                HttpResponse<String> response = server.post(CLASSIFY, body);
                assertThat(response.statusCode()).isEqualTo(415);
                assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
                assertThat(response.body())
                        .contains("\"code\":\"unsupported_image\"")
                        .doesNotContain("Exception", "\tat ", "io.patchdrop", "alert");
            }
            assertThat(server.post(CLASSIFY, new byte[0]).statusCode()).isEqualTo(400);
            answers(server);
        }
    }

    private static byte[] jpeg() throws IOException {
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "jpeg", jpeg);
        return jpeg.toByteArray();
    }

    @Test
    void nonsenseIsAnsweredAndHarmsNothing() throws Exception {
        try (TinyServer server = server()) {
            for (String request : List.of(
                    "\u0000\u0001\u0002\r\n\r\n",
                    "GET / HTTP/9.9\r\n\r\n",
                    "GET /models HTTP/1.1\r\n\r\n",
                    "POST " + CLASSIFY + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -5\r\n\r\n",
                    "POST " + CLASSIFY
                            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                    "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
                    "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + "a".repeat(20_000) + "\r\n\r\n")) {
                RawHttp.Reply reply = RawHttp.exchange(server.address(), request);
                assertThat(reply.status())
                        .as(request.substring(0, Math.min(10, request.length())))
                        .isBetween(400, 505);
                assertThat(reply.body()).doesNotContain("\tat ", "jetty", "Jetty");
            }
            for (String query : List.of(
                    "?budget=abc",
                    "?budget=1e99",
                    "?budget=NaN",
                    "?budget=3.5",
                    "?budget=-1",
                    "?budget=99",
                    "?tau=2",
                    "?tau=0",
                    "?budget=1&tau=0.5",
                    "?budget=1&budget=2",
                    "?lambda=-1",
                    "?max_risk=0.001")) {
                HttpResponse<String> response = server.post(CLASSIFY + query, TinyServer.png(1));
                assertThat(response.statusCode()).as(query).isIn(400, 422);
                assertThat(response.body()).as(query).contains("\"detail\":\"").doesNotContain("Exception");
            }
            answers(server);
        }
    }
}
