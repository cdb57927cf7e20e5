package io.patchdrop.imagery;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes GIF files byte by byte, from the specification alone (CompuServe, GIF89a): a palette of 128 colours, frames whose
 * pixels are codes of eight bits, with the code that empties the dictionary before it would need nine.
 */
final class GifFile {
    private static final int COLOURS = 128;
    private static final int CLEAR = COLOURS;
    private static final int END = COLOURS + 1;
    private static final int CODES_BETWEEN_CLEARS = 120;
    private static final int BLOCK_BYTES = 255;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A canvas of this size. */
    GifFile(int width, int height, byte[] palette) {
        if (palette.length != COLOURS * 3) {
            throw new IllegalArgumentException("not 128 colours");
        }
        out.writeBytes("GIF89a".getBytes(StandardCharsets.US_ASCII));
        putShorts(width, height);
        // A palette of 2^(6 + 1) colours for all frames.
        out.writeBytes(new byte[] {(byte) 0xf6, 0, 0});
        out.writeBytes(palette);
    }

    /** Repeats the frames that follow for ever. */
    GifFile looping() {
        out.writeBytes(new byte[] {0x21, (byte) 0xff, 11});
        out.writeBytes("NETSCAPE2.0".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(new byte[] {3, 1, 0, 0, 0});
        return this;
    }

    /** Says of the frame that follows which colour of the palette is transparent. */
    GifFile transparent(int index) {
        out.writeBytes(new byte[] {0x21, (byte) 0xf9, 4, 1, 10, 0, (byte) index, 0});
        return this;
    }

    /** A frame: {@code [height, width]} indices in the palette, its rows in their order or interlaced. */
    GifFile frame(int left, int top, int width, int height, boolean interlaced, int[] indices) {
        out.write(0x2c);
        putShorts(left, top, width, height);
        out.write(interlaced ? 0x40 : 0);
        out.write(7);
        byte[] codes = codes(interlaced ? interlacedRows(indices, width, height) : indices);
        for (int start = 0; start < codes.length; start += BLOCK_BYTES) {
            int count = Math.min(BLOCK_BYTES, codes.length - start);
            out.write(count);
            out.write(codes, start, count);
        }
        out.write(0);
        return this;
    }

    byte[] write() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(out.toByteArray());
        file.write(0x3b);
        return file.toByteArray();
    }

    private void putShorts(int... values) {
        for (int value : values) {
            out.write(value);
            out.write(value >> 8);
        }
    }

    private static byte[] codes(int... indices) {
        ByteArrayOutputStream codes = new ByteArrayOutputStream();
        for (int i = 0; i < indices.length; i++) {
            if (i % CODES_BETWEEN_CLEARS == 0) {
                codes.write(CLEAR);
            }
            codes.write(indices[i]);
        }
        codes.write(END);
        return codes.toByteArray();
    }

    private static int[] interlacedRows(int[] indices, int width, int height) {
        int[] reordered = new int[indices.length];
        int target = 0;
        int[][] passes = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};
        for (int[] pass : passes) {
            for (int y = pass[0]; y < height; y += pass[1]) {
                System.arraycopy(indices, y * width, reordered, target * width, width);
                target++;
            }
        }
        return reordered;
    }
}
