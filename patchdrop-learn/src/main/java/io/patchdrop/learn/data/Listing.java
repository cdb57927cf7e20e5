package io.patchdrop.learn.data;

import io.patchdrop.core.InvalidInputException;
import java.io.Closeable;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a layout found, before splits are held out and limited.
 *
 * @param layout how the data set is laid out, for people
 * @param name short name of the data set
 * @param classes class names; an entry's label is an index into them
 * @param splits the entries of each split that exists, none of them empty
 * @param unusable files among the images that are no images, by name, with the reason
 * @param anySize whether an image smaller than a patch is enlarged: the data set is published with such images
 * @param resources what must stay open while entries are read
 */
record Listing(
        String layout,
        String name,
        List<String> classes,
        Map<SplitName, List<Entry>> splits,
        Map<String, String> unusable,
        boolean anySize,
        Closeable resources) {
    Listing {
        classes = List.copyOf(classes);
        splits = Map.copyOf(splits);
        unusable = Map.copyOf(unusable);
    }

    /** A listing of which every file is used and nothing needs closing. */
    Listing(String layout, String name, List<String> classes, Map<SplitName, List<Entry>> splits) {
        this(layout, name, classes, splits, Map.of(), false, () -> {});
    }

    /** This listing of a published data set, with images of any size. */
    Listing published(String newLayout, Map<SplitName, List<Entry>> newSplits) {
        return new Listing(newLayout, name, classes, newSplits, unusable, true, resources);
    }

    /** The splits with {@code val} as the test split if there is no test split: that of a benchmark whose test labels are secret. */
    static Map<SplitName, List<Entry>> validationAsTest(Map<SplitName, List<Entry>> splits) {
        List<Entry> validation = splits.get(SplitName.VALIDATION);
        if (validation == null || splits.containsKey(SplitName.TEST)) {
            return splits;
        }
        Map<SplitName, List<Entry>> moved = new EnumMap<>(splits);
        moved.remove(SplitName.VALIDATION);
        moved.put(SplitName.TEST, validation);
        return moved;
    }

    /** @throws InvalidInputException if a split has a class that is not in train, naming it */
    static void requireKnownClasses(String location, SplitName split, Set<String> classes, Set<String> train) {
        for (String name : classes) {
            if (!train.contains(name)) {
                throw new InvalidInputException(
                        "the class " + name + " of " + location + " is in " + split.folder() + " but not in train",
                        "the splits must have the same classes");
            }
        }
    }
}
