package io.patchdrop.imagery.webp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/** The constants of VP8, from a file beside this class. The arrays are not changed. */
final class Vp8Tables {
    static final int BANDS = 8;
    static final int CONTEXTS = 3;
    static final int NODES = 11;
    static final int MODES = 10;
    private static final int COEFFICIENTS = 4 * BANDS * CONTEXTS * NODES;
    private static final int MODE_NODES = MODES * MODES * (MODES - 1);
    private static final int INDICES = 128;

    private static final int[] ALL = read();

    /** {@code [4, 8, 3, 11]}: kind of block, band, context, node. */
    static final int[] TOKENS = part(0, COEFFICIENTS);

    /** How probable it is that one of {@link #TOKENS} changes. */
    static final int[] TOKEN_CHANGES = part(COEFFICIENTS, COEFFICIENTS);

    /** {@code [10, 10, 9]}: the mode above, the mode on the left, node. */
    static final int[] SUBBLOCK_MODES = part(2 * COEFFICIENTS, MODE_NODES);

    /** By which a block's first coefficient is multiplied, by index. */
    static final int[] FIRST_FACTORS = part(2 * COEFFICIENTS + MODE_NODES, INDICES);

    /** By which the others are multiplied. */
    static final int[] OTHER_FACTORS = part(2 * COEFFICIENTS + MODE_NODES + INDICES, INDICES);

    private Vp8Tables() {}

    private static int[] part(int start, int length) {
        return Arrays.copyOfRange(ALL, start, start + length);
    }

    private static int[] read() {
        InputStream stream = Objects.requireNonNull(Vp8Tables.class.getResourceAsStream("vp8-tables.txt"));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .flatMapToInt(line -> IntStream.of(Arrays.stream(line.split(" ", -1))
                            .mapToInt(Integer::parseInt)
                            .toArray()))
                    .toArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
