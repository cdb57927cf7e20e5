package io.patchdrop.imagery.webp;

import io.patchdrop.imagery.UnusableImageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What a VP8 key frame says of all of its macroblocks (RFC 6386, chapter 9). */
final class Vp8Header {
    private static final int START_BYTES = 10;
    private static final int SEGMENTS = 4;
    private static final int LARGEST_INDEX = 127;
    private static final int LARGEST_CHROMA_INDEX = 117;
    private static final int LARGEST_LEVEL = 63;

    /**
     * By which a segment's coefficients are multiplied.
     *
     * @param luma {first, others}
     * @param means {first, others}, of the block of a macroblock's first coefficients
     * @param chroma {first, others}
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Factors(int[] luma, int[] means, int[] chroma) {}

    /**
     * How strongly a macroblock's edges are smoothed.
     *
     * @param level 0 to 63, 0 if they are not
     * @param interior the most that neighbours may differ by
     * @param threshold differences above this one are a real edge
     */
    record Smoothing(int level, int interior, int threshold) {}

    private final int width;
    private final int height;
    private final BooleanDecoder modes;
    private final BooleanDecoder[] partitions;
    private final int[] segmentTree = {255, 255, 255};
    private boolean segmented;
    private boolean segmentsListed;
    private boolean absolute;
    private final int[] segmentIndices = new int[SEGMENTS];
    private final int[] segmentLevels = new int[SEGMENTS];
    private boolean simpleFilter;
    private int filterLevel;
    private int sharpness;
    private int intraDelta;
    private int subblockDelta;
    private final Factors[] factors = new Factors[SEGMENTS];
    private final int[] tokens = Vp8Tables.TOKENS.clone();
    /** 256ths; -1 if no macroblock is said to be empty. */
    private int notEmpty = -1;

    /** @param chunk all of the frame */
    Vp8Header(ByteBuffer chunk) throws UnusableImageException {
        ByteBuffer bytes = chunk.slice().order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.remaining() < START_BYTES) {
            throw new UnusableImageException(Webp.TOO_SHORT);
        }
        int start = bytes.getInt(0);
        boolean keyFrame = (start & 1) == 0 && (start & 0x10) != 0;
        if (!keyFrame || bytes.get(3) != (byte) 0x9d || bytes.getShort(4) != 0x2a01) {
            throw new UnusableImageException("damaged: a lossy WebP image has no key frame");
        }
        width = bytes.getShort(6) & 0x3fff;
        height = bytes.getShort(8) & 0x3fff;
        int first = (start & 0xffffff) >> 5;
        if (first > bytes.remaining() - START_BYTES) {
            throw new UnusableImageException(Webp.TOO_SHORT);
        }
        modes = new BooleanDecoder(bytes.slice(START_BYTES, first));
        modes.number(2); // the colour space, of which there is one, and a promise that nothing needs to be clamped
        readSegments();
        readFilter();
        partitions = partitions(bytes.position(START_BYTES + first).slice().order(ByteOrder.LITTLE_ENDIAN));
        readFactors();
        modes.flag(); // whether the probabilities stay for the next frame
        for (int i = 0; i < tokens.length; i++) {
            if (modes.bit(Vp8Tables.TOKEN_CHANGES[i])) {
                tokens[i] = modes.number(8);
            }
        }
        if (modes.flag()) {
            notEmpty = modes.number(8);
        }
        modes.checkEnd();
    }

    private void readSegments() {
        segmented = modes.flag();
        if (!segmented) {
            return;
        }
        segmentsListed = modes.flag();
        if (modes.flag()) {
            absolute = modes.flag();
            for (int i = 0; i < SEGMENTS; i++) {
                segmentIndices[i] = modes.optional(7);
            }
            for (int i = 0; i < SEGMENTS; i++) {
                segmentLevels[i] = modes.optional(6);
            }
        }
        if (segmentsListed) {
            for (int i = 0; i < segmentTree.length; i++) {
                segmentTree[i] = modes.flag() ? modes.number(8) : 255;
            }
        }
    }

    private void readFilter() {
        simpleFilter = modes.flag();
        filterLevel = modes.number(6);
        sharpness = modes.number(3);
        boolean differing = modes.flag();
        if (differing && modes.flag()) {
            intraDelta = modes.optional(6);
            for (int i = 1; i < 4; i++) {
                modes.optional(6); // of frames that are predicted from others
            }
            subblockDelta = modes.optional(6);
            for (int i = 1; i < 4; i++) {
                modes.optional(6);
            }
        }
    }

    private BooleanDecoder[] partitions(ByteBuffer bytes) throws UnusableImageException {
        BooleanDecoder[] decoders = new BooleanDecoder[1 << modes.number(2)];
        int start = 3 * (decoders.length - 1);
        if (start > bytes.limit()) {
            throw new UnusableImageException(Webp.TOO_SHORT);
        }
        for (int i = 0; i < decoders.length; i++) {
            int length = bytes.limit() - start;
            if (i < decoders.length - 1) {
                int said = (bytes.getShort(3 * i) & 0xffff) | (bytes.get(3 * i + 2) & 0xff) << 16;
                length = Math.min(length, said);
            }
            decoders[i] = new BooleanDecoder(bytes.slice(start, length));
            start += length;
        }
        return decoders;
    }

    private void readFactors() {
        int index = modes.number(7);
        int lumaFirst = modes.optional(4);
        int meansFirst = modes.optional(4);
        int meansOthers = modes.optional(4);
        int chromaFirst = modes.optional(4);
        int chromaOthers = modes.optional(4);
        for (int i = 0; i < SEGMENTS; i++) {
            int own = segmented ? segmentIndices[i] + (absolute ? 0 : index) : index;
            int[] luma = {first(own + lumaFirst, LARGEST_INDEX), other(own)};
            int[] means = {2 * first(own + meansFirst, LARGEST_INDEX), Math.max(8, other(own + meansOthers) * 155 / 100)
            };
            int[] chroma = {first(own + chromaFirst, LARGEST_CHROMA_INDEX), other(own + chromaOthers)};
            factors[i] = new Factors(luma, means, chroma);
        }
    }

    private static int first(int index, int largest) {
        return Vp8Tables.FIRST_FACTORS[clamped(index, largest)];
    }

    private static int other(int index) {
        return Vp8Tables.OTHER_FACTORS[clamped(index, LARGEST_INDEX)];
    }

    private static int clamped(int value, int largest) {
        return Math.max(0, Math.min(largest, value));
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** What macroblocks say of themselves, one after the other. */
    BooleanDecoder modes() {
        return modes;
    }

    /** The coefficients of a row of macroblocks. */
    BooleanDecoder partition(int row) {
        return partitions[row & (partitions.length - 1)];
    }

    /** {@code [4, 8, 3, 11]}, as in {@link Vp8Tables}. */
    int[] tokens() {
        return tokens;
    }

    Factors factors(int segment) {
        return factors[segment];
    }

    boolean simpleFilter() {
        return simpleFilter;
    }

    /** Whether anything is smoothed. */
    boolean filtered() {
        return filterLevel > 0;
    }

    /** Reads a macroblock's segment, 0 to 3. */
    int readSegment() {
        if (!segmentsListed) {
            return 0;
        }
        return modes.bit(segmentTree[0]) ? modes.bit(segmentTree[2]) ? 3 : 2 : modes.bit(segmentTree[1]) ? 1 : 0;
    }

    /** Reads whether a macroblock has no coefficients. */
    boolean readEmpty() {
        return notEmpty >= 0 && modes.bit(notEmpty);
    }

    Smoothing smoothing(int segment, boolean subblocks) {
        int level = segmented ? segmentLevels[segment] + (absolute ? 0 : filterLevel) : filterLevel;
        level = clamped(level + intraDelta + (subblocks ? subblockDelta : 0), LARGEST_LEVEL);
        int interior = level;
        if (sharpness > 0) {
            interior = Math.min(interior >> (sharpness > 4 ? 2 : 1), 9 - sharpness);
        }
        return new Smoothing(level, Math.max(1, interior), level >= 40 ? 2 : level >= 15 ? 1 : 0);
    }
}
