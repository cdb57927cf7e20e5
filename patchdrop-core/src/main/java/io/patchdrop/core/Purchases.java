package io.patchdrop.core;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Which patches are bought, and in which order, from what the look says of them. Pure functions; each list of patches has
 * the first to be bought first.
 */
public final class Purchases {
    private Purchases() {}

    /**
     * All patches by falling score, the lower number first among equals.
     *
     * @param scores {@code [P]}, any finite numbers
     * @throws InvalidInputException if a score is not a number
     */
    public static int[] byScore(float[] scores) {
        for (int patch = 0; patch < scores.length; patch++) {
            requireFinite("score", patch, scores[patch]);
        }
        // 0 - x and not -x: of 0 it is never -0, which would go before 0.
        return sorted(IntStream.range(0, scores.length), patch -> 0.0 - scores[patch]);
    }

    /**
     * The patches that the policy takes, those of a score of at least 0, by falling score.
     *
     * @param scores {@code [P]}: the logits of taking each patch
     * @throws InvalidInputException if a score is not a number
     */
    public static int[] ofPolicy(float[] scores) {
        int[] order = byScore(scores);
        int count = 0;
        while (count < order.length && scores[order[count]] >= 0) {
            count++;
        }
        return Arrays.copyOf(order, count);
    }

    /**
     * The patches that maximise sigmoid(b + sum of w_i) - lambda * (sum of prices), sums over the patches taken: the best
     * of the first patches by falling w_i / price_i, the fewest among equals. If all prices are the same, no mask is better;
     * else none is better by more than lambda times the highest price, since the best mask of any total price is topped by
     * as many first patches as cost that much, plus one.
     *
     * @param value {@code [P + 1]}: w_1 to w_P, then b
     * @param budget one price, or P of them
     * @throws InvalidInputException if the prices are not one or P, or a value is not a number
     */
    public static int[] worthTheirPrice(float[] value, Budget.Price budget) {
        int patches = value.length - 1;
        budget.requireFits(patches);
        for (int patch = 0; patch <= patches; patch++) {
            requireFinite("value", patch, value[patch]);
        }
        // What does not make a right answer likelier is not even taken as a gift.
        int[] order = sorted(
                IntStream.range(0, patches).filter(patch -> value[patch] > 0),
                patch -> -value[patch] / budget.of(patch));
        double logit = value[patches];
        double price = 0;
        double best = sigmoid(logit);
        int count = 0;
        for (int bought = 1; bought <= order.length; bought++) {
            int patch = order[bought - 1];
            logit += value[patch];
            price += budget.of(patch);
            double worth = sigmoid(logit) - budget.lambda() * price;
            if (worth > best) {
                best = worth;
                count = bought;
            }
        }
        return Arrays.copyOf(order, count);
    }

    /**
     * What the value head says of a mask: the probability that the answer is right.
     *
     * @param value {@code [P + 1]}: w_1 to w_P, then b
     * @param bought patches, each once
     * @return in [0, 1]
     */
    public static double probabilityRight(float[] value, int[] bought) {
        double logit = value[value.length - 1];
        for (int patch : bought) {
            logit += value[patch];
        }
        return sigmoid(logit);
    }

    /** 1 / (1 + exp(-x)). */
    public static double sigmoid(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }

    /** Patches by rising key, equal ones by their number. */
    private static int[] sorted(IntStream patches, IntToDoubleFunction key) {
        return patches.boxed()
                .sorted(Comparator.comparingDouble(key::applyAsDouble)) // stable
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static void requireFinite(String what, int patch, float number) {
        if (!Float.isFinite(number)) {
            throw new InvalidInputException(
                    "The model gave patch " + patch + " the " + what + " " + number,
                    "its training has diverged: use another model");
        }
    }
}
