package io.patchdrop.imagery.tiff;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tiles that were decoded lately, so that patches which share a tile decode it once. Those that are too large for it are
 * decoded each time. Safe for use by several threads.
 */
final class TileCache {
    private static final int LOCKS = 64;

    /** A tile of an image, which its index stands for. */
    private record Key(TileIndex image, long tile) {}

    /** Makes what is not there. */
    interface Decoding {
        byte[] decode() throws IOException;
    }

    private final long most;
    private final Map<Key, byte[]> tiles = new LinkedHashMap<>(16, 0.75f, true);
    private final Object[] locks = new Object[LOCKS];
    private long held;

    /** @param most bytes that are held */
    TileCache(long most) {
        this.most = most;
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new Object();
        }
    }

    /** A tile's samples; nobody writes to them. Threads that ask for the same tile wait for the first. */
    byte[] get(TileIndex image, long tile, Decoding decoding) throws IOException {
        Key key = new Key(image, tile);
        synchronized (locks[Math.floorMod(key.hashCode(), LOCKS)]) {
            byte[] found = find(key);
            if (found == null) {
                found = decoding.decode();
                put(key, found);
            }
            return found;
        }
    }

    private byte @Nullable [] find(Key key) {
        synchronized (tiles) {
            return tiles.get(key);
        }
    }

    private void put(Key key, byte[] samples) {
        synchronized (tiles) {
            if (samples.length > most) {
                return;
            }
            tiles.put(key, samples);
            held += samples.length;
            var eldest = tiles.entrySet().iterator();
            while (held > most) {
                held -= eldest.next().getValue().length;
                eldest.remove();
            }
        }
    }
}
