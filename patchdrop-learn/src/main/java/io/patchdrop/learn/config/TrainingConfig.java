package io.patchdrop.learn.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.patchdrop.core.PatchGrid;

/**
 * Everything that a run is told. Written to the run folder as {@code config.yaml} before the
 * first step.
 *
 * @param preset name of the preset that it started from
 * @param recipe the recipe; {@code paper} is the published one
 * @param seed every random draw derives from it
 * @param grid G: the image is divided into G x G patches
 * @param data images and their preparation
 * @param runtime device, precision, threads
 * @param lr the LR classifier
 * @param hr the HR classifier
 * @param policyNet the policy's net, as {@code NetSpec} reads it
 * @param pt stage Pt: the policy alone
 * @param ft1 stage Ft-1: policy and HR classifier together
 * @param ft2 stage Ft-2: as Ft-1, with the LR classifier's logits added
 * @param baselines what the systems beside PatchDrop need that it does not
 * @param anytime the recipe {@code anytime}
 * @param tuning the search for learning rates in a comparison
 */
public record TrainingConfig(
        String preset,
        Recipe recipe,
        long seed,
        int grid,
        DataConfig data,
        RuntimeConfig runtime,
        ClassifierConfig lr,
        ClassifierConfig hr,
        String policyNet,
        PolicyStageConfig pt,
        PolicyStageConfig ft1,
        PolicyStageConfig ft2,
        BaselinesConfig baselines,
        AnytimeConfig anytime,
        TuningConfig tuning) {
    public TrainingConfig {
        Checks.atLeast("grid", grid, 1);
        Checks.net("policy_net", policyNet);
        var unused = PatchGrid.divide(grid, data.imageSize(), data.imageSize());
    }

    /** Which method is trained. */
    public enum Recipe {
        /** Uzkent and Ermon, CVPR 2020. */
        @JsonProperty("paper")
        PAPER,
        /** A mask-robust classifier, fusion by patch count, and buying patch by patch until confident. */
        @JsonProperty("anytime")
        ANYTIME;

        /** The name in settings and results: {@code anytime}. */
        public String title() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** The patch grid over the HR image. */
    public PatchGrid patchGrid() {
        return PatchGrid.divide(grid, data.imageSize(), data.imageSize());
    }
}
