package io.patchdrop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ShutdownTest {
    private final Path folder;

    ShutdownTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void whatWasAcceptedIsFinished() throws Exception {
        byte[] png = TinyServer.png(1);
        TinyServer server = new TinyServer(folder, options -> options);
        String address = server.address();
        try (RawHttp http = new RawHttp(address)) {
            http.send("POST /models/tiny/classify HTTP/1.1\r\nHost: "
                    + address.substring("http://".length()) + "\r\nContent-Length: " + png.length
                    + "\r\n\r\n");
            Thread.sleep(1500); // the request is in, its body is not
            Thread closing = new Thread(server::close);
            closing.start();
            Thread.sleep(200);
            assertThat(closing.isAlive()).isTrue();
            assertThat(RawHttp.get(address, "/health/ready").status()).isEqualTo(503);
            http.send(new String(png, java.nio.charset.StandardCharsets.ISO_8859_1));
            assertThat(http.read().status()).isEqualTo(200);
            closing.join();
        }
        assertThatThrownBy(() -> new RawHttp(address)).isInstanceOf(IOException.class);
    }

    @Test
    void anAddressThatIsTakenIsSaid() throws Exception {
        try (TinyServer server = new TinyServer(folder, options -> options)) {
            int port = Integer.parseInt(server.address().replaceFirst(".*:", ""));
            assertThatThrownBy(() -> PatchDropServer.start(ServerOptions.of(Map.of("tiny", TinyServer.bundle(folder)))
                            .at("127.0.0.1", port)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("Cannot listen at 127.0.0.1:" + port);
            assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
        }
    }
}
