package io.patchdrop.server.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.core.Budget;
import io.patchdrop.core.price.PriceList;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.json.Json;
import io.patchdrop.imagery.opening.ImageSources;
import io.patchdrop.imagery.opening.OpeningOptions;
import io.patchdrop.runtime.PatchDropModel;
import io.patchdrop.runtime.RuntimeOptions;
import io.patchdrop.runtime.zoom.ChipResult;
import io.patchdrop.runtime.zoom.Chips;
import io.patchdrop.runtime.zoom.Limits;
import io.patchdrop.runtime.zoom.Quote;
import io.patchdrop.runtime.zoom.Quoting;
import io.patchdrop.runtime.zoom.ZoomDocument;
import io.patchdrop.runtime.zoom.ZoomListener;
import io.patchdrop.runtime.zoom.ZoomRequest;
import io.patchdrop.runtime.zoom.ZoomResults;
import io.patchdrop.runtime.zoom.ZoomSources;
import io.patchdrop.runtime.zoom.Zooming;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs from their making to their removal. */
class JobsTest {
    private static final PriceList PRICES = PriceList.ofText("per_gigabyte=0.09,per_patch=0.5");

    private final Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private JobScene scene;

    JobsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void makeScene() throws IOException {
        scene = JobScene.in(folder, 4);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private Map<?, ?> direct(Budget budget, PriceList prices) throws IOException {
        try (PatchDropModel model = PatchDropModel.load(scene.model(), RuntimeOptions.defaults());
                ZoomSources sources = ZoomSources.of(ImageSources.open(scene.source(), OpeningOptions.DEFAULT)
                        .image())) {
            ZoomRequest request = new ZoomRequest(
                    Chips.cut(
                            List.of(Region.whole(scene.side(), scene.side())),
                            scene.side(),
                            scene.side(),
                            JobScene.CHIP),
                    budget,
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    Limits.NONE,
                    prices);
            Quote quote = Quoting.quote(model, sources, request, ZoomListener.NONE);
            List<ChipResult> results = new ArrayList<>();
            Zooming.Account account =
                    Zooming.zoom(model, sources, quote, ZoomResults.inMemory(results), ZoomListener.NONE);
            return Json.readObject(Json.write(ZoomDocument.of(
                    quote, results, account, sources, model.manifest().classes())));
        }
    }

    @Test
    void resultIsThatOfTheZoomItself() throws IOException, InterruptedException {
        Map<?, ?> expected = direct(Budget.patches(3), PRICES);
        try (JobServer server =
                new JobServer(JobOptions.in(folder.resolve("state")), scene.model(), scene.allowed(), PRICES)) {
            String path = server.submit(Map.of("source", scene.source(), "budget", 3));
            assertThat(path).matches("/jobs/[0-9a-f]{32}");

            Map<?, ?> job = server.ended(path);

            assertThat(job.get("state")).as(String.valueOf(job)).isEqualTo("done");
            HttpResponse<byte[]> answer = server.get(path + "/result");
            assertThat(answer.statusCode()).isEqualTo(200);
            Map<?, ?> document = Json.readObject(answer.body());
            assertThat(document.get("chips")).isEqualTo(expected.get("chips"));
            assertThat(document.get("total")).isEqualTo(expected.get("total"));
            assertThat(document.keySet()).isEqualTo(expected.keySet());
            Map<?, ?> total = (Map<?, ?>) expected.get("total");
            assertThat(job.get("bytes")).isEqualTo(total.get("bytes"));
            assertThat(job.get("requests")).isEqualTo(total.get("requests"));
            assertThat(job.get("price")).isEqualTo(total.get("price"));
            assertThat(job.get("full_bytes")).isEqualTo(total.get("full_bytes"));
            assertThat(job.get("full_price")).isEqualTo(total.get("full_price"));
            assertThat(List.of(job.get("chips"), job.get("looked"), job.get("zoomed")))
                    .isEqualTo(List.of(16, 16, 16));
            assertThat(List.of(job.get("width"), job.get("height"))).isEqualTo(List.of(256, 256));
            String metrics = new String(server.get("/metrics").body(), StandardCharsets.UTF_8);
            assertThat(metrics)
                    .contains("patchdrop_jobs{state=\"done\"} 1.0")
                    .contains("patchdrop_jobs_chips_total 16.0")
                    .contains("patchdrop_jobs_bytes_total " + ((Number) job.get("bytes")).doubleValue());
        }
    }
}
