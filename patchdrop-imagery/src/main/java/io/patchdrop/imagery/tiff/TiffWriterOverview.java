package io.patchdrop.imagery.tiff;

import io.patchdrop.imagery.Region;
import java.io.IOException;
import java.util.Arrays;

/**
 * Makes an overview of the tiles of the image as they pass. One row of its tiles is held: as samples where every pixel's block
 * lies in one tile of the image, as sums where it may lie in several.
 */
final class TiffWriterOverview {
    private final TiffWriterLevel level;
    private final int reduction;
    private final int bands;
    private final int sampleBytes;
    private final int imageHeight;
    private final boolean isMean;

    /** Not a value of a sample if there is none. */
    private final int noData;

    /** Samples of the row of tiles, {@code [tileSize, width, bands]}. */
    private final byte[] pending;

    /** As {@link #pending}, or empty where sums are not needed. */
    private final long[] sums;

    private final int[] counts;

    /** The first of its rows that is held. */
    private int firstRow;

    TiffWriterOverview(TiffWriterImage image, TiffWriterOptions options, TiffWriterLevel level, int reduction) {
        this.level = level;
        this.reduction = reduction;
        this.bands = image.bands();
        this.sampleBytes = image.bits() / Byte.SIZE;
        this.imageHeight = image.height();
        this.isMean = options.colours().isEmpty();
        this.noData = options.noData() == null ? -1 : options.noData();
        int rows = Math.min(level.tileSize(), level.height());
        int samples = Math.multiplyExact(Math.multiplyExact(rows, level.width()), bands);
        this.pending = new byte[Math.multiplyExact(samples, sampleBytes)];
        boolean blocksSpanTiles = isMean && level.tileSize() % reduction != 0;
        this.sums = new long[blocksSpanTiles ? samples : 0];
        this.counts = new int[blocksSpanTiles ? samples : 0];
    }

    /** Takes in a tile of the image. */
    void add(byte[] samples, Region region) {
        int right = region.left() + region.width();
        int bottom = region.top() + region.height();
        for (int row = region.top() / reduction; row <= (bottom - 1) / reduction; row++) {
            int top = Math.max(region.top(), row * reduction);
            int end = (int) Math.min(bottom, (row + 1L) * reduction);
            for (int column = region.left() / reduction; column <= (right - 1) / reduction; column++) {
                int left = Math.max(region.left(), column * reduction);
                int stop = (int) Math.min(right, (column + 1L) * reduction);
                int target = ((row - firstRow) * level.width() + column) * bands;
                if (isMean) {
                    Region block = new Region(left - region.left(), top - region.top(), stop - left, end - top);
                    addBlock(samples, region.width(), block, target);
                } else if (left == column * reduction && top == row * reduction) {
                    put(target, sample(samples, (top - region.top()) * region.width() + left - region.left()));
                }
            }
        }
    }

    /** Gives the level those rows of tiles that are complete when so many of the image's rows have passed. */
    void finishRows(int imageRows) throws IOException {
        int rows = level.tileSize();
        boolean isLast = imageRows == imageHeight;
        long complete = isLast ? level.height() : imageRows / reduction;
        while (firstRow < level.height() && complete >= Math.min(level.height(), (long) firstRow + rows)) {
            finish(Math.min(rows, level.height() - firstRow));
            firstRow += rows;
        }
    }

    private void finish(int rows) throws IOException {
        for (int i = 0; i < sums.length; i++) {
            put(i, mean(sums[i], counts[i]));
        }
        Arrays.fill(sums, 0);
        Arrays.fill(counts, 0);
        int tileSize = level.tileSize();
        for (int left = 0; left < level.width(); left += tileSize) {
            int columns = Math.min(tileSize, level.width() - left);
            level.add(pending, left * bands * sampleBytes, level.width(), columns, rows);
        }
    }

    /** Adds the samples of a block, which may be a part of a pixel's, to those at a target. */
    private void addBlock(byte[] samples, int stride, Region block, int target) {
        for (int band = 0; band < bands; band++) {
            long sum = 0;
            int count = 0;
            for (int row = block.top(); row < block.top() + block.height(); row++) {
                int at = (row * stride + block.left()) * bands + band;
                for (int i = 0; i < block.width(); i++, at += bands) {
                    int sample = sample(samples, at);
                    if (sample != noData) {
                        sum += sample;
                        count++;
                    }
                }
            }
            if (sums.length > 0) {
                sums[target + band] += sum;
                counts[target + band] += count;
            } else {
                put(target + band, mean(sum, count));
            }
        }
    }

    private int mean(long sum, int count) {
        return count == 0 ? Math.max(0, noData) : (int) ((2 * sum + count) / (2L * count));
    }

    private int sample(byte[] samples, int index) {
        return sampleBytes == 1
                ? samples[index] & 0xFF
                : (samples[2 * index] & 0xFF) | (samples[2 * index + 1] & 0xFF) << 8;
    }

    private void put(int index, int sample) {
        if (sampleBytes == 1) {
            pending[index] = (byte) sample;
        } else {
            pending[2 * index] = (byte) sample;
            pending[2 * index + 1] = (byte) (sample >> 8);
        }
    }
}
