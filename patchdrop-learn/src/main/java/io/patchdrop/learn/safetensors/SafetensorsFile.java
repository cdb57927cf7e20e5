package io.patchdrop.learn.safetensors;

import io.patchdrop.core.InvalidInputException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A safetensors file, open for reading. The header has been checked completely; the data is read tensor by tensor when it
 * is asked for, so that a large file need not fit memory twice. Not safe for use by several threads at once.
 */
public final class SafetensorsFile implements Closeable {
    /** The longest header that is accepted, in bytes, as in the reference implementation. */
    static final long MAX_HEADER_BYTES = 100_000_000;

    private static final int LENGTH_BYTES = Long.BYTES;

    private final Path path;
    private final FileChannel channel;
    private final HeaderParser.Header header;
    private final long dataStart;

    private SafetensorsFile(Path path, FileChannel channel, HeaderParser.Header header, long dataStart) {
        this.path = path;
        this.channel = channel;
        this.header = header;
        this.dataStart = dataStart;
    }

    /**
     * Opens a file and checks its header and its length.
     *
     * @throws InvalidInputException if there is no such file, it cannot be read, is cut short, or is not valid
     */
    public static SafetensorsFile open(Path path) {
        if (Files.isDirectory(path)) {
            throw new InvalidInputException(path + " is a folder", "name a *.safetensors file");
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
            SafetensorsFile opened = open(path, channel);
            channel = null;
            return opened;
        } catch (NoSuchFileException e) {
            throw new InvalidInputException(path + " does not exist", "check the path", e);
        } catch (IOException e) {
            throw unreadable(path, e);
        } finally {
            closeQuietly(channel);
        }
    }

    private static SafetensorsFile open(Path path, FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < LENGTH_BYTES) {
            throw cutShort(path, LENGTH_BYTES, size);
        }
        ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        readFully(path, channel, length, 0);
        long headerBytes = length.getLong(0);
        // A length over 2^63 - 1 shows up as negative.
        if (headerBytes < 0 || headerBytes > MAX_HEADER_BYTES) {
            throw new InvalidInputException(
                    path + " is not a valid safetensors file: it announces a header of "
                            + Long.toUnsignedString(headerBytes) + " bytes, over the limit of " + MAX_HEADER_BYTES,
                    "check that this is the right file");
        }
        long dataStart = LENGTH_BYTES + headerBytes;
        if (size < dataStart) {
            throw cutShort(path, dataStart, size);
        }
        ByteBuffer json = ByteBuffer.allocate((int) headerBytes);
        readFully(path, channel, json, LENGTH_BYTES);
        HeaderParser.Header header = new HeaderParser(path).parse(json.rewind());
        checkLength(path, size, dataStart, header.dataBytes());
        return new SafetensorsFile(path, channel, header, dataStart);
    }

    private static void checkLength(Path path, long size, long dataStart, long dataBytes) {
        // Compared without adding, as a hostile header may announce close to 2^63 bytes.
        long dataFound = size - dataStart;
        if (dataFound < dataBytes) {
            throw new InvalidInputException(
                    path + " is cut short: " + Long.toUnsignedString(dataStart + dataBytes) + " bytes expected, " + size
                            + " found",
                    "copy or download the file again");
        }
        if (dataFound > dataBytes) {
            throw new InvalidInputException(
                    path + " is not a valid safetensors file: " + (dataFound - dataBytes)
                            + " bytes follow its last tensor",
                    "copy or write the file again");
        }
    }

    /** The file's path. */
    public Path path() {
        return path;
    }

    /** The texts under {@code __metadata__}, in the order of the header. */
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(header.metadata());
    }

    /** The tensors by name, in the order of the header. */
    public Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(header.tensors());
    }

    /**
     * Reads one tensor into memory of its own.
     *
     * @throws InvalidInputException if the file has no such tensor, it is over 2 GiB, or the file cannot be read
     */
    public StoredTensor read(String name) {
        TensorInfo info = info(name);
        if (info.bytes() > Integer.MAX_VALUE - 8) {
            throw new InvalidInputException(
                    path + ": tensor " + name + " takes " + info.bytes() + " bytes, over the limit of 2 GiB",
                    "split it into several tensors");
        }
        ByteBuffer data = ByteBuffer.allocate((int) info.bytes());
        readInto(name, 0, data);
        return new StoredTensor(info.type(), info.shape(), data.rewind());
    }

    /** Reads every tensor, in the order of the header; see {@link #read}. */
    public Map<String, StoredTensor> readAll() {
        Map<String, StoredTensor> all = new LinkedHashMap<>();
        for (String name : header.tensors().keySet()) {
            all.put(name, read(name));
        }
        return all;
    }

    /**
     * Fills a buffer with a part of a tensor's bytes.
     *
     * @param name the tensor
     * @param offset first byte, counted from the start of the tensor
     * @param target filled from its position to its limit, never in part; its byte order does not matter
     * @throws IndexOutOfBoundsException if that part lies outside the tensor
     * @throws InvalidInputException if the file has no such tensor, has become shorter, or cannot be read
     */
    public void readInto(String name, long offset, ByteBuffer target) {
        TensorInfo info = info(name);
        if (offset < 0 || offset > info.bytes() - target.remaining()) {
            throw new IndexOutOfBoundsException(
                    target.remaining() + " bytes from " + offset + " of the " + info.bytes() + " of " + name);
        }
        try {
            readFully(path, channel, target, dataStart + info.begin() + offset);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }

    private TensorInfo info(String name) {
        TensorInfo info = header.tensors().get(name);
        if (info == null) {
            throw new InvalidInputException(
                    path + " holds no tensor " + name,
                    "it holds " + header.tensors().size() + " others; check the file");
        }
        return info;
    }

    private static void readFully(Path path, FileChannel channel, ByteBuffer target, long position) throws IOException {
        long at = position;
        while (target.hasRemaining()) {
            int read = channel.read(target, at);
            if (read < 0) {
                throw cutShort(path, at + target.remaining(), channel.size());
            }
            at += read;
        }
    }

    private static InvalidInputException cutShort(Path path, long expected, long found) {
        return new InvalidInputException(
                path + " is cut short: at least " + expected + " bytes expected, " + found + " found",
                "copy or download the file again");
    }

    private static InvalidInputException unreadable(Path path, IOException cause) {
        return new InvalidInputException(
                path + " cannot be read: " + cause.getMessage(), "check the file and its permissions", cause);
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // Nothing was written through it, so nothing can be lost.
            }
        }
    }
}
