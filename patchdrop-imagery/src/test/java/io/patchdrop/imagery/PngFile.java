package io.patchdrop.imagery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes PNG files of every kind byte by byte, from the specification alone (W3C, Portable Network Graphics, second
 * edition), so that the reader is tested against another reading of it than its own.
 */
final class PngFile {
    static final int GREY = 0;
    static final int RGB = 2;
    static final int PALETTE = 3;
    static final int GREY_ALPHA = 4;
    static final int RGB_ALPHA = 6;

    /** First column, first row, step of columns, step of rows of the seven passes of Adam7. */
    private static final int[][] PASSES = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };

    private final int width;
    private final int height;
    private final int depth;
    private final int colourType;
    private final List<byte[]> chunks = new ArrayList<>();

    PngFile(int width, int height, int depth, int colourType) {
        this.width = width;
        this.height = height;
        this.depth = depth;
        this.colourType = colourType;
    }

    static int channels(int colourType) {
        return switch (colourType) {
            case GREY, PALETTE -> 1;
            case GREY_ALPHA -> 2;
            case RGB -> 3;
            case RGB_ALPHA -> 4;
            default -> throw new IllegalArgumentException("colour type " + colourType);
        };
    }

    /** A chunk before the pixels, such as PLTE or tRNS. */
    PngFile with(String type, byte... data) {
        chunks.add(chunk(type, data));
        return this;
    }

    /** The file with the samples {@code [height, width, channels]}, one row after the other. */
    byte[] progressive(int[] samples) throws IOException {
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        putPass(samples, new int[] {0, 0, 1, 1}, rows);
        return file(0, deflate(rows.toByteArray()));
    }

    /** The file with the samples {@code [height, width, channels]}, interlaced in seven passes. */
    byte[] interlaced(int[] samples) throws IOException {
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        for (int[] pass : PASSES) {
            putPass(samples, pass, rows);
        }
        return file(1, deflate(rows.toByteArray()));
    }

    /** The file with these bytes as compressed pixels, whatever they are. */
    byte[] file(int interlace, byte[] compressed) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
        header.put((byte) depth)
                .put((byte) colourType)
                .put((byte) 0)
                .put((byte) 0)
                .put((byte) interlace);
        out.write(chunk("IHDR", header.array()));
        for (byte[] chunk : chunks) {
            out.write(chunk);
        }
        out.write(chunk("IDAT", compressed));
        out.write(chunk("IEND"));
        return out.toByteArray();
    }

    static byte[] deflate(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] chunk(String type, byte... data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 checksum = new CRC32();
        checksum.update(name);
        checksum.update(data);
        return ByteBuffer.allocate(data.length + 12)
                .putInt(data.length)
                .put(name)
                .put(data)
                .putInt((int) checksum.getValue())
                .array();
    }

    /** The rows of a pass without a filter, packed from the highest bit on; nothing if the pass is empty. */
    private void putPass(int[] samples, int[] pass, ByteArrayOutputStream rows) {
        int channels = channels(colourType);
        for (int y = pass[1]; y < height && pass[0] < width; y += pass[3]) {
            rows.write(0);
            BitWriter bits = new BitWriter(rows);
            for (int x = pass[0]; x < width; x += pass[2]) {
                for (int channel = 0; channel < channels; channel++) {
                    bits.put(samples[(y * width + x) * channels + channel], depth);
                }
            }
            bits.finishByte();
        }
    }
}
