package io.patchdrop.learn.config;

/**
 * Training of one classifier by stochastic gradient descent with Nesterov momentum and cross-entropy.
 *
 * @param net the net, as {@code NetSpec} reads it, for example {@code cifar-resnet32}
 * @param epochs passes over the training split
 * @param batch images a step
 * @param learningRate highest learning rate of the schedule
 * @param momentum momentum, in [0, 1)
 * @param weightDecay L2 penalty on the weights
 * @param schedule how the learning rate moves over the run
 * @param weights safetensors file that training starts from, for example converted torchvision weights; empty for random
 *     weights. If it was made for other classes, its last layer ({@code fc}) is left out
 */
public record ClassifierConfig(
        String net,
        int epochs,
        int batch,
        double learningRate,
        double momentum,
        double weightDecay,
        LearningRateSchedule schedule,
        String weights) {
    public ClassifierConfig {
        Checks.net("net", net);
        Checks.atLeast("epochs", epochs, 1);
        Checks.atLeast("batch", batch, 2);
        Checks.positive("learning_rate", learningRate);
        Checks.between("momentum", momentum, 0, 0.9999);
        Checks.notNegative("weight_decay", weightDecay);
    }
}
