package io.patchdrop.imagery;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Writes TIFF files byte by byte, from the specification alone (Adobe, TIFF revision 6.0): one strip, not compressed. */
final class TiffFile {
    static final int WHITE_IS_ZERO = 0;
    static final int BLACK_IS_ZERO = 1;
    static final int RGB = 2;
    static final int PALETTE = 3;
    static final int CMYK = 5;

    static final int DEPTHS = 258;
    static final int COMPRESSION = 259;
    static final int PHOTOMETRIC = 262;
    static final int STRIP_OFFSETS = 273;
    static final int ORIENTATION = 274;
    static final int STRIP_BYTES = 279;
    static final int PLANES = 284;
    static final int PALETTE_ENTRIES = 320;
    static final int EXTRA_SAMPLES = 338;
    static final int SAMPLE_FORMAT = 339;

    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int HEADER_BYTES = 8;

    private final ByteOrder order;
    private final int depth;
    private final int channels;
    private final Map<Integer, int[]> fields = new TreeMap<>();

    TiffFile(ByteOrder order, int width, int height, int photometric, int depth, int channels) {
        this.order = order;
        this.depth = depth;
        this.channels = channels;
        int[] depths = new int[channels];
        Arrays.fill(depths, depth);
        with(256, width)
                .with(257, height)
                .with(DEPTHS, depths)
                .with(COMPRESSION, 1)
                .with(PHOTOMETRIC, photometric);
        with(277, channels).with(278, height);
    }

    /** A field with whole numbers, in place of one that is there. */
    TiffFile with(int tag, int... values) {
        fields.put(tag, values);
        return this;
    }

    /** The file with the samples {@code [height, width, channels]}. */
    byte[] write(int[] samples) {
        ByteArrayOutputStream strip = new ByteArrayOutputStream();
        int rowLength = fields.getOrDefault(256, new int[1])[0] * channels;
        for (int start = 0; start < samples.length; start += rowLength) {
            putRow(samples, start, start + rowLength, strip);
        }
        return writeStrip(strip.toByteArray());
    }

    /** The file with these bytes as its strip, whatever they are. */
    byte[] writeStrip(byte[] strip) {
        fields.putIfAbsent(STRIP_OFFSETS, new int[] {HEADER_BYTES});
        fields.putIfAbsent(STRIP_BYTES, new int[] {strip.length});
        return file(strip);
    }

    private void putRow(int[] samples, int start, int end, ByteArrayOutputStream strip) {
        BitWriter bits = new BitWriter(strip);
        for (int i = start; i < end; i++) {
            boolean swapped = depth == 16 && order == ByteOrder.LITTLE_ENDIAN;
            bits.put(swapped ? Short.reverseBytes((short) samples[i]) : samples[i], depth);
        }
        bits.finishByte();
    }

    private byte[] file(byte[] strip) {
        int directory = HEADER_BYTES + strip.length + strip.length % 2;
        int values = directory + 2 + fields.size() * 12 + 4;
        int length = values;
        for (int[] field : fields.values()) {
            length += field.length * 4;
        }
        ByteBuffer file = ByteBuffer.allocate(length).order(order);
        file.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII));
        file.putShort((short) 42).putInt(directory).put(strip);
        file.position(directory).putShort((short) fields.size());
        for (Map.Entry<Integer, int[]> field : fields.entrySet()) {
            int count = field.getValue().length;
            boolean wide = field.getKey() == STRIP_OFFSETS || field.getKey() == STRIP_BYTES || field.getKey() <= 257;
            file.putShort(field.getKey().shortValue())
                    .putShort((short) (wide ? LONG : SHORT))
                    .putInt(count);
            boolean inside = count * (wide ? 4 : 2) <= 4;
            int next = file.position() + 4;
            if (!inside) {
                file.putInt(values).position(values);
            }
            for (int value : field.getValue()) {
                if (wide) {
                    file.putInt(value);
                } else {
                    file.putShort((short) value);
                }
            }
            values = inside ? values : file.position();
            file.position(next);
        }
        return Arrays.copyOf(file.array(), values);
    }
}
