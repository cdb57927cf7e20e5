package io.patchdrop.imagery;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes baseline JPEG files byte by byte, from the specification alone (ITU-T T.81). Every block of 8 x 8 pixels has one
 * colour. Of such a block the transform keeps only the mean, 8 (value - 128), and the quantisation divides by one: the
 * samples that a reader gets are exactly those that were written.
 */
final class JpegFile {
    /** Components of an APP14 segment of Adobe's: as they are (RGB, CMYK), or luma and chroma first. */
    static final int ADOBE_PLAIN = 0;

    static final int ADOBE_YCCK = 2;

    private static final int BLOCK = 8;

    private final ByteArrayOutputStream segments = new ByteArrayOutputStream();

    /** A segment before the image, such as 0xe1 for APP1. */
    JpegFile with(int marker, byte... content) {
        putSegment(segments, marker, content);
        return this;
    }

    /** The APP14 segment. */
    JpegFile withAdobe(int transform) {
        byte[] content = {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) transform};
        return with(0xee, content);
    }

    /** The APP1 segment of a camera that was held like this: 1 to 8, as in TIFF. */
    JpegFile withOrientation(int orientation) {
        ByteBuffer exif = ByteBuffer.allocate(32);
        exif.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
        exif.put("MM".getBytes(StandardCharsets.US_ASCII)).putShort((short) 42).putInt(8);
        exif.putShort((short) 1).putShort((short) 274).putShort((short) 3).putInt(1);
        exif.putShort((short) orientation).putShort((short) 0).putInt(0);
        return with(0xe1, exif.array());
    }

    /**
     * The whole file.
     *
     * @param columns blocks side by side
     * @param rows blocks below each other
     * @param components for each pixel
     * @param samples {@code [rows, columns, components]}, 0 to 255
     */
    byte[] write(int columns, int rows, int components, int... samples) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xd8});
        out.writeBytes(segments.toByteArray());
        byte[] quantisation = new byte[65];
        Arrays.fill(quantisation, 1, 65, (byte) 1);
        putSegment(out, 0xdb, quantisation);
        putSegment(out, 0xc0, frame(columns * BLOCK, rows * BLOCK, components));
        putSegment(out, 0xc4, meanTable());
        putSegment(out, 0xc4, restTable());
        putSegment(out, 0xda, scan(components));
        out.writeBytes(blocks(components, samples));
        out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xd9});
        return out.toByteArray();
    }

    private static void putSegment(ByteArrayOutputStream out, int marker, byte... content) {
        out.writeBytes(new byte[] {(byte) 0xff, (byte) marker});
        out.writeBytes(new byte[] {(byte) ((content.length + 2) >> 8), (byte) (content.length + 2)});
        out.writeBytes(content);
    }

    private static byte[] frame(int width, int height, int components) {
        ByteBuffer frame = ByteBuffer.allocate(6 + 3 * components);
        frame.put((byte) 8).putShort((short) height).putShort((short) width).put((byte) components);
        for (int component = 1; component <= components; component++) {
            frame.put((byte) component).put((byte) 0x11).put((byte) 0);
        }
        return frame.array();
    }

    /** Twelve codes of four bits: the number of bits of a difference of means, in order. */
    private static byte[] meanTable() {
        byte[] table = new byte[17 + 12];
        table[4] = 12;
        for (int bits = 0; bits < 12; bits++) {
            table[17 + bits] = (byte) bits;
        }
        return table;
    }

    /** One code of one bit: nothing follows in this block. */
    private static byte[] restTable() {
        byte[] table = new byte[18];
        table[0] = 0x10;
        table[1] = 1;
        return table;
    }

    private static byte[] scan(int components) {
        byte[] scan = new byte[4 + 2 * components];
        scan[0] = (byte) components;
        for (int component = 0; component < components; component++) {
            scan[1 + 2 * component] = (byte) (component + 1);
        }
        scan[scan.length - 2] = 63;
        return scan;
    }

    private static byte[] blocks(int components, int... samples) {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        BitWriter bits = new BitWriter(coded);
        int[] means = new int[components];
        for (int i = 0; i < samples.length; i++) {
            int mean = BLOCK * (samples[i] - 128);
            int difference = mean - means[i % components];
            means[i % components] = mean;
            int size = Integer.SIZE - Integer.numberOfLeadingZeros(Math.abs(difference));
            bits.put(size, 4);
            bits.put(difference < 0 ? difference + (1 << size) - 1 : difference, size);
            bits.put(0, 1);
        }
        bits.finishByte();
        ByteArrayOutputStream stuffed = new ByteArrayOutputStream();
        for (byte value : coded.toByteArray()) {
            stuffed.write(value);
            if (value == (byte) 0xff) {
                stuffed.write(0);
            }
        }
        return stuffed.toByteArray();
    }
}
