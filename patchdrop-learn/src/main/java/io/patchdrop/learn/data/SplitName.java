package io.patchdrop.learn.data;

import java.util.Arrays;
import java.util.Optional;

/** The three splits of a data set, in the order in which they claim the cache. */
enum SplitName {
    TRAIN("train"),
    VALIDATION("val"),
    TEST("test");

    private final String folder;

    SplitName(String folder) {
        this.folder = folder;
    }

    /** The split's name in folders, CSV files and messages. */
    String folder() {
        return folder;
    }

    static Optional<SplitName> of(String folder) {
        return Arrays.stream(values())
                .filter(split -> split.folder.equals(folder))
                .findFirst();
    }
}
