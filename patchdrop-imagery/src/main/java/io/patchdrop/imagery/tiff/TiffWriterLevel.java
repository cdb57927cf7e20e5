package io.patchdrop.imagery.tiff;

import io.patchdrop.imagery.tiff.TiffWriterOptions.Packing;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.Deflater;

/** The packed tiles of one resolution, in a file that goes when it is closed, and their lengths. */
final class TiffWriterLevel implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final int width;
    private final int height;
    private final int tileSize;
    private final int bands;
    private final int sampleBytes;
    private final Packing packing;
    private final FileChannel channel;
    private final OutputStream spool;
    private final Deflater deflater = new Deflater();
    private final byte[] tile;
    private final byte[] packed = new byte[BUFFER_BYTES];
    private int[] lengths = new int[64];
    private int tiles;
    private long bytes;

    private TiffWriterLevel(TiffWriterImage image, TiffWriterOptions options, int reduction, FileChannel channel) {
        this.width = reduced(image.width(), reduction);
        this.height = reduced(image.height(), reduction);
        this.tileSize = options.tileSize();
        this.bands = image.bands();
        this.sampleBytes = image.bits() / Byte.SIZE;
        this.packing = options.packing();
        this.channel = channel;
        this.spool = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
        this.tile = new byte[tileSize * tileSize * bands * sampleBytes];
    }

    /** The level of a reduction, without tiles. */
    static TiffWriterLevel open(Path target, TiffWriterImage image, TiffWriterOptions options, int reduction)
            throws IOException {
        Path spool = target.resolveSibling(target.getFileName() + "." + reduction + ".tmp");
        FileChannel channel = FileChannel.open(
                spool,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
        return new TiffWriterLevel(image, options, reduction, channel);
    }

    /** How many pixels an overview has for these; the last may stand for fewer than the others. */
    static int reduced(int pixels, int reduction) {
        return (int) (((long) pixels + reduction - 1) / reduction);
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    int tileSize() {
        return tileSize;
    }

    /** How many tiles there are. */
    int tiles() {
        return tiles;
    }

    /** The packed length of a tile. */
    int length(int index) {
        return lengths[index];
    }

    /** The packed length of all tiles. */
    long bytes() {
        return bytes;
    }

    /**
     * Packs and keeps the next tile, row by row. What it lacks at the right and below is 0.
     *
     * @param samples of pixels in rows, the tile's among them
     * @param offset of the tile's first byte
     * @param stride pixels in a row of the samples
     */
    void add(byte[] samples, int offset, int stride, int columns, int rows) throws IOException {
        int pixelBytes = bands * sampleBytes;
        if (columns < tileSize || rows < tileSize) {
            Arrays.fill(tile, (byte) 0);
        }
        for (int row = 0; row < rows; row++) {
            System.arraycopy(
                    samples,
                    offset + row * stride * pixelBytes,
                    tile,
                    row * tileSize * pixelBytes,
                    columns * pixelBytes);
        }
        int length =
                switch (packing) {
                    case NONE -> {
                        spool.write(tile);
                        yield tile.length;
                    }
                    case DEFLATE -> deflate();
                    case DEFLATE_DIFFERENCES -> {
                        difference();
                        yield deflate();
                    }
                };
        if (tiles == lengths.length) {
            lengths = Arrays.copyOf(lengths, (int) Math.min(Integer.MAX_VALUE - 8, tiles * 2L));
        }
        lengths[tiles++] = length;
        bytes += length;
    }

    /** Appends all tiles to a file. */
    void copyTo(FileChannel out) throws IOException {
        spool.flush();
        for (long position = 0; position < bytes; ) {
            position += channel.transferTo(position, bytes - position, out);
        }
    }

    @Override
    public void close() throws IOException {
        deflater.end();
        channel.close();
    }

    private int deflate() throws IOException {
        deflater.reset();
        deflater.setInput(tile);
        deflater.finish();
        int length = 0;
        while (!deflater.finished()) {
            int part = deflater.deflate(packed);
            spool.write(packed, 0, part);
            length += part;
        }
        return length;
    }

    /** Predictor 2 of TIFF: each sample less that of the same band on the left, modulo its range. */
    private void difference() {
        int rowBytes = tileSize * bands * sampleBytes;
        int pixelBytes = bands * sampleBytes;
        for (int start = 0; start < tile.length; start += rowBytes) {
            for (int at = start + rowBytes - sampleBytes; at >= start + pixelBytes; at -= sampleBytes) {
                if (sampleBytes == 1) {
                    tile[at] -= tile[at - pixelBytes];
                } else {
                    int difference = wide(at) - wide(at - pixelBytes);
                    tile[at] = (byte) difference;
                    tile[at + 1] = (byte) (difference >> 8);
                }
            }
        }
    }

    private int wide(int at) {
        return (tile[at] & 0xFF) | (tile[at + 1] & 0xFF) << 8;
    }
}
