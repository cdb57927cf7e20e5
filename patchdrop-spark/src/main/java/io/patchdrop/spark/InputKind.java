package io.patchdrop.spark;

import java.util.Locale;

/** What an input is. */
enum InputKind {
    /** A folder, pattern, file or address of images. */
    IMAGES,
    /** A text file with a location in each line. */
    LIST,
    /** A CSV file, or several, with a line of names. */
    CSV,
    /** Parquet. */
    PARQUET;

    /**
     * The kind of an input by its name.
     *
     * @param hasColumn whether a column is given: then it is a table
     */
    static InputKind of(String input, boolean hasColumn) {
        String name = input.toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            return CSV;
        }
        if (name.endsWith(".parquet") || hasColumn) {
            return PARQUET;
        }
        return name.endsWith(".txt") ? LIST : IMAGES;
    }
}
