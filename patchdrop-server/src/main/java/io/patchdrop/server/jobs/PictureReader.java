package io.patchdrop.server.jobs;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.InflaterInputStream;

/**
 * Paints parts of a scene from what is kept of it; see {@link PictureFormat}. May be used while more is written. Of all
 * chips only those are read that are in the part. For one thread.
 */
final class PictureReader implements AutoCloseable {
    private static final int TOGETHER = 4096;
    private static final int LONGEST_RECORD = 1 << 28;

    private final PictureFormat.Scene scene;
    private final List<RandomAccessFile> files = new ArrayList<>();
    private final RandomAccessFile windows;
    private final Optional<BlockFile> looks;
    private final Optional<BlockFile> index;
    private final Optional<RandomAccessFile> patches;

    /**
     * Opens it.
     *
     * @param scene that the format says
     */
    PictureReader(PictureFormat format, PictureFormat.Scene scene) throws IOException {
        this.scene = scene;
        try {
            this.windows = opened(format.windows());
            this.looks = there(format.looks()).map(BlockFile::new);
            this.index = there(format.index()).map(BlockFile::new);
            this.patches = there(format.patches());
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private RandomAccessFile opened(Path file) throws IOException {
        RandomAccessFile opened = new RandomAccessFile(file.toFile(), "r");
        files.add(opened);
        return opened;
    }

    private Optional<RandomAccessFile> there(Path file) throws IOException {
        return Files.exists(file) ? Optional.of(opened(file)) : Optional.empty();
    }

    private record Window(int chip, int left, int top, int width, int height) {
        /** Where it is in a painting. */
        Painting.Place in(Part part) {
            return new Painting.Place(
                    left * part.scale() - part.left(),
                    top * part.scale() - part.top(),
                    width * part.scale(),
                    height * part.scale());
        }
    }

    /**
     * A part of a scene.
     *
     * @param scale pixels of the painting for one of full resolution, at most 1
     * @param left pixels of the whole scene at this scale that lie left of the part
     * @param top the same above it
     */
    record Part(double scale, int left, int top, int width, int height) {}

    /** Paints a part. Where nobody has looked, it is grey. */
    Painting paint(Part part) throws IOException {
        Painting painting = new Painting(part.width(), part.height());
        List<IOException> failures = new ArrayList<>();
        forEach(part, window -> {
            try {
                paint(window, part, painting);
            } catch (IOException e) {
                failures.add(e);
            }
        });
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
        return painting;
    }

    private void forEach(Part part, Consumer<Window> action) throws IOException {
        long count = windows.length() / PictureFormat.WINDOW_BYTES;
        byte[] buffer = new byte[TOGETHER * PictureFormat.WINDOW_BYTES];
        windows.seek(0);
        for (long start = 0; start < count; start += TOGETHER) {
            int some = (int) Math.min(TOGETHER, count - start);
            windows.readFully(buffer, 0, some * PictureFormat.WINDOW_BYTES);
            ByteBuffer numbers = ByteBuffer.wrap(buffer);
            for (int i = 0; i < some; i++) {
                Window window = new Window(
                        (int) start + i, numbers.getInt(), numbers.getInt(), numbers.getInt(), numbers.getInt());
                if (window.in(part).covers(part.width(), part.height())) {
                    action.accept(window);
                }
            }
        }
    }

    private void paint(Window window, Part part, Painting painting) throws IOException {
        Painting.Place place = window.in(part);
        if (looks.isPresent()) {
            byte[] look = new byte[scene.lookBytes()];
            if (looks.get().read((long) window.chip() * look.length, look) && look[0] == 1) {
                painting.paint(look, 1, scene.lookSize(), scene.lookSize(), place);
            }
        }
        // In a picture that is no sharper than the looks, patches would not show.
        boolean sharper = Math.max(place.width(), place.height()) > scene.lookSize();
        if (sharper && index.isPresent() && patches.isPresent()) {
            byte[] entry = new byte[PictureFormat.PLACE_BYTES];
            if (index.get().read((long) window.chip() * entry.length, entry)) {
                long at = ByteBuffer.wrap(entry).getLong() - 1;
                if (at >= 0) {
                    paintPatches(window, part, painting, patches.get(), at);
                }
            }
        }
    }

    private void paintPatches(Window window, Part part, Painting painting, RandomAccessFile file, long at)
            throws IOException {
        file.seek(at);
        int length = file.readInt();
        if (length < 0 || length > LONGEST_RECORD || length > file.length() - at - Integer.BYTES) {
            throw new IOException("a picture is damaged");
        }
        byte[] content = new byte[length];
        file.readFully(content);
        try (DataInputStream data = new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(content)))) {
            int count = data.readInt();
            for (int i = 0; i < count; i++) {
                int patch = data.readInt();
                int width = data.readInt();
                int height = data.readInt();
                byte[] pixels = data.readNBytes(3 * Math.multiplyExact(width, height));
                if (pixels.length > 0) {
                    painting.paint(
                            pixels, 0, width, height, patch(window, patch).in(part));
                }
            }
        }
    }

    /** As {@link io.patchdrop.runtime.zoom.Chip#patch}. */
    private Window patch(Window chip, int patch) {
        int grid = scene.grid();
        int left = (int) ((long) chip.width() * (patch % grid) / grid);
        int right = (int) ((long) chip.width() * (patch % grid + 1) / grid);
        int top = (int) ((long) chip.width() * (patch / grid) / grid);
        int bottom = (int) ((long) chip.width() * (patch / grid + 1) / grid);
        return new Window(chip.chip(), chip.left() + left, chip.top() + top, right - left, bottom - top);
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (RandomAccessFile file : files) {
            try {
                file.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Reads forward, a block at a time. */
    private static final class BlockFile {
        private static final int BLOCK = 16 << 10;

        private final RandomAccessFile file;
        private byte[] block = {};
        private long start;
        private int length;

        private BlockFile(RandomAccessFile file) {
            this.file = file;
        }

        /** Whether there were enough bytes there to fill the target. */
        private boolean read(long position, byte[] target) {
            try {
                if (position < start || position + target.length > start + length) {
                    fill(position, target.length);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (length < target.length) {
                return false;
            }
            System.arraycopy(block, (int) (position - start), target, 0, target.length);
            return true;
        }

        private void fill(long position, int least) throws IOException {
            if (block.length < least) {
                block = new byte[Math.max(BLOCK, least)];
            }
            file.seek(position);
            start = position;
            length = 0;
            while (length < block.length) {
                int read = file.read(block, length, block.length - length);
                if (read < 0) {
                    break;
                }
                length += read;
            }
        }
    }
}
