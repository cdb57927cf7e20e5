package io.patchdrop.cli;

import io.patchdrop.runtime.zoom.ZoomListener;
import java.io.PrintWriter;
import java.util.function.BooleanSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows a zoom on stderr: a bar with ETA on a terminal, now and then a line elsewhere. */
final class ZoomProgress implements ZoomListener, AutoCloseable {
    private static final long LINE_EVERY_NANOSECONDS = 10_000_000_000L;

    private final PrintWriter err;
    private final boolean terminal;
    private final BooleanSupplier stop;
    private @Nullable ProgressBar bar;
    private String task = "";
    private long started;
    private long lastLine;

    ZoomProgress(PrintWriter err, boolean terminal, BooleanSupplier stop) {
        this.err = err;
        this.terminal = terminal;
        this.stop = stop;
    }

    @Override
    public void looked(int chips, int of) {
        show("Look", chips, of);
    }

    @Override
    public void zoomed(int chips, int of) {
        show("Zoom", chips, of);
    }

    @Override
    public boolean stopRequested() {
        return stop.getAsBoolean();
    }

    private void show(String name, int done, int of) {
        long now = System.nanoTime();
        if (!name.equals(task)) {
            close();
            task = name;
            started = now;
            lastLine = now;
            if (terminal) {
                bar = new ProgressBarBuilder()
                        .setTaskName(name)
                        .setInitialMax(of)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(500)
                        .build();
            }
        }
        if (bar != null) {
            bar.stepTo(done);
        } else if (now - lastLine > LINE_EVERY_NANOSECONDS) {
            lastLine = now;
            double left = (now - started) / 1e9 / Math.max(1, done) * (of - done);
            err.println(name + ": " + done + " of " + of + " chips (" + Durations.text(left) + " left)");
            err.flush();
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
