package io.patchdrop.runtime.zoom;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.source.ImageSource;
import io.patchdrop.imagery.source.Level;
import io.patchdrop.imagery.source.Piece;
import java.io.IOException;
import java.util.List;

/** Reads squares of an image at the size that a model takes, from the coarsest level that has as many pixels. */
final class Framing {
    /** Overviews of odd sizes are rounded: a level may miss this share of the resolution wanted. */
    private static final double TOLERANCE = 0.01;

    /** What is read at once: 192 MiB. */
    private static final long MOST_PIXELS = 1 << 26;

    private final ImageSource image;
    private final List<Level> levels;

    Framing(ImageSource image) {
        this.image = image;
        this.levels = image.levels();
    }

    /** A region of one level. */
    record Framed(int level, Region region) {}

    /**
     * Where a region is read.
     *
     * @param region in pixels of full resolution, inside of the image
     * @param wanted pixels of full resolution, across, that become one pixel of the model
     * @throws InvalidInputException if the level that must be read is too large to be shrunk so far
     */
    Framed frame(Region region, double wanted) {
        int level = 0;
        for (int i = 1; i < levels.size(); i++) {
            if (levels.get(i).reduction() <= wanted * (1 + TOLERANCE)) {
                level = i;
            }
        }
        Region read = at(level, region);
        if ((long) read.width() * read.height() > MOST_PIXELS) {
            throw new InvalidInputException(
                    image.name() + " has no overview that is coarse enough: " + read.width() + " x " + read.height()
                            + " pixels would be read at once",
                    "add overviews, as gdaladdo does, or give smaller chips");
        }
        return new Framed(level, read);
    }

    /** The pixels of a level that a region of full resolution touches. */
    private Region at(int number, Region region) {
        if (number == 0) {
            return region;
        }
        Level level = levels.get(number);
        int left = down(region.left(), level.reduction(), level.width());
        int top = down(region.top(), level.reduction(), level.height());
        int right = up(region.left() + (double) region.width(), level.reduction(), level.width());
        int bottom = up(region.top() + (double) region.height(), level.reduction(), level.height());
        return new Region(left, top, Math.max(1, right - left), Math.max(1, bottom - top));
    }

    private static int down(double position, double reduction, int limit) {
        return (int) Math.max(0, Math.min(Math.floor(position / reduction + 1e-6), limit - 1));
    }

    private static int up(double position, double reduction, int limit) {
        return (int) Math.min(Math.ceil(position / reduction - 1e-6), limit);
    }

    /** What must be bought to read it. */
    List<Piece> pieces(Framed framed) throws IOException {
        return image.pieces(framed.level(), framed.region());
    }

    /** Its pixels as a square, {@code [size, size, 3]}. */
    byte[] read(Framed framed, int size) throws IOException {
        RgbImage pixels = image.read(framed.level(), framed.region());
        return pixels.resized(size);
    }
}
