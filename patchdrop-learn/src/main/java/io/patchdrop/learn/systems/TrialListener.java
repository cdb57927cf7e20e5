package io.patchdrop.learn.systems;

import io.patchdrop.learn.stages.TrainingListener;
import java.util.Map;

/**
 * Passes on how a short training goes under a title that tells it from the whole one. What is odd about a policy after so
 * few epochs is no news, so warnings are not passed on.
 *
 * @param listener hears it
 * @param factor of the learning rate
 */
record TrialListener(TrainingListener listener, double factor) implements TrainingListener {
    @Override
    public void stageStarted(String stage, long done, long total) {
        listener.stageStarted(title(stage), done, total);
    }

    @Override
    public void stepDone() {
        listener.stepDone();
    }

    @Override
    public void epochDone(String stage, int epoch, Map<String, Double> values) {
        listener.epochDone(title(stage), epoch, values);
    }

    @Override
    public void stageDone() {
        listener.stageDone();
    }

    @Override
    public void warning(String text) {}

    private String title(String stage) {
        return stage + " at " + factor + " x the learning rate";
    }
}
