package io.patchdrop.spark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Works through slices, two at a time: while the last tasks of one run, those of the next fill the free slots. */
final class Slices {
    private static final int SIDE_BY_SIDE = 2;

    private Slices() {}

    /** Makes and commits a slice. */
    interface Work {
        void commit(int slice) throws IOException;
    }

    /**
     * Does all slices.
     *
     * @param pending how many inputs each has
     * @param listener asked before each slice
     * @throws IOException if one fails; those that were committed stay
     * @throws BatchStoppedException if the listener asks for it
     */
    static void run(SortedMap<Integer, Long> pending, Work work, BatchListener listener) throws IOException {
        ExecutorService pool = Executors.newFixedThreadPool(SIDE_BY_SIDE);
        try {
            List<Future<?>> running = new ArrayList<>();
            pending.forEach((slice, inputs) -> running.add(pool.submit(() -> {
                if (listener.stopRequested()) {
                    throw new BatchStoppedException();
                }
                work.commit(slice);
                listener.committed(inputs);
                return slice;
            })));
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BatchStoppedException();
        } finally {
            pool.shutdownNow();
        }
    }

    private static IOException rethrown(@Nullable Throwable failure) {
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof IOException checked ? checked : new IOException(failure);
    }
}
