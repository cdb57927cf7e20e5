package io.patchdrop.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.core.Budget;
import io.patchdrop.core.PatchMask;
import io.patchdrop.core.Seeds;
import io.patchdrop.fixtures.LinearModel;
import io.patchdrop.imagery.RgbImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every number of an answer against arithmetic in double precision. */
class ClassifyTest {
    private static final int IMAGES = 45;

    private final Path folder;

    ClassifyTest(@TempDir Path folder) {
        this.folder = folder;
    }

    static List<LinearModel> models() {
        return TinyModels.all();
    }

    private static List<Budget> budgets(LinearModel model) {
        List<Budget> budgets = new ArrayList<>();
        budgets.add(Budget.policy());
        for (int count = 0; count <= model.patches(); count++) {
            budgets.add(Budget.patches(count));
        }
        for (double tau : new double[] {1e-6, 0.4, 0.6, 0.8, 0.95, 1}) {
            budgets.add(Budget.confidence(tau));
        }
        if (model.valueHead()) {
            double[] prices =
                    Seeds.generator(7, "prices").doubles(model.patches(), 0, 2).toArray();
            for (double lambda : new double[] {0, 0.01, 0.1, 10}) {
                budgets.add(Budget.price(lambda, 1));
                budgets.add(Budget.price(lambda, prices));
            }
        }
        return budgets;
    }

    @ParameterizedTest
    @MethodSource("models")
    void eachBudgetGivesWhatArithmeticGives(LinearModel linear) throws IOException {
        List<RgbImage> images = TinyModels.images(linear, IMAGES);
        try (PatchDropModel model = TinyModels.load(linear, folder, TinyModels.options())) {
            for (Budget budget : budgets(linear)) {
                List<Answer> answers = model.classify(images, budget);
                assertThat(answers).hasSize(IMAGES);
                for (int i = 0; i < IMAGES; i++) {
                    Expected.of(linear, images.get(i).pixels(), budget)
                            .assertIs(budget + ", image " + i, answers.get(i));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void anImageInAListIsAnsweredAsAlone(LinearModel linear) throws IOException {
        List<RgbImage> images = TinyModels.images(linear, 23);
        RuntimeOptions options = TinyModels.options().withBatch(7);
        try (PatchDropModel model = TinyModels.load(linear, folder, options)) {
            for (Budget budget : budgets(linear)) {
                List<Answer> together = model.classify(images, budget);
                for (int i = 0; i < images.size(); i++) {
                    Answer alone = model.classify(images.get(i), budget);
                    assertThat(together.get(i).purchases()).isEqualTo(alone.purchases());
                    assertThat(together.get(i).probabilities()).containsExactly(alone.probabilities(), within(1e-5f));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void theHrClassifierAloneSeesWholeImages(LinearModel linear) throws IOException {
        List<RgbImage> images = TinyModels.images(linear, 11);
        try (PatchDropModel model =
                TinyModels.load(linear, folder, TinyModels.options().withBatch(4))) {
            List<float[]> logits = model.hrLogits(images);
            for (int i = 0; i < images.size(); i++) {
                byte[] pixels = images.get(i).pixels();
                double[] expected = linear.hrLogits(pixels, linear.lookOf(pixels), PatchMask.all(linear.patches()));
                for (int k = 0; k < expected.length; k++) {
                    assertThat((double) logits.get(i)[k]).isCloseTo(expected[k], within(1e-4));
                }
            }
        }
    }

    @Test
    void theImagesOfTheTestsBuyDifferently() throws IOException {
        LinearModel linear = LinearModel.patchLocal();
        try (PatchDropModel model = TinyModels.load(linear, folder, TinyModels.options())) {
            List<RgbImage> images = TinyModels.images(linear, IMAGES);
            Set<PatchMask> masks = new HashSet<>();
            model.classify(images).forEach(answer -> masks.add(answer.mask()));
            assertThat(masks).hasSizeGreaterThan(20);
            Set<Integer> counts = model.classify(images, Budget.confidence(0.8)).stream()
                    .map(answer -> answer.mask().count())
                    .collect(Collectors.toSet());
            assertThat(counts).hasSizeGreaterThan(2);
        }
    }

    @Test
    void theBundleDecidesUnlessAskedOtherwise() throws IOException {
        LinearModel linear = LinearModel.dense();
        try (PatchDropModel model = TinyModels.load(linear, folder, TinyModels.options())) {
            RgbImage image = TinyModels.image(linear, 3);
            assertThat(model.classify(image).purchases())
                    .isEqualTo(model.classify(image, Budget.policy()).purchases());
            assertThat(model.manifest().decision().budget()).isEqualTo(Budget.policy());
        }
    }

    @Test
    void aFileIsDecodedToTheSizeOfTheModel() throws IOException {
        LinearModel linear = LinearModel.dense();
        byte[] png = PngImages.grey(40, 30, 77);
        try (PatchDropModel model = TinyModels.load(linear, folder, TinyModels.options())) {
            RgbImage image = model.decode(png);
            assertThat(image.width()).isEqualTo(12);
            assertThat(image.height()).isEqualTo(12);
            assertThat(image.pixels()).containsOnly(77);
            assertThat(model.classify(image).probabilities()).hasSize(4);
        }
    }

    @Test
    void onlyNewPatchesAreEncodedAndStoppedImagesCostNothing() throws IOException {
        LinearModel linear = LinearModel.patchLocal();
        List<String> runs = new ArrayList<>();
        RuntimeOptions options = TinyModels.options().withListener((graph, rows, time) -> runs.add(graph + " " + rows));
        try (PatchDropModel model = TinyModels.load(linear, folder, options)) {
            List<RgbImage> images = TinyModels.images(linear, 20);
            List<Answer> answers = model.classify(images, Budget.confidence(0.7));
            int[] buying = new int[5];
            for (Answer answer : answers) {
                for (int step = 1; step < buying.length && 2 * step - 2 < answer.purchases().length; step++) {
                    buying[step]++;
                }
            }
            // Steps are 0, 2, 4, 6, 8, 9: the first is known from the look; an image that goes on buys two, at last
            // one.
            List<String> expected = new ArrayList<>(List.of("look.onnx 20", "pool.onnx 20"));
            for (int step = 1; step < buying.length && buying[step] > 0; step++) {
                expected.add("encode.onnx " + 2 * buying[step]);
                expected.add("pool.onnx " + buying[step]);
            }
            assertThat(runs).startsWith(expected.toArray(String[]::new));
            assertThat(buying[1]).isLessThan(20);
            assertThat(buying[2]).isLessThan(buying[1]);
        }
    }
}
