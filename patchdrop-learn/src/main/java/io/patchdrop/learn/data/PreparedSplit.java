package io.patchdrop.learn.data;

import io.patchdrop.core.InvalidInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** A split whose images were checked: decoded once and kept, or their headers read. */
final class PreparedSplit implements ImageSplit {
    private final List<Entry> entries;
    private final List<byte[]> cache;
    private final int imageSize;
    private final int minimumSize;
    private final SkippedImages skipped;

    private PreparedSplit(List<Entry> entries, List<byte[]> cache, DatasetOptions options, SkippedImages skipped) {
        this.entries = List.copyOf(entries);
        this.cache = List.copyOf(cache);
        this.imageSize = options.imageSize();
        this.minimumSize = options.minimumSize();
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
        if (listed.stream().allMatch(entry -> entry.source().isInMemory())) {
            return new PreparedSplit(listed, List.of(), options, skipped);
        }
        byte[] @Nullable [] pixels = new byte[listed.size()][];
        Map<String, String> unreadable = new ConcurrentSkipListMap<>();
        Parallel.forEach(listed.size(), options.workers(), i -> {
            Entry entry = listed.get(i);
            try {
                if (cached) {
                    pixels[i] = decode(entry, options.imageSize(), options.minimumSize());
                } else {
                    requireSize(entry, entry.source().header().shorterSide(), options.minimumSize());
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
        List<byte[]> cache = new ArrayList<>();
        for (byte[] image : pixels) {
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
        return imageSize;
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
        byte[] image;
        if (cache.isEmpty()) {
            Entry entry = entries.get(i);
            try {
                image = decode(entry, imageSize, minimumSize);
            } catch (IOException e) {
                skipped.add(Map.of(entry.name(), String.valueOf(e.getMessage())));
                throw new UnreadableImageException(entry.name(), e);
            }
        } else {
            image = cache.get(i);
        }
        System.arraycopy(image, 0, target, offset, image.length);
    }

    private static byte[] decode(Entry entry, int imageSize, int minimumSize) throws IOException {
        try {
            SquareImage square = entry.source().centralSquare();
            requireSize(entry, square.side(), minimumSize);
            return square.resized(imageSize);
        } catch (OutOfMemoryError e) {
            // Decoding one huge image is one huge allocation: after its failure the memory is as free as before.
            throw new InvalidInputException(
                    entry.name() + " is too large for the memory of this process",
                    "give Java more memory with -Xmx, or make the image smaller",
                    e);
        }
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
