package io.patchdrop.runtime;

import io.patchdrop.core.bundle.Manifest.FusionWeights;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One answer of two classifiers: with n patches, softmax(A[n] * HR + B[n] * LR). */
record Fusion(List<FusionWeights> weights) {
    /** Whether the HR classifier has a say with so many patches. */
    boolean needsHr(int patches) {
        return weights.get(patches).hr() != 0;
    }

    /**
     * Class probabilities.
     *
     * @param patches n
     * @param hr logits of the HR classifier from {@code start} on; null if it has no say
     * @param lr logits of the look, {@code [K]}
     * @return {@code [K]}
     * @throws IllegalStateException if a logit is not a finite number
     */
    double[] probabilities(int patches, float @Nullable [] hr, int start, float[] lr) {
        FusionWeights pair = weights.get(patches);
        double[] logits = new double[lr.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = pair.lr() * lr[i] + (hr == null || pair.hr() == 0 ? 0 : pair.hr() * hr[start + i]);
        }
        softmax(logits);
        return logits;
    }

    /** Makes exp(x_i) / (sum of exp(x_j)) of finite numbers x_i, in place. */
    private static void softmax(double[] logits) {
        double highest = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            if (!Double.isFinite(logit)) {
                throw new IllegalStateException("the model gave " + logit + " as the logit of a class");
            }
            highest = Math.max(highest, logit);
        }
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            logits[i] = Math.exp(logits[i] - highest);
            sum += logits[i];
        }
        for (int i = 0; i < logits.length; i++) {
            logits[i] /= sum;
        }
    }

    /** exp(x_i) / (sum of exp(x_j)), of finite numbers. */
    static float[] softmax(float[] logits) {
        double[] wide = new double[logits.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = logits[i];
        }
        softmax(wide);
        return floats(wide);
    }

    static float[] floats(double[] numbers) {
        float[] narrow = new float[numbers.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) numbers[i];
        }
        return narrow;
    }

    /** The index of the highest number, the lowest of equal ones. */
    static int highest(double[] numbers) {
        int best = 0;
        for (int i = 1; i < numbers.length; i++) {
            best = numbers[i] > numbers[best] ? i : best;
        }
        return best;
    }
}
