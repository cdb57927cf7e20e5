package io.patchdrop.learn.tensor;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.bytedeco.pytorch.global.torch.log_softmax;
import static org.bytedeco.pytorch.global.torch.mse_loss;
import static org.bytedeco.pytorch.global.torch.softplus;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Losses of the systems that learn a look's missing detail from HR images. Each is the mean over a batch, a scalar. */
public final class Losses {
    private Losses() {}

    /**
     * Knowledge distillation (Hinton, Vinyals and Dean, 2015): weight x T^2 x KL(teacher || student), both softened by the
     * temperature T, plus (1 - weight) x cross-entropy. T^2 keeps the size of the gradients when T changes.
     *
     * @param student logits {@code [N, K]}
     * @param teacher logits {@code [N, K]}, constant
     * @param labels {@code [N]}
     * @param temperature T, above 0
     * @param weight in [0, 1]
     */
    public static Tensor distillation(
            Tensor student, Tensor teacher, Tensor labels, double temperature, double weight) {
        Tensor soft =
                softenedDivergence(student, teacher, temperature).mul(new Scalar(weight * temperature * temperature));
        return soft.add(cross_entropy_loss(student, labels).mul(new Scalar(1 - weight)));
    }

    /** KL(teacher || student) of softmax(logits / T), the mean over images. */
    static Tensor softenedDivergence(Tensor student, Tensor teacher, double temperature) {
        Tensor told = log_softmax(teacher.div(new Scalar(temperature)), 1);
        Tensor guessed = log_softmax(student.div(new Scalar(temperature)), 1);
        return told.exp().mul(told.sub(guessed)).sum(1).mean();
    }

    /** Mean squared difference of two tensors of the same shape. */
    public static Tensor squaredDistance(Tensor one, Tensor other) {
        return mse_loss(one, other);
    }

    /**
     * What a discriminator minimises (Goodfellow et al., 2014): -log D(real) - log(1 - D(made)), D the sigmoid of its logit.
     *
     * @param real logits {@code [N]} of real images
     * @param made logits {@code [N]} of generated images
     */
    public static Tensor discrimination(Tensor real, Tensor made) {
        return softplus(real.neg()).mean().add(softplus(made).mean());
    }

    /**
     * What a generator minimises against it: -log D(made), the form of Ledig et al. (CVPR 2017, eq. 6), whose gradient does
     * not vanish where the discriminator is sure.
     *
     * @param made logits {@code [N]} of generated images
     */
    public static Tensor deception(Tensor made) {
        return softplus(made.neg()).mean();
    }
}
