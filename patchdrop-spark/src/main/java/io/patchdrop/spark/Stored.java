package io.patchdrop.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Fields of the small JSON files in the folder of a batch. */
final class Stored {
    private Stored() {}

    /** A number. */
    static Number number(Map<?, ?> fields, String name) {
        if (fields.get(name) instanceof Number number) {
            return number;
        }
        throw damaged(name);
    }

    /** A list. */
    static List<?> list(Map<?, ?> fields, String name) {
        if (fields.get(name) instanceof List<?> list) {
            return list;
        }
        throw damaged(name);
    }

    private static UncheckedIOException damaged(String name) {
        return new UncheckedIOException(
                new IOException("the folder of the batch is damaged: there is no " + name + " where it should be"));
    }
}
