package io.patchdrop.imagery.stac;

import io.patchdrop.core.InvalidInputException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the files lie that a document names. */
final class HrefResolver {
    /** A scheme of one letter would be a drive of Windows. */
    private static final Pattern SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]+:");

    private HrefResolver() {}

    /**
     * Resolves a reference.
     *
     * @param base where the document lies: a path or an address
     * @param href a path or an address, relative or not
     * @return a path or an address of HTTP
     * @throws InvalidInputException if it is neither, or a document of a server names a local file
     */
    static String resolve(String base, String href) {
        if (isWeb(base)) {
            URI resolved = onServer(base, href);
            if (resolved == null || !isWeb(resolved.toString()) || resolved.getHost() == null) {
                throw unusable(href, "is no address on a web server, as those of an item on one must be");
            }
            return resolved.toString();
        }
        if (isWeb(href)) {
            if (uri(href) == null) {
                throw unusable(href, "is no valid address");
            }
            return href;
        }
        Path path = local(base, href);
        if (path == null) {
            throw unusable(href, "is neither a file nor an address of HTTP");
        }
        return path.toString();
    }

    private static InvalidInputException unusable(String href, String what) {
        return new InvalidInputException(
                "The asset at " + shown(href) + " cannot be used: that " + what,
                "take another asset, or give the file itself");
    }

    /** Text of others for a message: one line, not too long, without what may be secret in an address. */
    static String shown(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        boolean address = SCHEME.matcher(line).find();
        String bare = address ? line.split("[?#]", 2)[0].replaceAll("//[^/]*@", "//") : line;
        return bare.length() <= 300 ? bare : bare.substring(0, 300) + "...";
    }

    private static boolean isWeb(String location) {
        String start = location.toLowerCase(Locale.ROOT);
        return start.startsWith("http://") || start.startsWith("https://");
    }

    private static @Nullable URI onServer(String base, String href) {
        URI from = uri(base);
        URI to = uri(href);
        return from == null || to == null ? null : from.resolve(to);
    }

    private static @Nullable URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static @Nullable Path local(String base, String href) {
        try {
            Path item = base.startsWith("file:") ? Path.of(URI.create(base)) : Path.of(base);
            URI uri = uri(href);
            if (SCHEME.matcher(href).find()) {
                boolean file = uri != null && "file".equalsIgnoreCase(uri.getScheme());
                return file ? Path.of(uri) : null;
            }
            // Many write names as they are, blanks included, though they should be escaped as in addresses.
            String unescaped = uri == null ? null : uri.getPath();
            return item.resolveSibling(unescaped == null || unescaped.isEmpty() ? href : unescaped)
                    .normalize();
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            return null; // what is no path is among the first
        }
    }
}
