package io.patchdrop.imagery.tiff;

import io.patchdrop.imagery.UnusableImageException;
import io.patchdrop.imagery.tiff.codec.SampleType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One resolution of a file's image.
 *
 * @param image its pixels
 * @param mask which of them count: 0 where they do not; of the same size
 */
record TiffLevel(TiffImage image, Optional<TiffImage> mask) {
    private static final int REDUCED = 1;
    private static final int MASK = 4;

    private record Size(long width, long height) {}

    /**
     * The image of a file and its overviews, the largest first.
     *
     * @throws UnusableImageException if one of them is damaged or not supported
     */
    static List<TiffLevel> of(TiffFile file) throws IOException {
        List<Directory> directories = file.directories();
        Directory first = directories.get(0);
        Map<Size, Directory> overviews = new LinkedHashMap<>();
        Map<Size, Directory> masks = new LinkedHashMap<>();
        for (Directory directory : directories.subList(1, directories.size())) {
            long kind = directory.first(Tag.NEW_SUBFILE_TYPE, 0);
            if ((kind & MASK) != 0) {
                masks.putIfAbsent(size(directory), directory);
            } else if ((kind & REDUCED) != 0 && isReduction(directory, first)) {
                overviews.putIfAbsent(size(directory), directory);
            }
        }
        TiffImage image = TiffImage.of(first);
        List<TiffLevel> levels = new ArrayList<>();
        levels.add(new TiffLevel(image, mask(masks.get(size(first)))));
        for (Map.Entry<Size, Directory> entry : overviews.entrySet()) {
            TiffImage overview = TiffImage.of(entry.getValue());
            if (overview.bands() == image.bands()
                    && overview.format().type() == image.format().type()) {
                levels.add(new TiffLevel(overview, mask(masks.get(entry.getKey()))));
            }
        }
        levels.sort(Comparator.comparingLong(level ->
                -(long) level.image().grid().width() * level.image().grid().height()));
        return List.copyOf(levels);
    }

    private static Size size(Directory directory) throws IOException {
        return new Size(directory.first(Tag.IMAGE_WIDTH, 0), directory.first(Tag.IMAGE_HEIGHT, 0));
    }

    private static boolean isReduction(Directory directory, Directory of) throws IOException {
        Size size = size(directory);
        Size full = size(of);
        return size.width() <= full.width() && size.height() <= full.height() && !size.equals(full);
    }

    private static Optional<TiffImage> mask(@Nullable Directory directory) throws IOException {
        if (directory == null) {
            return Optional.empty();
        }
        TiffImage mask = TiffImage.of(directory);
        SampleType type = mask.format().type();
        if (mask.bands() != 1 || (type != SampleType.BIT && type != SampleType.UINT8)) {
            throw new UnusableImageException("a mask of " + mask.bands() + " bands of type " + type
                    + " is not supported; rewrite it with gdal_translate -of COG");
        }
        return Optional.of(mask);
    }

    int width() {
        return image.grid().width();
    }

    int height() {
        return image.grid().height();
    }
}
