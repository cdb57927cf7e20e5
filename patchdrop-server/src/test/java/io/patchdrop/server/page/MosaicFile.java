package io.patchdrop.server.page;

import io.patchdrop.core.scenes.Scene;
import io.patchdrop.core.scenes.SceneGenerator;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.geo.AffineReference;
import io.patchdrop.imagery.tiff.TiffWriter;
import io.patchdrop.imagery.tiff.TiffWriterImage;
import io.patchdrop.imagery.tiff.TiffWriterOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Scenes that no training has seen, side by side as a Cloud Optimized GeoTIFF. */
final class MosaicFile implements TiffWriterImage {
    private final int across;
    private final List<Scene> scenes = new ArrayList<>();

    private MosaicFile(int across) {
        this.across = across;
        SceneGenerator generator = new SceneGenerator(78);
        for (int i = 0; i < across * across; i++) {
            scenes.add(generator.draw("page", i));
        }
    }

    /**
     * Writes it. An overview has the size of the model's look; each patch is one tile.
     *
     * @return the class of each scene, row by row
     */
    static List<String> write(Path file, int across) throws IOException {
        MosaicFile mosaic = new MosaicFile(across);
        TiffWriter.write(
                file,
                mosaic,
                TiffWriterOptions.defaults()
                        .withTileSize(16)
                        .withReductions(List.of(4, 16))
                        .withGeoReference(AffineReference.of(32631, 500_000, 0.5, 0, 10_000, 0, -0.5)));
        return mosaic.scenes.stream()
                .map(scene -> SceneGenerator.classNames().get(scene.label()))
                .toList();
    }

    @Override
    public int width() {
        return across * SceneGenerator.SIZE;
    }

    @Override
    public int height() {
        return across * SceneGenerator.SIZE;
    }

    @Override
    public int bands() {
        return 3;
    }

    @Override
    public int bits() {
        return Byte.SIZE;
    }

    @Override
    public byte[] samples(Region region) {
        int size = SceneGenerator.SIZE;
        byte[] samples = new byte[3 * region.width() * region.height()];
        for (int i = 0; i < region.width() * region.height(); i++) {
            int x = region.left() + i % region.width();
            int y = region.top() + i / region.width();
            byte[] pixels = scenes.get(y / size * across + x / size).pixels();
            System.arraycopy(pixels, 3 * (y % size * size + x % size), samples, 3 * i, 3);
        }
        return samples;
    }
}
