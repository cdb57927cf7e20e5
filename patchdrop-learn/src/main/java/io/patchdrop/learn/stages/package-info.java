/**
 * The stages of training, one file each, whose step reads like the paper: {@link
 * io.patchdrop.learn.stages.ClassifierTraining} (LR-CNN and HR-CNN), {@link
 * io.patchdrop.learn.stages.PolicyPretraining} (Pt), {@link io.patchdrop.learn.stages.JointFinetuning} (Ft-1 and Ft-2), {@link
 * io.patchdrop.learn.stages.MaskedFinetuning} (Ft-1 and Ft-2 of systems that choose without looking).
 *
 * <p>Every random draw of a step comes from a generator derived from seed, stage, epoch and step, so that a stage can be
 * taken up again at any step without saving generator states.
 */
@NullMarked
package io.patchdrop.learn.stages;

import org.jspecify.annotations.NullMarked;
