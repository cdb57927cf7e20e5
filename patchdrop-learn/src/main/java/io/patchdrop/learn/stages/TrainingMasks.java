package io.patchdrop.learn.stages;

import io.patchdrop.core.PatchMask;
import io.patchdrop.core.Policy;
import io.patchdrop.core.RandomPatches;
import io.patchdrop.learn.nets.ScoreNet;
import io.patchdrop.learn.patches.Actions;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Draws the masks under which a classifier is trained, or its fusion fitted. */
@FunctionalInterface
public interface TrainingMasks {
    /**
     * Masks of a batch.
     *
     * @param look {@code [N, 3, h, w]}
     * @param random source of the draws
     * @return actions {@code [N, P]} of 0 and 1, on the device of the look; no gradient
     */
    Tensor draw(Tensor look, RandomGenerator random);

    /** Those of a policy that needs no probabilities. */
    static TrainingMasks of(Policy policy, int patches) {
        float[] unused = new float[patches];
        return (look, random) -> Actions.of(
                Stream.<PatchMask>generate(() -> policy.choose(unused, random))
                        .limit(look.size(0))
                        .toList(),
                look.device());
    }

    /**
     * A rate of its own for each image, uniform in [0, 1], at which its patches are kept.
     *
     * @param whole share of the images that are taken whole, in [0, 1]
     */
    static TrainingMasks keepRates(int patches, double whole) {
        return (look, random) -> Actions.random(Math.toIntExact(look.size(0)), patches, whole, random, look.device());
    }

    /** A random number of patches, uniform in 0 to P, in random places. */
    static TrainingMasks anySize(int patches) {
        float[] unused = new float[patches];
        return of(
                (probabilities, random) -> new RandomPatches(random.nextInt(patches + 1)).choose(unused, random),
                patches);
    }

    /**
     * The patches of highest score, as a buyer meets them.
     *
     * @param scores the finished scores
     * @param counts numbers of patches, one of which is drawn for each image
     */
    static TrainingMasks bought(ScoreNet scores, int... counts) {
        return (look, random) -> {
            try (AutoGradMode noGradient = new AutoGradMode(false)) {
                scores.train(false);
                int[] drawn = new int[Math.toIntExact(look.size(0))];
                Arrays.setAll(drawn, i -> counts[random.nextInt(counts.length)]);
                Tensor number = Tensor.create(drawn, drawn.length, 1).to(look.device(), ScalarType.Int);
                return Actions.top(scores.scores(look).patches(), number);
            }
        };
    }
}
