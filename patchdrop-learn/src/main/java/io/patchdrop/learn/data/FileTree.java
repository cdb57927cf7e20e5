package io.patchdrop.learn.data;

import io.patchdrop.core.InvalidInputException;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The files of a folder or a zip, without hidden ones and what operating systems leave behind.
 *
 * @param files sorted by path
 * @param folders paths of the folders, whether with files or empty
 * @param resources the open zip, if it is one
 */
record FileTree(List<Found> files, Set<String> folders, Closeable resources) {
    private static final Set<String> LEFT_BEHIND = Set.of("__macosx", "thumbs.db", "desktop.ini");
    private static final int DEEPEST = 32;

    /**
     * A file.
     *
     * @param path relative, with slashes
     * @param size bytes
     */
    record Found(String path, long size, EncodedImage image) {}

    /** Lists a folder, following links. */
    static FileTree ofFolder(Path root) throws IOException {
        List<Found> files = new ArrayList<>();
        Set<String> folders = new TreeSet<>();
        try (Stream<Path> paths = Files.walk(root, DEEPEST, FileVisitOption.FOLLOW_LINKS)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                String relative = root.relativize(path).toString().replace('\\', '/');
                if (relative.isEmpty() || isIgnored(relative)) {
                    continue;
                }
                if (Files.isDirectory(path)) {
                    folders.add(relative);
                } else {
                    files.add(new Found(relative, Files.size(path), new EncodedImage.InFile(path)));
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return sorted(files, folders, () -> {});
    }

    /**
     * Lists a zip and leaves it open.
     *
     * @throws InvalidInputException if an entry would lie outside the zip's folder or occurs twice
     */
    static FileTree ofZip(Path path) throws IOException {
        ZipFile zip = new ZipFile(path.toFile());
        try {
            return ofZip(path, zip);
        } catch (RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private static FileTree ofZip(Path path, ZipFile zip) {
        List<Found> files = new ArrayList<>();
        Set<String> folders = new TreeSet<>();
        Set<String> seen = new TreeSet<>();
        Enumeration<? extends ZipEntry> entries = zip.entries();
        while (entries.hasMoreElements()) {
            ZipEntry entry = entries.nextElement();
            String name = entry.getName();
            if (leavesRoot(name)) {
                throw new InvalidInputException(
                        path + " has an entry that leads out of it, " + name,
                        "do not use this file, it may be an attack");
            }
            if (!seen.add(name)) {
                throw new InvalidInputException(path + " has the entry " + name + " twice", "write the zip again");
            }
            if (isIgnored(name)) {
                continue;
            }
            if (entry.isDirectory()) {
                addWithParents(name.substring(0, name.length() - 1), folders);
            } else {
                files.add(new Found(name, entry.getSize(), new EncodedImage.InZip(zip, entry)));
                addWithParents(parent(name), folders);
            }
        }
        return sorted(files, folders, zip);
    }

    /** The same tree without the one folder that holds everything, if there is one that is not a split itself. */
    FileTree withoutSingleTop() {
        Set<String> tops = Stream.concat(files.stream().map(Found::path), folders.stream())
                .map(FileTree::top)
                .collect(Collectors.toSet());
        if (tops.size() != 1 || !folders.containsAll(tops)) {
            return this;
        }
        String top = tops.iterator().next();
        return SplitName.of(top).isPresent() ? this : under(top);
    }

    /** What lies in a folder, with paths that start there; everything for the empty path. */
    FileTree under(String folder) {
        if (folder.isEmpty()) {
            return this;
        }
        String prefix = folder + "/";
        return new FileTree(
                files.stream()
                        .filter(file -> file.path().startsWith(prefix))
                        .map(file -> new Found(file.path().substring(prefix.length()), file.size(), file.image()))
                        .toList(),
                folders.stream()
                        .filter(one -> one.startsWith(prefix))
                        .map(one -> one.substring(prefix.length()))
                        .collect(Collectors.toCollection(TreeSet::new)),
                resources);
    }

    /** The same tree without a folder at its top. */
    FileTree without(String top) {
        return new FileTree(
                files.stream().filter(file -> !top(file.path()).equals(top)).toList(),
                folders.stream()
                        .filter(folder -> !top(folder).equals(top))
                        .collect(Collectors.toCollection(TreeSet::new)),
                resources);
    }

    /** Names of the folders directly inside of a folder, sorted. */
    NavigableSet<String> inside(String folder) {
        String prefix = folder + "/";
        return folders.stream()
                .filter(one -> one.startsWith(prefix) && one.indexOf('/', prefix.length()) < 0)
                .map(one -> one.substring(prefix.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The first folder or file name of a path. */
    static String top(String path) {
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }

    private static FileTree sorted(List<Found> files, Set<String> folders, Closeable resources) {
        files.sort(Comparator.comparing(Found::path));
        return new FileTree(List.copyOf(files), folders, resources);
    }

    /** The folder of a path; empty at the top. */
    static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    private static void addWithParents(String folder, Set<String> folders) {
        String current = folder;
        while (!current.isEmpty() && folders.add(current)) {
            current = parent(current);
        }
    }

    private static boolean isIgnored(String path) {
        return Arrays.stream(path.split("/", -1))
                .anyMatch(part -> part.startsWith(".") || LEFT_BEHIND.contains(part.toLowerCase(Locale.ROOT)));
    }

    private static boolean leavesRoot(String name) {
        return name.startsWith("/")
                || name.contains("\\")
                || name.matches("[A-Za-z]:.*")
                || Arrays.asList(name.split("/", -1)).contains("..");
    }
}
