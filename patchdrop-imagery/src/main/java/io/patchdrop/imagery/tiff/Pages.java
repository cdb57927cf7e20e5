package io.patchdrop.imagery.tiff;

import io.patchdrop.imagery.UnusableImageException;
import io.patchdrop.imagery.bytes.BoughtBytes;
import io.patchdrop.imagery.bytes.ByteRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The bytes that say where the pixels lie. Directories are bought in aligned pages, as their neighbours come next. Safe for
 * use by several threads.
 */
final class Pages {
    static final int SIZE = 16 << 10;
    private static final int MOST_IN_MEMORY = 64;

    private final BoughtBytes bytes;
    private final long length;
    private final List<List<ByteRange>> purchases = new ArrayList<>();
    private final Map<ByteRange, byte[]> recent = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteRange, byte[]> eldest) {
            return size() > MOST_IN_MEMORY;
        }
    };

    private Pages(BoughtBytes bytes, long length) {
        this.bytes = bytes;
        this.length = length;
    }

    /** Buys the first page. */
    static Pages open(BoughtBytes bytes) throws IOException {
        bytes.read(0, SIZE);
        return new Pages(bytes, bytes.length());
    }

    /** The file's length in bytes. */
    long length() {
        return length;
    }

    /**
     * Bytes of a directory or of a field, bought if need be.
     *
     * @throws UnusableImageException if they do not lie inside of the file
     */
    byte[] read(long offset, long size) throws IOException {
        requireInside(offset, size);
        if (size == 0) {
            return new byte[0];
        }
        ByteRange wanted = new ByteRange(offset, size);
        if (!bytes.owns(wanted)) {
            // The pages' end is not computed where it could be too large a number: the length is what a server says.
            long last = (wanted.end() - 1) / SIZE;
            long end = last == (length - 1) / SIZE ? length : (last + 1) * SIZE;
            buy(List.of(ByteRange.between(offset / SIZE * SIZE, end)));
        }
        return bytes.get(wanted);
    }

    /** @throws UnusableImageException if bytes do not lie inside of the file */
    void requireInside(long offset, long size) throws UnusableImageException {
        if (offset < 0 || size < 0 || size > length || offset > length - size) {
            throw new UnusableImageException("damaged: the file ends before the " + Long.toUnsignedString(size)
                    + " bytes at " + Long.toUnsignedString(offset));
        }
    }

    /** Buys what is missing of some ranges inside of the file. */
    void buy(Collection<ByteRange> wanted) throws IOException {
        List<ByteRange> missing = new TreeSet<>(wanted)
                .stream().filter(range -> !bytes.owns(range)).toList();
        if (!missing.isEmpty()) {
            bytes.buy(missing);
            synchronized (purchases) {
                purchases.add(missing);
            }
        }
    }

    /** How many times something was bought here. */
    int purchases() {
        synchronized (purchases) {
            return purchases.size();
        }
    }

    /** What was bought here after the first so many purchases. */
    List<List<ByteRange>> purchasesFrom(int first) {
        synchronized (purchases) {
            return List.copyOf(purchases.subList(first, purchases.size()));
        }
    }

    /**
     * Bytes that were bought; the same array for the same range for some time.
     *
     * @throws IllegalStateException if they were not
     */
    byte[] bought(ByteRange range) {
        synchronized (recent) {
            return recent.computeIfAbsent(range, bytes::get);
        }
    }
}
