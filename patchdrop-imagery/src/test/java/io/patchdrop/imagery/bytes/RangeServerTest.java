package io.patchdrop.imagery.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.imagery.bytes.RangeServer.Logged;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Seen through a socket, not through the client that is tested with this server. */
@Timeout(20)
class RangeServerTest {
    private static final byte[] CONTENT = TestBytes.random(1000, 6);

    private RangeServer server;
    private Socket socket;

    /** An answer as it came; names of headers in lower case, each byte of the body a character. */
    private record Reply(int status, List<String> headers, String body) {
        String header(String name) {
            return headers.stream()
                    .filter(line -> line.startsWith(name + ":"))
                    .findFirst()
                    .map(line -> line.substring(name.length() + 1).strip())
                    .orElse("");
        }
    }

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        Path served = folder.resolve("served");
        Files.createDirectories(served.resolve("inside"));
        Files.write(served.resolve("file.bin"), CONTENT);
        Files.write(served.resolve("inside/more file.bin"), CONTENT);
        Files.write(served.resolve("empty"), new byte[0]);
        Files.write(folder.resolve("secret"), CONTENT);
        Files.createSymbolicLink(served.resolve("link"), folder.resolve("secret"));
        server = RangeServer.start(served);
        URI address = server.address("");
        socket = new Socket(address.getHost(), address.getPort());
        socket.setSoTimeout(5000);
    }

    @AfterEach
    void stop() throws IOException {
        socket.close();
        server.close();
    }

    /** Sends a request over the one connection. */
    private Reply send(String method, String target, String... headers) throws IOException {
        StringBuilder request = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        InputStream in = socket.getInputStream();
        int status = Integer.parseInt(line(in).split(" ", -1)[1]);
        List<String> received = new ArrayList<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            received.add(line.substring(0, colon).toLowerCase(Locale.ROOT) + line.substring(colon));
        }
        Reply head = new Reply(status, received, "");
        int length = method.equals("HEAD") ? 0 : Integer.parseInt(head.header("content-length"));
        return new Reply(status, received, text(in.readNBytes(length)));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the connection was closed");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=10-19, 10, 20",
        "bytes=990-2000, 990, 1000",
        "bytes=990-, 990, 1000",
        "bytes=-10, 990, 1000",
        "bytes=-5000, 0, 1000",
        "bytes=0-999, 0, 1000",
    })
    void partsAreGiven(String range, int start, int end) throws IOException {
        Reply reply = send("GET", "/file.bin", "Range: " + range);
        assertThat(reply.status()).isEqualTo(206);
        assertThat(reply.header("content-range")).isEqualTo("bytes " + start + "-" + (end - 1) + "/1000");
        assertThat(reply.header("etag")).matches("\".+\"");
        assertThat(reply.body()).isEqualTo(text(CONTENT).substring(start, end));
        assertThat(server.log()).hasSize(1);
        assertThat(server.log().get(0).bytes()).isEqualTo(end - start);
        assertThat(server.log().get(0).status()).isEqualTo(206);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-1,5-6", "bytes=9-1", "lines=1-2", "bytes=-0", "bytes=x-y"})
    void whatIsNoSingleRangeIsIgnored(String range) throws IOException {
        Reply reply = send("GET", "/file.bin", "Range: " + range);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(text(CONTENT));
    }

    @Test
    void behindTheEndIsNotSatisfiable() throws IOException {
        Reply reply = send("GET", "/file.bin", "Range: bytes=1000-1001");
        assertThat(reply.status()).isEqualTo(416);
        assertThat(reply.header("content-range")).isEqualTo("bytes */1000");
        assertThat(send("GET", "/empty", "Range: bytes=0-").status()).isEqualTo(416);
        assertThat(send("GET", "/empty").status()).isEqualTo(200);
    }

    @Test
    void headHasNoBody() throws IOException {
        Reply whole = send("HEAD", "/file.bin");
        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.header("content-length")).isEqualTo("1000");
        Reply part = send("HEAD", "/file.bin", "Range: bytes=5-9");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.header("content-length")).isEqualTo("5");
        assertThat(send("POST", "/file.bin").status()).isEqualTo(405);
        assertThat(server.log()).allMatch(logged -> logged.bytes() == 0);
        assertThat(server.log())
                .extracting(logged -> logged.request().method())
                .containsExactly("HEAD", "HEAD", "POST");
    }

    @Test
    void conditionsAreKept() throws IOException {
        String tag = send("GET", "/file.bin").header("etag");
        String date = send("GET", "/file.bin").header("last-modified");
        assertThat(date).matches("[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT");
        assertThat(send("GET", "/file.bin", "If-Match: " + tag).status()).isEqualTo(200);
        assertThat(send("GET", "/file.bin", "If-Match: \"x\", " + tag).status()).isEqualTo(200);
        assertThat(send("GET", "/file.bin", "If-Match: \"x\"").status()).isEqualTo(412);
        String range = "Range: bytes=0-9";
        assertThat(send("GET", "/file.bin", range, "If-Range: " + tag).status()).isEqualTo(206);
        assertThat(send("GET", "/file.bin", range, "If-Range: " + date).status())
                .isEqualTo(206);
        assertThat(send("GET", "/file.bin", range, "If-Range: \"x\"").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/nothing",
                "/inside",
                "/inside/",
                "/../secret",
                "/inside/../../secret",
                "/%2e%2e/secret",
                "/..%2fsecret",
                "/inside/..%2f..%2fsecret",
                "//etc/passwd",
                "/%2fetc/passwd",
                "/link",
                "/file.bin%00",
                "/..",
                "/file.bin/..",
                "/file.bin/x",
            })
    void onlyFilesInsideAreServed(String target) throws IOException {
        assertThat(send("GET", target).status()).isEqualTo(404);
        assertThat(send("GET", "/inside/more%20file.bin").body()).isEqualTo(text(CONTENT));
        assertThat(server.address("inside/more file.bin").getRawPath()).isEqualTo("/inside/more%20file.bin");
    }

    @Test
    void theLogCanBeCleared() throws IOException {
        send("GET", "/file.bin?a=b", "Range: bytes=1-2");
        Logged logged = server.log().get(0);
        assertThat(logged.request().path()).isEqualTo("file.bin");
        assertThat(logged.request().query()).isEqualTo("a=b");
        assertThat(logged.request().range()).isEqualTo(new ByteRange(1, 2));
        server.clearLog();
        assertThat(server.log()).isEmpty();
        send("GET", "/file.bin");
        assertThat(server.log().get(0).request().number()).isEqualTo(1);
        assertThat(server.log().get(0).request().range()).isNull();
    }

    /** Without TCP_NODELAY each answer over a kept connection takes 40 ms. */
    @Test
    void connectionsAreKeptAndQuick() throws IOException {
        long[] times = new long[21];
        for (int i = 0; i < times.length; i++) {
            long start = System.nanoTime();
            assertThat(send("GET", "/file.bin", "Range: bytes=3-700").status()).isEqualTo(206);
            times[i] = System.nanoTime() - start;
        }
        Arrays.sort(times);
        assertThat(Duration.ofNanos(times[10])).isLessThan(Duration.ofMillis(30));
    }

    @Test
    void waitsOverlap() throws Exception {
        server.setLatency(Duration.ofMillis(200));
        ExecutorService threads = Executors.newFixedThreadPool(32);
        long start = System.nanoTime();
        try (HttpSource source = new HttpSource(server.address("file.bin").toString(), HttpOptions.DEFAULT)) {
            List<Future<byte[]>> reads = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                int offset = i;
                reads.add(threads.submit(() -> source.read(offset, 10)));
            }
            for (Future<byte[]> read : reads) {
                assertThat(read.get()).hasSize(10);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(200), Duration.ofSeconds(3));
    }
}
