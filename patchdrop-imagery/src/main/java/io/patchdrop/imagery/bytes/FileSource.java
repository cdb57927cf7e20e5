package io.patchdrop.imagery.bytes;

import io.patchdrop.imagery.bytes.ByteSourceException.Problem;
import io.patchdrop.imagery.bytes.Ledger.Entry;
import io.patchdrop.imagery.bytes.Ledger.Method;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * A local file. Its version is its length and the time of its last change; after each read they must be what they were before
 * the first, or the read fails with {@link Problem#CHANGED}. A read that ends before it has reached the file (from its end on,
 * or it is not there) is not entered in the ledger.
 *
 * <p>The file is opened for each read: a channel that stays open is closed by any interrupted thread, for all others too.
 */
public final class FileSource implements ByteSource {
    private final Path file;
    private final String name;
    private final Ledger ledger = new Ledger();
    private @Nullable State first;
    private volatile boolean closed;

    private record State(long length, FileTime changed) {}

    /** Nothing is read yet. */
    public FileSource(Path file) {
        this(file, file.toString());
    }

    /**
     * The same under another name.
     *
     * @param name what people call it
     */
    public FileSource(Path file, String name) {
        this.file = file;
        this.name = Messages.oneLine(name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long length() throws IOException {
        return first().length();
    }

    @Override
    public String version() throws IOException {
        State state = first();
        return "length " + state.length() + ", changed " + state.changed();
    }

    @Override
    public byte[] read(long offset, int length) throws IOException {
        ByteRange asked = new ByteRange(offset, length);
        State before = first();
        if (offset >= before.length()) {
            return new byte[0];
        }
        ByteBuffer content = ByteBuffer.allocate((int) Math.min(length, before.length() - offset));
        long start = System.nanoTime();
        boolean succeeded = false;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            fill(channel, offset, content);
            requireUnchanged(before);
            succeeded = true;
        } catch (IOException e) {
            throw typed(e);
        } finally {
            ledger.enter(new Entry(Method.GET, asked, content.position(), System.nanoTime() - start, succeeded));
        }
        return content.array();
    }

    private void fill(FileChannel channel, long offset, ByteBuffer content) throws IOException {
        while (content.hasRemaining()) {
            if (channel.read(content, offset + content.position()) < 0) {
                throw new ByteSourceException(Problem.CHANGED, name() + " has become shorter", null);
            }
        }
    }

    private void requireUnchanged(State before) throws IOException {
        if (!state().equals(before)) {
            throw new ByteSourceException(Problem.CHANGED, name() + " was changed while it was read", null);
        }
    }

    private synchronized State first() throws IOException {
        if (closed) {
            throw new IOException(name() + " was closed");
        }
        if (first == null) {
            first = state();
        }
        return first;
    }

    private State state() throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(file, BasicFileAttributes.class);
        } catch (IOException e) {
            throw typed(e);
        }
        if (!attributes.isRegularFile()) {
            String kind = attributes.isDirectory() ? " is a folder" : " is no file";
            throw new ByteSourceException(Problem.BAD_ADDRESS, name() + kind, null);
        }
        return new State(attributes.size(), attributes.lastModifiedTime());
    }

    private IOException typed(IOException failure) {
        if (failure instanceof ByteSourceException || failure instanceof ClosedByInterruptException) {
            return failure;
        }
        if (failure instanceof NoSuchFileException) {
            return new ByteSourceException(Problem.NOT_FOUND, name() + " does not exist", failure);
        }
        if (failure instanceof AccessDeniedException) {
            return new ByteSourceException(Problem.FORBIDDEN, name() + " may not be read", failure);
        }
        return new ByteSourceException(
                Problem.UNAVAILABLE,
                name() + " cannot be read: " + Messages.oneLine(String.valueOf(failure.getMessage())),
                failure);
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public void close() {
        closed = true;
    }
}
