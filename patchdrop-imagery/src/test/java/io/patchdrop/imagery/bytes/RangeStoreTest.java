package io.patchdrop.imagery.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RangeStoreTest {
    private static final String IDENTITY = "scene.tif, length 1000, tag \"abc\"";
    private static final int HEAD = ("patchdrop-bought-1 " + IDENTITY + "\n").length();
    private static final byte[] CONTENT = TestBytes.random(1000, 4);
    private static final List<ByteRange> REQUESTS =
            List.of(new ByteRange(100, 50), new ByteRange(0, 20), new ByteRange(140, 30), new ByteRange(999, 1));

    private Path file;

    @BeforeEach
    void use(@TempDir Path folder) {
        file = folder.resolve("scene.bought");
    }

    private static void add(RangeStore store, ByteRange range) throws IOException {
        store.add(range.offset(), TestBytes.part(CONTENT, range));
    }

    /** The whole file of the four requests. */
    private byte[] written() throws IOException {
        Files.deleteIfExists(file);
        try (RangeStore store = RangeStore.open(file, IDENTITY)) {
            for (ByteRange request : REQUESTS) {
                add(store, request);
            }
            store.sync();
        }
        return Files.readAllBytes(file);
    }

    /** That exactly the first requests are kept. */
    private static void check(RangeStore store, int count, String where) {
        RangeSet expected = new RangeSet();
        REQUESTS.subList(0, count).forEach(expected::add);
        assertThat(store.requests()).as(where).isEqualTo(count);
        assertThat(store.bytes()).as(where).isEqualTo(expected.bytes());
        ByteRange all = new ByteRange(0, CONTENT.length);
        assertThat(store.missing(all)).as(where).isEqualTo(expected.missing(all));
        for (ByteRange request : REQUESTS.subList(0, count)) {
            assertThat(store.get(request)).as(where).isEqualTo(TestBytes.part(CONTENT, request));
        }
    }

    @Test
    void bytesAreThereAgain() throws IOException {
        written();
        try (RangeStore store = RangeStore.open(file, IDENTITY)) {
            check(store, 4, "reopened");
            ByteRange overBoth = ByteRange.between(110, 170);
            assertThat(store.get(overBoth)).isEqualTo(TestBytes.part(CONTENT, overBoth));
            assertThatThrownBy(() -> store.get(ByteRange.between(90, 110))).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void theFormatIsTheOneThatIsDescribed() throws IOException {
        byte[] written = written();
        assertThat(written).hasSize(HEAD + 4 * 16 + 50 + 20 + 30 + 1);
        assertThat(new String(written, 0, HEAD, StandardCharsets.UTF_8))
                .isEqualTo("patchdrop-bought-1 " + IDENTITY + "\n");
        assertThat(Arrays.copyOfRange(written, HEAD, HEAD + 12)).containsExactly(0, 0, 0, 0, 0, 0, 0, 100, 0, 0, 0, 50);
        assertThat(Arrays.copyOfRange(written, HEAD + 16, HEAD + 66))
                .isEqualTo(TestBytes.part(CONTENT, REQUESTS.get(0)));
    }

    /** A kill may leave any beginning of the file. */
    @Test
    void aKillAtAnyByteLosesOneRecordAtMost() throws IOException {
        byte[] written = written();
        int[] ends = new int[5];
        ends[0] = HEAD;
        for (int i = 0; i < 4; i++) {
            ends[i + 1] = ends[i] + 16 + (int) REQUESTS.get(i).length();
        }
        for (int length = 0; length <= written.length; length++) {
            Files.write(file, Arrays.copyOf(written, length));
            int whole = 0;
            while (whole < 4 && ends[whole + 1] <= length) {
                whole++;
            }
            try (RangeStore store = RangeStore.open(file, IDENTITY)) {
                check(store, whole, "cut at " + length);
                for (ByteRange request : REQUESTS.subList(whole, 4)) {
                    add(store, request);
                }
            }
            assertThat(Files.readAllBytes(file))
                    .as("cut at %d and written on", length)
                    .isEqualTo(written);
        }
    }

    /** Damage loses what comes after it, but never gives wrong bytes. */
    @Test
    void aDamagedByteAnywhereIsNoticed() throws IOException {
        byte[] written = written();
        for (int at = 0; at < written.length; at++) {
            for (int flip : new int[] {1, 0x80, 0xff}) {
                byte[] damaged = written.clone();
                damaged[at] ^= (byte) flip;
                Files.write(file, damaged);
                String where = "byte " + at + " flipped by " + flip;
                if (at < HEAD) {
                    assertThatThrownBy(() -> RangeStore.open(file, IDENTITY))
                            .as(where)
                            .isInstanceOf(InvalidInputException.class);
                    continue;
                }
                try (RangeStore store = RangeStore.open(file, IDENTITY)) {
                    assertThat(store.requests()).as(where).isLessThan(4);
                    check(store, (int) store.requests(), where);
                }
            }
        }
    }

    @Test
    void otherFilesAreRefusedAndLeftAlone() throws IOException {
        for (int seed = 0; seed < 50; seed++) {
            RandomGenerator random = Seeds.generator(seed, "garbage");
            byte[] garbage = new byte[1 + random.nextInt(300)];
            random.nextBytes(garbage);
            if (garbage[0] == 'p') {
                continue;
            }
            Files.write(file, garbage);
            assertThatThrownBy(() -> RangeStore.open(file, IDENTITY))
                    .as("seed %d", seed)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("is no file of bought bytes");
            assertThat(Files.readAllBytes(file)).isEqualTo(garbage);
        }
    }

    @Test
    void bytesOfAnotherVersionAreRefused() throws IOException {
        byte[] written = written();
        for (String other : List.of(IDENTITY + "x", IDENTITY.substring(1), "", IDENTITY.replace("abc", "abd"))) {
            assertThatThrownBy(() -> RangeStore.open(file, other))
                    .as(other)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("another version");
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(written);
        assertThatThrownBy(() -> RangeStore.open(file, "two\nlines")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSecondOpenerIsRefused() throws IOException {
        try (RangeStore store = RangeStore.open(file, IDENTITY)) {
            assertThatThrownBy(() -> RangeStore.open(file, IDENTITY))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("is in use");
            add(store, REQUESTS.get(0));
            check(store, 1, "after the other one");
        }
        try (RangeStore store = RangeStore.open(file, IDENTITY)) {
            check(store, 1, "free again");
        }
    }

    /** Opens a store and exits with 3 if it is in use. */
    static final class OtherProcess {
        private OtherProcess() {}

        public static void main(String[] arguments) throws IOException {
            try (RangeStore store = RangeStore.open(Path.of(arguments[0]), IDENTITY)) {
                System.exit(store.requests() == 1 ? 0 : 1);
            } catch (InvalidInputException e) {
                System.exit(3);
            }
        }
    }

    private int otherProcess() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(
                        java.toString(),
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherProcess.class.getName(),
                        file.toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void anotherProcessIsRefused() throws Exception {
        try (RangeStore store = RangeStore.open(file, IDENTITY)) {
            add(store, REQUESTS.get(0));
            assertThat(otherProcess()).isEqualTo(3);
        }
        assertThat(otherProcess()).isZero();
    }

    @Test
    void interruptedThreadsDoNoHarm() throws IOException {
        try (RangeStore store = RangeStore.open(file, IDENTITY)) {
            add(store, REQUESTS.get(0));
            Thread.currentThread().interrupt();
            assertThat(store.get(REQUESTS.get(0))).isEqualTo(TestBytes.part(CONTENT, REQUESTS.get(0)));
            add(store, REQUESTS.get(1));
            assertThat(Thread.interrupted()).isTrue();
            check(store, 2, "after the interrupt");
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void overlappingRequestsGiveTheSameBytes() throws IOException {
        for (long seed = 0; seed < 30; seed++) {
            RandomGenerator random = Seeds.generator(seed, "overlaps");
            try (RangeStore store = RangeStore.temporary()) {
                BitSet kept = new BitSet();
                for (int i = 0; i < 40; i++) {
                    ByteRange added = TestBytes.range(random, CONTENT.length, 60);
                    add(store, added);
                    kept.set((int) added.offset(), (int) added.end());
                    ByteRange asked = TestBytes.range(random, CONTENT.length, 100);
                    if (store.missing(asked).isEmpty()) {
                        assertThat(store.get(asked)).as("seed %d", seed).isEqualTo(TestBytes.part(CONTENT, asked));
                    }
                }
                assertThat(store.bytes()).as("seed %d", seed).isEqualTo(kept.cardinality());
            }
        }
    }

    @Test
    void recordsWithImpossibleNumbersAreCutOff() throws IOException {
        byte[] written = written();
        for (byte[] number : new byte[][] {
            {(byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1},
            {0x7f, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 1},
            {0, 0, 0, 0, 0, 0, 0, 0, 0x7f, -1, -1, -1},
            {0, 0, 0, 0, 0, 0, 0, 0, -1, -1, -1, -1},
            {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
        }) {
            byte[] longer = Arrays.copyOf(written, written.length + 40);
            System.arraycopy(number, 0, longer, written.length, number.length);
            Files.write(file, longer);
            try (RangeStore store = RangeStore.open(file, IDENTITY)) {
                check(store, 4, Arrays.toString(number));
            }
            assertThat(Files.readAllBytes(file)).isEqualTo(written);
        }
    }
}
