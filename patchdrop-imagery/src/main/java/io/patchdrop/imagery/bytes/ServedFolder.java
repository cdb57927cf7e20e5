package io.patchdrop.imagery.bytes;

import io.patchdrop.imagery.bytes.RangeServer.Answer;
import io.patchdrop.imagery.bytes.RangeServer.Body;
import io.patchdrop.imagery.bytes.RangeServer.Request;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a web server should answer that serves the files of a folder.
 *
 * @param root the folder, without links in its path
 */
record ServedFolder(Path root) {
    private static final int BUFFER = 64 << 10;
    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{1,18})-([0-9]{0,18})");
    private static final Pattern SUFFIX = Pattern.compile("bytes=-([0-9]{1,18})");

    /** RFC 9110, 5.6.7; two digits for the day, unlike {@link DateTimeFormatter#RFC_1123_DATE_TIME}. */
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    private record Served(Path file, long length, String entityTag, String lastModified) {}

    /** The bytes that a request asks for; null for all, or if there is no such file. */
    @Nullable
    ByteRange range(String path, Map<String, String> headers) {
        try {
            Served served = find(path);
            return served == null ? null : range(headers, served.length());
        } catch (IOException e) {
            return null;
        }
    }

    /** An end behind the file's is left as it came. */
    private static @Nullable ByteRange range(Map<String, String> headers, long length) {
        String value = headers.getOrDefault("Range", "");
        Matcher range = RANGE.matcher(value);
        if (range.matches()) {
            long start = Long.parseLong(range.group(1));
            long end = range.group(2).isEmpty() ? Math.max(length, start + 1) : Long.parseLong(range.group(2)) + 1;
            return end > start ? ByteRange.between(start, end) : null;
        }
        Matcher suffix = SUFFIX.matcher(value);
        if (suffix.matches() && length > 0) {
            long size = Math.min(Long.parseLong(suffix.group(1)), length);
            return size > 0 ? ByteRange.between(length - size, length) : null;
        }
        return null;
    }

    /** The right answer. */
    Answer answer(Request request) throws IOException {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return Answer.empty(405, Map.of("Allow", "GET, HEAD"));
        }
        Served served = find(request.path());
        if (served == null) {
            return Answer.empty(404, Map.of());
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Accept-Ranges", "bytes");
        headers.put("Content-Type", "application/octet-stream");
        headers.put("ETag", served.entityTag());
        headers.put("Last-Modified", served.lastModified());
        String expected = request.headers().getOrDefault("If-Match", "*");
        if (!expected.equals("*") && !expected.contains(served.entityTag())) {
            return Answer.empty(412, headers);
        }
        ByteRange range = range(request.headers(), served.length());
        String same = request.headers().getOrDefault("If-Range", served.entityTag());
        boolean current = same.equals(served.entityTag()) || same.equals(served.lastModified());
        if (range == null || !current) {
            return new Answer(200, headers, served.length(), body(served.file(), 0, served.length()));
        }
        if (range.offset() >= served.length()) {
            headers.put("Content-Range", "bytes */" + served.length());
            return Answer.empty(416, headers);
        }
        long end = Math.min(range.end(), served.length());
        headers.put("Content-Range", "bytes " + range.offset() + "-" + (end - 1) + "/" + served.length());
        return new Answer(
                206, headers, end - range.offset(), body(served.file(), range.offset(), end - range.offset()));
    }

    /** The file that a path means; null if it means none inside of the folder. */
    private @Nullable Served find(String path) throws IOException {
        Path file;
        try {
            file = root.resolve(path).normalize();
            if (path.isEmpty() || !file.startsWith(root) || !file.toRealPath().startsWith(root)) {
                return null;
            }
        } catch (IllegalArgumentException | IOException e) {
            return null;
        }
        BasicFileAttributes attributes =
                Files.readAttributes(file.toRealPath(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            return null;
        }
        long nanos = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
        String modified =
                HTTP_DATE.format(attributes.lastModifiedTime().toInstant().atOffset(ZoneOffset.UTC));
        String tag = "\"" + Long.toHexString(attributes.size()) + "-" + Long.toHexString(nanos) + "\"";
        return new Served(file, attributes.size(), tag, modified);
    }

    private static Body body(Path file, long offset, long length) {
        return out -> {
            try (FileChannel channel = FileChannel.open(file)) {
                ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(length, BUFFER));
                long left = length;
                while (left > 0) {
                    buffer.clear().limit((int) Math.min(left, buffer.capacity()));
                    if (channel.read(buffer, offset + length - left) < 0) {
                        throw new EOFException("the file has become shorter");
                    }
                    out.write(buffer.array(), 0, buffer.position());
                    left -= buffer.position();
                }
            }
        };
    }
}
