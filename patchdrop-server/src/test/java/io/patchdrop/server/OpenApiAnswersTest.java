package io.patchdrop.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Real answers of a server follow the OpenAPI document. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiAnswersTest {
    private static final String TOKEN = "a-token-for-this-test";

    private final PatchDropServer server = ServedScenes.start();
    private final AnswerCheck answers = new AnswerCheck(server);
    private byte[] scene = {};

    OpenApiAnswersTest() throws IOException {}

    @BeforeAll
    void draw() throws IOException {
        scene = ServedScenes.sample(server, 0);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static String part(String name, byte[] content) {
        return "--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"" + name + "\"\r\n\r\n"
                + new String(content, StandardCharsets.ISO_8859_1) + "\r\n";
    }

    private HttpRequest.Builder form(String path, String... parts) {
        byte[] body = (String.join("", parts) + "--b--\r\n").getBytes(StandardCharsets.ISO_8859_1);
        return answers.post(path, body).header("Content-Type", "multipart/form-data; boundary=b");
    }

    @Test
    void answersWithoutABody() throws Exception {
        answers.check("get /", 200, answers.request("/"));
        answers.check("get /assets/{file}", 200, answers.request("/assets/index.html"));
        answers.check("get /openapi.json", 200, answers.request("/openapi.json"));
        answers.check("get /health/live", 200, answers.request("/health/live"));
        answers.check("get /health/ready", 200, answers.request("/health/ready"));
        answers.check("get /metrics", 200, answers.request("/metrics"));
        answers.check("get /models", 200, answers.request("/models"));
        answers.check("get /models/{name}", 200, answers.request("/models/scenes"));
        answers.check("get /samples", 200, answers.request("/samples"));
        answers.check("get /samples/{name}.png", 200, answers.request("/samples/3.png"));
    }

    @Test
    void answersAboutImages() throws Exception {
        String classify = "post /models/{name}/classify";
        answers.check(classify, 200, answers.post("/models/scenes/classify", scene));
        for (String choice : new String[] {"budget=3", "tau=0.9", "lambda=0.01"}) {
            answers.check(classify, 200, answers.post("/models/scenes/classify?" + choice, scene));
        }
        answers.check(classify, 200, form("/models/scenes/classify", part("a.png", scene)));
        answers.check(
                classify, 200, form("/models/scenes/classify", part("a.png", scene), part("b.png", new byte[] {1, 2, 3
                })));
        answers.check("post /models/{name}/look", 200, answers.post("/models/scenes/look", scene));
        answers.check("post /models/{name}/anytime", 200, answers.post("/models/scenes/anytime", scene));
    }

    @Test
    void problems() throws Exception {
        String classify = "post /models/{name}/classify";
        answers.check("get /models/{name}", 404, answers.request("/models/none"));
        answers.check("get /samples/{name}.png", 404, answers.request("/samples/999.png"));
        answers.check("get /assets/{file}", 404, answers.request("/assets/none.js"));
        answers.check(classify, 404, answers.post("/models/none/classify", scene));
        answers.check(classify, 400, answers.post("/models/scenes/classify", new byte[0]));
        answers.check(classify, 400, answers.post("/models/scenes/classify?budget=x", scene));
        answers.check(classify, 400, answers.post("/models/scenes/classify?budget=1&tau=0.5", scene));
        answers.check(classify, 413, answers.post("/models/scenes/classify", new byte[21_000_000]));
        answers.check(classify, 415, answers.post("/models/scenes/classify", new byte[] {1, 2, 3}));
        answers.check(classify, 422, answers.post("/models/scenes/classify?budget=99", scene));
        answers.check(
                "post /models/{name}/look",
                400,
                form("/models/scenes/look", part("a.png", scene), part("b.png", scene)));
        answers.check("get /models", 403, answers.request("/models").header("Origin", "http://elsewhere.example"));
    }

    @Test
    void problemsOfAccess() throws Exception {
        try (PatchDropServer closed =
                PatchDropServer.start(ServedScenes.options().withToken(TOKEN))) {
            URI models = URI.create(closed.address() + "/models");
            answers.check("get /models", 401, HttpRequest.newBuilder(models));
            answers.check("get /models", 401, HttpRequest.newBuilder(models).header("Authorization", "Bearer wrong"));
            answers.check(
                    "get /models", 200, HttpRequest.newBuilder(models).header("Authorization", "Bearer " + TOKEN));
            answers.check("get /openapi.json", 200, HttpRequest.newBuilder(models.resolve("/openapi.json")));
        }
    }
}
