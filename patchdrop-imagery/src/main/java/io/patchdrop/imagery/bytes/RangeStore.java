package io.patchdrop.imagery.bytes;

import io.patchdrop.core.InvalidInputException;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * Bytes that were bought of one file, kept in a file that only grows. It begins with the line {@code patchdrop-bought-1
 * IDENTITY}; then comes, for each request, a record:
 *
 * <pre>
 * offset   8 bytes   of the first byte in the file that was read
 * length   4 bytes
 * check    4 bytes   CRC-32 of offset, length and content
 * content  length bytes
 * </pre>
 *
 * <p>Numbers are big-endian. A record that a kill cut off is dropped when the file is opened again. Safe for use by several
 * threads; a second process that opens the same file is refused.
 */
public final class RangeStore implements AutoCloseable {
    private static final String MAGIC = "patchdrop-bought-1 ";
    private static final int RECORD_HEAD = 16;
    private static final int LONGEST_IDENTITY = 4096;

    private final FileChannel channel;
    private final RangeSet owned = new RangeSet();
    /** Where in this file each stored range lies, by its offset; no two overlap. */
    private final TreeMap<Long, Stored> places = new TreeMap<>();

    private long end;
    private long requests;

    private record Stored(long length, long place) {}

    private RangeStore(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * A store that is gone when it is closed.
     *
     * @throws IOException if there is no room for temporary files
     */
    public static RangeStore temporary() throws IOException {
        Path file = Files.createTempFile("patchdrop-", ".bought");
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        return new RangeStore(channel);
    }

    /**
     * Opens a store, making it if it is not there.
     *
     * @param identity of the content whose bytes it keeps, one line
     * @throws InvalidInputException if the file is no store, keeps bytes of something else, or is in use
     * @throws IOException if it cannot be read or written
     */
    public static RangeStore open(Path file, String identity) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        try {
            lock(file, channel);
            RangeStore store = new RangeStore(channel);
            store.recover(file, identity);
            return store;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void lock(Path file, FileChannel channel) throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // Another part of this process has it.
        }
        throw new InvalidInputException(file + " is in use", "wait for the other run, or give another folder");
    }

    private void recover(Path file, String identity) throws IOException {
        byte[] head = (MAGIC + identity.lines().findFirst().orElse("") + "\n").getBytes(StandardCharsets.UTF_8);
        if (head.length > LONGEST_IDENTITY) {
            throw new IllegalArgumentException("an identity of " + head.length + " bytes");
        }
        if (channel.size() < head.length) {
            // New, or killed while it was made.
            requireStart(file, head, (int) channel.size());
            channel.write(ByteBuffer.wrap(head), 0);
            end = head.length;
            return;
        }
        requireStart(file, head, head.length);
        end = head.length;
        while (readRecord()) {
            requests++;
        }
        channel.truncate(end);
    }

    private void requireStart(Path file, byte[] head, int length) throws IOException {
        byte[] found = new byte[length];
        fill(ByteBuffer.wrap(found), 0);
        if (!ByteBuffer.wrap(found).equals(ByteBuffer.wrap(head, 0, length))) {
            throw new InvalidInputException(
                    file + " keeps bytes of another file, or of another version of it",
                    "give another folder, or delete this one to buy again");
        }
    }

    private boolean readRecord() throws IOException {
        if (channel.size() - end < RECORD_HEAD) {
            return false;
        }
        ByteBuffer head = ByteBuffer.allocate(RECORD_HEAD);
        fill(head, end);
        head.flip();
        long offset = head.getLong();
        int length = head.getInt();
        int check = head.getInt();
        if (offset < 0 || length < 1 || length > channel.size() - end - RECORD_HEAD) {
            return false;
        }
        byte[] content = new byte[length];
        fill(ByteBuffer.wrap(content), end + RECORD_HEAD);
        if (check != check(offset, content)) {
            return false;
        }
        index(new ByteRange(offset, length), end + RECORD_HEAD);
        end += RECORD_HEAD + (long) length;
        return true;
    }

    private static int check(long offset, byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(
                ByteBuffer.allocate(12).putLong(offset).putInt(content.length).flip());
        crc.update(content);
        return (int) crc.getValue();
    }

    private void index(ByteRange range, long place) {
        for (ByteRange part : owned.missing(range)) {
            places.put(part.offset(), new Stored(part.length(), place + part.offset() - range.offset()));
        }
        owned.add(range);
    }

    private void fill(ByteBuffer target, long position) throws IOException {
        long from = position;
        while (target.hasRemaining()) {
            int read = channel.read(target, from);
            if (read < 0) {
                throw new EOFException("the file of bought bytes has become shorter");
            }
            from += read;
        }
    }

    /**
     * Keeps the content of one request.
     *
     * @param content at least one byte
     * @throws IOException if it cannot be written; then nothing is kept of it
     */
    public synchronized void add(long offset, byte[] content) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(RECORD_HEAD + content.length)
                .putLong(offset)
                .putInt(content.length)
                .putInt(check(offset, content))
                .put(content)
                .flip();
        long position = end;
        while (record.hasRemaining()) {
            position += channel.write(record, position);
        }
        index(new ByteRange(offset, content.length), end + RECORD_HEAD);
        end = position;
        requests++;
    }

    /** Forces everything that was added to the disk. */
    public void sync() throws IOException {
        channel.force(false);
    }

    /** How many requests' content is kept. */
    public synchronized long requests() {
        return requests;
    }

    /** How many different bytes are kept. */
    public synchronized long bytes() {
        return owned.bytes();
    }

    /** The ranges that are kept. */
    synchronized RangeSet owned() {
        return owned.copy();
    }

    /** The parts of a range that are not kept. */
    public synchronized List<ByteRange> missing(ByteRange range) {
        return owned.missing(range);
    }

    /**
     * Bytes that are kept.
     *
     * @param range at most 2 GiB
     * @throws IllegalStateException if one of them is not
     * @throws UncheckedIOException if they cannot be read back
     */
    public byte[] get(ByteRange range) {
        byte[] content = new byte[Math.toIntExact(range.length())];
        try {
            for (Part part : parts(range)) {
                fill(ByteBuffer.wrap(content, part.start(), part.length()), part.place());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("bought bytes cannot be read back: " + e.getMessage(), e);
        }
        return content;
    }

    private record Part(int start, int length, long place) {}

    private synchronized List<Part> parts(ByteRange range) {
        if (!owned.covers(range)) {
            throw new IllegalStateException("bytes " + range + " were not bought");
        }
        List<Part> parts = new ArrayList<>();
        long position = range.offset();
        while (position < range.end()) {
            Map.Entry<Long, Stored> entry = places.floorEntry(position);
            if (entry == null) {
                throw new IllegalStateException("byte " + position + " was not bought");
            }
            long inside = position - entry.getKey();
            long length = Math.min(range.end() - position, entry.getValue().length() - inside);
            parts.add(new Part(
                    (int) (position - range.offset()),
                    (int) length,
                    entry.getValue().place() + inside));
            position += length;
        }
        return parts;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
