package io.patchdrop.learn.data;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads batches ahead in worker threads and hands them over in order, so that training does not wait for decoding. The
 * batches do not depend on the number of workers. For one consuming thread.
 *
 * <p>Images that turn out unreadable are left out of their batch, see {@link Dataset#skipped}; a batch of which nothing
 * is left is passed over.
 */
public final class BatchLoader implements AutoCloseable {
    /** Batches under way besides the one that is waited for. */
    private static final int PREFETCH = 2;

    /** What becomes of the images that do not fill a batch. */
    public enum LastBatch {
        /** They are a smaller last batch. */
        KEEP,
        /** They are left out. */
        DROP
    }

    private final ImageSplit split;
    private final int[] order;
    private final int batchSize;
    private final int batches;
    private final int chunkSize;
    private final ExecutorService workers;
    private final Deque<PendingBatch> pending = new ArrayDeque<>();
    private int submitted;
    private volatile boolean closed;

    /** A batch in the making; the tasks write disjoint parts of the arrays. */
    @SuppressWarnings("ArrayRecordComponent") // local to this file, never compared
    private record PendingBatch(
            int start, byte[] pixels, byte[] lookPixels, boolean[] readable, List<Future<?>> tasks) {}

    /**
     * Starts to read.
     *
     * @param order indices into the split, in the order of reading; may repeat or leave out images
     * @param batchSize images of a batch, positive
     * @param firstBatch number of batches to pass over without reading, for resuming; 0 or more
     * @param workerCount threads, positive
     */
    public BatchLoader(
            ImageSplit split, int[] order, int batchSize, int firstBatch, LastBatch lastBatch, int workerCount) {
        if (batchSize < 1 || firstBatch < 0 || workerCount < 1) {
            throw new IllegalArgumentException("batchSize " + batchSize + ", firstBatch " + firstBatch
                    + ", workerCount " + workerCount + " must be positive");
        }
        for (int index : order) {
            Objects.checkIndex(index, split.size());
        }
        this.split = split;
        this.order = order.clone();
        this.batchSize = batchSize;
        this.batches = batchCount(order.length, batchSize, lastBatch);
        this.chunkSize = (batchSize + workerCount - 1) / workerCount;
        this.submitted = firstBatch;
        this.workers = Executors.newFixedThreadPool(workerCount, Parallel.threads("loader"));
        submitAhead();
    }

    /** How many batches some images make. */
    public static int batchCount(int images, int batchSize, LastBatch lastBatch) {
        return switch (lastBatch) {
            case KEEP -> (images + batchSize - 1) / batchSize;
            case DROP -> images / batchSize;
        };
    }

    /**
     * The next batch, or null behind the last one. Waits until it is read.
     *
     * @throws io.patchdrop.core.InvalidInputException if an image is too small or too many are unreadable; any failure
     *     closes this loader
     */
    public @Nullable Batch next() {
        if (closed) {
            throw new IllegalStateException("the loader is closed");
        }
        while (!pending.isEmpty()) {
            PendingBatch batch = pending.remove();
            submitAhead();
            try {
                batch.tasks().forEach(Parallel::join);
            } catch (RuntimeException | Error e) {
                close();
                throw e;
            }
            Batch complete = collect(batch);
            if (complete.size() > 0) {
                return complete;
            }
        }
        return null;
    }

    private void submitAhead() {
        while (pending.size() < PREFETCH && submitted < batches) {
            pending.add(submit(submitted * batchSize));
            submitted++;
        }
    }

    private PendingBatch submit(int start) {
        int size = Math.min(batchSize, order.length - start);
        byte[] pixels = new byte[Math.multiplyExact(size, split.imageBytes())];
        byte[] lookPixels = new byte[Math.multiplyExact(size, split.lookBytes())];
        PendingBatch batch = new PendingBatch(start, pixels, lookPixels, new boolean[size], new ArrayList<>());
        for (int from = 0; from < size; from += chunkSize) {
            int first = from;
            int end = Math.min(size, from + chunkSize);
            batch.tasks().add(workers.submit(() -> read(batch, first, end)));
        }
        return batch;
    }

    private void read(PendingBatch batch, int from, int end) {
        for (int i = from; i < end && !closed; i++) {
            try {
                int index = order[batch.start() + i];
                split.read(index, batch.pixels(), i * split.imageBytes());
                if (split.lookSize() > 0) {
                    split.readLook(index, batch.lookPixels(), i * split.lookBytes());
                }
                batch.readable()[i] = true;
            } catch (UnreadableImageException e) {
                batch.readable()[i] = false; // the split has named and counted it
            }
        }
    }

    /** Moves the readable images together. */
    private Batch collect(PendingBatch batch) {
        int[] places = IntStream.range(0, batch.readable().length)
                .filter(i -> batch.readable()[i])
                .toArray();
        byte[] pixels = compacted(batch.pixels(), split.imageBytes(), places);
        byte @Nullable [] lookPixels =
                split.lookSize() > 0 ? compacted(batch.lookPixels(), split.lookBytes(), places) : null;
        int[] indices = Arrays.stream(places).map(i -> order[batch.start() + i]).toArray();
        int[] labels = Arrays.stream(indices).map(split::label).toArray();
        return new Batch(pixels, lookPixels, labels, indices, indices.length);
    }

    /** The images at some places, which ascend; the same array if these are all. */
    private static byte[] compacted(byte[] images, int imageBytes, int[] places) {
        int kept = places.length * imageBytes;
        if (kept == images.length) {
            return images;
        }
        for (int i = 0; i < places.length; i++) {
            System.arraycopy(images, places[i] * imageBytes, images, i * imageBytes, imageBytes);
        }
        return Arrays.copyOf(images, kept);
    }

    /** Stops reading, at the latest after the images under way, and ends the threads. May be called twice. */
    @Override
    public void close() {
        closed = true;
        pending.clear();
        Parallel.stop(workers);
    }
}
