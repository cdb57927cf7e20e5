package io.patchdrop.learn.data;

import io.patchdrop.core.InvalidInputException;
import java.io.Closeable;
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
 * @param resources what must stay open while entries are read
 */
record Listing(
        String layout,
        String name,
        List<String> classes,
        Map<SplitName, List<Entry>> splits,
        Map<String, String> unusable,
        Closeable resources) {
    Listing {
        classes = List.copyOf(classes);
        splits = Map.copyOf(splits);
        unusable = Map.copyOf(unusable);
    }

    /** A listing of which every file is used and nothing needs closing. */
    Listing(String layout, String name, List<String> classes, Map<SplitName, List<Entry>> splits) {
        this(layout, name, classes, splits, Map.of(), () -> {});
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
