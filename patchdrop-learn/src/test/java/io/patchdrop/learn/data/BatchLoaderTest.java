package io.patchdrop.learn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.data.BatchLoader.LastBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatchLoaderTest {
    /** One-pixel images that hold their own index; some are unreadable, one fails. */
    private record NumberedSplit(int size, int unreadableModulus, int failing, AtomicInteger reads)
            implements ImageSplit {
        NumberedSplit(int size) {
            this(size, Integer.MAX_VALUE, -1, new AtomicInteger());
        }

        @Override
        public int imageSize() {
            return 1;
        }

        @Override
        public int label(int i) {
            return i * 7;
        }

        @Override
        public String name(int i) {
            return "image " + i;
        }

        @Override
        public void read(int i, byte[] target, int offset) throws UnreadableImageException {
            reads.incrementAndGet();
            if (i == failing) {
                throw new InvalidInputException(name(i) + " is too small", "remove it");
            }
            if (i % unreadableModulus == unreadableModulus - 1) {
                throw new UnreadableImageException(name(i), new IllegalArgumentException("broken"));
            }
            Arrays.fill(target, offset, offset + 3, (byte) i);
        }
    }

    private static int[] order(int... indices) {
        return indices;
    }

    private static int[] descending(int count) {
        return IntStream.range(0, count).map(i -> count - 1 - i).toArray();
    }

    private static List<Batch> all(BatchLoader loader) {
        List<Batch> batches = new ArrayList<>();
        try (loader) {
            for (Batch batch = loader.next(); batch != null; batch = loader.next()) {
                batches.add(batch);
            }
        }
        return batches;
    }

    private static long loaderThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("patchdrop-loader"))
                .count();
    }

    @AfterEach
    void noThreadIsLeft() {
        assertLoaderThreadsEnd();
    }

    /** A pool counts as terminated a moment before its last thread has ended. */
    private static void assertLoaderThreadsEnd() {
        for (int i = 0; i < 1000 && loaderThreads() > 0; i++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        assertThat(loaderThreads()).isZero();
    }

    @Test
    void batchesFollowTheOrderWhateverTheWorkers() {
        int[] order = descending(100);
        for (int workers : order(1, 2, 7, 32)) {
            List<Batch> batches = all(new BatchLoader(new NumberedSplit(100), order, 9, 0, LastBatch.KEEP, workers));
            assertThat(batches).hasSize(12);
            int position = 0;
            for (Batch batch : batches) {
                assertThat(batch.size()).isEqualTo(Math.min(9, 100 - position));
                for (int i = 0; i < batch.size(); i++) {
                    int expected = order[position++];
                    assertThat(batch.indices()[i]).isEqualTo(expected);
                    assertThat(batch.labels()[i]).isEqualTo(expected * 7);
                    assertThat(batch.pixels()[3 * i + 2]).isEqualTo((byte) expected);
                }
            }
        }
    }

    @Test
    void theRestIsDroppedOnRequest() {
        assertThat(all(new BatchLoader(new NumberedSplit(10), descending(10), 4, 0, LastBatch.DROP, 2)))
                .hasSize(2);
        assertThat(all(new BatchLoader(new NumberedSplit(10), descending(8), 4, 0, LastBatch.DROP, 2)))
                .hasSize(2);
        assertThat(all(new BatchLoader(new NumberedSplit(10), descending(3), 4, 0, LastBatch.DROP, 2)))
                .isEmpty();
        assertThat(all(new BatchLoader(new NumberedSplit(10), order(), 4, 0, LastBatch.KEEP, 2)))
                .isEmpty();
    }

    @Test
    void resumingReadsOnlyWhatIsLeft() {
        NumberedSplit split = new NumberedSplit(100);
        List<Batch> resumed = all(new BatchLoader(split, descending(100), 10, 7, LastBatch.KEEP, 3));
        assertThat(resumed).hasSize(3);
        assertThat(resumed.get(0).indices()).containsExactly(29, 28, 27, 26, 25, 24, 23, 22, 21, 20);
        assertThat(split.reads().get()).isEqualTo(30);
        assertThat(all(new BatchLoader(split, descending(100), 10, 10, LastBatch.KEEP, 3)))
                .isEmpty();
    }

    @Test
    void unreadableImagesMakeTheirBatchSmaller() {
        NumberedSplit split = new NumberedSplit(12, 3, -1, new AtomicInteger());
        int[] order = order(0, 1, 2, 3, 2, 5, 8, 11, 4, 6, 7, 5);
        List<Batch> batches = all(new BatchLoader(split, order, 4, 0, LastBatch.KEEP, 2));
        assertThat(batches).hasSize(2);
        assertThat(batches.get(0).indices()).containsExactly(0, 1, 3);
        assertThat(batches.get(0).labels()).containsExactly(0, 7, 21);
        assertThat(batches.get(0).pixels()).containsExactly(0, 0, 0, 1, 1, 1, 3, 3, 3);
        assertThat(batches.get(1).indices()).containsExactly(4, 6, 7);
    }

    @Test
    void failuresOfWorkersReachTheConsumer() {
        NumberedSplit split = new NumberedSplit(100, Integer.MAX_VALUE, 25, new AtomicInteger());
        int[] order = IntStream.range(0, 100).toArray();
        try (BatchLoader loader = new BatchLoader(split, order, 10, 0, LastBatch.KEEP, 4)) {
            assertThat(loader.next()).isNotNull();
            assertThat(loader.next()).isNotNull();
            assertThatThrownBy(loader::next)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("image 25");
            assertThatThrownBy(loader::next).isInstanceOf(IllegalStateException.class);
            assertLoaderThreadsEnd();
        }
    }

    @Test
    void readingAheadIsBoundedAndClosingEarlyStopsIt() {
        NumberedSplit split = new NumberedSplit(10_000);
        try (BatchLoader loader = new BatchLoader(split, descending(10_000), 10, 0, LastBatch.KEEP, 4)) {
            assertThat(loader.next()).isNotNull();
            assertThat(loaderThreads()).isPositive();
        }
        assertThat(split.reads().get()).isBetween(10, 30);
    }

    /** The second image can only be read after the consumer has the first one: reading goes on meanwhile. */
    @Test
    void readingGoesOnWhileTheConsumerWorks() throws InterruptedException {
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch readLater = new CountDownLatch(1);
        ImageSplit split = new ImageSplit() {
            @Override
            public int size() {
                return 2;
            }

            @Override
            public int imageSize() {
                return 1;
            }

            @Override
            public int label(int i) {
                return i;
            }

            @Override
            public String name(int i) {
                return "image " + i;
            }

            @Override
            public void read(int i, byte[] target, int offset) {
                try {
                    if (i == 1 && taken.await(30, TimeUnit.SECONDS)) {
                        readLater.countDown();
                    }
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        try (BatchLoader loader = new BatchLoader(split, order(0, 1), 1, 0, LastBatch.KEEP, 1)) {
            assertThat(loader.next()).isNotNull();
            taken.countDown();
            assertThat(readLater.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void wrongArgumentsAreRefusedBeforeThreadsStart() {
        NumberedSplit split = new NumberedSplit(3);
        assertThatThrownBy(() -> new BatchLoader(split, order(3), 1, 0, LastBatch.KEEP, 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new BatchLoader(split, order(0), 0, 0, LastBatch.KEEP, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
