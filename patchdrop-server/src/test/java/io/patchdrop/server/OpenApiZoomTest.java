package io.patchdrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.client.Choice;
import io.patchdrop.client.PatchDropClient;
import io.patchdrop.client.SourceInfo;
import io.patchdrop.client.ZoomDocument;
import io.patchdrop.client.ZoomOrder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sources and zooms of a real server: answers follow the OpenAPI document, and the Java client reads them. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiZoomTest {
    private static final String SOURCE = "scenes/scenes.tif";

    private final PatchDropServer server;
    private final PatchDropClient client;
    private final AnswerCheck answers;

    OpenApiZoomTest(@TempDir Path folder) throws IOException {
        this.server = ServedScenes.documented(folder);
        this.client = PatchDropClient.at(server.address());
        this.answers = new AnswerCheck(server);
    }

    @AfterAll
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void sources() throws Exception {
        answers.check("get /sources", 200, answers.request("/sources"));
        answers.check("get /cog/info", 200, answers.request("/cog/info?url=" + SOURCE));
        HttpResponse<String> preview =
                answers.check("get /cog/preview", 200, answers.request("/cog/preview?url=" + SOURCE));
        assertThat(preview.headers().firstValue("X-Patchdrop-Bytes")).isPresent();
        answers.check("get /cog/info", 400, answers.request("/cog/info"));
        answers.check("get /cog/info", 403, answers.request("/cog/info?url=scenes/none.tif"));
        answers.check("get /cog/info", 403, answers.request("/cog/info?url=http://169.254.169.254/latest"));
        answers.check("get /cog/preview", 400, answers.request("/cog/preview?max_size=x&url=" + SOURCE));

        assertThat(client.sources().sources()).hasSize(1).first().matches(source -> source.source()
                .equals(SOURCE));
        SourceInfo info = client.info(SOURCE);
        int side = 64 * ServedScenes.ACROSS;
        assertThat(info.width()).isEqualTo(side);
        assertThat(info.levels()).hasSize(2);
        assertThat(info.crs()).hasValueSatisfying(crs -> assertThat(crs).endsWith("/32633"));
        assertThat(info.bounds())
                .hasValueSatisfying(bounds -> assertThat(bounds.get(0)).isCloseTo(15, Offset.offset(1e-6)));
        assertThat(ImageIO.read(new ByteArrayInputStream(client.preview(SOURCE, 64)))
                        .getWidth())
                .isEqualTo(64);
    }

    @Test
    void zooms() throws Exception {
        String order = "{\"source\":\"" + SOURCE + "\",\"windows\":[[0,0,128,64]],\"chip\":64,\"budget\":2,"
                + "\"prices\":{\"per_gigabyte\":0.09}}";
        answers.check("post /models/{name}/quote", 200, answers.post("/models/scenes/quote", order));
        answers.check("post /models/{name}/zoom", 200, answers.post("/models/scenes/zoom", order));
        answers.check("post /models/{name}/zoom", 404, answers.post("/models/none/zoom", order));
        answers.check(
                "post /models/{name}/zoom",
                400,
                answers.post("/models/scenes/zoom", order.replace("windows", "window")));
        answers.check("post /models/{name}/zoom", 400, answers.post("/models/scenes/zoom", "{"));
        answers.check(
                "post /models/{name}/quote",
                403,
                answers.post("/models/scenes/quote", order.replace(SOURCE, "http://a.example/b.tif")));
        answers.check(
                "post /models/{name}/quote",
                422,
                answers.post("/models/scenes/quote", order.replace("\"budget\":2", "\"budget\":99")));
        answers.check(
                "post /models/{name}/zoom",
                422,
                answers.post("/models/scenes/zoom", order.replace("[[0,0,128,64]],\"chip\":64", "[],\"chip\":16")));

        ZoomOrder same = ZoomOrder.of(SOURCE).window(0, 0, 128, 64).chip(64).choose(Choice.patches(2));
        ZoomDocument quote = client.quote("scenes", same);
        ZoomDocument zoom = client.zoom("scenes", same);
        assertThat(quote.total().certain()).hasValue(true);
        assertThat(quote.total().expectedAccuracy()).isPresent();
        assertThat(zoom.chips()).hasSize(2);
        assertThat(zoom.chips().get(1).window()).containsExactly(64, 0, 64, 64);
        assertThat(zoom.chips().get(1).patches())
                .isEqualTo(quote.chips().get(1).patches())
                .hasSize(2);
        assertThat(zoom.chips().get(0).probabilities()).hasSize(8);
        assertThat(zoom.owned()).isPresent();
    }
}
