package io.patchdrop.server.sources;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the allowed folders, listed anew when the list is old. Requests choose among them by name: none of their text
 * becomes a path. Links to folders are not followed, and links to files only inside of the folder.
 */
final class Catalogue {
    /** Folders inside of each other. */
    static final int DEEPEST = 8;
    /** Files that are listed of one folder. */
    static final int MOST = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(Catalogue.class);
    /** Files that are looked at, so that a folder of anything else does not keep this busy. */
    private static final int MOST_VISITED = 100_000;

    private final Map<String, Path> folders;
    private final long freshNanoseconds;
    private Map<String, Entry> entries = Map.of();
    private boolean complete = true;
    private long listedAt;
    private boolean listed;

    /** What a file can be used for. */
    enum Kind {
        IMAGE,
        ITEM,
        LOOK_ONLY;

        private static Optional<Kind> of(String name) {
            String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
            return switch (ending) {
                case "tif", "tiff" -> Optional.of(IMAGE);
                case "json" -> Optional.of(ITEM);
                case "png", "jpg", "jpeg", "gif", "bmp" -> Optional.of(LOOK_ONLY);
                default -> Optional.empty();
            };
        }
    }

    /**
     * A file.
     *
     * @param name of its folder, a slash, and its path there with slashes
     * @param file real path
     * @param bytes its length when it was listed
     * @param changed when it had been changed last
     */
    record Entry(String name, Path file, long bytes, FileTime changed, Kind kind) {}

    /**
     * A catalogue of folders.
     *
     * @param folders by their names; real paths
     * @param fresh how old a list may be
     */
    Catalogue(Map<String, Path> folders, Duration fresh) {
        this.folders = folders;
        this.freshNanoseconds = fresh.toNanos();
    }

    /** All files, by their names. */
    synchronized Collection<Entry> entries() {
        refresh();
        return entries.values();
    }

    /** Whether the last list has all files that there are. */
    synchronized boolean isComplete() {
        return complete;
    }

    /** The file of a name, if there is one and it is still where it was listed. */
    synchronized Optional<Entry> find(String name) {
        refresh();
        return Optional.ofNullable(entries.get(name)).filter(Catalogue::isStillThere);
    }

    /** The file that a path leads to, if it is one of these. */
    synchronized Optional<Entry> find(Path file) {
        refresh();
        return entries.values().stream()
                .filter(entry -> entry.file().equals(file))
                .findFirst()
                .filter(Catalogue::isStillThere);
    }

    /** What a path is called; its last part if it is none of these. */
    synchronized String name(Path file) {
        return entries.values().stream()
                .filter(entry -> entry.file().equals(file))
                .map(Entry::name)
                .findFirst()
                .orElse(String.valueOf(file.getFileName()));
    }

    /** A link may have been put into its place, or into that of a folder above it. */
    private static boolean isStillThere(Entry entry) {
        try {
            return entry.file().toRealPath().equals(entry.file());
        } catch (IOException e) {
            return false;
        }
    }

    private void refresh() {
        if (listed && System.nanoTime() - listedAt < freshNanoseconds) {
            return;
        }
        Map<String, Entry> found = new TreeMap<>();
        boolean all = true;
        for (Map.Entry<String, Path> folder : folders.entrySet()) {
            Listing listing = new Listing(folder.getKey(), folder.getValue());
            all &= listing.run();
            found.putAll(listing.found);
        }
        if (complete && !all) {
            LOG.atWarn().log("a folder has more files than are listed");
        }
        entries = found;
        complete = all;
        listedAt = System.nanoTime();
        listed = true;
    }

    private static final class Listing extends SimpleFileVisitor<Path> {
        private final String name;
        private final Path root;
        private final Map<String, Entry> found = new HashMap<>();
        private int visited;
        private boolean full;

        private Listing(String name, Path root) {
            this.name = name;
            this.root = root;
        }

        /** Whether all files were listed. */
        private boolean run() {
            try {
                Files.walkFileTree(root, EnumSet.noneOf(FileVisitOption.class), DEEPEST, this);
            } catch (IOException e) {
                LOG.atWarn().setCause(e).addKeyValue("folder", name).log("a folder cannot be listed");
            }
            return !full;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean hidden = !folder.equals(root) && isHidden(folder);
            return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        private static boolean isHidden(Path file) {
            return String.valueOf(file.getFileName()).startsWith(".");
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            visited++;
            if (found.size() >= MOST || visited > MOST_VISITED) {
                full = true;
                return FileVisitResult.TERMINATE;
            }
            Optional<Kind> kind = Kind.of(String.valueOf(file.getFileName()));
            if (kind.isPresent() && !isHidden(file)) {
                entry(file, attributes, kind.get()).ifPresent(entry -> found.put(entry.name(), entry));
            }
            return FileVisitResult.CONTINUE;
        }

        private Optional<Entry> entry(Path file, BasicFileAttributes attributes, Kind kind) {
            try {
                Path real = attributes.isSymbolicLink() ? file.toRealPath() : file;
                BasicFileAttributes of = attributes.isSymbolicLink()
                        ? Files.readAttributes(real, BasicFileAttributes.class)
                        : attributes;
                String path = root.relativize(file)
                        .toString()
                        .replace(file.getFileSystem().getSeparator(), "/");
                boolean plain = path.chars().noneMatch(Character::isISOControl);
                return real.startsWith(root) && of.isRegularFile() && plain
                        ? Optional.of(new Entry(name + "/" + path, real, of.size(), of.lastModifiedTime(), kind))
                        : Optional.empty();
            } catch (IOException e) {
                return Optional.empty();
            }
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }
    }
}
