package io.patchdrop.learn.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.learn.patches.Actions;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The estimator of the paper as a whole, in double precision and without sampling: over all masks, weighted by their
 * probabilities, the gradient of log pi(a) times the advantage is the gradient of the expected reward, whatever the
 * baseline.
 */
class PolicyGradientTest extends TensorTest {
    @ParameterizedTest
    @CsvSource({"2,1.0,0", "3,0.7,0", "3,0.95,-2.5", "2,0.8,13"})
    void theExpectedEstimateIsTheGradientOfTheExpectedReward(int patches, double alpha, double baseline) {
        SplittableRandom random = new SplittableRandom(71 + patches);
        double[] logits = random.doubles(patches, -2, 2).toArray();
        double[] rewards = random.doubles(1 << patches, -1, 1).toArray();

        Tensor leaf = AbstractTensor.create(logits, 1, patches).set_requires_grad(true);
        Tensor softened = Actions.soften(leaf.sigmoid(), alpha);
        double[] p = values(softened);
        for (int mask = 0; mask < rewards.length; mask++) {
            double advantage = rewards[mask] - baseline;
            double weight = probability(mask, p) * advantage;
            Tensor weighted = Actions.logLikelihood(softened, actions(mask, patches))
                    .mul(new org.bytedeco.pytorch.Scalar(weight))
                    .sum();
            weighted.backward(
                    new Tensor(),
                    new org.bytedeco.pytorch.BoolOptional(true),
                    false,
                    new org.bytedeco.pytorch.TensorArrayRefOptional());
        }

        double[] estimate = values(leaf.grad());
        double step = 1e-5;
        for (int patch = 0; patch < patches; patch++) {
            double[] up = logits.clone();
            double[] down = logits.clone();
            up[patch] += step;
            down[patch] -= step;
            double difference = expected(up, rewards, alpha) - expected(down, rewards, alpha);
            assertThat(estimate[patch]).isCloseTo(difference / (2 * step), within(1e-8));
        }
    }

    private static Tensor actions(int mask, int patches) {
        double[] taken = new double[patches];
        for (int patch = 0; patch < patches; patch++) {
            taken[patch] = mask >> patch & 1;
        }
        return AbstractTensor.create(taken, 1, patches);
    }

    private static double expected(double[] logits, double[] rewards, double alpha) {
        double[] p = new double[logits.length];
        for (int patch = 0; patch < p.length; patch++) {
            double plain = 1 / (1 + Math.exp(-logits[patch]));
            p[patch] = alpha * plain + (1 - alpha) * (1 - plain);
        }
        double sum = 0;
        for (int mask = 0; mask < rewards.length; mask++) {
            sum += probability(mask, p) * rewards[mask];
        }
        return sum;
    }

    private static double probability(int mask, double[] p) {
        double product = 1;
        for (int patch = 0; patch < p.length; patch++) {
            product *= (mask >> patch & 1) == 1 ? p[patch] : 1 - p[patch];
        }
        return product;
    }
}
