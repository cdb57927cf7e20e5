package io.patchdrop.core;

/**
 * How the exploration alpha of {@link SamplingPolicy} moves during training: on a straight line from {@code start} to
 * {@code end} over the first {@code rampFraction} of it, then constant.
 *
 * @param start alpha at the beginning, in [0, 1]
 * @param end alpha after the ramp, in [0, 1]
 * @param rampFraction share of the training that the ramp takes, in [0, 1]; 0 is {@code end} throughout
 */
public record AlphaSchedule(double start, double end, double rampFraction) {
    /** @throws InvalidInputException if a value is not in [0, 1] */
    public AlphaSchedule {
        PolicyChecks.fraction("The first exploration alpha", start);
        PolicyChecks.fraction("The last exploration alpha", end);
        PolicyChecks.fraction("The share of the training in which alpha moves", rampFraction);
    }

    /**
     * Alpha at one moment.
     *
     * @param progress how much of the training is done, in [0, 1]
     */
    public double alpha(double progress) {
        if (!(progress >= 0 && progress <= 1)) {
            throw new IllegalArgumentException("progress is " + progress + ", not from 0 to 1");
        }
        return progress >= rampFraction ? end : start + (end - start) * (progress / rampFraction);
    }
}
