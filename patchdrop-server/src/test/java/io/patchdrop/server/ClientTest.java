package io.patchdrop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patchdrop.client.Anytime;
import io.patchdrop.client.Choice;
import io.patchdrop.client.ClientOptions;
import io.patchdrop.client.ImageResult;
import io.patchdrop.client.Look;
import io.patchdrop.client.Model;
import io.patchdrop.client.PatchDropClient;
import io.patchdrop.client.PatchDropException;
import io.patchdrop.core.Budget;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.runtime.Answer;
import io.patchdrop.runtime.PatchDropModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The Java client and a real server: answers are those of the model in process. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientTest {
    private static final Offset<Double> NEAR = Offset.offset(1e-5);

    private final PatchDropServer server = ServedScenes.start();
    private final PatchDropClient client = PatchDropClient.at(server.address());
    private final PatchDropModel model = PatchDropModel.load(ServedScenes.BUNDLE);
    private byte[] scene = {};

    @BeforeAll
    void draw() throws IOException {
        scene = ServedScenes.sample(server, 5);
    }

    @AfterAll
    void stop() {
        client.close();
        model.close();
        server.close();
    }

    private static void assertSame(io.patchdrop.client.Answer answer, Answer expected) {
        assertThat(answer.className()).isEqualTo(expected.className());
        assertThat(answer.confidence()).isCloseTo(expected.confidence(), NEAR);
        assertThat(answer.patches())
                .isEqualTo(Arrays.stream(expected.purchases()).boxed().toList());
    }

    @Test
    void modelsAreWhatTheirBundlesSay() {
        assertThat(client.isReady()).isTrue();
        Model found = client.model("scenes");
        assertThat(client.models()).containsExactly(found);
        assertThat(found.classes()).isEqualTo(model.manifest().classes());
        assertThat(found.patches()).isEqualTo(16);
        assertThat(found.steps()).isEqualTo(model.manifest().steps());
        assertThat(found.budgets()).hasSameSizeAs(model.manifest().budgets());
        assertThat(found.guarantees().get(0).risk())
                .isEqualTo(model.manifest().guarantees().get(0).epsilon());
        assertThat(found.decision().value()).isPresent();
    }

    @Test
    void answersAreTheModels() throws IOException {
        RgbImage image = model.decode(scene);
        assertSame(
                client.classify("scenes", scene), model.classify(List.of(image)).get(0));
        assertSame(
                client.classify("scenes", scene, Choice.patches(3)),
                model.classify(List.of(image), Budget.patches(3)).get(0));
        assertSame(
                client.classify("scenes", scene, Choice.confidence(0.99)),
                model.classify(List.of(image), Budget.confidence(0.99)).get(0));
        assertSame(
                client.classify("scenes", scene, Choice.price(0.02)),
                model.classify(List.of(image), Budget.price(0.02, 1)).get(0));
        double tau = model.manifest().guarantees().get(0).tau();
        assertSame(
                client.classify("scenes", scene, Choice.risk(0.005)),
                model.classify(List.of(image), Budget.confidence(tau)).get(0));
    }

    @Test
    void looksAreTheModels() throws IOException {
        Look look = client.look("scenes", scene);
        var expected = model.look(List.of(model.decode(scene))).get(0);
        assertThat(look.scores()).hasSize(16);
        for (int i = 0; i < 16; i++) {
            assertThat(look.scores().get(i)).isCloseTo(expected.scores()[i], Offset.offset(1e-4));
        }
    }

    @Test
    void answersAfterEachPatchFollowTheOrder() throws IOException {
        Anytime anytime = client.anytime("scenes", scene);
        RgbImage image = model.decode(scene);
        assertThat(anytime.answers()).hasSize(17);
        for (int patches : new int[] {0, 1, 7, 16}) {
            Answer expected =
                    model.classify(List.of(image), Budget.patches(patches)).get(0);
            assertThat(anytime.answers().get(patches).patches()).isEqualTo(patches);
            assertThat(anytime.answers().get(patches).confidence()).isCloseTo(expected.confidence(), NEAR);
            assertThat(anytime.order().subList(0, patches))
                    .isEqualTo(Arrays.stream(expected.purchases()).boxed().toList());
        }
        assertSame(anytime.decision(), model.classify(List.of(image)).get(0));
        assertThat(anytime.look()).isEqualTo(client.look("scenes", scene));
    }

    @Test
    void filesAreAnsweredInOrderAndTheBadOneNamed(@TempDir Path folder) throws IOException {
        Path good = Files.write(folder.resolve("früh \"1\".png"), scene);
        Path bad = Files.writeString(folder.resolve("bad.png"), "no image");
        List<ImageResult> results = client.classify("scenes", List.of(good, bad, good), Choice.patches(2));
        assertThat(results).hasSize(3);
        assertThat(results.get(0).answer()).isEqualTo(Optional.of(client.classify("scenes", scene, Choice.patches(2))));
        assertThat(results.get(0).answer()).isEqualTo(results.get(2).answer());
        assertThat(results.get(1).image()).isEqualTo("bad.png");
        assertThat(results.get(1).error())
                .hasValueSatisfying(error -> assertThat(error).contains("JPEG, PNG, TIFF"));
        assertThat(client.classify("scenes", good, Choice.patches(2)))
                .isEqualTo(results.get(0).answer().orElseThrow());
        assertThat(client.look("scenes", good)).isEqualTo(client.look("scenes", scene));
    }

    @Test
    void problemsHaveStatusCodeAndDetail() {
        assertProblem(() -> client.model("none"), 404, "not_found", "There is no such model (there are scenes)");
        assertProblem(
                () -> client.classify("scenes", new byte[] {1}),
                415,
                "unsupported_image",
                "(send a JPEG, PNG, TIFF, BMP or GIF image)");
        assertProblem(() -> client.classify("scenes", scene, Choice.patches(99)), 422, "unusable", "99");
    }

    private static void assertProblem(Runnable call, int status, String code, String detail) {
        PatchDropException problem = catchThrowableOfType(PatchDropException.class, call::run);
        assertThat(problem.status()).isEqualTo(status);
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.detail()).contains(detail);
    }

    @Test
    void theTokenIsSent() {
        String token = "a-token-for-this-test";
        try (PatchDropServer closed =
                PatchDropServer.start(ServedScenes.options().withToken(token))) {
            ClientOptions options = ClientOptions.of(closed.address()).withRetries(0, Duration.ZERO);
            try (PatchDropClient stranger = new PatchDropClient(options);
                    PatchDropClient friend = new PatchDropClient(options.withToken(token))) {
                assertProblem(stranger::models, 401, "unauthorized", "token");
                assertThat(stranger.isReady()).isTrue();
                assertThat(friend.models()).hasSize(1);
            }
        }
    }
}
