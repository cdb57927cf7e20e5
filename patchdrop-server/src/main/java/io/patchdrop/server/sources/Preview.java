package io.patchdrop.server.sources;

import io.patchdrop.imagery.PngEncoder;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.Resampling;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.source.ImageSource;
import io.patchdrop.imagery.source.Level;
import io.patchdrop.server.http.Problem.Kind;
import io.patchdrop.server.http.ProblemException;
import java.io.IOException;
import java.util.List;

/** A small picture of an image, from its overviews. */
final class Preview {
    /** The longest side that can be asked for. */
    static final int LARGEST = 2048;

    /** A level is read only if its sides are at most so many times those wanted. */
    private static final int LARGER = 4;

    private static final long MOST_PIXELS = 8_000_000;

    private Preview() {}

    /**
     * A PNG file.
     *
     * @param size longest side in pixels, 1 to {@link #LARGEST}; an image that is smaller keeps its size
     * @throws ProblemException if no level is small enough to be read
     */
    static byte[] png(ImageSource image, int size) throws IOException {
        List<Level> levels = image.levels();
        int number = level(levels, size);
        Level level = levels.get(number);
        Region all = Region.whole(level.width(), level.height());
        image.buy(image.pieces(number, all));
        return PngEncoder.encode(shrunk(image.read(number, all), size));
    }

    /**
     * The level to be read: the coarsest that has enough pixels, unless it has far too many; else the finest of the coarser
     * ones. Full resolution is what zooms buy: it is read only of a small image that has no overviews.
     */
    static int level(List<Level> levels, int size) {
        int best = -1;
        for (int i = levels.size() - 1; i >= 0; i--) {
            Level level = levels.get(i);
            int longest = Math.max(level.width(), level.height());
            boolean affordable = longest <= LARGER * (long) size
                    && (long) level.width() * level.height() <= MOST_PIXELS
                    && (i > 0 || levels.size() == 1);
            if (!affordable) {
                break;
            }
            best = i;
            if (longest >= size) {
                break;
            }
        }
        if (best < 0) {
            throw new ProblemException(
                    Kind.UNUSABLE,
                    "The image has no overview that is small enough for " + size + " px",
                    "give a larger max_size, or add overviews, as gdaladdo does");
        }
        return best;
    }

    private static RgbImage shrunk(RgbImage image, int size) {
        int longest = Math.max(image.width(), image.height());
        if (longest <= size) {
            return image;
        }
        int width = (int) Math.max(1, Math.round((double) image.width() * size / longest));
        int height = (int) Math.max(1, Math.round((double) image.height() * size / longest));
        return new RgbImage(
                width, height, Resampling.resize(image.pixels(), image.width(), image.height(), width, height));
    }
}
