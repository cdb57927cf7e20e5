package io.patchdrop.imagery.bytes;

import io.patchdrop.imagery.bytes.ByteSourceException.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opens byte sources by what people write for them. */
public final class ByteSources {
    /** A scheme of one letter would be a drive of Windows. */
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):(//.*|/.*)?", Pattern.DOTALL);

    private ByteSources() {}

    /**
     * A file or an address; nothing is read yet.
     *
     * @param location a path, {@code file:}, {@code http://} or {@code https://}
     * @param options for servers
     * @throws ByteSourceException with {@link Problem#BAD_ADDRESS} if it is none of these
     */
    public static ByteSource open(String location, HttpOptions options) throws ByteSourceException {
        return open(location, options, Path::toString);
    }

    /**
     * The same with other names for files.
     *
     * @param names what a local file is called
     */
    public static ByteSource open(String location, HttpOptions options, Function<Path, String> names)
            throws ByteSourceException {
        Matcher matcher = SCHEME.matcher(location);
        if (!matcher.matches() || matcher.group(2) == null) {
            return file(path(location), names);
        }
        String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "http", "https" -> new HttpSource(location, options);
            case "file" -> file(fileOf(location), names);
            case "s3", "gs", "az", "abfs", "abfss", "wasb", "wasbs", "swift", "oss" ->
                throw bad(
                        location,
                        "is an address of a store that needs its own keys; give the file's https:// "
                                + "address, signed if it is not public");
            default -> throw bad(location, "is neither a path nor an address with file:, http:// or https://");
        };
    }

    private static FileSource file(Path file, Function<Path, String> names) {
        return new FileSource(file, names.apply(file));
    }

    private static Path path(String location) throws ByteSourceException {
        if (location.isBlank()) {
            throw new ByteSourceException(Problem.BAD_ADDRESS, "No file and no address is given", null);
        }
        try {
            return Path.of(location);
        } catch (IllegalArgumentException e) {
            throw bad(location, "is no valid path");
        }
    }

    private static Path fileOf(String location) throws ByteSourceException {
        try {
            return Path.of(new URI(location));
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            throw bad(
                    location, "is no valid address of a local file; write it as file:///folder/name, or give its path");
        }
    }

    private static ByteSourceException bad(String location, String what) {
        return new ByteSourceException(Problem.BAD_ADDRESS, HttpAddress.withoutSecrets(location) + " " + what, null);
    }
}
