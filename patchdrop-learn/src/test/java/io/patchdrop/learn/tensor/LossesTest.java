package io.patchdrop.learn.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LossesTest extends TensorTest {
    private static final double[][] STUDENT = {{1.5, -0.5, 0.25}, {-2, 0, 3}};
    private static final double[][] TEACHER = {{4, 1, -1}, {0.5, 2.5, 2}};
    private static final long[] LABELS = {0, 1};

    @ParameterizedTest
    @CsvSource({"1, 1", "4, 1", "4, 0.7", "2.5, 0", "20, 0.3"})
    void distillationIsHintonsSum(double temperature, double weight) {
        double expected = 0;
        for (int image = 0; image < 2; image++) {
            double[] told = softmax(TEACHER[image], temperature);
            double[] guessed = softmax(STUDENT[image], temperature);
            double divergence = 0;
            for (int k = 0; k < 3; k++) {
                divergence += told[k] * Math.log(told[k] / guessed[k]);
            }
            double crossEntropy = -Math.log(softmax(STUDENT[image], 1)[(int) LABELS[image]]);
            expected += (weight * temperature * temperature * divergence + (1 - weight) * crossEntropy) / 2;
        }
        Tensor loss = Losses.distillation(logits(STUDENT), logits(TEACHER), labels(), temperature, weight);
        assertThat(loss.item_double()).isCloseTo(expected, within(1e-12));
    }

    @Test
    void theTeacherItselfIsTheBestStudent() {
        assertThat(Losses.softenedDivergence(logits(TEACHER), logits(TEACHER), 3)
                        .item_double())
                .isCloseTo(0, within(1e-15));
        assertThat(Losses.softenedDivergence(logits(STUDENT), logits(TEACHER), 3)
                        .item_double())
                .isPositive();
    }

    /** For T to infinity the gradient becomes (s - t) / K for logits of mean zero (Hinton et al., 2015, eq. 4), each image's share 1 / N. */
    @Test
    void aHotDistillationMatchesLogits() {
        Tensor student = logits(STUDENT).set_requires_grad(true);
        Losses.distillation(student, logits(TEACHER), labels(), 1e5, 1).backward();
        double[] gradient = values(student.grad());
        for (int image = 0; image < 2; image++) {
            double shift = mean(STUDENT[image]) - mean(TEACHER[image]);
            for (int k = 0; k < 3; k++) {
                double difference = STUDENT[image][k] - TEACHER[image][k] - shift;
                assertThat(gradient[3 * image + k]).isCloseTo(difference / 3 / 2, within(1e-4));
            }
        }
    }

    @Test
    void adversarialLossesAreNegativeLogLikelihoods() {
        double[] real = {2, -1, 30};
        double[] made = {0.5, -3, -40};
        double discrimination = 0;
        double deception = 0;
        for (int image = 0; image < 3; image++) {
            discrimination -= (logSigmoid(real[image]) + logSigmoid(-made[image])) / 3;
            deception -= logSigmoid(made[image]) / 3;
        }
        Tensor realLogits = AbstractTensor.create(real, 3);
        Tensor madeLogits = AbstractTensor.create(made, 3);
        assertThat(Losses.discrimination(realLogits, madeLogits).item_double()).isCloseTo(discrimination, within(1e-8));
        assertThat(Losses.deception(madeLogits).item_double()).isCloseTo(deception, within(1e-8));
    }

    @Test
    void theDistanceOfFeaturesIsAMeanOfSquares() {
        Tensor one = AbstractTensor.create(new double[] {1, 2, 3, 4}, 1, 1, 2, 2);
        Tensor other = AbstractTensor.create(new double[] {1, 0, 4, 6}, 1, 1, 2, 2);
        assertThat(Losses.squaredDistance(one, other).item_double()).isCloseTo((4 + 1 + 4) / 4.0, within(1e-15));
    }

    private static double logSigmoid(double x) {
        return x > 0 ? -Math.log1p(Math.exp(-x)) : x - Math.log1p(Math.exp(x));
    }

    private static double mean(double[] values) {
        return (values[0] + values[1] + values[2]) / 3;
    }

    private static double[] softmax(double[] logits, double temperature) {
        double[] result = new double[logits.length];
        double sum = 0;
        for (int k = 0; k < logits.length; k++) {
            result[k] = Math.exp(logits[k] / temperature);
            sum += result[k];
        }
        for (int k = 0; k < logits.length; k++) {
            result[k] /= sum;
        }
        return result;
    }

    private static Tensor logits(double[][] rows) {
        return AbstractTensor.create(
                new double[] {rows[0][0], rows[0][1], rows[0][2], rows[1][0], rows[1][1], rows[1][2]}, 2, 3);
    }

    private static Tensor labels() {
        return AbstractTensor.create(LABELS, 2);
    }
}
