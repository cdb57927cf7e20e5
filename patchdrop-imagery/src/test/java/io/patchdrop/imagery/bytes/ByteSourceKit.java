package io.patchdrop.imagery.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patchdrop.core.Seeds;
import io.patchdrop.imagery.bytes.ByteSourceException.Problem;
import io.patchdrop.imagery.bytes.Ledger.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every byte source does, whatever is behind it. */
@Timeout(30)
abstract class ByteSourceKit {
    private static final int SIZE = 100_003;
    private static final byte[] CONTENT = TestBytes.random(SIZE, 1);

    Path folder;

    @BeforeEach
    void use(@TempDir Path temporary) {
        folder = temporary;
    }

    /** A source of a file in {@link #folder}, which need not exist. */
    abstract ByteSource open(String file) throws IOException;

    /** Compares the ledger with what is counted elsewhere. */
    abstract void compareWithOtherSide(Ledger ledger);

    private ByteSource openContent() throws IOException {
        Files.write(folder.resolve("file.bin"), CONTENT);
        return open("file.bin");
    }

    private static byte[] expected(long offset, int length) {
        int start = (int) Math.min(offset, SIZE);
        return Arrays.copyOfRange(CONTENT, start, (int) Math.min(offset + length, SIZE));
    }

    private static void check(ByteSource source, long offset, int length) throws IOException {
        assertThat(source.read(offset, length)).as("%d at %d", length, offset).isEqualTo(expected(offset, length));
    }

    @Test
    void readsAtTheStartInTheMiddleAndUpToTheEnd() throws IOException {
        try (ByteSource source = openContent()) {
            check(source, 0, 1);
            check(source, 0, 1000);
            check(source, 54_321, 12_345);
            check(source, SIZE - 1, 1);
            check(source, 0, SIZE);
        }
    }

    @Test
    void readsAcrossTheEndGiveWhatThereIs() throws IOException {
        try (ByteSource source = openContent()) {
            check(source, SIZE - 10, 1000);
            check(source, 0, 2 * SIZE);
        }
    }

    @Test
    void fromTheEndOnThereIsNothing() throws IOException {
        try (ByteSource source = openContent()) {
            for (int round = 0; round < 2; round++) {
                check(source, SIZE, 1);
                check(source, SIZE + 1, 100);
                check(source, 1L << 40, 100);
                check(source, SIZE - 1, 100);
            }
        }
    }

    @Test
    void lengthIsKnownBeforeAndAfterReading() throws IOException {
        try (ByteSource asked = openContent();
                ByteSource read = open("file.bin")) {
            assertThat(asked.length()).isEqualTo(SIZE);
            check(read, 70_000, 10);
            assertThat(read.length()).isEqualTo(SIZE);
            assertThat(read.version()).isEqualTo(asked.version());
        }
    }

    @Test
    void readsAfterTheLengthWasAskedForAreTheSame() throws IOException {
        try (ByteSource source = openContent()) {
            assertThat(source.length()).isEqualTo(SIZE);
            int first = HttpOptions.DEFAULT.firstRead();
            check(source, 0, first);
            check(source, 100, 50);
            check(source, first - 1, 2);
            check(source, first, 100);
            check(source, 5, first);
            check(source, 0, SIZE);
            compareWithOtherSide(source.ledger());
        }
    }

    @Test
    void anEmptyFileHasNoBytes() throws IOException {
        Files.createFile(folder.resolve("empty"));
        try (ByteSource source = open("empty");
                ByteSource readFirst = open("empty")) {
            assertThat(source.length()).isZero();
            assertThat(source.read(0, 10)).isEmpty();
            assertThat(readFirst.read(0, 10)).isEmpty();
            assertThat(readFirst.read(7, 10)).isEmpty();
            assertThat(readFirst.version()).isEqualTo(source.version());
        }
    }

    @Test
    void randomReadsByManyThreads() throws Exception {
        long seed = 5;
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (ByteSource source = openContent()) {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                RandomGenerator random = Seeds.generator(seed, "reads", i);
                ByteRange range = TestBytes.range(random, SIZE, i % 2 == 0 ? 200 : SIZE);
                done.add(threads.submit(() -> {
                    check(source, range.offset(), (int) range.length());
                    return null;
                }));
            }
            for (Future<?> each : done) {
                each.get();
            }
            compareWithOtherSide(source.ledger());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void theLedgerHasEachRead() throws IOException {
        List<ByteRange> reads =
                List.of(new ByteRange(40_000, 100), new ByteRange(0, 20_000), new ByteRange(90_000, SIZE - 90_000));
        try (ByteSource source = openContent()) {
            for (ByteRange read : reads) {
                check(source, read.offset(), (int) read.length());
            }
            List<Entry> entries = source.ledger().entries();
            assertThat(entries).extracting(Entry::range).containsExactlyElementsOf(reads);
            assertThat(entries)
                    .extracting(Entry::bytes)
                    .containsExactlyElementsOf(
                            reads.stream().map(ByteRange::length).toList());
            assertThat(entries)
                    .allMatch(entry ->
                            entry.succeeded() && entry.method() == Ledger.Method.GET && entry.nanoseconds() > 0);
            Ledger.Totals totals = source.ledger().totals();
            assertThat(totals.gets()).isEqualTo(3);
            assertThat(totals.heads() + totals.failed() + totals.failedBytes()).isZero();
            assertThat(totals.bytes()).isEqualTo(100 + 20_000 + SIZE - 90_000);
            compareWithOtherSide(source.ledger());
        }
    }

    @Test
    void otherBytesOfTheSameLengthAreAChange() throws IOException {
        Path file = folder.resolve("file.bin");
        try (ByteSource source = openContent()) {
            check(source, 0, 100);
            String version = source.version();
            Files.write(file, TestBytes.random(SIZE, 2));
            Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
            assertChanged(source);
            assertThat(source.version()).isEqualTo(version);
            try (ByteSource again = open("file.bin")) {
                assertThat(again.version()).isNotEqualTo(version);
            }
        }
    }

    @Test
    void anotherLengthIsAChange() throws IOException {
        for (int length : new int[] {SIZE + 1, SIZE - 1, 60_000}) {
            try (ByteSource source = openContent()) {
                assertThat(source.length()).isEqualTo(SIZE);
                Files.write(folder.resolve("file.bin"), TestBytes.random(length, 3));
                assertChanged(source);
            }
        }
    }

    private static void assertChanged(ByteSource source) {
        for (int offset : new int[] {50_000, 99_000}) {
            ByteSourceException failure =
                    catchThrowableOfType(ByteSourceException.class, () -> source.read(offset, 1000));
            assertThat(failure.problem()).isEqualTo(Problem.CHANGED);
            assertThat(failure).hasMessageContaining(source.name()).message().doesNotContain("\n");
        }
    }

    @Test
    void whatIsNotThereIsNotFound() throws IOException {
        try (ByteSource source = open("nothing.bin")) {
            ByteSourceException byRead = catchThrowableOfType(ByteSourceException.class, () -> source.read(0, 10));
            assertThat(byRead.problem()).isEqualTo(Problem.NOT_FOUND);
            ByteSourceException byLength = catchThrowableOfType(ByteSourceException.class, source::length);
            assertThat(byLength.problem()).isEqualTo(Problem.NOT_FOUND);
            assertThat(byLength).hasMessageContaining("nothing.bin");
            compareWithOtherSide(source.ledger());
        }
    }

    @Test
    void impossibleRangesAreMistakesOfTheCaller() throws IOException {
        try (ByteSource source = openContent()) {
            assertThatThrownBy(() -> source.read(-1, 10)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> source.read(0, 0)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void anInterruptedThreadStopsReadingAndOthersGoOn() throws IOException {
        try (ByteSource source = openContent()) {
            check(source, 0, 10);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> source.read(50_000, 1000)).isInstanceOf(IOException.class);
            assertThat(Thread.interrupted()).isTrue();
            check(source, 50_000, 1000);
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void closedSourcesDoNotRead() throws IOException {
        ByteSource source = openContent();
        check(source, 0, 10);
        source.close();
        source.close();
        assertThatThrownBy(() -> source.read(0, 10)).isInstanceOf(IOException.class);
        assertThatThrownBy(source::length).isInstanceOf(IOException.class);
        assertThat(source.ledger().totals().bytes()).isEqualTo(10);
    }
}
