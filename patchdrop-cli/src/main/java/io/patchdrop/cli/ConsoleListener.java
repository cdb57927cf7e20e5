package io.patchdrop.cli;

import io.patchdrop.learn.stages.TrainingListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows training on stderr: a bar with ETA on a terminal, a line an epoch elsewhere. */
final class ConsoleListener implements TrainingListener, AutoCloseable {
    private final PrintWriter err;
    private final boolean terminal;
    private @Nullable ProgressBar bar;
    private long started;
    private long doneBefore;
    private long done;
    private long total;

    /**
     * @param err where progress goes
     * @param terminal whether a person watches
     */
    ConsoleListener(PrintWriter err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    @Override
    public void stageStarted(String stage, long stepsDone, long stepsTotal) {
        started = System.nanoTime();
        doneBefore = stepsDone;
        done = stepsDone;
        total = stepsTotal;
        if (terminal) {
            bar = new ProgressBarBuilder()
                    .setTaskName(String.format(Locale.ROOT, "%-7s", stage))
                    .setInitialMax(stepsTotal)
                    .startsFrom(stepsDone, Duration.ZERO)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(500)
                    .build();
        } else if (stepsDone > 0) {
            line(stage + ": going on after step " + stepsDone + " of " + stepsTotal);
        } else {
            line(stage + ": " + stepsTotal + " steps");
        }
    }

    @Override
    public void stepDone() {
        done++;
        if (bar != null) {
            bar.step();
        }
    }

    @Override
    public void epochDone(String stage, int epoch, Map<String, Double> values) {
        String summary = summary(values);
        if (bar != null) {
            bar.setExtraMessage(" " + summary);
            return;
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        double left = seconds / Math.max(1, done - doneBefore) * (total - done);
        line(stage + " epoch " + epoch + ": " + summary + " (" + Durations.text(seconds) + ", " + Durations.text(left)
                + " left)");
    }

    @Override
    public void stageDone() {
        closeBar();
    }

    @Override
    public void warning(String text) {
        line("warning: " + text);
    }

    @Override
    public void close() {
        closeBar();
    }

    private void closeBar() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }

    private void line(String text) {
        err.println(text);
        err.flush();
    }

    /** The few numbers that tell how an epoch went. */
    private static String summary(Map<String, Double> values) {
        StringBuilder text = new StringBuilder();
        append(text, "accuracy %.1f %%", values.get("val_accuracy"));
        append(text, "S %.2f", values.get("patches"));
        append(text, "%.0f masks", values.get("masks"));
        append(text, "reward %.3f", values.get("reward"));
        append(text, "loss %.3f", values.get("train_loss"));
        return text.toString();
    }

    private static void append(StringBuilder text, String format, @Nullable Double value) {
        if (value != null) {
            text.append(text.length() == 0 ? "" : ", ").append(String.format(Locale.ROOT, format, value));
        }
    }
}
