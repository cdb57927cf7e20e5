package io.patchdrop.server.sources;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Paths of addresses that every server reads in the same way. Pure functions. */
final class SafePath {
    private SafePath() {}

    /**
     * A path, decoded, if it means the same wherever it is read.
     *
     * @param raw as it stands in an address; may be null or empty, which means {@code /}
     * @return empty if it has segments of dots, also behind escapes or before a semicolon; backslashes, escaped slashes or
     *     percent signs, control characters; or what is no path
     */
    static Optional<String> of(@org.jspecify.annotations.Nullable String raw) {
        if (raw == null || raw.isEmpty()) {
            return Optional.of("/");
        }
        if (!raw.startsWith("/")) {
            return Optional.empty();
        }
        StringBuilder decoded = new StringBuilder();
        for (int i = 0; i < raw.length(); i++) {
            char next = raw.charAt(i);
            if (next == '%') {
                if (i + 2 >= raw.length() || !raw.substring(i + 1, i + 3).matches("[0-9A-Fa-f]{2}")) {
                    return Optional.empty();
                }
                next = (char) Integer.parseInt(raw.substring(i + 1, i + 3), 16);
                i += 2;
                if (next == '/' || next == '%') {
                    return Optional.empty();
                }
            }
            if (next == '\\' || next < ' ' || next == 0x7f) {
                return Optional.empty();
            }
            decoded.append(next);
        }
        for (String segment : decoded.toString().split("/", -1)) {
            String name = segment.split(";", 2)[0].strip();
            if (!name.isEmpty() && name.chars().allMatch(c -> c == '.')) {
                return Optional.empty();
            }
        }
        // Escapes stand for bytes of UTF-8, of which each became a character.
        return Optional.of(
                decoded.chars().allMatch(c -> c < 0x100)
                        ? new String(decoded.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                        : decoded.toString());
    }
}
