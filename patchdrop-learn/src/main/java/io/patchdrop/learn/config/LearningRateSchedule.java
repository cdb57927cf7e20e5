package io.patchdrop.learn.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the learning rate moves from the first step (progress 0) to the last (progress 1). */
public enum LearningRateSchedule {
    /** The same rate throughout. */
    @JsonProperty("constant")
    CONSTANT {
        @Override
        public double factor(double progress) {
            return 1;
        }
    },
    /** Divided by 10 after 1/2 and again after 5/6 of the run: epochs 150 and 250 of the paper's 300. */
    @JsonProperty("steps")
    STEPS {
        @Override
        public double factor(double progress) {
            return progress < 0.5 ? 1 : progress < 5.0 / 6 ? 0.1 : 0.01;
        }
    },
    /** Rises for the first fifth and falls along a cosine (Smith, Super-convergence, 2018); for short runs. */
    @JsonProperty("one_cycle")
    ONE_CYCLE {
        @Override
        public double factor(double progress) {
            double rise = 0.2;
            if (progress < rise) {
                return 0.04 + 0.96 * (1 - Math.cos(Math.PI * progress / rise)) / 2;
            }
            return (1 + Math.cos(Math.PI * (progress - rise) / (1 - rise))) / 2;
        }
    },
    /** Falls along a half cosine from the highest rate to zero. */
    @JsonProperty("cosine")
    COSINE {
        @Override
        public double factor(double progress) {
            return (1 + Math.cos(Math.PI * progress)) / 2;
        }
    };

    /**
     * The share of the highest learning rate that is used at some point.
     *
     * @param progress share of the steps done, in [0, 1]
     * @return what the highest learning rate is multiplied with, in [0, 1]
     */
    public abstract double factor(double progress);
}
