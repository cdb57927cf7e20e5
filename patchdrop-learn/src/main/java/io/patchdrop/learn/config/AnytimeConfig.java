package io.patchdrop.learn.config;

import io.patchdrop.core.InvalidInputException;
import java.util.List;

/**
 * The recipe {@code anytime}. Its LR trunk has LR-CNN's net and schedule; its HR classifier HR-CNN's, then the schedule of
 * Ft-1 under random masks and that of Ft-2 under its own.
 *
 * @param policySplit share of the training images that the classifiers do not see, on which fusion, patch scores and value
 *     head are fitted, in [0.05, 0.6]
 * @param fullShare share of each batch that the HR classifier sees whole while it learns under random masks, in [0, 1]; the
 *     others get a random keep-rate
 * @param scoreNet net that sees the look for the patch scores, a {@code grid-resnet}
 * @param hidden channels of the head that joins it with the trunk's features
 * @param fusionMasks masks of each held-out image that the fusion is fitted on
 * @param samples K: masks drawn for each image in a step of the policy gradient, at least 2
 * @param scores the policy gradient's schedule; its batch is in images, each with {@code samples} masks
 * @param valueEpochs passes over the held-out images for the value head
 * @param valueLearningRate Adam's learning rate for the value head
 * @param steps numbers of patches at which it may stop, rising from 0; the last is P
 * @param taus confidences of the evaluated curve, rising, in (0, 1]
 * @param lambdas prices of a patch, in accuracy, of the evaluated one-shot curve, rising
 */
public record AnytimeConfig(
        double policySplit,
        double fullShare,
        String scoreNet,
        int hidden,
        int fusionMasks,
        int samples,
        PolicyStageConfig scores,
        int valueEpochs,
        double valueLearningRate,
        List<Integer> steps,
        List<Double> taus,
        List<Double> lambdas) {
    public AnytimeConfig {
        Checks.between("policy_split", policySplit, 0.05, 0.6);
        Checks.between("full_share", fullShare, 0, 1);
        Checks.net("score_net", scoreNet);
        Checks.atLeast("hidden", hidden, 1);
        Checks.atLeast("fusion_masks", fusionMasks, 1);
        Checks.atLeast("samples", samples, 2);
        Checks.atLeast("value_epochs", valueEpochs, 1);
        Checks.positive("value_learning_rate", valueLearningRate);
        steps = List.copyOf(steps);
        taus = List.copyOf(taus);
        lambdas = List.copyOf(lambdas);
        if (steps.isEmpty() || steps.get(0) != 0 || !rises(steps)) {
            throw new InvalidInputException(
                    "steps is " + steps, "give rising numbers of patches from 0, such as [0, 2, 4]");
        }
        taus.forEach(tau -> Checks.between("taus", tau, 1e-6, 1));
        lambdas.forEach(lambda -> Checks.notNegative("lambdas", lambda));
        if (!rises(taus) || !rises(lambdas)) {
            throw new InvalidInputException("taus and lambdas must rise", "sort them, each value once");
        }
    }

    private static <T extends Comparable<T>> boolean rises(List<T> values) {
        for (int i = 1; i < values.size(); i++) {
            if (values.get(i - 1).compareTo(values.get(i)) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** The steps for a grid of P patches: those below P, and P. */
    public int[] steps(int patches) {
        return java.util.stream.IntStream.concat(
                        steps.stream().mapToInt(Integer::intValue).filter(step -> step < patches),
                        java.util.stream.IntStream.of(patches))
                .toArray();
    }
}
