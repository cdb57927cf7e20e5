package io.patchdrop.imagery.webp;

import io.patchdrop.imagery.UnusableImageException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The lossless kind of WebP (RFC 9649, chapter 3): copies of what came before, single pixels and recent colours, in prefix
 * codes that change from block to block, and transforms to undo. A pixel is opacity, red, green and blue from the highest
 * byte to the lowest.
 */
final class LosslessImage {
    private static final int SIGNATURE = 0x2f;
    private static final int HEADER_BYTES = 5;
    private static final int LITERALS = 256;
    private static final int LENGTHS = 24;
    private static final int DISTANCES = 40;
    private static final int CODES = 5;
    /** Encoders make some thousands at most. */
    private static final int MOST_GROUPS = 10_000;

    private static final int CACHE_FACTOR = 0x1e35a7bd;

    /** {columns to the left, rows up}, nearest first: distances that are short on the image have short codes. */
    private static final int[][] NEAR = near();

    private final BitReader bits;

    private LosslessImage(ByteBuffer bytes) {
        this.bits = new BitReader(bytes);
    }

    private static int[][] near() {
        return IntStream.range(0, 8)
                .boxed()
                .flatMap(row -> IntStream.rangeClosed(-7, 8).mapToObj(column -> new int[] {column, row}))
                .filter(each -> each[1] > 0 || each[0] > 0)
                .sorted(Comparator.<int[]>comparingInt(each -> each[0] * each[0] + each[1] * each[1])
                        .thenComparingInt(each -> Math.abs(each[0]))
                        .thenComparingInt(each -> -each[0]))
                .toArray(int[][]::new);
    }

    /**
     * Decodes an image.
     *
     * @param chunk from its signature on
     * @return {@code [height, width]} pixels
     */
    static int[] decode(ByteBuffer chunk, int width, int height) throws UnusableImageException {
        if (chunk.remaining() < HEADER_BYTES || chunk.get(0) != SIGNATURE || (chunk.get(4) & 0xe0) != 0) {
            throw new UnusableImageException("damaged: a lossless WebP image has no valid header");
        }
        int sizes = chunk.getInt(1);
        Webp.checkSize((sizes & 0x3fff) + 1, (sizes >> 14 & 0x3fff) + 1, width, height);
        return decodeWithoutHeader(chunk.slice(HEADER_BYTES, chunk.limit() - HEADER_BYTES), width, height);
    }

    /** Decodes what follows the header. */
    static int[] decodeWithoutHeader(ByteBuffer bytes, int width, int height) throws UnusableImageException {
        return new LosslessImage(bytes).decode(width, height);
    }

    private int[] decode(int width, int height) throws UnusableImageException {
        Deque<LosslessTransform> transforms = new ArrayDeque<>();
        Set<LosslessTransform.Kind> kinds = EnumSet.noneOf(LosslessTransform.Kind.class);
        int stored = width;
        while (bits.bit()) {
            LosslessTransform.Kind kind = LosslessTransform.Kind.of(bits.bits(2));
            if (!kinds.add(kind)) {
                throw new UnusableImageException("damaged: a lossless WebP image has a transform twice");
            }
            LosslessTransform transform = readTransform(kind, stored, height);
            stored = transform.storedWidth();
            transforms.push(transform);
        }
        int[] pixels = readPixels(stored, height, true);
        for (LosslessTransform transform : transforms) {
            pixels = transform.undo(pixels, height);
        }
        return pixels;
    }

    private LosslessTransform readTransform(LosslessTransform.Kind kind, int width, int height)
            throws UnusableImageException {
        switch (kind) {
            case PREDICTION, CROSS_COLOUR -> {
                int blockBits = 2 + bits.bits(3);
                int[] blocks = readPixels(blocks(width, blockBits), blocks(height, blockBits), false);
                return new LosslessTransform(kind, width, blockBits, blocks);
            }
            case SUBTRACTED_GREEN -> {
                return new LosslessTransform(kind, width, 0, new int[0]);
            }
            case PALETTE -> {
                int[] colours = readPixels(1 + bits.bits(8), 1, false);
                for (int i = 1; i < colours.length; i++) {
                    colours[i] = LosslessTransform.sum(colours[i - 1], colours[i]);
                }
                int packing = colours.length > 16 ? 0 : colours.length > 4 ? 1 : colours.length > 2 ? 2 : 3;
                return new LosslessTransform(kind, width, packing, colours);
            }
        }
        throw new IllegalStateException("no such transform: " + kind);
    }

    private static int blocks(int length, int blockBits) {
        return (length + (1 << blockBits) - 1) >> blockBits;
    }

    /** Five prefix codes. */
    private record Group(PrefixCode green, PrefixCode red, PrefixCode blue, PrefixCode opacity, PrefixCode distance) {}

    /**
     * Which codes a pixel has.
     *
     * @param groups all of them
     * @param blocks a group's index for each block; null if there is one group
     * @param blockBits of a block's side
     * @param across blocks beside each other
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Groups(List<Group> groups, int @Nullable [] blocks, int blockBits, int across) {
        Group at(int x, int y) {
            return groups.get(blocks == null ? 0 : blocks[(y >> blockBits) * across + (x >> blockBits)]);
        }

        /** Whether a pixel may have other codes than the one on its left. */
        boolean changeAt(int x) {
            return (x & ((1 << blockBits) - 1)) == 0;
        }
    }

    /** @param whole whether it is the image itself, and not one of those that say how to read it */
    private int[] readPixels(int width, int height, boolean whole) throws UnusableImageException {
        int cacheBits = 0;
        if (bits.bit()) {
            cacheBits = bits.bits(4);
            if (cacheBits < 1 || cacheBits > 11) {
                throw new UnusableImageException("damaged: a lossless WebP image has a wrong number of recent colours");
            }
        }
        Groups groups = readGroups(width, height, whole && bits.bit(), cacheBits == 0 ? 0 : 1 << cacheBits);
        return readPixels(width, height, groups, cacheBits);
    }

    private Groups readGroups(int width, int height, boolean several, int cacheSize) throws UnusableImageException {
        if (!several) {
            return new Groups(List.of(readGroup(cacheSize)), null, Integer.SIZE - 1, 1);
        }
        int blockBits = 2 + bits.bits(3);
        int across = blocks(width, blockBits);
        int[] blocks = readPixels(across, blocks(height, blockBits), false);
        Map<Integer, Integer> used = new HashMap<>();
        int last = 0;
        for (int i = 0; i < blocks.length; i++) {
            int index = blocks[i] >> 8 & 0xffff;
            last = Math.max(last, index);
            used.putIfAbsent(index, used.size());
            blocks[i] = used.get(index);
        }
        if (used.size() > MOST_GROUPS) {
            throw new UnusableImageException("a lossless WebP image has more than " + MOST_GROUPS + " groups of codes");
        }
        Group[] groups = new Group[used.size()];
        for (int index = 0; index <= last; index++) {
            Group group = readGroup(cacheSize); // those that no block has are there too
            Integer place = used.get(index);
            if (place != null) {
                groups[place] = group;
            }
        }
        return new Groups(List.of(groups), blocks, blockBits, across);
    }

    private Group readGroup(int cacheSize) throws UnusableImageException {
        PrefixCode[] codes = new PrefixCode[CODES];
        for (int i = 0; i < CODES; i++) {
            int alphabet = i == 0 ? LITERALS + LENGTHS + cacheSize : i < CODES - 1 ? LITERALS : DISTANCES;
            codes[i] = PrefixCode.read(bits, alphabet);
        }
        return new Group(codes[0], codes[1], codes[2], codes[3], codes[4]);
    }

    private int[] readPixels(int width, int height, Groups groups, int cacheBits) throws UnusableImageException {
        int[] pixels = new int[width * height];
        int[] cache = new int[1 << cacheBits];
        int cached = 0;
        int position = 0;
        Group group = groups.at(0, 0);
        while (position < pixels.length) {
            int x = position % width;
            if (groups.changeAt(x)) {
                group = groups.at(x, position / width);
            }
            int symbol = group.green().read(bits);
            if (symbol < LITERALS) {
                int red = group.red().read(bits);
                int blue = group.blue().read(bits);
                pixels[position++] = group.opacity().read(bits) << 24 | red << 16 | symbol << 8 | blue;
            } else if (symbol < LITERALS + LENGTHS) {
                int length = readNumber(symbol - LITERALS);
                int distance = distance(readNumber(group.distance().read(bits)), width);
                if (distance > position || length > pixels.length - position) {
                    throw new UnusableImageException("damaged: a lossless WebP image copies what is not there");
                }
                for (int i = 0; i < length; i++, position++) {
                    pixels[position] = pixels[position - distance];
                }
                if (position < pixels.length) {
                    group = groups.at(position % width, position / width);
                }
            } else {
                for (; cached < position; cached++) {
                    cache[slot(pixels[cached], cacheBits)] = pixels[cached];
                }
                pixels[position++] = cache[symbol - LITERALS - LENGTHS];
            }
        }
        return pixels;
    }

    private static int slot(int colour, int cacheBits) {
        return (colour * CACHE_FACTOR) >>> (Integer.SIZE - cacheBits);
    }

    /** A length or a distance: its order of magnitude is the symbol, the rest follows. At least 1. */
    private int readNumber(int symbol) throws UnusableImageException {
        if (symbol < 4) {
            return symbol + 1;
        }
        int extra = (symbol - 2) >> 1;
        return ((2 + (symbol & 1)) << extra) + bits.bits(extra) + 1;
    }

    private static int distance(int code, int width) {
        if (code > NEAR.length) {
            return code - NEAR.length;
        }
        int[] near = NEAR[code - 1];
        return Math.max(1, near[0] + near[1] * width);
    }
}
