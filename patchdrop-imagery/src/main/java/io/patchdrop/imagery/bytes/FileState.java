package io.patchdrop.imagery.bytes;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a server says of a file as a whole.
 *
 * @param length in bytes
 * @param entityTag the header ETag as it came; null without one
 * @param lastModified the header Last-Modified as it came; null without one
 */
record FileState(long length, @Nullable String entityTag, @Nullable String lastModified) {
    /** The tag if equal tags promise equal bytes, and if it can be sent back. */
    @Nullable
    String strongTag() {
        return entityTag != null && entityTag.matches("\"[!#-~]*\"") ? entityTag : null;
    }

    /** In what a later state differs, if it is of another content; what one of them leaves open does not differ. */
    @Nullable
    String differenceFrom(FileState before) {
        if (length != before.length) {
            return "it has " + length + " bytes, not " + before.length;
        }
        if (differ(opaque(entityTag), opaque(before.entityTag))) {
            return "its tag is another one";
        }
        if (differ(lastModified, before.lastModified)) {
            return "it was modified";
        }
        return null;
    }

    private static boolean differ(@Nullable String one, @Nullable String other) {
        return one != null && other != null && !Objects.equals(one, other);
    }

    /** RFC 9110, 8.8.3.2: weak comparison, which leaves out whether a tag is a weak one. */
    private static @Nullable String opaque(@Nullable String tag) {
        return tag != null && tag.startsWith("W/") ? tag.substring(2) : tag;
    }

    String version() {
        StringBuilder version = new StringBuilder("length ").append(length);
        if (entityTag != null) {
            version.append(", tag ").append(entityTag);
        }
        if (lastModified != null && strongTag() == null) {
            version.append(", modified ").append(lastModified);
        }
        return version.toString();
    }
}
