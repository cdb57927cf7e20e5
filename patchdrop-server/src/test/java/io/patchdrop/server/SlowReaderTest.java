package io.patchdrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that ask and do not read. */
@Timeout(120)
class SlowReaderTest {
    @Test
    void othersAreAnsweredMeanwhile(@TempDir Path folder) throws Exception {
        List<RawHttp> silent = new ArrayList<>();
        try (TinyServer server = new TinyServer(folder, options -> options)) {
            String host = server.address().substring("http://".length());
            // More of them than the server has threads, and more answers than any buffer of the network holds.
            String request = "GET /metrics HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
            for (int i = 0; i < 64; i++) {
                RawHttp http = new RawHttp(server.address(), 1024);
                silent.add(http);
                http.send(request.repeat(40));
            }
            for (int i = 0; i < 20; i++) {
                long start = System.nanoTime();
                assertThat(server.post("/models/tiny/classify", TinyServer.png(i))
                                .statusCode())
                        .isEqualTo(200);
                assertThat((System.nanoTime() - start) / 1_000_000_000).isLessThan(10);
            }
        } finally {
            for (RawHttp http : silent) {
                http.close();
            }
        }
    }
}
