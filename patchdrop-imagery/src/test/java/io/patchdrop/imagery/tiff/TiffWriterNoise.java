package io.patchdrop.imagery.tiff;

import io.patchdrop.imagery.Region;

/** An image whose samples follow from their place, so that it need not be anywhere as a whole. */
class TiffWriterNoise implements TiffWriterImage {
    private final int width;
    private final int height;
    private final int bands;
    private final int bits;
    private final int seed;

    TiffWriterNoise(int width, int height, int bands, int bits, int seed) {
        this.width = width;
        this.height = height;
        this.bands = bands;
        this.bits = bits;
        this.seed = seed;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public int bands() {
        return bands;
    }

    @Override
    public int bits() {
        return bits;
    }

    @Override
    public byte[] samples(Region region) {
        byte[] samples = new byte[region.width() * region.height() * bands * bits / 8];
        int at = 0;
        for (int row = region.top(); row < region.top() + region.height(); row++) {
            for (int column = region.left(); column < region.left() + region.width(); column++) {
                for (int band = 0; band < bands; band++) {
                    int sample = sample(column, row, band);
                    samples[at++] = (byte) sample;
                    if (bits == 16) {
                        samples[at++] = (byte) (sample >> 8);
                    }
                }
            }
        }
        return samples;
    }

    /** Few values, so that some are nodata and blocks of them too; over the whole range of the bits. */
    int sample(int column, int row, int band) {
        int mixed = (column * 73856093) ^ (row * 19349663) ^ (band * 83492791) ^ (seed * 1299709);
        mixed ^= mixed >>> 15;
        mixed *= 0x2C1B3C6D;
        mixed ^= mixed >>> 12;
        boolean isFlat = (column / 7 + row / 5) % 4 == 0;
        int value = isFlat ? 3 : mixed & 0xFFFF;
        return bits == 16 || isFlat ? value : value & 0xFF;
    }

    /**
     * The means of blocks, rounded half up, {@code [height, width, bands]}.
     *
     * @param noData left out of them; -1 for none
     */
    int[] reduced(int reduction, int noData) {
        int columns = (width + reduction - 1) / reduction;
        int rows = (height + reduction - 1) / reduction;
        int[] means = new int[columns * rows * bands];
        for (int i = 0; i < means.length; i++) {
            int band = i % bands;
            int left = i / bands % columns * reduction;
            int top = i / bands / columns * reduction;
            double sum = 0;
            int count = 0;
            for (int row = top; row < Math.min(height, top + reduction); row++) {
                for (int column = left; column < Math.min(width, left + reduction); column++) {
                    int sample = sample(column, row, band);
                    sum += sample == noData ? 0 : sample;
                    count += sample == noData ? 0 : 1;
                }
            }
            means[i] = count == 0 ? noData : (int) Math.floor(sum / count + 0.5);
        }
        return means;
    }
}
