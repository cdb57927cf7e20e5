package io.patchdrop.imagery.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patchdrop.core.Seeds;
import io.patchdrop.imagery.bytes.BoughtBytes.Rehearsal;
import io.patchdrop.imagery.bytes.ByteSourceException.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BoughtBytesTest {
    private static final int SIZE = 4000;
    private static final byte[] CONTENT = TestBytes.random(SIZE, 8);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final MemorySource source = new MemorySource(CONTENT);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static BoughtBytes bought(ByteSource from, int gap, int longest, int connections) throws IOException {
        return bought(from, RangeStore.temporary(), gap, longest, connections);
    }

    private static BoughtBytes bought(ByteSource from, RangeStore store, int gap, int longest, int connections) {
        return new BoughtBytes(from, store, new BuyingOptions(gap, longest, connections));
    }

    private static List<ByteRange> wanted(RandomGenerator random) {
        List<ByteRange> wanted = new ArrayList<>();
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            wanted.add(TestBytes.range(random, SIZE, 80));
        }
        return wanted;
    }

    private static void assertBought(BoughtBytes bytes, List<ByteRange> wanted, String where) {
        for (ByteRange range : wanted) {
            assertThat(bytes.get(range)).as(where).isEqualTo(TestBytes.part(CONTENT, range));
        }
    }

    private static void assertNoneTwice(List<ByteRange> asked, String where) {
        for (int i = 1; i < asked.size(); i++) {
            assertThat(asked.get(i).offset())
                    .as(where)
                    .isGreaterThanOrEqualTo(asked.get(i - 1).end());
        }
    }

    @Test
    void manyThreadsNeverBuyAByteTwice() throws Exception {
        for (long seed = 0; seed < 60; seed++) {
            String where = "seed " + seed;
            MemorySource shared = new MemorySource(CONTENT);
            shared.before(range -> Thread.sleep(range.offset() % 3 == 0 ? 1 : 0));
            RandomGenerator random = Seeds.generator(seed, "threads");
            RangeStore store = RangeStore.temporary();
            try (BoughtBytes bytes = bought(shared, store, random.nextInt(20), 1 + random.nextInt(200), 8)) {
                List<Future<?>> buyers = new ArrayList<>();
                for (int i = 0; i < 16; i++) {
                    List<ByteRange> wanted = wanted(Seeds.generator(seed, "buyer", i));
                    buyers.add(threads.submit(() -> {
                        bytes.buy(wanted);
                        assertBought(bytes, wanted, where);
                        return null;
                    }));
                }
                for (Future<?> buyer : buyers) {
                    buyer.get();
                }
                List<ByteRange> asked = shared.asked();
                assertNoneTwice(asked, where);
                assertThat(store.bytes())
                        .as(where)
                        .isEqualTo(asked.stream().mapToLong(ByteRange::length).sum())
                        .isEqualTo(bytes.ledger().totals().bytes());
                assertThat(store.requests()).as(where).isEqualTo(asked.size());
            }
        }
    }

    @Test
    void whatIsRehearsedIsWhatIsBought() throws IOException {
        for (long seed = 0; seed < 200; seed++) {
            RandomGenerator random = Seeds.generator(seed, "rehearsal");
            try (BoughtBytes bytes = bought(source, random.nextInt(20), 1 + random.nextInt(200), 4)) {
                bytes.buy(wanted(random));
                source.asked();
                Rehearsal rehearsal = bytes.rehearsal();
                List<List<ByteRange>> purchases = new ArrayList<>();
                List<List<ByteRange>> rehearsed = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    List<ByteRange> wanted = wanted(random);
                    purchases.add(wanted);
                    assertThat(rehearsal.plan(wanted)).isEqualTo(rehearsal.plan(wanted));
                    rehearsed.add(rehearsal.buy(wanted));
                    assertThat(rehearsal.plan(wanted)).isEmpty();
                }
                assertThat(source.asked()).isEmpty();
                for (int i = 0; i < 10; i++) {
                    String where = "seed " + seed + ", purchase " + i;
                    assertThat(bytes.plan(purchases.get(i))).as(where).isEqualTo(rehearsed.get(i));
                    bytes.buy(purchases.get(i));
                    assertThat(source.asked()).as(where).isEqualTo(rehearsed.get(i));
                    assertBought(bytes, purchases.get(i), where);
                }
            }
        }
    }

    @Test
    void readingBuysWhatIsMissing() throws IOException {
        try (BoughtBytes bytes = bought(source, 0, 1000, 4)) {
            assertThat(bytes.read(100, 50)).isEqualTo(TestBytes.part(CONTENT, new ByteRange(100, 50)));
            assertThat(bytes.read(120, 60)).isEqualTo(TestBytes.part(CONTENT, new ByteRange(120, 60)));
            assertThat(bytes.read(100, 80)).hasSize(80);
            assertThat(source.asked()).containsExactly(new ByteRange(100, 50), new ByteRange(150, 30));
            assertThat(bytes.read(SIZE - 10, 100)).hasSize(10);
            assertThat(bytes.read(SIZE - 10, 100)).hasSize(10);
            assertThat(bytes.read(SIZE, 100)).isEmpty();
            assertThat(bytes.read(Long.MAX_VALUE - 5, 100)).isEmpty();
            assertThat(source.asked()).containsExactly(new ByteRange(SIZE - 10, 10));
            assertThat(bytes.owns(new ByteRange(100, 80))).isTrue();
            assertThat(bytes.owns(new ByteRange(100, 81))).isFalse();
        }
    }

    @Test
    void bytesThatAreThereAreNotFetchedAlong() throws IOException {
        try (BoughtBytes bytes = bought(source, 8, 1000, 4)) {
            bytes.read(10, 4);
            source.asked();
            bytes.buy(List.of(new ByteRange(0, 10), new ByteRange(14, 6), new ByteRange(24, 6)));
            assertThat(source.asked()).containsExactly(new ByteRange(0, 10), new ByteRange(14, 16));
        }
    }

    @Test
    void aFailureLeavesTheOthersBought() throws IOException {
        ByteRange bad = new ByteRange(1000, 100);
        source.before(range -> {
            if (range.equals(bad)) {
                throw new ByteSourceException(Problem.FORBIDDEN, "not this one", null);
            }
        });
        try (BoughtBytes bytes = bought(source, 0, 100, 2)) {
            List<ByteRange> wanted = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                wanted.add(new ByteRange(200L * i, 100));
            }
            ByteSourceException failure = catchThrowableOfType(ByteSourceException.class, () -> bytes.buy(wanted));
            assertThat(failure.problem()).isEqualTo(Problem.FORBIDDEN);
            assertThat(failure).hasMessage("not this one");
            assertThat(bytes.plan(wanted)).containsExactly(bad);
            source.asked();
            source.before(range -> {});
            bytes.buy(wanted);
            assertThat(source.asked()).containsExactly(bad);
        }
    }

    @Test
    void anyFailureIsAnIoException() throws IOException {
        source.before(range -> {
            throw new IllegalStateException("broken");
        });
        try (BoughtBytes bytes = bought(source, 0, 100, 2)) {
            assertThatThrownBy(() -> bytes.read(0, 10))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("broken");
        }
    }

    @Test
    void aFileThatEndsEarlyIsABadAnswerAndWhatCameIsKept() throws IOException {
        RangeStore store = RangeStore.temporary();
        try (BoughtBytes bytes = bought(source, store, 0, 1000, 2)) {
            ByteSourceException failure = catchThrowableOfType(
                    ByteSourceException.class, () -> bytes.buy(List.of(new ByteRange(SIZE - 10, 20))));
            assertThat(failure.problem()).isEqualTo(Problem.BAD_ANSWER);
            assertThat(store.bytes()).isEqualTo(10);
            ByteRange absurd = new ByteRange(0, 1L << 40);
            assertThatThrownBy(() -> bytes.buy(List.of(absurd))).isInstanceOf(ByteSourceException.class);
        }
    }

    /** Starts a read by one thread whose request waits, then others that want some of the same. */
    private List<Future<byte[]>> shareOneRequest(BoughtBytes bytes, CountDownLatch sent) throws Exception {
        List<Future<byte[]>> readers = new ArrayList<>();
        readers.add(threads.submit(() -> bytes.read(0, 100)));
        sent.await();
        CountDownLatch begun = new CountDownLatch(5);
        for (int i = 0; i < 5; i++) {
            int offset = 10 * i;
            Callable<byte[]> reader = () -> {
                begun.countDown();
                return bytes.read(offset, 50);
            };
            readers.add(threads.submit(reader));
        }
        begun.await();
        TimeUnit.MILLISECONDS.sleep(30);
        return readers;
    }

    @Test
    void whatIsUnderWayIsShared() throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        source.before(range -> {
            sent.countDown();
            go.await();
        });
        try (BoughtBytes bytes = bought(source, 0, 1000, 8)) {
            List<Future<byte[]>> readers = shareOneRequest(bytes, sent);
            assertThat(readers).noneMatch(Future::isDone);
            go.countDown();
            for (int i = 1; i < readers.size(); i++) {
                ByteRange range = new ByteRange(10L * (i - 1), 50);
                assertThat(readers.get(i).get()).isEqualTo(TestBytes.part(CONTENT, range));
            }
            assertThat(source.asked()).containsExactly(new ByteRange(0, 100));
        }
    }

    @Test
    void aFailureIsSharedToo() throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        source.before(range -> {
            sent.countDown();
            go.await();
            throw new ByteSourceException(Problem.UNAVAILABLE, "down", null);
        });
        try (BoughtBytes bytes = bought(source, 0, 1000, 8)) {
            List<Future<byte[]>> readers = shareOneRequest(bytes, sent);
            go.countDown();
            for (Future<byte[]> reader : readers) {
                assertThatThrownBy(reader::get).hasCauseInstanceOf(ByteSourceException.class);
            }
            assertThat(source.asked()).containsExactly(new ByteRange(0, 100));
        }
    }

    @Test
    void requestsOfOneCallGoSideBySide() throws IOException {
        CountDownLatch all = new CountDownLatch(8);
        source.before(range -> {
            all.countDown();
            assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
        });
        try (BoughtBytes bytes = bought(source, 0, 100, 8)) {
            List<ByteRange> wanted = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                wanted.add(new ByteRange(300 + 200L * i, 100));
            }
            bytes.buy(wanted);
        }
    }

    /** One connection: the second and third request wait for it when the source is closed. */
    @Test
    void closingEndsWhatWaits() throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        source.before(range -> {
            sent.countDown();
            new CountDownLatch(1).await();
        });
        BoughtBytes bytes = bought(source, 0, 100, 1);
        List<Future<?>> buyers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ByteRange wanted = new ByteRange(200L * i, 100);
            buyers.add(threads.submit(() -> {
                bytes.buy(List.of(wanted));
                return null;
            }));
        }
        sent.await();
        TimeUnit.MILLISECONDS.sleep(30);
        bytes.close();
        for (Future<?> buyer : buyers) {
            ExecutionException failure =
                    catchThrowableOfType(ExecutionException.class, () -> buyer.get(10, TimeUnit.SECONDS));
            assertThat(failure).hasCauseInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> bytes.buy(List.of(new ByteRange(0, 1)))).isInstanceOf(IOException.class);
    }

    @Test
    void anInterruptedBuyerLeavesAndTheBytesStillArrive() throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        source.before(range -> {
            sent.countDown();
            go.await();
        });
        try (BoughtBytes bytes = bought(source, 0, 100, 1)) {
            Future<Boolean> stillInterrupted = threads.submit(() -> {
                try {
                    bytes.read(0, 10);
                    return false;
                } catch (IOException e) {
                    return Thread.currentThread().isInterrupted();
                }
            });
            sent.await();
            threads.shutdownNow();
            assertThat(stillInterrupted.get(10, TimeUnit.SECONDS)).isTrue();
            go.countDown();
            assertThat(bytes.read(0, 10)).isEqualTo(TestBytes.part(CONTENT, new ByteRange(0, 10)));
            assertThat(source.asked()).hasSize(1);
        }
    }
}
