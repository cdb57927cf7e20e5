package io.patchdrop.imagery.iiif;

import io.patchdrop.imagery.bytes.ByteRange;
import io.patchdrop.imagery.bytes.RangeStore;
import java.io.IOException;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Small files, each under a number, kept in a {@link RangeStore}: file n as bytes from {@code n * 2^26} on. None fills its
 * slot, so its length is where the first gap begins. Safe for use by several threads.
 */
final class PieceStore implements AutoCloseable {
    private static final int SLOT_BITS = 26;
    /** How many files there may be: what a list of all of them takes little memory for. */
    static final long MOST_FILES = 1L << 22;
    /** Bytes of the longest file. */
    static final int LONGEST = (1 << SLOT_BITS) - 1;

    private final RangeStore store;

    /** Takes the store over. */
    PieceStore(RangeStore store) {
        this.store = store;
    }

    private static ByteRange slot(long number) {
        return new ByteRange(number << SLOT_BITS, 1L << SLOT_BITS);
    }

    /** How long a file is; 0 if it is not there. */
    int length(long number) {
        ByteRange slot = slot(number);
        List<ByteRange> gaps = store.missing(slot);
        // A damaged store has bytes that no file left there; then what is before the first gap is no image.
        return gaps.isEmpty() ? 0 : (int) (gaps.get(0).offset() - slot.offset());
    }

    /** Tells of every file that is there: its number and its length. */
    void forEach(BiConsumer<Long, Integer> consumer) {
        long position = 0;
        for (ByteRange gap : store.missing(ByteRange.between(0, MOST_FILES << SLOT_BITS))) {
            if (gap.offset() > position) {
                consumer.accept(position >> SLOT_BITS, (int) (gap.offset() - position));
            }
            position = gap.end();
        }
    }

    /** How many files were ever kept. */
    long requests() {
        return store.requests();
    }

    /** Keeps a file of 1 to {@link #LONGEST} bytes. */
    void add(long number, byte[] content) throws IOException {
        store.add(number << SLOT_BITS, content);
    }

    /**
     * A file.
     *
     * @throws IllegalStateException if it is not there
     */
    byte[] get(long number) {
        int length = length(number);
        if (length == 0) {
            throw new IllegalStateException("piece " + number + " was not bought");
        }
        return store.get(new ByteRange(number << SLOT_BITS, length));
    }

    @Override
    public void close() {
        store.close();
    }
}
