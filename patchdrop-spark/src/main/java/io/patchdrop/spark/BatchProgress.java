package io.patchdrop.spark;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Says on stderr how far a batch is, and turns Ctrl-C and SIGTERM into a request to stop. */
final class BatchProgress implements BatchListener, AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    private final PrintWriter err;
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "stop");
    private volatile boolean stopped;
    private long total;
    private long done;
    private long begun;
    private long doneBefore;

    BatchProgress(PrintWriter err) {
        this.err = err;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public synchronized void planned(long inputs, long committed) {
        total = inputs;
        done = committed;
        doneBefore = committed;
        begun = System.nanoTime();
        if (committed > 0) {
            line("%,d of %,d inputs were answered before", committed, inputs);
        }
    }

    @Override
    public synchronized void round(int round, long inputs, double price) {
        total = inputs;
        done = 0;
        doneBefore = 0;
        begun = System.nanoTime();
        if (round == 0) {
            line("looking at %,d inputs", inputs);
        } else {
            line("round %d: %,d inputs buy for %.6g", round, inputs, price);
        }
    }

    @Override
    public synchronized void committed(long inputs) {
        done += inputs;
        double seconds = (System.nanoTime() - begun) / 1e9;
        double rate = (done - doneBefore) / Math.max(1e-3, seconds);
        line("%,d of %,d inputs, %.0f a second, about %.0f s left", done, total, rate, (total - done) / rate);
    }

    @Override
    public boolean stopRequested() {
        return stopped;
    }

    private void line(String format, Object... values) {
        err.println(String.format(Locale.ROOT, format, values));
        err.flush();
    }

    private void stop() {
        stopped = true;
        try {
            boolean inTime = finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!inTime) {
                err.println("patchdrop: stopped in the middle of a slice; what was committed is kept");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        finished.countDown();
        if (!stopped) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }
}
