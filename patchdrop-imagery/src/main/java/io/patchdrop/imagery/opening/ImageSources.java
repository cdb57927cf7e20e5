package io.patchdrop.imagery.opening;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.UnusableImageException;
import io.patchdrop.imagery.bytes.BoughtBytes;
import io.patchdrop.imagery.bytes.ByteSource;
import io.patchdrop.imagery.bytes.ByteSources;
import io.patchdrop.imagery.bytes.HttpFetcher;
import io.patchdrop.imagery.bytes.HttpOptions;
import io.patchdrop.imagery.bytes.RangeStore;
import io.patchdrop.imagery.iiif.IiifOptions;
import io.patchdrop.imagery.iiif.IiifSource;
import io.patchdrop.imagery.source.ImageSource;
import io.patchdrop.imagery.source.PlainImage;
import io.patchdrop.imagery.stac.StacAsset;
import io.patchdrop.imagery.stac.StacItem;
import io.patchdrop.imagery.tiff.TiffSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opens images that are bought piece by piece. */
public final class ImageSources {
    private static final Pattern HTTP = Pattern.compile("(?i)https?://([^/?#]*)([^?#]*).*", Pattern.DOTALL);
    /** As many bytes as tell a TIFF file from others. */
    private static final int SIGNATURE = 4;

    private ImageSources() {}

    /** An image, and the STAC Item that names it. */
    public record Opened(ImageSource image, Optional<StacItem> item) {}

    /**
     * Opens an image.
     *
     * @param location a path, or an address with file:, http:// or https://: of a TIFF file; of the {@code info.json} of a
     *     IIIF image, or, where its path has a part {@code iiif}, of the image itself; or of the JSON of a STAC Item
     * @throws io.patchdrop.imagery.bytes.ByteSourceException if it cannot be had
     * @throws UnusableImageException if it is none that can be bought piece by piece
     * @throws InvalidInputException if an option does not fit, or what is kept is of another image
     */
    public static Opened open(String location, OpeningOptions options) throws IOException {
        if (isIiif(location)) {
            return new Opened(iiif(location, options), Optional.empty());
        }
        if (isJson(location)) {
            return ofItem(location, options, false);
        }
        return new Opened(file(location, options, false), Optional.empty());
    }

    /**
     * Opens an image that is only looked at: as {@link #open}, and besides any small image file, which is bought whole.
     *
     * @throws IOException as {@link #open}
     */
    public static ImageSource openLook(String location, OpeningOptions options) throws IOException {
        if (isIiif(location)) {
            return iiif(location, options);
        }
        return isJson(location) ? ofItem(location, options, true).image() : file(location, options, true);
    }

    private static boolean isJson(String location) {
        return path(location).toLowerCase(Locale.ROOT).endsWith("json");
    }

    private static boolean isIiif(String location) {
        Matcher matcher = HTTP.matcher(location);
        if (!matcher.matches()) {
            return false;
        }
        String path = matcher.group(2).toLowerCase(Locale.ROOT);
        return path.endsWith("/info.json") || (path.contains("/iiif/") && !path.matches(".*\\.(tiff?|json)"));
    }

    /** The path of a location, without a query. */
    private static String path(String location) {
        Matcher matcher = HTTP.matcher(location);
        return matcher.matches() ? matcher.group(2) : location;
    }

    private static ImageSource iiif(String location, OpeningOptions options) throws IOException {
        IiifOptions standard = IiifOptions.DEFAULT;
        IiifOptions iiif = new IiifOptions(
                standard.tile(),
                standard.format(),
                standard.longest(),
                Math.min(standard.connections(), options.buying().connections()));
        return IiifSource.open(location, new HttpFetcher(options.http()), options.kept(), iiif);
    }

    /** What reading the item took is entered in the ledger of its image. */
    private static Opened ofItem(String location, OpeningOptions options, boolean isLook) throws IOException {
        ByteSource source = ByteSources.open(location, options.http(), options.locations()::name);
        StacItem item;
        try {
            long length = source.length();
            if (length > StacItem.LONGEST || length == 0) {
                throw new UnusableImageException(source.name() + " has " + length + " bytes, and no STAC Item has");
            }
            item = StacItem.read(source.read(0, (int) length), location);
        } finally {
            source.close();
        }
        String image = item.location(asset(item, options.asset(), isLook));
        options.locations().check(image);
        OpeningOptions ofImage = host(image).equals(host(location))
                ? options
                : options.withHttp(options.http().withoutHeaders());
        ImageSource opened = isIiif(image) ? iiif(image, ofImage) : file(image, ofImage, isLook);
        source.ledger().entries().forEach(opened.ledger()::enter);
        return new Opened(opened, Optional.of(item));
    }

    private static StacAsset asset(StacItem item, String key, boolean isLook) {
        if (!key.isEmpty()) {
            return item.pick(key);
        }
        return isLook ? item.look().orElseGet(item::pixels) : item.pixels();
    }

    private static String host(String location) {
        Matcher matcher = HTTP.matcher(location);
        return matcher.matches()
                ? String.valueOf(URI.create("http://" + matcher.group(1)).getHost())
                : "";
    }

    private static ImageSource file(String location, OpeningOptions options, boolean anyKind) throws IOException {
        BoughtBytes bytes = bytes(location, options);
        try {
            return !anyKind || isTiff(bytes) ? TiffSource.open(bytes, options.tiff()) : PlainImage.open(bytes);
        } catch (UnusableImageException e) {
            bytes.close();
            throw new UnusableImageException(bytes.name() + ": " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    private static boolean isTiff(BoughtBytes bytes) throws IOException {
        byte[] head = bytes.read(0, SIGNATURE);
        if (head.length < SIGNATURE) {
            return false;
        }
        boolean little = head[0] == 'I' && head[1] == 'I' && (head[2] == 42 || head[2] == 43) && head[3] == 0;
        boolean big = head[0] == 'M' && head[1] == 'M' && head[2] == 0 && (head[3] == 42 || head[3] == 43);
        return little || big;
    }

    private static BoughtBytes bytes(String location, OpeningOptions options) throws IOException {
        boolean goesOn =
                options.kept().isPresent() && Files.exists(options.kept().get());
        // What tells one version of a file from another comes with any byte of it, and the first ones are kept.
        HttpOptions http = goesOn ? options.http().withFirstRead(1) : options.http();
        ByteSource source = ByteSources.open(location, http, options.locations()::name);
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
