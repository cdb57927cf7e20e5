package io.patchdrop.imagery.bytes;

/**
 * Bytes of a file that lie side by side.
 *
 * @param offset of the first byte, at least 0
 * @param length how many, at least 1
 */
public record ByteRange(long offset, long length) implements Comparable<ByteRange> {
    public ByteRange {
        if (offset < 0 || length < 1 || offset > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException("not a range of bytes: " + length + " at " + offset);
        }
    }

    /** Bytes {@code [start, end)}. */
    public static ByteRange between(long start, long end) {
        return new ByteRange(start, end - start);
    }

    /** The offset after the last byte. */
    public long end() {
        return offset + length;
    }

    /** By offset, then by length. */
    @Override
    public int compareTo(ByteRange other) {
        int byOffset = Long.compare(offset, other.offset);
        return byOffset != 0 ? byOffset : Long.compare(length, other.length);
    }

    /** As in HTTP's header Range: the first and the last byte. */
    @Override
    public String toString() {
        return offset + "-" + (end() - 1);
    }
}
