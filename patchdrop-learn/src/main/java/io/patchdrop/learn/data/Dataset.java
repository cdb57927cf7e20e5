package io.patchdrop.learn.data;

import io.patchdrop.core.InvalidInputException;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A labelled image data set; see the package for the layouts.
 *
 * <p>Opening lists the images. A split is checked when it is first asked for: decoded as a whole if it fits the cache,
 * else only the headers are read, and what turns out unreadable later is skipped then. Which splits are cached does not
 * depend on the order in which they are asked for. Safe for use by several threads.
 */
public final class Dataset implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Dataset.class);

    private final String location;
    private final Listing listing;
    private final DatasetOptions options;
    private final Map<SplitName, List<Entry>> entries;
    private final Set<SplitName> cached;
    private final Map<SplitName, PreparedSplit> prepared = new EnumMap<>(SplitName.class);
    private final SkippedImages skipped;
    private final String fingerprint;

    private Dataset(String location, Listing listing, DatasetOptions options) {
        this.location = location;
        this.listing = listing;
        this.options = listing.anySize() ? options.withMinimumSize(1) : options;
        this.skipped = new SkippedImages(location, options.unreadableLimit());
        this.entries = chooseEntries(listing, options);
        this.cached = chooseCached(entries, options);
        this.fingerprint = Fingerprint.of(listing.classes(), entries, options);
        skipped.add(listing.unusable());
    }

    /**
     * Opens a data set.
     *
     * @param location a folder, a {@code .zip}, {@code .tar.gz} or {@code .csv} file, {@code scenes} or {@code
     *     scenes:SEED}
     * @throws InvalidInputException if there is no data set of a known layout, saying what is wrong
     */
    public static Dataset open(String location, DatasetOptions options) {
        Listing listing;
        try {
            listing = list(location, options);
        } catch (IOException | UncheckedIOException e) {
            throw new InvalidInputException(
                    "the data set " + location + " cannot be read: " + e.getMessage(),
                    "check that it is complete and readable",
                    e);
        }
        try {
            return new Dataset(location, listing, options);
        } catch (RuntimeException e) {
            closeQuietly(listing.resources());
            throw e;
        }
    }

    private static Listing list(String location, DatasetOptions options) throws IOException {
        if (ScenesLayout.matches(location)) {
            return ScenesLayout.list(location, options.workers());
        }
        Path path = localPath(location);
        String lower = location.toLowerCase(Locale.ROOT);
        String name = path.toAbsolutePath().normalize().getFileName().toString().replaceFirst("\\.(zip|csv)$", "");
        if (Files.isDirectory(path)) {
            var cifar = CifarLayout.findFolder(path);
            return cifar.isPresent()
                    ? CifarLayout.ofFolder(cifar.get())
                    : TreeLayouts.list("folders", name, location, FileTree.ofFolder(path), options);
        }
        if (lower.endsWith(".zip")) {
            return TreeLayouts.list("folders in a zip", name, location, FileTree.ofZip(path), options);
        }
        if (lower.endsWith(".tar.gz") || lower.endsWith(".tgz")) {
            return CifarLayout.ofArchive(path);
        }
        if (lower.endsWith(".csv")) {
            return CsvLayout.list(path, name, options.seed());
        }
        throw new InvalidInputException(
                location + " is not a data set",
                "give a folder, a .zip of folders, CIFAR as .tar.gz, a .csv, or scenes");
    }

    private static Path localPath(String location) {
        if (location.contains("://")) {
            throw new InvalidInputException(
                    "the data set " + location + " is remote", "training reads local files, download it first");
        }
        Path path;
        try {
            path = Path.of(location);
        } catch (InvalidPathException e) {
            throw new InvalidInputException("the data set " + location + " is no valid path", "correct it", e);
        }
        if (!Files.exists(path)) {
            throw new InvalidInputException("there is no data set " + location, "check the path");
        }
        return path;
    }

    private static Map<SplitName, List<Entry>> chooseEntries(Listing listing, DatasetOptions options) {
        Map<SplitName, List<Entry>> chosen = new EnumMap<>(SplitName.class);
        Comparator<Entry> order = Comparator.comparingInt(Entry::label).thenComparing(Entry::name);
        listing.splits()
                .forEach((split, members) ->
                        chosen.put(split, members.stream().sorted(order).toList()));
        List<Entry> train = chosen.get(SplitName.TRAIN);
        if (train != null && !chosen.containsKey(SplitName.VALIDATION)) {
            Sampling.Parts parts =
                    Sampling.takeFraction(train, options.validationFraction(), options.seed(), "validation");
            chosen.put(SplitName.TRAIN, parts.rest());
            if (!parts.taken().isEmpty()) {
                chosen.put(SplitName.VALIDATION, parts.taken());
            }
        }
        chosen.replaceAll((split, members) -> {
            int limit = split == SplitName.TRAIN ? options.trainLimit() : options.testLimit();
            return Sampling.subset(members, limit, options.seed(), "limit " + split.folder());
        });
        return chosen;
    }

    private static Set<SplitName> chooseCached(Map<SplitName, List<Entry>> entries, DatasetOptions options) {
        Set<SplitName> cached = EnumSet.noneOf(SplitName.class);
        long imageBytes = 3L * options.imageSize() * options.imageSize();
        long lookBytes = 3L * options.lookSize() * options.lookSize();
        long left = options.cacheBytes();
        for (Map.Entry<SplitName, List<Entry>> split : entries.entrySet()) {
            long looks = split.getValue().stream()
                    .filter(entry -> entry.look() != null)
                    .count();
            long bytes = imageBytes * split.getValue().size() + lookBytes * looks;
            if (bytes <= left) {
                cached.add(split.getKey());
                left -= bytes;
            }
        }
        return cached;
    }

    /** Short name, such as {@code cifar10} or {@code scenes}. */
    public String name() {
        return listing.name();
    }

    /** How the data set is laid out, for people. */
    public String layout() {
        return listing.layout();
    }

    /** The class names; a label is an index into them. */
    public List<String> classes() {
        return listing.classes();
    }

    /**
     * The training images, without what is held out.
     *
     * @throws InvalidInputException if there are none, or their check fails
     */
    public ImageSplit train() {
        return split(SplitName.TRAIN);
    }

    /**
     * The validation images, held out from train if the data set has no split of its own.
     *
     * @throws InvalidInputException if there are none, or their check fails
     */
    public ImageSplit validation() {
        return split(SplitName.VALIDATION);
    }

    /**
     * The test images.
     *
     * @throws InvalidInputException if there are none, or their check fails
     */
    public ImageSplit test() {
        return split(SplitName.TEST);
    }

    /**
     * A split by its name.
     *
     * @param name {@code train}, {@code val} or {@code test}
     * @throws InvalidInputException if there is no such split, or its check fails
     */
    public ImageSplit split(String name) {
        return split(SplitName.of(name)
                .orElseThrow(() -> new InvalidInputException("there is no split " + name, "give train, val or test")));
    }

    /** Whether there is a test split. */
    public boolean hasTest() {
        return entries.containsKey(SplitName.TEST);
    }

    /**
     * Identifies what is in the splits: SHA-256, in hexadecimal, over the class names, the image size and each listed
     * image's split, name, encoded size and label, and the same of LR images of their own. A folder and a zip of it have the same.
     */
    public String fingerprint() {
        return fingerprint;
    }

    /** {@code name: reason} of every image skipped so far in the splits asked for, sorted by name. */
    public List<String> skipped() {
        return skipped.list();
    }

    /** The listed images of each split, before any check. */
    Map<SplitName, List<Entry>> entries() {
        return entries;
    }

    synchronized ImageSplit split(SplitName name) {
        List<Entry> listed = entries.get(name);
        if (listed == null) {
            throw new InvalidInputException(
                    "the data set " + location + " has no " + name.folder() + " split",
                    "add one, or use another split or data set");
        }
        PreparedSplit split = prepared.get(name);
        if (split == null) {
            long start = System.nanoTime();
            boolean keep = cached.contains(name);
            split = PreparedSplit.prepare(name.folder() + " of " + location, listed, keep, options, skipped);
            prepared.put(name, split);
            LOG.info(
                    "{} {}: {} images {} in {} s",
                    name(),
                    name.folder(),
                    split.size(),
                    keep ? "decoded" : "checked, decoded on demand",
                    String.format(Locale.ROOT, "%.1f", (System.nanoTime() - start) / 1e9));
        }
        return split;
    }

    /** Releases the files. Splits that are not in memory cannot be read afterwards. */
    @Override
    public void close() {
        closeQuietly(listing.resources());
    }

    private static void closeQuietly(Closeable resources) {
        try {
            resources.close();
        } catch (IOException e) {
            LOG.warn("closing a data set failed", e); // it was only read, nothing is lost
        }
    }
}
