package io.patchdrop.server.jobs;

import io.patchdrop.server.http.Problem.Kind;
import io.patchdrop.server.http.ProblemException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Scenes of jobs as Deep Zoom images, so far as they were bought: tiles of 256 pixels without overlap. Level 0 is one pixel, the
 * last one full resolution; each level is half of the next one, rounded up.
 */
final class DeepZoom implements AutoCloseable {
    static final int TILE = 256;

    private static final int THREADS = 2;
    private static final int WAITING = 128;
    private static final long CACHE_BYTES = 64L << 20;
    private static final int RETRY_SECONDS = 1;

    private final ThreadPoolExecutor threads;
    /** Guarded by itself. */
    private final Map<Key, byte[]> cache = new LinkedHashMap<>(16, 0.75f, true);

    private long cached;

    DeepZoom() {
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(WAITING), work -> {
                    Thread thread = new Thread(work, "patchdrop-tiles-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /**
     * A tile.
     *
     * @param level from 0
     * @param column from 0, at the left
     * @param row from 0, at the top
     */
    record Tile(int level, int column, int row) {}

    /** A tile as it is when a job is so far. */
    private record Key(String job, JobState state, int looked, int zoomed, Tile tile) {}

    /** The description of a scene. */
    static String description(Path folder) throws IOException {
        PictureFormat.Scene scene = scene(new PictureFormat(folder));
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<Image xmlns=\"http://schemas.microsoft.com/deepzoom/2008\" Format=\"png\" Overlap=\"0\" TileSize=\""
                + TILE + "\"><Size Width=\"" + scene.width() + "\" Height=\"" + scene.height() + "\"/></Image>\n";
    }

    private static PictureFormat.Scene scene(PictureFormat format) throws IOException {
        return format.scene()
                .orElseThrow(() -> new ProblemException(
                        Kind.CONFLICT, "The job has not opened its source yet", "try again when it has"));
    }

    /**
     * A tile as PNG.
     *
     * @throws ProblemException if there is no such tile, or too much to do
     */
    CompletableFuture<byte[]> tile(Job job, Path folder, Tile tile) throws IOException {
        PictureFormat format = new PictureFormat(folder);
        PictureFormat.Scene scene = scene(format);
        PictureReader.Part part = part(scene, tile);
        Progress progress = job.progress();
        Key key = new Key(job.id(), job.state(), progress.looked(), progress.zoomed(), tile);
        synchronized (cache) {
            byte[] found = cache.get(key);
            if (found != null) {
                return CompletableFuture.completedFuture(found);
            }
        }
        try {
            return CompletableFuture.supplyAsync(() -> painted(format, scene, part, key), threads);
        } catch (RejectedExecutionException e) {
            throw ProblemException.busy("Too many tiles are being drawn", RETRY_SECONDS);
        }
    }

    /** What a tile shows. */
    static PictureReader.Part part(PictureFormat.Scene scene, Tile tile) {
        int last = 32 - Integer.numberOfLeadingZeros(Math.max(scene.width(), scene.height()) - 1);
        if (tile.level() < 0 || tile.level() > last) {
            throw missing();
        }
        long shrunk = 1L << (last - tile.level());
        int width = (int) ((scene.width() + shrunk - 1) / shrunk);
        int height = (int) ((scene.height() + shrunk - 1) / shrunk);
        if (tile.column() < 0
                || tile.row() < 0
                || tile.column() > (width - 1) / TILE
                || tile.row() > (height - 1) / TILE) {
            throw missing();
        }
        int left = tile.column() * TILE;
        int top = tile.row() * TILE;
        return new PictureReader.Part(
                1.0 / shrunk, left, top, Math.min(TILE, width - left), Math.min(TILE, height - top));
    }

    /** There is no such tile. */
    static ProblemException missing() {
        return new ProblemException(Kind.NOT_FOUND, "There is no such tile", "see image.dzi");
    }

    private byte[] painted(PictureFormat format, PictureFormat.Scene scene, PictureReader.Part part, Key key) {
        try (PictureReader reader = new PictureReader(format, scene)) {
            byte[] png = reader.paint(part).png();
            keep(key, png);
            return png;
        } catch (FileNotFoundException e) {
            // The job was removed meanwhile.
            throw missing();
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private void keep(Key key, byte[] png) {
        synchronized (cache) {
            byte[] before = cache.put(key, png);
            cached += png.length - (before == null ? 0 : before.length);
            var eldest = cache.entrySet().iterator();
            while (cached > CACHE_BYTES) {
                cached -= eldest.next().getValue().length;
                eldest.remove();
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
