package io.patchdrop.learn.stages;

import java.util.Map;

/** Hears how training goes; the command line draws a progress bar from it. Called on the training thread. */
public interface TrainingListener {
    /**
     * A stage starts or is taken up again.
     *
     * @param stage its title
     * @param done steps done already
     * @param total steps of the whole stage
     */
    void stageStarted(String stage, long done, long total);

    /** One more step of the stage is done. */
    void stepDone();

    /**
     * An epoch is done.
     *
     * @param stage the stage's title
     * @param epoch number of the epoch, from 1
     * @param values what was measured, by name
     */
    void epochDone(String stage, int epoch, Map<String, Double> values);

    /** The stage is done. */
    void stageDone();

    /** Something the user should know and can act on. */
    void warning(String text);

    /** Hears nothing. */
    static TrainingListener silent() {
        return new TrainingListener() {
            @Override
            public void stageStarted(String stage, long done, long total) {}

            @Override
            public void stepDone() {}

            @Override
            public void epochDone(String stage, int epoch, Map<String, Double> values) {}

            @Override
            public void stageDone() {}

            @Override
            public void warning(String text) {}
        };
    }
}
