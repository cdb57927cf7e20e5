package io.patchdrop.imagery.source;

import io.patchdrop.imagery.bytes.BoughtBytes;
import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;
import org.jspecify.annotations.Nullable;

/** Reads bytes as they are asked for, and buys those that are missing in blocks. */
final class BoughtStream extends ImageInputStreamImpl {
    private static final int BLOCK = 16 << 10;

    private final BoughtBytes bytes;
    private long start;
    private byte[] block = new byte[0];
    private @Nullable IOException failure;

    /** Why bytes could not be had; null if they could. Readers of images make something else of it. */
    @Nullable
    IOException failure() {
        return failure;
    }

    /** The bytes are left open. */
    BoughtStream(BoughtBytes bytes) {
        this.bytes = bytes;
    }

    @Override
    public int read() throws IOException {
        checkClosed();
        bitOffset = 0;
        if (!load()) {
            return -1;
        }
        return block[(int) (streamPos++ - start)] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        checkClosed();
        bitOffset = 0;
        if (length == 0) {
            return 0;
        }
        if (!load()) {
            return -1;
        }
        int from = (int) (streamPos - start);
        int count = Math.min(length, block.length - from);
        System.arraycopy(block, from, target, offset, count);
        streamPos += count;
        return count;
    }

    @Override
    public long length() {
        try {
            return bytes.length();
        } catch (IOException e) {
            return -1;
        }
    }

    /** Whether there is a byte at this place; then the block with it is there. */
    private boolean load() throws IOException {
        if (streamPos >= start && streamPos < start + block.length) {
            return true;
        }
        try {
            long length = bytes.length();
            if (streamPos >= length) {
                return false;
            }
            start = streamPos / BLOCK * BLOCK;
            block = bytes.read(start, (int) Math.min(BLOCK, length - start));
        } catch (IOException e) {
            failure = e;
            throw e;
        }
        return streamPos < start + block.length;
    }
}
