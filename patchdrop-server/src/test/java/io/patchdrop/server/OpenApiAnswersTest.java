package io.patchdrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Real answers of a server follow the OpenAPI document. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiAnswersTest {
    private static final String TOKEN = "a-token-for-this-test";

    private final OpenApiDocument openApi = new OpenApiDocument();
    private final HttpClient http = HttpClient.newHttpClient();
    private final PatchDropServer server = ServedScenes.start();
    private byte[] scene = {};

    OpenApiAnswersTest() throws IOException {}

    @BeforeAll
    void draw() throws Exception {
        scene = send(request("/samples/0.png")).body();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.address() + path));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    private void check(String operation, int status, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> response = send(request);
        String body = new String(response.body(), StandardCharsets.UTF_8);
        String type = response.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
        assertThat(response.statusCode()).as(operation + " " + body).isEqualTo(status);
        assertThat(openApi.faults(operation, status, type, body))
                .as(operation + " " + status)
                .isEmpty();
    }

    private HttpRequest.Builder post(String path, byte[] body) {
        return request(path).POST(BodyPublishers.ofByteArray(body));
    }

    private static String part(String name, byte[] content) {
        return "--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"" + name + "\"\r\n\r\n"
                + new String(content, StandardCharsets.ISO_8859_1) + "\r\n";
    }

    private HttpRequest.Builder form(String path, String... parts) {
        byte[] body = (String.join("", parts) + "--b--\r\n").getBytes(StandardCharsets.ISO_8859_1);
        return post(path, body).header("Content-Type", "multipart/form-data; boundary=b");
    }

    @Test
    void answersWithoutABody() throws Exception {
        check("get /", 200, request("/"));
        check("get /assets/{file}", 200, request("/assets/index.html"));
        check("get /openapi.json", 200, request("/openapi.json"));
        check("get /health/live", 200, request("/health/live"));
        check("get /health/ready", 200, request("/health/ready"));
        check("get /metrics", 200, request("/metrics"));
        check("get /models", 200, request("/models"));
        check("get /models/{name}", 200, request("/models/scenes"));
        check("get /samples", 200, request("/samples"));
        check("get /samples/{name}.png", 200, request("/samples/3.png"));
    }

    @Test
    void answersAboutImages() throws Exception {
        String classify = "post /models/{name}/classify";
        check(classify, 200, post("/models/scenes/classify", scene));
        for (String choice : new String[] {"budget=3", "tau=0.9", "lambda=0.01"}) {
            check(classify, 200, post("/models/scenes/classify?" + choice, scene));
        }
        check(classify, 200, form("/models/scenes/classify", part("a.png", scene)));
        check(classify, 200, form("/models/scenes/classify", part("a.png", scene), part("b.png", new byte[] {1, 2, 3
        })));
        check("post /models/{name}/look", 200, post("/models/scenes/look", scene));
        check("post /models/{name}/anytime", 200, post("/models/scenes/anytime", scene));
    }

    @Test
    void problems() throws Exception {
        String classify = "post /models/{name}/classify";
        check("get /models/{name}", 404, request("/models/none"));
        check("get /samples/{name}.png", 404, request("/samples/999.png"));
        check("get /assets/{file}", 404, request("/assets/none.js"));
        check(classify, 404, post("/models/none/classify", scene));
        check(classify, 400, post("/models/scenes/classify", new byte[0]));
        check(classify, 400, post("/models/scenes/classify?budget=x", scene));
        check(classify, 400, post("/models/scenes/classify?budget=1&tau=0.5", scene));
        check(classify, 413, post("/models/scenes/classify", new byte[21_000_000]));
        check(classify, 415, post("/models/scenes/classify", new byte[] {1, 2, 3}));
        check(classify, 422, post("/models/scenes/classify?budget=99", scene));
        check("post /models/{name}/look", 400, form("/models/scenes/look", part("a.png", scene), part("b.png", scene)));
        check("get /models", 403, request("/models").header("Origin", "http://elsewhere.example"));
    }

    @Test
    void problemsOfAccess() throws Exception {
        try (PatchDropServer closed =
                PatchDropServer.start(ServedScenes.options().withToken(TOKEN))) {
            URI models = URI.create(closed.address() + "/models");
            check("get /models", 401, HttpRequest.newBuilder(models));
            check("get /models", 401, HttpRequest.newBuilder(models).header("Authorization", "Bearer wrong"));
            check("get /models", 200, HttpRequest.newBuilder(models).header("Authorization", "Bearer " + TOKEN));
            check("get /openapi.json", 200, HttpRequest.newBuilder(models.resolve("/openapi.json")));
        }
    }
}
