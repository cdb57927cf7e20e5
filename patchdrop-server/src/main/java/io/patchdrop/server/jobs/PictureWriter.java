package io.patchdrop.server.jobs;

import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.source.ImageSource;
import io.patchdrop.runtime.zoom.Chip;
import io.patchdrop.runtime.zoom.ChipResult;
import io.patchdrop.runtime.zoom.ZoomSources;
import io.patchdrop.runtime.zoom.ZoomViews;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Keeps the pixels of a scene as they are bought; see {@link PictureFormat}. Nothing is bought for it. */
final class PictureWriter implements AutoCloseable {
    private final ZoomSources sources;
    private final ZoomViews views;
    private final PictureFormat.Scene scene;
    private final RandomAccessFile looks;
    private final RandomAccessFile index;
    private final RandomAccessFile patches;

    private PictureWriter(
            ZoomSources sources,
            Manifest manifest,
            PictureFormat.Scene scene,
            RandomAccessFile looks,
            RandomAccessFile index,
            RandomAccessFile patches) {
        this.sources = sources;
        this.views = new ZoomViews(sources, manifest);
        this.scene = scene;
        this.looks = looks;
        this.index = index;
        this.patches = patches;
    }

    /**
     * Begins or goes on.
     *
     * @param job its folder
     */
    static PictureWriter open(Path job, ZoomSources sources, Manifest manifest, List<Chip> chips) throws IOException {
        PictureFormat format = new PictureFormat(job);
        PictureFormat.Scene scene = format.begin(sources.image().levels().get(0), manifest, chips);
        List<RandomAccessFile> files = new ArrayList<>();
        try {
            // Not channels: those are closed when a thread that uses them is interrupted.
            for (Path file : List.of(format.looks(), format.index(), format.patches())) {
                files.add(new RandomAccessFile(file.toFile(), "rw"));
            }
            return new PictureWriter(sources, manifest, scene, files.get(0), files.get(1), files.get(2));
        } catch (IOException e) {
            for (RandomAccessFile file : files) {
                file.close();
            }
            throw e;
        }
    }

    /** Keeps the looks of chips, which are owned by now but for those that cannot be had. */
    void looked(List<Chip> chips) throws IOException {
        for (Chip chip : chips) {
            Optional<RgbImage> pixels = read(sources.look(), views.look(chip));
            if (pixels.isPresent()) {
                byte[] record = new byte[scene.lookBytes()];
                record[0] = 1;
                byte[] look = pixels.get().resized(scene.lookSize());
                System.arraycopy(look, 0, record, 1, look.length);
                looks.seek((long) chip.number() * record.length);
                looks.write(record);
            }
        }
    }

    /** Keeps the patches of chips that are done. */
    void zoomed(List<ChipResult> results) throws IOException {
        for (ChipResult result : results) {
            if (!result.patches().isEmpty()) {
                keep(result);
            }
        }
    }

    private void keep(ChipResult result) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DataOutputStream data = new DataOutputStream(new DeflaterOutputStream(content, deflater))) {
            data.writeInt(result.patches().size());
            for (int patch : result.patches()) {
                RgbImage pixels = read(sources.image(), views.patch(result.chip(), patch))
                        .map(PictureWriter::bounded)
                        .orElseGet(() -> new RgbImage(0, 0, new byte[0]));
                data.writeInt(patch);
                data.writeInt(pixels.width());
                data.writeInt(pixels.height());
                data.write(pixels.pixels());
            }
        } finally {
            deflater.end();
        }
        long place = patches.length();
        patches.seek(place);
        patches.write(ByteBuffer.allocate(Integer.BYTES + content.size())
                .putInt(content.size())
                .put(content.toByteArray())
                .array());
        index.seek((long) result.chip().number() * PictureFormat.PLACE_BYTES);
        index.writeLong(1 + place);
    }

    private static RgbImage bounded(RgbImage pixels) {
        int most = PictureFormat.LONGEST;
        return Math.max(pixels.width(), pixels.height()) <= most
                ? pixels
                : new RgbImage(most, most, pixels.resized(most));
    }

    private static Optional<RgbImage> read(ImageSource source, ZoomViews.View view) {
        try {
            return Optional.of(source.read(view.level(), view.region()));
        } catch (IllegalStateException | IOException e) {
            // Not owned, or damaged: the chip's result says so, the picture goes without.
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        try (looks;
                index) {
            patches.close();
        }
    }
}
