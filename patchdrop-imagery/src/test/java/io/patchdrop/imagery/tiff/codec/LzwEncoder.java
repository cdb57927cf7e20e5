package io.patchdrop.imagery.tiff.codec;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;

/**
 * Another view of TIFF's LZW: an encoder that is slow and plain (Adobe, TIFF revision 6.0, section 13, "LZW compression
 * algorithm"), whose strings are strings.
 */
final class LzwEncoder {
    private static final int CLEAR = 256;
    private static final int END = 257;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<String, Integer> table = new HashMap<>();
    private final int clearedAt;
    private int pending;
    private int pendingBits;

    /** @param clearedAt how many entries make the table be cleared, 259 to 4095; another one if it never is */
    private LzwEncoder(int clearedAt) {
        this.clearedAt = clearedAt;
    }

    static byte[] encode(byte[] bytes, int clearedAt) {
        return new LzwEncoder(clearedAt).run(bytes);
    }

    private byte[] run(byte[] bytes) {
        clear();
        String known = "";
        for (byte each : bytes) {
            String longer = known + (char) (each & 0xff);
            if (table.containsKey(longer)) {
                known = longer;
                continue;
            }
            put(code(known));
            learn(longer);
            known = longer.substring(longer.length() - 1);
            if (table.size() + 2 == clearedAt) {
                clear();
            }
        }
        put(code(known));
        // The decoder learns a string from this code too, before it reads the next one.
        learn(known + " and one more");
        put(END);
        put(0, Byte.SIZE - 1);
        return out.toByteArray();
    }

    private void learn(String string) {
        int next = table.size() + 2; // two codes have no string
        if (next < 4096) {
            table.put(string, next);
        }
    }

    private int code(String string) {
        return table.getOrDefault(string, -1);
    }

    private void clear() {
        put(CLEAR);
        table.clear();
        for (int value = 0; value < 256; value++) {
            table.put(String.valueOf((char) value), value);
        }
    }

    private void put(int code) {
        int entries = table.size() + 2;
        put(code, table.isEmpty() || entries < 512 ? 9 : entries < 1024 ? 10 : entries < 2048 ? 11 : 12);
    }

    private void put(int value, int bits) {
        for (int bit = bits - 1; bit >= 0; bit--) {
            pending = pending << 1 | (value >> bit & 1);
            if (++pendingBits == Byte.SIZE) {
                out.write(pending);
                pending = 0;
                pendingBits = 0;
            }
        }
    }
}
