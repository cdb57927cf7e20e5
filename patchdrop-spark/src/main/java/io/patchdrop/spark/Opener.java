package io.patchdrop.spark;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.UnusableImageException;
import io.patchdrop.imagery.opening.ImageSources;
import io.patchdrop.imagery.opening.OpeningOptions;
import io.patchdrop.imagery.source.Cost;
import io.patchdrop.imagery.source.ImageSource;
import io.patchdrop.imagery.source.Level;
import io.patchdrop.runtime.PatchDropModel;
import io.patchdrop.runtime.zoom.Chip;
import io.patchdrop.runtime.zoom.ChipPatches;
import io.patchdrop.runtime.zoom.ZoomSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Opens images. An image file is read whole and decoded as {@code classify} does; a tiled image with overviews is bought by
 * patches. An image without overviews must be bought whole to be looked at, so that there is nothing left to be chosen.
 */
final class Opener {
    /** An image without overviews that has more pixels is refused: 192 MiB would be read at once. */
    private static final long MOST_PIXELS = 1 << 26;

    private final PatchDropModel model;
    private final OpeningOptions options;
    private final boolean keeps;

    /** @param keeps whether what is bought is kept, to go on from */
    Opener(PatchDropModel model, OpeningOptions options, boolean keeps) {
        this.model = model;
        this.options = options;
        this.keeps = keeps;
    }

    /**
     * Opens parts of one image and looks at them; what cannot be read is said to be so.
     *
     * @param requests of one location, at least one
     * @return one for each, in order
     */
    List<Picture> open(List<ImageRequest> requests) {
        ImageRequest first = requests.get(0);
        try {
            if (first.encoded() != null) {
                return List.of(decoded(first.encoded(), new Cost(0, first.encoded().length, true)));
            }
            String location = first.location();
            if (location == null || location.isBlank()) {
                return unreadable(requests, "there is no location");
            }
            return first.window() != null || Locations.isByRanges(location)
                    ? byRanges(requests, location)
                    : List.of(whole(location));
        } catch (InvalidInputException e) {
            return unreadable(requests, firstLine(e.problem()));
        } catch (IOException e) {
            return unreadable(requests, reason(e));
        }
    }

    private static List<Picture> unreadable(List<ImageRequest> requests, String reason) {
        return Collections.nCopies(requests.size(), new Picture.Unreadable(reason));
    }

    /** Why an image cannot be read, in one line. */
    static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : firstLine(message);
    }

    static String firstLine(String message) {
        return message.lines().findFirst().orElse("it cannot be read");
    }

    private Picture whole(String location) throws IOException {
        byte[] encoded;
        if (Locations.isLocal(location)) {
            Path file = LocalFiles.of(location);
            if (Files.isDirectory(file)) {
                return new Picture.Unreadable("it is a folder");
            }
            encoded = Files.readAllBytes(file);
        } else {
            encoded = HadoopFiles.read(location);
        }
        return decoded(encoded, new Cost(1, encoded.length, true));
    }

    private Picture decoded(byte[] encoded, Cost cost) throws IOException {
        return new Picture.Whole(model.decode(encoded), cost, null);
    }

    private List<Picture> byRanges(List<ImageRequest> requests, String location) throws IOException {
        OpenImage image;
        try {
            image = opened(location, requests.get(0).kept());
        } catch (UnusableImageException e) {
            // A TIFF file that is not tiled is an image like any other.
            if (requests.get(0).window() == null
                    && Locations.isLocal(location)
                    && !location.toLowerCase(Locale.ROOT).endsWith("json")) {
                return List.of(whole(location));
            }
            throw e;
        }
        List<Picture> pictures = new ArrayList<>(requests.size());
        for (ImageRequest request : requests) {
            try {
                pictures.add(picture(image, request.window()));
            } catch (InvalidInputException e) {
                pictures.add(new Picture.Unreadable(firstLine(e.problem())));
            } catch (IOException e) {
                pictures.add(new Picture.Unreadable(reason(e)));
            }
        }
        if (pictures.stream().allMatch(Picture.Unreadable.class::isInstance)) {
            image.close();
        }
        return pictures;
    }

    /** Opens an image and reads no pixels. */
    OpenImage opened(String location) throws IOException {
        return opened(location, null);
    }

    private OpenImage opened(String location, byte @Nullable [] kept) throws IOException {
        Path store = keeps ? Files.createTempFile("patchdrop-", ".bought") : null;
        OpeningOptions opening = options;
        if (store != null) {
            if (kept == null) {
                Files.delete(store);
            } else {
                Files.write(store, kept);
            }
            opening = options.keeping(store);
        }
        try {
            return new OpenImage(source(location, opening), store);
        } catch (IOException | RuntimeException e) {
            if (store != null) {
                Files.deleteIfExists(store);
            }
            throw e;
        }
    }

    private static ImageSource source(String location, OpeningOptions opening) throws IOException {
        return location.toLowerCase(Locale.ROOT).endsWith("json")
                ? ImageSources.open(location, opening).image()
                : ImageSources.openLook(location, opening);
    }

    private Picture picture(OpenImage image, @Nullable Region asked) throws IOException {
        Level full = image.source().levels().get(0);
        Region window = asked == null ? Region.centralSquare(full.width(), full.height()) : asked;
        Manifest manifest = model.manifest();
        if (image.source().levels().size() > 1) {
            ChipPatches patches = new ChipPatches(ZoomSources.of(image.source()), new Chip(0, window), manifest);
            patches.buyLook();
            return new Picture.ByPatches(patches, image);
        }
        if ((long) window.width() * window.height() > MOST_PIXELS) {
            throw new UnusableImageException("it has " + full.width() + " x " + full.height()
                    + " pixels and no overviews; add some, as gdaladdo does");
        }
        image.source().buy(image.source().pieces(0, window));
        int size = manifest.imageSize();
        RgbImage pixels = image.source().read(0, window);
        return new Picture.Whole(new RgbImage(size, size, pixels.resized(size)), Cost.NONE, image);
    }
}
