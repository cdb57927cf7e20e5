package io.patchdrop.imagery.tiff;

import io.patchdrop.imagery.Region;
import java.util.List;

/** Copies what a tile and a window share, from the one to the other. */
final class TileCopy {
    private final TiffImage image;
    private final Samples to;
    private final int sampleBytes;
    /** The shared part: its size, and its first pixel in the tile and in the window. */
    private final int width;

    private final int height;
    private final int tileLeft;
    private final int tileTop;
    private final int windowLeft;
    private final int windowTop;

    /**
     * A copy that was not made yet.
     *
     * @param tile the part of the image that the tile shows; shares pixels with the window
     * @param to the window's samples
     */
    TileCopy(TiffImage image, Region tile, Region window, Samples to) {
        this.image = image;
        this.to = to;
        this.sampleBytes = to.type().bytes();
        int left = Math.max(tile.left(), window.left());
        int top = Math.max(tile.top(), window.top());
        this.width = Math.min(tile.left() + tile.width(), window.left() + window.width()) - left;
        this.height = Math.min(tile.top() + tile.height(), window.top() + window.height()) - top;
        this.tileLeft = left - tile.left();
        this.tileTop = top - tile.top();
        this.windowLeft = left - window.left();
        this.windowTop = top - window.top();
    }

    /** Whether these are the tile's bands, in its order. */
    boolean sameBands(List<Integer> bands) {
        if (bands.size() != image.format().samples()) {
            return false;
        }
        for (int i = 0; i < bands.size(); i++) {
            if (bands.get(i) != i) {
                return false;
            }
        }
        return true;
    }

    /** All bands of a tile. */
    void all(byte[] tile) {
        int pixelBytes = to.bands() * sampleBytes;
        for (int y = 0; y < height; y++) {
            System.arraycopy(
                    tile, tilePixel(y) * pixelBytes, to.content(), windowPixel(y) * pixelBytes, width * pixelBytes);
        }
    }

    /** One band of a tile. */
    void one(byte[] tile, int fromBand, int toBand) {
        int fromStep = image.format().samples() * sampleBytes;
        int toStep = to.bands() * sampleBytes;
        for (int y = 0; y < height; y++) {
            int source = tilePixel(y) * fromStep + fromBand * sampleBytes;
            int target = windowPixel(y) * toStep + toBand * sampleBytes;
            for (int x = 0; x < width; x++) {
                for (int i = 0; i < sampleBytes; i++) {
                    to.content()[target + i] = tile[source + i];
                }
                source += fromStep;
                target += toStep;
            }
        }
    }

    /** All bands of a tile that is not stored. */
    void empty() {
        for (int band = 0; band < to.bands(); band++) {
            empty(band);
        }
    }

    /** One band of a tile that is not stored. */
    void empty(int toBand) {
        byte[] sample = Samples.encode(image.nodata().orElse(0), to.type());
        int step = to.bands() * sampleBytes;
        for (int y = 0; y < height; y++) {
            int target = windowPixel(y) * step + toBand * sampleBytes;
            for (int x = 0; x < width; x++) {
                System.arraycopy(sample, 0, to.content(), target, sampleBytes);
                target += step;
            }
        }
    }

    private int tilePixel(int y) {
        return (tileTop + y) * image.grid().tileWidth() + tileLeft;
    }

    private int windowPixel(int y) {
        return (windowTop + y) * to.width() + windowLeft;
    }
}
