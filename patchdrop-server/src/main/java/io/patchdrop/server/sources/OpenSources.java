package io.patchdrop.server.sources;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.bytes.ByteSourceException;
import io.patchdrop.imagery.bytes.ByteSourceException.Problem;
import io.patchdrop.imagery.bytes.Ledger;
import io.patchdrop.server.http.ProblemException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sources that stay open for a while, so that a second request for the same one buys nothing again. One request at a time uses
 * an image: so it is certain what each request took, and nothing is bought twice. An image is closed when it was idle for a
 * while, is old, holds too much, or a request failed on it.
 */
public final class OpenSources implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenSources.class);

    /** Requests that use an image or wait for it; more would hold too many of the server's threads. */
    private static final int MOST_USERS = 4;
    /** Entries of a ledger, which grows with each request. */
    private static final int LONGEST_LEDGER = 100_000;

    private final Sources sources;
    private final Bounds bounds;
    private final ScheduledExecutorService clock;
    private final Future<?> closing;
    private final Map<Key, OpenImage> images = new HashMap<>();
    private boolean closed;

    /**
     * How much is kept.
     *
     * @param images that are open without being used
     * @param bytes bought for these, in temporary files
     * @param idle longest time without being used
     * @param age longest time from the opening on: servers are not asked whether what was bought has changed since
     */
    public record Bounds(int images, long bytes, Duration idle, Duration age) {
        /** 16 images, 1 GiB, 2 and 10 minutes. */
        public static final Bounds DEFAULT = new Bounds(16, 1L << 30, Duration.ofMinutes(2), Duration.ofMinutes(10));
    }

    private record Key(Wanted wanted, String state) {}

    /** What is done with an open image. */
    public interface Use<T> {
        /**
         * Does it.
         *
         * @throws IOException if the source fails; the image is closed then
         */
        T of(Lease lease) throws IOException;
    }

    /** Keeps what {@link Sources} opens. */
    public OpenSources(Sources sources, Bounds bounds) {
        this.sources = sources;
        this.bounds = bounds;
        this.clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "patchdrop-sources");
            thread.setDaemon(true);
            return thread;
        });
        long period = Math.max(1, bounds.idle().toMillis() / 4);
        this.closing = clock.scheduleWithFixedDelay(this::closeIdle, period, period, TimeUnit.MILLISECONDS);
    }

    /**
     * Lets somebody use an image, which is opened if it is not open. If it turns out to have changed at its server, it is
     * opened anew and used again, once; what the first try took is in the second one's ledger.
     *
     * @throws ProblemException if the source is not allowed, or too many wait for it
     * @throws IOException if it cannot be opened, or the use fails
     */
    public <T> T use(Wanted wanted, Use<T> use) throws IOException {
        List<Ledger.Entry> lost = new ArrayList<>();
        try {
            return once(wanted, use, lost, true);
        } catch (ByteSourceException e) {
            if (e.problem() != Problem.CHANGED) {
                throw e;
            }
            return once(wanted, use, lost, false);
        }
    }

    /** @param lost entries of an earlier try; takes those of this one if it fails and there will be another */
    private <T> T once(Wanted wanted, Use<T> use, List<Ledger.Entry> lost, boolean first) throws IOException {
        OpenImage image = reserve(wanted);
        boolean keep = false;
        try {
            Lease lease = image.begin(sources, bounds.age(), lost);
            try {
                T result = use.of(lease);
                keep = !lease.isBusy();
                return result;
            } catch (InvalidInputException | ProblemException e) {
                keep = !lease.isBusy();
                throw e;
            } catch (IOException e) {
                // What is under way is entered by then.
                image.close();
                if (first) {
                    lost.addAll(lease.entries());
                }
                throw e;
            }
        } finally {
            if (!keep) {
                image.close();
            }
            image.turn.release();
            leave(image);
        }
    }

    /** Waits for its turn. */
    private OpenImage reserve(Wanted wanted) throws IOException {
        String state = sources.state(wanted.source());
        String both = wanted.look().isPresent()
                ? state + "\n" + sources.state(wanted.look().get())
                : state;
        OpenImage image;
        synchronized (this) {
            if (closed) {
                throw new IOException("the server is stopping");
            }
            image = images.computeIfAbsent(new Key(wanted, both), key -> new OpenImage(key.wanted()));
            if (image.users == MOST_USERS) {
                throw ProblemException.busy("Too many requests wait for this source", 2);
            }
            image.users++;
        }
        try {
            image.turn.acquire();
            return image;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            leave(image);
            InterruptedIOException interrupted = new InterruptedIOException("interrupted while waiting for a source");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    private void leave(OpenImage image) {
        synchronized (this) {
            image.users--;
            image.lastUsed = System.nanoTime();
        }
        closeIdle();
    }

    /** Closes what is idle for too long, is empty or old, or is too much. */
    private void closeIdle() {
        List<OpenImage> ended = new ArrayList<>();
        synchronized (this) {
            List<OpenImage> idle = new ArrayList<>();
            for (OpenImage image : images.values()) {
                if (image.users == 0) {
                    idle.add(image);
                }
            }
            // The first to go is the one that was used least recently.
            idle.sort(Comparator.comparingLong(image -> -(System.nanoTime() - image.lastUsed)));
            int count = idle.size();
            long bytes = idle.stream().mapToLong(OpenImage::bytes).sum();
            for (OpenImage image : idle) {
                boolean tooMuch = closed || count > bounds.images() || bytes > bounds.bytes();
                if (tooMuch || isOver(image)) {
                    count--;
                    bytes -= image.bytes();
                    ended.add(image);
                }
            }
            images.values().removeAll(ended);
        }
        for (OpenImage image : ended) {
            try {
                image.close();
            } catch (RuntimeException e) {
                LOG.atWarn().setCause(e).log("a source cannot be closed");
            }
        }
    }

    private boolean isOver(OpenImage image) {
        return !image.isOpen()
                || image.isOlderThan(bounds.age())
                || image.entries() > LONGEST_LEDGER
                || System.nanoTime() - image.lastUsed > bounds.idle().toNanos();
    }

    /** How many images are open, used or not. */
    public synchronized int open() {
        return (int) images.values().stream().filter(OpenImage::isOpen).count();
    }

    /** Closes what is idle; what is in use is closed when its request ends. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        closing.cancel(false);
        clock.shutdownNow();
        closeIdle();
    }
}
