package io.patchdrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.core.Budget;
import io.patchdrop.imagery.json.Json;
import io.patchdrop.runtime.AnswerFields;
import io.patchdrop.runtime.PatchDropModel;
import io.patchdrop.server.models.ImageOptions;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many requests at a time. */
@Timeout(120)
class BatchingTest {
    private static final int CLIENTS = 24;
    private static final int EACH = 20;

    private final Path folder;

    BatchingTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static double metric(TinyServer server, String name) throws IOException, InterruptedException {
        return server.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** The answers of a model that is called from here. */
    private List<String> expected(int images, List<Budget> budgets) throws IOException {
        List<String> answers = new ArrayList<>();
        try (PatchDropModel model = PatchDropModel.load(TinyServer.bundle(folder))) {
            for (int i = 0; i < images; i++) {
                answers.add(Json.line(AnswerFields.of(
                        "image",
                        model.classify(model.decode(TinyServer.png(i)), budgets.get(i % budgets.size())),
                        model.manifest().classes())));
            }
        }
        return answers;
    }

    @Test
    void whatArrivesTogetherIsAnsweredTogetherAndAsAlone() throws Exception {
        List<String> queries = List.of("", "?budget=2", "?tau=0.6", "?lambda=0.05", "?budget=0");
        List<Budget> budgets = List.of(
                TinyServer.MODEL.bundle().manifest().decision().budget(),
                Budget.patches(2),
                Budget.confidence(0.6),
                Budget.price(0.05, 1),
                Budget.patches(0));
        List<String> expected = expected(CLIENTS * EACH, budgets);
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (TinyServer server =
                new TinyServer(folder, options -> options.withImages(new ImageOptions(16, 1000, 1e9)))) {
            CountDownLatch begin = new CountDownLatch(1);
            List<Future<List<String>>> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                int first = client * EACH;
                clients.add(threads.submit(() -> {
                    begin.await();
                    List<String> answers = new ArrayList<>();
                    for (int i = first; i < first + EACH; i++) {
                        answers.add(server.post("/models/tiny/classify" + queries.get(i % 5), TinyServer.png(i))
                                .body());
                    }
                    return answers;
                }));
            }
            begin.countDown();
            List<String> answers = new ArrayList<>();
            for (Future<List<String>> client : clients) {
                answers.addAll(client.get());
            }
            for (int i = 0; i < answers.size(); i++) {
                Answers.assertSame(answers.get(i), expected.get(i));
            }
            assertThat(metric(server, "patchdrop_batch_images_sum")).isEqualTo(CLIENTS * EACH);
            assertThat(metric(server, "patchdrop_batch_images_count")).isLessThan(CLIENTS * EACH);
            assertThat(metric(server, "patchdrop_images_inside")).isZero();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void tooManyAreRefusedAtOnceAndTheOthersAnsweredRight() throws Exception {
        List<String> expected = expected(CLIENTS, List.of(Budget.patches(3)));
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (TinyServer server = new TinyServer(folder, options -> options.withImages(new ImageOptions(2, 2, 1e9)))) {
            CountDownLatch begin = new CountDownLatch(1);
            List<Future<Map<Integer, Integer>>> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                int image = client;
                clients.add(threads.submit(() -> {
                    begin.await();
                    int answered = 0;
                    int refused = 0;
                    for (int i = 0; i < EACH; i++) {
                        HttpResponse<String> response =
                                server.post("/models/tiny/classify?budget=3", TinyServer.png(image));
                        if (response.statusCode() == 429) {
                            assertThat(response.headers().firstValue("retry-after"))
                                    .hasValue("1");
                            assertThat(response.body()).contains("\"code\":\"busy\"");
                            refused++;
                        } else {
                            assertThat(response.statusCode()).isEqualTo(200);
                            Answers.assertSame(response.body(), expected.get(image));
                            answered++;
                        }
                    }
                    return Map.of(answered, refused);
                }));
            }
            begin.countDown();
            int answered = 0;
            int refused = 0;
            for (Future<Map<Integer, Integer>> client : clients) {
                for (Map.Entry<Integer, Integer> counts : client.get().entrySet()) {
                    answered += counts.getKey();
                    refused += counts.getValue();
                }
            }
            assertThat(answered).isPositive();
            assertThat(refused).isPositive();
            assertThat(answered + refused).isEqualTo(CLIENTS * EACH);
            assertThat(server.post("/models/tiny/classify", TinyServer.png(0)).statusCode())
                    .isEqualTo(200);
            assertThat(metric(server, "patchdrop_images_inside")).isZero();
        } finally {
            threads.shutdownNow();
        }
    }
}
