package io.patchdrop.learn.data;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.ImageFormat;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Pairs from two sensors: the HR images in a folder {@code hr}, in any layout of one image a file, and an LR image for each
 * at the same place of a folder {@code lr}, under the same name up to the ending.
 */
final class PairLayout {
    private static final String HR = "hr";
    private static final String LR = "lr";

    private PairLayout() {}

    static boolean matches(FileTree tree) {
        return tree.folders().contains(HR) && tree.folders().contains(LR);
    }

    /**
     * Lists the pairs. An HR image without its LR image counts as unreadable.
     *
     * @throws InvalidInputException if the HR images are of no known layout, two LR images have the name of one HR image,
     *     or no HR image of a split has an LR image
     */
    static Listing list(String name, String location, FileTree tree, DatasetOptions options) {
        Listing hr = TreeLayouts.listImages("pairs", name, location + "/" + HR, tree.under(HR), options);
        Map<String, FileTree.Found> looks = looks(location, tree.under(LR));
        Map<String, String> unusable = new TreeMap<>();
        hr.unusable().forEach((path, reason) -> unusable.put(HR + "/" + path, reason));
        Set<String> used = new HashSet<>();
        Map<SplitName, List<Entry>> splits = new EnumMap<>(SplitName.class);
        hr.splits().forEach((split, entries) -> {
            List<Entry> pairs = new ArrayList<>();
            for (Entry entry : entries) {
                String stem = stem(entry.name());
                FileTree.@Nullable Found look = looks.get(stem);
                if (look == null) {
                    unusable.put(HR + "/" + entry.name(), "its LR image " + LR + "/" + stem + ".* is missing");
                } else {
                    used.add(stem);
                    pairs.add(entry.paired(
                            HR + "/" + entry.name(),
                            new Entry.Look(LR + "/" + look.path(), look.size(), look.image())));
                }
            }
            if (pairs.isEmpty()) {
                throw new InvalidInputException(
                        "no HR image of " + split.folder() + " of " + location + " has an LR image",
                        "put it at the same place under " + LR + "/, for example " + LR + "/"
                                + stem(entries.get(0).name()) + ".png");
            }
            splits.put(split, pairs);
        });
        int alone = looks.size() - used.size();
        String layout = hr.layout() + (alone == 0 ? "" : ", " + alone + " LR images without an HR image left out");
        return new Listing(layout, name, hr.classes(), splits, unusable, hr.anySize(), tree.resources());
    }

    /** The LR images by their path without the ending. */
    private static Map<String, FileTree.Found> looks(String location, FileTree tree) {
        Map<String, FileTree.Found> looks = new HashMap<>();
        for (FileTree.Found file : tree.files()) {
            if (!ImageFormat.hasImageExtension(file.path())) {
                continue;
            }
            FileTree.@Nullable Found other = looks.put(stem(file.path()), file);
            if (other != null) {
                throw new InvalidInputException(
                        location + " has two LR images of one name, " + LR + "/" + other.path() + " and " + LR + "/"
                                + file.path(),
                        "remove one of them");
            }
        }
        return looks;
    }

    private static String stem(String path) {
        return path.substring(0, path.lastIndexOf('.'));
    }
}
