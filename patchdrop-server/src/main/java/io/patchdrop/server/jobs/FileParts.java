package io.patchdrop.server.jobs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file, as the parts of an answer. */
final class FileParts implements PacedBody.Parts {
    private static final Logger LOG = LoggerFactory.getLogger(FileParts.class);
    private static final int PART = 64 << 10;

    private final FileChannel channel;

    private FileParts(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws java.nio.file.NoSuchFileException if there is none */
    static FileParts open(Path file) throws IOException {
        return new FileParts(FileChannel.open(file, StandardOpenOption.READ));
    }

    /** Bytes of the file. */
    long length() throws IOException {
        return channel.size();
    }

    @Override
    public byte @Nullable [] next() throws IOException {
        ByteBuffer part = ByteBuffer.allocate(PART);
        int length = channel.read(part);
        if (length < 0) {
            return null;
        }
        return length == PART ? part.array() : Arrays.copyOf(part.array(), length);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("a file cannot be closed");
        }
    }
}
