package io.patchdrop.imagery.bytes;

import io.patchdrop.core.InvalidInputException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

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
 * <p>Numbers are big-endian. When the file is opened again, it is cut before the first record that is not whole: the one that
 * a kill cut off, or one that was damaged. Safe for use by several threads, also by interrupted ones; a second store or
 * process that opens the same file is refused.
 */
public final class RangeStore implements AutoCloseable {
    private static final String MAGIC = "patchdrop-bought-1 ";
    private static final int RECORD_HEAD = 16;
    private static final int LONGEST_IDENTITY = 4096;
    private static final int BUFFER = 64 << 10;

    /** Not a channel: that is closed, for all, when one thread that reads from it is interrupted. */
    private final RandomAccessFile file;

    /** What is to be deleted when the store is closed. */
    private final @Nullable Path temporary;

    private final RangeSet owned = new RangeSet();
    /** Where in this file each stored range lies, by its offset; no two overlap. */
    private final TreeMap<Long, Stored> places = new TreeMap<>();

    private long end;
    private long requests;

    private record Stored(long length, long place) {}

    private RangeStore(RandomAccessFile file, @Nullable Path temporary) {
        this.file = file;
        this.temporary = temporary;
    }

    /**
     * A store that is gone when it is closed.
     *
     * @throws IOException if there is no room for temporary files
     */
    public static RangeStore temporary() throws IOException {
        Path path = Files.createTempFile("patchdrop-", ".bought");
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            // Where an open file can be deleted, nothing is left behind by a kill.
            Files.delete(path);
            return new RangeStore(file, null);
        } catch (IOException e) {
            return new RangeStore(file, path);
        }
    }

    /**
     * Opens a store, making it if it is not there.
     *
     * @param identity of the content whose bytes it keeps, one line of at most 4000 bytes
     * @throws InvalidInputException if the file is no store, keeps bytes of something else, or is in use
     * @throws IOException if it cannot be read or written
     */
    public static RangeStore open(Path path, String identity) throws IOException {
        byte[] head = (MAGIC + identity + "\n").getBytes(StandardCharsets.UTF_8);
        if (identity.indexOf('\n') >= 0 || identity.indexOf('\r') >= 0 || head.length > LONGEST_IDENTITY) {
            throw new IllegalArgumentException("an identity of " + head.length + " bytes, or of more than a line");
        }
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            lock(path, file);
            RangeStore store = new RangeStore(file, null);
            store.recover(path, head);
            return store;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static void lock(Path path, RandomAccessFile file) throws IOException {
        try {
            if (file.getChannel().tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // Another part of this process has it.
        }
        throw new InvalidInputException(path + " is in use", "wait for the other run, or give another folder");
    }

    private synchronized void recover(Path path, byte[] head) throws IOException {
        byte[] found = new byte[(int) Math.min(head.length, file.length())];
        file.seek(0);
        file.readFully(found);
        requireStart(path, found, head);
        end = head.length;
        if (found.length < head.length) {
            // New, or killed while it was made.
            file.seek(0);
            file.write(head);
            return;
        }
        while (readRecord()) {
            requests++;
        }
        file.setLength(end);
    }

    private static void requireStart(Path path, byte[] found, byte[] head) {
        if (Arrays.equals(found, 0, found.length, head, 0, found.length)) {
            return;
        }
        byte[] magic = MAGIC.getBytes(StandardCharsets.UTF_8);
        int shown = Math.min(found.length, magic.length);
        if (!Arrays.equals(found, 0, shown, magic, 0, shown)) {
            throw new InvalidInputException(path + " is no file of bought bytes", "give another folder");
        }
        throw new InvalidInputException(
                path + " keeps bytes of another file, or of another version of it",
                "give another folder, or delete this one to buy again");
    }

    private boolean readRecord() throws IOException {
        long room = file.length() - end - RECORD_HEAD;
        if (room < 0) {
            return false;
        }
        byte[] bytes = new byte[RECORD_HEAD];
        file.seek(end);
        file.readFully(bytes);
        ByteBuffer head = ByteBuffer.wrap(bytes);
        long offset = head.getLong();
        int length = head.getInt();
        int check = head.getInt();
        if (offset < 0 || length < 1 || length > room || offset > Long.MAX_VALUE - length) {
            return false;
        }
        if (check != checkOfFile(offset, length)) {
            return false;
        }
        index(new ByteRange(offset, length), end + RECORD_HEAD);
        end += RECORD_HEAD + (long) length;
        return true;
    }

    /** Of the content that comes next in the file; a damaged length may be large, so not of all of it at once. */
    private int checkOfFile(long offset, int length) throws IOException {
        CRC32 crc = checkOfHead(offset, length);
        byte[] buffer = new byte[Math.min(length, BUFFER)];
        for (int left = length; left > 0; left -= Math.min(left, buffer.length)) {
            int size = Math.min(left, buffer.length);
            file.readFully(buffer, 0, size);
            crc.update(buffer, 0, size);
        }
        return (int) crc.getValue();
    }

    private static CRC32 checkOfHead(long offset, int length) {
        CRC32 crc = new CRC32();
        crc.update(ByteBuffer.allocate(12).putLong(offset).putInt(length).flip());
        return crc;
    }

    private void index(ByteRange range, long place) {
        for (ByteRange part : owned.missing(range)) {
            places.put(part.offset(), new Stored(part.length(), place + part.offset() - range.offset()));
        }
        owned.add(range);
    }

    /**
     * Keeps the content of one request.
     *
     * @param content at least one byte
     * @throws IOException if it cannot be written; then nothing is kept of it
     */
    public synchronized void add(long offset, byte[] content) throws IOException {
        ByteRange range = new ByteRange(offset, content.length);
        CRC32 crc = checkOfHead(offset, content.length);
        crc.update(content);
        byte[] head = ByteBuffer.allocate(RECORD_HEAD)
                .putLong(offset)
                .putInt(content.length)
                .putInt((int) crc.getValue())
                .array();
        try {
            file.seek(end);
            file.write(head);
            file.write(content);
        } catch (IOException e) {
            cut(e);
            throw e;
        }
        index(range, end + RECORD_HEAD);
        end += RECORD_HEAD + (long) content.length;
        requests++;
    }

    /** Half a record must not stay: a shorter one over it would leave its end, which could look like a record. */
    private void cut(IOException failure) {
        try {
            file.setLength(end);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Forces everything that was added to the disk. */
    public void sync() throws IOException {
        file.getFD().sync();
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

    /** Whether nothing of a range is kept. */
    synchronized boolean lacks(ByteRange range) {
        return owned.lacks(range);
    }

    /**
     * Bytes that are kept.
     *
     * @param range at most 2 GiB
     * @throws IllegalStateException if one of them is not
     * @throws UncheckedIOException if they cannot be read back
     */
    public synchronized byte[] get(ByteRange range) {
        if (!owned.covers(range)) {
            throw new IllegalStateException("bytes " + range + " were not bought");
        }
        byte[] content = new byte[Math.toIntExact(range.length())];
        try {
            int done = 0;
            while (done < content.length) {
                done += copy(range.offset() + done, content, done);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("bought bytes cannot be read back: " + e.getMessage(), e);
        }
        return content;
    }

    /** Copies what lies in one piece. */
    private int copy(long position, byte[] target, int start) throws IOException {
        Map.Entry<Long, Stored> entry = places.floorEntry(position);
        if (entry == null) {
            throw new IllegalStateException("byte " + position + " was not bought");
        }
        long inside = position - entry.getKey();
        int length = (int) Math.min(target.length - start, entry.getValue().length() - inside);
        file.seek(entry.getValue().place() + inside);
        file.readFully(target, start, length);
        return length;
    }

    @Override
    public synchronized void close() {
        try {
            file.close();
            if (temporary != null) {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
