package io.patchdrop.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.core.Budget;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.PatchMask;
import io.patchdrop.fixtures.LinearModel;
import io.patchdrop.imagery.RgbImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LookTest {
    private final Path folder;

    LookTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aLookSaysWhatArithmeticSaysFromBothSizes() throws IOException {
        LinearModel linear = LinearModel.patchLocal();
        byte[] small = Arrays.copyOf(linear.randomImage(99), 3 * 6 * 6);
        try (PatchDropModel model = TinyModels.load(linear, folder, TinyModels.options())) {
            List<Look> looks = model.look(List.of(TinyModels.image(linear, 4), new RgbImage(6, 6, small)));
            assertLook(looks.get(0), linear, linear.lookOf(linear.randomImage(4)));
            assertLook(looks.get(1), linear, linear.normalisedLook(small));
        }
    }

    private static void assertLook(Look look, LinearModel linear, double[] pixels) {
        double[] logits = linear.lrLogits(pixels);
        double sum = Arrays.stream(logits).map(Math::exp).sum();
        for (int i = 0; i < logits.length; i++) {
            assertThat((double) look.probabilities()[i]).isCloseTo(Math.exp(logits[i]) / sum, within(1e-5));
        }
        double[] scores = linear.scores(pixels);
        for (int patch = 0; patch < scores.length; patch++) {
            assertThat((double) look.scores()[patch]).isCloseTo(scores[patch], within(1e-5));
            assertThat((double) look.patchProbabilities()[patch])
                    .isCloseTo(1 / (1 + Math.exp(-scores[patch])), within(1e-5));
        }
        double[] value = linear.value(pixels);
        double logit = value[9] + value[2] + value[5];
        assertThat(look.probabilityRight(PatchMask.ofIndices(9, 2, 5)).orElseThrow())
                .isCloseTo(1 / (1 + Math.exp(-logit)), within(1e-5));
    }

    @Test
    void whatIsDecidedFromALookIsWhatIsBought() throws IOException {
        LinearModel linear = LinearModel.dense();
        List<Budget> budgets = List.of(
                Budget.policy(),
                Budget.patches(4),
                Budget.price(0.05, 1),
                Budget.price(0.05, 1, 2, 3, 4, 5, 4, 3, 2, 1));
        try (PatchDropModel model = TinyModels.load(linear, folder, TinyModels.options())) {
            List<RgbImage> images = TinyModels.images(linear, 30);
            List<Look> looks = model.look(images);
            for (Budget budget : budgets) {
                List<Answer> answers = model.classify(images, budget);
                for (int i = 0; i < images.size(); i++) {
                    assertThat(model.decide(looks.get(i), budget))
                            .isEqualTo(answers.get(i).mask());
                }
            }
        }
    }

    @Test
    void aConfidenceCannotBeDecidedFromALookNorAPriceWithoutAValueHead() throws IOException {
        LinearModel linear = new LinearModel(2, 3, 6, 2, 0, 0, false, true, 4);
        try (PatchDropModel model = TinyModels.load(linear, folder, TinyModels.options())) {
            RgbImage image = TinyModels.image(linear, 0);
            Look look = model.look(List.of(image)).get(0);
            assertThat(look.value()).isNull();
            assertThat(look.probabilityRight(PatchMask.none(4))).isEmpty();
            assertRefused(() -> model.decide(look, Budget.confidence(0.5)), "A confidence is not decided by a look");
            assertRefused(() -> model.decide(look, Budget.price(1, 1)), "no value head");
            assertRefused(() -> model.classify(image, Budget.price(1, 1)), "no value head");
        }
    }

    private static void assertRefused(Runnable call, String message) {
        assertThatThrownBy(call::run).isInstanceOf(InvalidInputException.class).hasMessageContaining(message);
    }
}
