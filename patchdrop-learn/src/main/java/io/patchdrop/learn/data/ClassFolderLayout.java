package io.patchdrop.learn.data;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.ImageFormat;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The layout {@code <class>/<image>}, without splits, as collections of scenes such as AID and UC Merced are published; in
 * whatever folder.
 */
final class ClassFolderLayout {
    private ClassFolderLayout() {}

    /**
     * The folder that holds the class folders, empty for the top; nothing if images lie elsewhere too, if there is but one
     * class, or if a class is called like a split.
     */
    static Optional<String> folder(FileTree tree) {
        Set<String> classes = tree.files().stream()
                .filter(file -> ImageFormat.hasImageExtension(file.path()))
                .map(file -> FileTree.parent(file.path()))
                .collect(Collectors.toSet());
        Set<String> above = classes.stream().map(FileTree::parent).collect(Collectors.toSet());
        boolean likeSplits = classes.stream().anyMatch(ClassFolderLayout::isLikeSplit);
        return above.size() == 1 && classes.size() > 1 && !classes.contains("") && !likeSplits
                ? Optional.of(above.iterator().next())
                : Optional.empty();
    }

    private static boolean isLikeSplit(String folder) {
        return java.util.Arrays.stream(folder.toLowerCase(Locale.ROOT).split("/", -1))
                .anyMatch(part -> SplitName.of(part).isPresent() || FolderLayout.NEAR_NAMES.containsKey(part));
    }

    /**
     * Lists the images, of which a part of each class becomes the test split.
     *
     * @param folder as found by {@link #folder}
     * @throws InvalidInputException if a class folder has no images
     */
    static Listing list(
            String layout, String name, String location, FileTree tree, String folder, DatasetOptions options) {
        Map<String, List<FileTree.Found>> classes = new TreeMap<>();
        Map<String, String> unusable = new TreeMap<>();
        for (FileTree.Found file : tree.files()) {
            String parent = FileTree.parent(file.path());
            if (!FileTree.parent(parent).equals(folder) || parent.equals(folder)) {
                continue; // beside the classes, such as a README
            }
            if (ImageFormat.hasImageExtension(file.path())) {
                classes.computeIfAbsent(parent, one -> new ArrayList<>()).add(file);
            } else {
                unusable.put(file.path(), FolderLayout.NO_IMAGE);
            }
        }
        for (String one : tree.folders()) {
            if (FileTree.parent(one).equals(folder) && !one.equals(folder) && !classes.containsKey(one)) {
                throw new InvalidInputException(
                        "the class folder " + one + " of " + location + " has no images", "remove it or add images");
            }
        }
        List<Entry> entries = new ArrayList<>();
        List<String> names = new ArrayList<>();
        classes.forEach((path, files) -> {
            int label = names.size();
            names.add(path.substring(path.lastIndexOf('/') + 1));
            files.forEach(file -> entries.add(new Entry(file.path(), label, file.size(), file.image())));
        });
        Map<SplitName, List<Entry>> splits = new EnumMap<>(SplitName.class);
        Sampling.Parts parts = Sampling.takeFraction(entries, Sampling.TEST_FRACTION, options.seed(), "test");
        if (!parts.taken().isEmpty()) {
            splits.put(SplitName.TEST, parts.taken());
        }
        splits.put(SplitName.TRAIN, parts.rest());
        return new Listing(layout + " without splits", name, names, splits, unusable, false, tree.resources());
    }
}
