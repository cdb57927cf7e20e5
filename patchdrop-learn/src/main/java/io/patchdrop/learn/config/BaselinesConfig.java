package io.patchdrop.learn.config;

/**
 * What the systems beside PatchDrop need that it does not. Their epochs, batches and learning rates are those of LR-CNN,
 * HR-CNN and PatchDrop's stages.
 *
 * @param bagnetNet patch-local HR classifier of BagNet
 * @param kdTemperature T of the distillation, above 0
 * @param kdWeight share of the distillation in the loss, in [0, 1]; the rest is cross-entropy
 * @param pcnShared share of the filters that both branches of PCN have in common, in [0, 1]
 * @param pcnCoupling weight of the squared distance between the branches' features
 * @param srganWidth channels of SRGAN's generator
 * @param srganBlocks residual blocks of SRGAN's generator
 * @param srganFeatures weight of the content loss on the HR classifier's features, beside 1 for pixels
 * @param srganAdversarial weight of the adversarial loss
 * @param srganTask weight of the cross-entropy of the HR classifier on the super-resolved image
 */
public record BaselinesConfig(
        String bagnetNet,
        double kdTemperature,
        double kdWeight,
        double pcnShared,
        double pcnCoupling,
        int srganWidth,
        int srganBlocks,
        double srganFeatures,
        double srganAdversarial,
        double srganTask) {
    public BaselinesConfig {
        Checks.net("bagnet_net", bagnetNet);
        Checks.positive("kd_temperature", kdTemperature);
        Checks.between("kd_weight", kdWeight, 0, 1);
        Checks.between("pcn_shared", pcnShared, 0, 1);
        Checks.notNegative("pcn_coupling", pcnCoupling);
        Checks.atLeast("srgan_width", srganWidth, 4);
        Checks.atLeast("srgan_blocks", srganBlocks, 1);
        Checks.notNegative("srgan_features", srganFeatures);
        Checks.notNegative("srgan_adversarial", srganAdversarial);
        Checks.notNegative("srgan_task", srganTask);
    }
}
