package io.patchdrop.imagery.webp;

import io.patchdrop.imagery.UnusableImageException;

/** A canonical Huffman code of up to 15 bits a symbol, and how it is written down (RFC 9649, section 3.7.2). */
final class PrefixCode {
    private static final int LONGEST = 15;
    /** Codes of up to so many bits are looked up at once. */
    private static final int MOST_TABLE_BITS = 8;

    private static final int LENGTH_BITS = 4;
    private static final int[] LENGTH_ORDER = {17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    private static final int REPEAT = 16;

    private final short[] counts = new short[LONGEST + 1];
    private final short[] symbols;
    private final int[] table;
    private final int tableBits;

    /** Reads the lengths of the codes, and then makes them. */
    static PrefixCode read(BitReader bits, int alphabet) throws UnusableImageException {
        byte[] lengths = new byte[alphabet];
        if (bits.bit()) {
            boolean two = bits.bit();
            int first = bits.bits(bits.bit() ? Byte.SIZE : 1);
            setOne(lengths, first);
            if (two) {
                setOne(lengths, bits.bits(Byte.SIZE));
            }
            return new PrefixCode(lengths);
        }
        byte[] lengthsOfLengths = new byte[LENGTH_ORDER.length];
        int count = 4 + bits.bits(4);
        for (int i = 0; i < count; i++) {
            lengthsOfLengths[LENGTH_ORDER[i]] = (byte) bits.bits(3);
        }
        readLengths(bits, new PrefixCode(lengthsOfLengths), lengths);
        return new PrefixCode(lengths);
    }

    private static void setOne(byte[] lengths, int symbol) throws UnusableImageException {
        if (symbol >= lengths.length) {
            throw damaged();
        }
        lengths[symbol] = 1;
    }

    private static void readLengths(BitReader bits, PrefixCode code, byte[] lengths) throws UnusableImageException {
        int left = bits.bit() ? 2 + bits.bits(2 + 2 * bits.bits(3)) : lengths.length;
        int previous = 8;
        int symbol = 0;
        while (symbol < lengths.length && left-- > 0) {
            int length = code.read(bits);
            if (length < REPEAT) {
                lengths[symbol++] = (byte) length;
                previous = length == 0 ? previous : length;
                continue;
            }
            int times =
                    switch (length) {
                        case REPEAT -> 3 + bits.bits(2);
                        case REPEAT + 1 -> 3 + bits.bits(3);
                        default -> 11 + bits.bits(7);
                    };
            if (times > lengths.length - symbol) {
                throw damaged();
            }
            for (int i = 0; i < times; i++) {
                lengths[symbol++] = (byte) (length == REPEAT ? previous : 0);
            }
        }
    }

    /** @param lengths of the symbols' codes, 0 for those that do not occur */
    private PrefixCode(byte[] lengths) throws UnusableImageException {
        int used = 0;
        for (byte length : lengths) {
            if (length > 0) {
                counts[length]++;
                used++;
            }
        }
        int longest = LONGEST;
        while (longest > 0 && counts[longest] == 0) {
            longest--;
        }
        checkComplete(used);
        symbols = new short[used];
        short[] next = new short[LONGEST + 2];
        for (int length = 1; length <= LONGEST; length++) {
            next[length + 1] = (short) (next[length] + counts[length]);
        }
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            if (lengths[symbol] > 0) {
                symbols[next[lengths[symbol]]++] = (short) symbol;
            }
        }
        tableBits = used == 1 ? 0 : Math.min(MOST_TABLE_BITS, longest);
        table = new int[1 << tableBits];
        if (used > 1) {
            fillTable();
        }
    }

    /** All codes must be taken, but for a single symbol, which needs no bits. */
    private void checkComplete(int used) throws UnusableImageException {
        int open = 1;
        for (int length = 1; length <= LONGEST; length++) {
            open = 2 * open - counts[length];
            if (open < 0) {
                throw damaged();
            }
        }
        if (used == 0 || (used > 1 && open > 0)) {
            throw damaged();
        }
    }

    private void fillTable() {
        int code = 0;
        int index = 0;
        for (int length = 1; length <= tableBits; length++) {
            for (int i = 0; i < counts[length]; i++) {
                int reversed = Integer.reverse(code) >>> (Integer.SIZE - length);
                for (int entry = reversed; entry < table.length; entry += 1 << length) {
                    table[entry] = symbols[index] << LENGTH_BITS | length;
                }
                code++;
                index++;
            }
            code <<= 1;
        }
    }

    /** Reads one symbol. */
    int read(BitReader bits) throws UnusableImageException {
        if (tableBits == 0) {
            return symbols[0];
        }
        int ahead = bits.peek();
        int entry = table[ahead & (table.length - 1)];
        if (entry > 0) {
            bits.skip(entry & ((1 << LENGTH_BITS) - 1));
            return entry >> LENGTH_BITS;
        }
        return readLong(bits, ahead);
    }

    private int readLong(BitReader bits, int ahead) throws UnusableImageException {
        int code = 0;
        int first = 0;
        int index = 0;
        for (int length = 1; length <= LONGEST; length++) {
            code |= ahead >> (length - 1) & 1;
            if (code - first < counts[length]) {
                bits.skip(length);
                return symbols[index + code - first];
            }
            index += counts[length];
            first = (first + counts[length]) << 1;
            code <<= 1;
        }
        throw damaged();
    }

    private static UnusableImageException damaged() {
        return new UnusableImageException("damaged: a WebP image has a prefix code that is none");
    }
}
