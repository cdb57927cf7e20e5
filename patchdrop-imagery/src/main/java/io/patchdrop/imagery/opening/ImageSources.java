package io.patchdrop.imagery.opening;

import io.patchdrop.imagery.bytes.BoughtBytes;
import io.patchdrop.imagery.bytes.ByteSource;
import io.patchdrop.imagery.bytes.ByteSources;
import io.patchdrop.imagery.bytes.HttpOptions;
import io.patchdrop.imagery.bytes.RangeStore;
import io.patchdrop.imagery.source.ImageSource;
import io.patchdrop.imagery.tiff.TiffSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens images that are bought piece by piece. */
public final class ImageSources {
    private ImageSources() {}

    /**
     * Opens an image.
     *
     * @param location a path, or an address with file:, http:// or https://
     * @throws io.patchdrop.imagery.bytes.ByteSourceException if it cannot be had
     * @throws io.patchdrop.imagery.UnusableImageException if it is none that can be bought piece by piece
     * @throws io.patchdrop.core.InvalidInputException if an option does not fit, or what is kept is of another image
     */
    public static ImageSource open(String location, OpeningOptions options) throws IOException {
        BoughtBytes bytes = bytes(location, options);
        try {
            return TiffSource.open(bytes, options.tiff());
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    private static BoughtBytes bytes(String location, OpeningOptions options) throws IOException {
        boolean goesOn =
                options.kept().isPresent() && Files.exists(options.kept().get());
        // What tells one version of a file from another comes with any byte of it, and the first ones are kept.
        HttpOptions http = goesOn ? options.http().withFirstRead(1) : options.http();
        ByteSource source = ByteSources.open(location, http);
        try {
            return new BoughtBytes(source, store(source, options), options.buying());
        } catch (IOException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    private static RangeStore store(ByteSource source, OpeningOptions options) throws IOException {
        if (options.kept().isEmpty()) {
            return RangeStore.temporary();
        }
        Path file = options.kept().get();
        return RangeStore.open(file, source.length() + " " + source.version() + " " + source.name());
    }
}
