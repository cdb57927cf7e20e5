package io.patchdrop.learn.data;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.RgbImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** A split whose images were checked: decoded once and kept, or their headers read. */
final class PreparedSplit implements ImageSplit {
    private final List<Entry> entries;
    private final List<Decoded> cache;
    private final DatasetOptions options;
    private final boolean paired;
    private final SkippedImages skipped;

    /** An image at the size asked for, and its LR image if it has one. */
    @SuppressWarnings("ArrayRecordComponent") // local to this file, never compared
    private record Decoded(byte[] image, byte[] look) {}

    private PreparedSplit(List<Entry> entries, List<Decoded> cache, DatasetOptions options, SkippedImages skipped) {
        this.entries = List.copyOf(entries);
        this.cache = List.copyOf(cache);
        this.options = options;
        this.paired = entries.stream().allMatch(entry -> entry.look() != null);
        this.skipped = skipped;
    }

    /**
     * Checks the images in parallel and leaves the unreadable ones out.
     *
     * @param cached whether to keep all pixels; if not, only headers are read
     * @throws InvalidInputException if an image is too small, or too many are unreadable, or none is left
     */
    static PreparedSplit prepare(
            String title, List<Entry> listed, boolean cached, DatasetOptions options, SkippedImages skipped) {
        if (listed.stream().allMatch(Entry::isInMemory)) {
            return new PreparedSplit(listed, List.of(), options, skipped);
        }
        @Nullable Decoded[] decoded = new @Nullable Decoded[listed.size()];
        Map<String, String> unreadable = new ConcurrentSkipListMap<>();
        Parallel.forEach(listed.size(), options.workers(), i -> {
            Entry entry = listed.get(i);
            try {
                if (cached) {
                    decoded[i] = new Decoded(image(entry, options), look(entry, options));
                } else {
                    checkHeaders(entry, options);
                }
            } catch (IOException e) {
                unreadable.put(entry.name(), String.valueOf(e.getMessage()));
            }
        });
        skipped.add(unreadable);
        List<Entry> entries = listed.stream()
                .filter(entry -> !unreadable.containsKey(entry.name()))
                .toList();
        if (entries.isEmpty()) {
            throw new InvalidInputException("no image of " + title + " can be read", "check the files");
        }
        List<Decoded> cache = new ArrayList<>();
        for (Decoded image : decoded) {
            if (image != null) {
                cache.add(image);
            }
        }
        return new PreparedSplit(entries, cache, options, skipped);
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public int imageSize() {
        return options.imageSize();
    }

    @Override
    public int lookSize() {
        return paired ? options.lookSize() : 0;
    }

    @Override
    public int label(int i) {
        return entries.get(i).label();
    }

    @Override
    public String name(int i) {
        return entries.get(i).name();
    }

    @Override
    public void read(int i, byte[] target, int offset) throws UnreadableImageException {
        byte[] image = cache.isEmpty()
                ? onDemand(entries.get(i), PreparedSplit::image)
                : cache.get(i).image();
        System.arraycopy(image, 0, target, offset, image.length);
    }

    @Override
    public void readLook(int i, byte[] target, int offset) throws UnreadableImageException {
        byte[] look = cache.isEmpty()
                ? onDemand(entries.get(i), PreparedSplit::look)
                : cache.get(i).look();
        if (look.length == 0) {
            throw new IllegalStateException(entries.get(i).name() + " has no LR image of its own");
        }
        System.arraycopy(look, 0, target, offset, look.length);
    }

    private interface Decoding {
        byte[] decode(Entry entry, DatasetOptions options) throws IOException;
    }

    private byte[] onDemand(Entry entry, Decoding decoding) throws UnreadableImageException {
        try {
            return decoding.decode(entry, options);
        } catch (IOException e) {
            skipped.add(Map.of(entry.name(), String.valueOf(e.getMessage())));
            throw new UnreadableImageException(entry.name(), e);
        }
    }

    private static void checkHeaders(Entry entry, DatasetOptions options) throws IOException {
        requireSize(entry, entry.source().header().shorterSide(), options.minimumSize());
        Entry.@Nullable Look look = entry.look();
        if (look != null) {
            try {
                look.source().header();
            } catch (IOException e) {
                throw unreadableLook(look, e);
            }
        }
    }

    private static byte[] image(Entry entry, DatasetOptions options) throws IOException {
        try {
            RgbImage image = entry.source().pixels();
            requireSize(entry, image.shorterSide(), options.minimumSize());
            return image.resized(options.imageSize());
        } catch (OutOfMemoryError e) {
            throw tooLarge(entry.name(), e);
        }
    }

    /** The LR image of an entry; nothing if it has none. */
    private static byte[] look(Entry entry, DatasetOptions options) throws IOException {
        Entry.@Nullable Look look = entry.look();
        if (look == null) {
            return new byte[0];
        }
        try {
            return look.source().pixels().resized(options.lookSize());
        } catch (IOException e) {
            throw unreadableLook(look, e);
        } catch (OutOfMemoryError e) {
            throw tooLarge(look.name(), e);
        }
    }

    private static IOException unreadableLook(Entry.Look look, IOException e) {
        return new IOException("its LR image " + look.name() + ": " + e.getMessage(), e);
    }

    /** Decoding one huge image is one huge allocation: after its failure the memory is as free as before. */
    private static InvalidInputException tooLarge(String name, OutOfMemoryError e) {
        return new InvalidInputException(
                name + " is too large for the memory of this process",
                "give Java more memory with -Xmx, or make the image smaller",
                e);
    }

    private static void requireSize(Entry entry, int shorterSide, int minimumSize) {
        if (shorterSide < minimumSize) {
            throw new InvalidInputException(
                    entry.name() + " is only " + shorterSide + " pixels at its shorter side, less than a patch of "
                            + minimumSize,
                    "remove it or use a smaller image size");
        }
    }
}
