package io.patchdrop.learn.config;

import io.patchdrop.core.AlphaSchedule;

/**
 * One stage of policy training, by Adam on the policy gradient.
 *
 * @param epochs passes over the training split
 * @param batch images a step
 * @param sigma what a wrong answer costs: its reward is {@code -sigma}
 * @param policyLearningRate Adam's learning rate for the policy net
 * @param classifierLearningRate Adam's learning rate for the HR classifier; not used by Pt, which freezes it
 * @param weightDecay L2 penalty on the classifier's weights; not used by Pt
 * @param schedule how both learning rates move over the stage
 * @param alphaStart sharpness of the sampled policy at the start, in [0.5, 1]: probabilities p are drawn as alpha p + (1
 *     - alpha)(1 - p)
 * @param alphaEnd sharpness after the ramp, in [0.5, 1]
 * @param alphaRamp share of the stage over which alpha rises, in [0, 1]
 */
public record PolicyStageConfig(
        int epochs,
        int batch,
        double sigma,
        double policyLearningRate,
        double classifierLearningRate,
        double weightDecay,
        LearningRateSchedule schedule,
        double alphaStart,
        double alphaEnd,
        double alphaRamp) {
    public PolicyStageConfig {
        Checks.atLeast("epochs", epochs, 1);
        Checks.atLeast("batch", batch, 2);
        Checks.notNegative("sigma", sigma);
        Checks.positive("policy_learning_rate", policyLearningRate);
        Checks.positive("classifier_learning_rate", classifierLearningRate);
        Checks.notNegative("weight_decay", weightDecay);
        Checks.between("alpha_start", alphaStart, 0.5, 1);
        Checks.between("alpha_end", alphaEnd, 0.5, 1);
        Checks.between("alpha_ramp", alphaRamp, 0, 1);
    }

    /**
     * The sharpness of the sampled policy in an epoch; the ramp is spread over whole epochs.
     *
     * @param epoch from 0
     */
    public double alpha(int epoch) {
        double progress = (double) epoch / Math.max(1, epochs - 1);
        return new AlphaSchedule(alphaStart, alphaEnd, alphaRamp).alpha(progress);
    }
}
