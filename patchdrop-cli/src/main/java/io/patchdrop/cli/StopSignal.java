package io.patchdrop.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Turns Ctrl-C (SIGINT) and SIGTERM into a request to stop: the process waits with its end until the command has saved
 * what it did and said so. Until somebody first asks, the signals end the process at once: nothing is there to be saved.
 */
final class StopSignal implements BooleanSupplier, AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "stop");
    private boolean listening;
    private volatile boolean requested;

    /** Whether the command should stop. */
    @Override
    public boolean getAsBoolean() {
        if (!listening) {
            listening = true;
            try {
                Runtime.getRuntime().addShutdownHook(hook);
            } catch (IllegalStateException e) {
                return true; // the process is ending already
            }
        }
        return requested;
    }

    /** Waits until the command should stop. */
    void await() throws InterruptedException {
        if (!getAsBoolean()) {
            asked.await();
        }
    }

    /** The command is done: nothing is left to wait for. */
    @Override
    public void close() {
        finished.countDown();
        if (listening && !requested) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The process is ending already; the hook returns at once.
            }
        }
    }

    private void stop() {
        requested = true;
        asked.countDown();
        try {
            boolean inTime = finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!inTime) {
                System.err.println("patchdrop: stopped without saving (the last checkpoint is kept)");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
