package io.patchdrop.learn.data;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.ImageFormat;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The layout {@code train|val|test/<class>/<image>}, in a folder or a zip. */
final class FolderLayout {
    /** Names that others give to the validation and the test split: a sign that a split would be overlooked. */
    static final Map<String, String> NEAR_NAMES = Map.of(
            "training", "train", "valid", "val", "validation", "val", "dev", "val", "eval", "val", "testing", "test");

    /** Why another file in a class folder is not used. */
    static final String NO_IMAGE = "its name does not end in one of " + String.join(", ", ImageFormat.EXTENSIONS);

    private FolderLayout() {}

    /**
     * Lists the images.
     *
     * @param layout name of the layout, for people
     * @param name name of the data set
     * @param location for messages
     * @param tree the splits at its top
     * @throws InvalidInputException if the tree is not of this layout
     */
    static Listing list(String layout, String name, String location, FileTree tree) {
        refuseNearNames(location, tree.folders());
        Map<SplitName, Map<String, List<FileTree.Found>>> images = emptyClasses(location, tree);
        Map<String, String> unusable = new TreeMap<>();
        for (FileTree.Found file : tree.files()) {
            place(file, images, unusable);
        }
        refuseEmptyClasses(location, images);
        List<String> classes = commonClasses(location, images);
        Map<SplitName, List<Entry>> splits = new EnumMap<>(SplitName.class);
        images.forEach((split, members) -> splits.put(split, entries(members, classes)));
        return new Listing(layout, name, classes, splits, unusable, false, tree.resources());
    }

    private static void refuseNearNames(String location, Set<String> folders) {
        for (String folder : folders) {
            String split = NEAR_NAMES.get(folder);
            if (split != null) {
                throw new InvalidInputException(
                        location + " has a folder " + folder + ", which would not be read",
                        "rename it to " + split + ", or move it away");
            }
        }
    }

    /** The classes of each split, still without images. */
    private static Map<SplitName, Map<String, List<FileTree.Found>>> emptyClasses(String location, FileTree tree) {
        Map<SplitName, Map<String, List<FileTree.Found>>> images = new EnumMap<>(SplitName.class);
        for (SplitName split : SplitName.values()) {
            if (!tree.folders().contains(split.folder())) {
                continue;
            }
            String prefix = split.folder() + "/";
            Map<String, List<FileTree.Found>> classes = new TreeMap<>();
            tree.inside(split.folder()).forEach(name -> classes.put(name, new ArrayList<>()));
            if (classes.isEmpty()) {
                throw new InvalidInputException(
                        "the folder " + prefix + " of " + location + " has no class folders",
                        "put the images into " + prefix + "<class>/");
            }
            images.put(split, classes);
        }
        if (images.isEmpty()) {
            throw new InvalidInputException(
                    location + " has no folder train, val or test",
                    "arrange the images as train/<class>/<image>, or list them in a CSV");
        }
        return images;
    }

    private static void place(
            FileTree.Found file,
            Map<SplitName, Map<String, List<FileTree.Found>>> images,
            Map<String, String> unusable) {
        String[] parts = file.path().split("/", -1);
        Map<String, List<FileTree.Found>> classes =
                SplitName.of(parts[0]).map(images::get).orElse(null);
        if (classes == null) {
            return; // beside the splits, such as a README
        }
        boolean image = ImageFormat.hasImageExtension(file.path());
        if (parts.length == 3 && image) {
            classes.getOrDefault(parts[1], new ArrayList<>()).add(file);
        } else if (parts.length == 3) {
            unusable.put(file.path(), NO_IMAGE);
        } else if (image) {
            unusable.put(file.path(), "it does not lie in " + parts[0] + "/<class>/");
        }
    }

    private static void refuseEmptyClasses(String location, Map<SplitName, Map<String, List<FileTree.Found>>> images) {
        images.forEach((split, classes) -> classes.forEach((name, files) -> {
            if (files.isEmpty()) {
                throw new InvalidInputException(
                        "the class folder " + split.folder() + "/" + name + " of " + location + " has no images",
                        "remove it or add images");
            }
        }));
    }

    /** The classes of train, which those of the others must be among; without train, all classes. */
    private static List<String> commonClasses(
            String location, Map<SplitName, Map<String, List<FileTree.Found>>> images) {
        Set<String> classes = new TreeSet<>();
        images.values().forEach(split -> classes.addAll(split.keySet()));
        Map<String, List<FileTree.Found>> train = images.get(SplitName.TRAIN);
        if (train == null) {
            return List.copyOf(classes);
        }
        images.forEach(
                (split, members) -> Listing.requireKnownClasses(location, split, members.keySet(), train.keySet()));
        return List.copyOf(train.keySet());
    }

    private static List<Entry> entries(Map<String, List<FileTree.Found>> members, List<String> classes) {
        List<Entry> entries = new ArrayList<>();
        members.forEach((name, files) -> {
            int label = classes.indexOf(name);
            files.forEach(file -> entries.add(new Entry(file.path(), label, file.size(), file.image())));
        });
        return entries;
    }
}
