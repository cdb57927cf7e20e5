package io.patchdrop.cli;

import io.patchdrop.core.scenes.Scene;
import io.patchdrop.core.scenes.SceneGenerator;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.geo.AffineReference;
import io.patchdrop.imagery.geo.GeoReference;
import io.patchdrop.imagery.tiff.TiffWriter;
import io.patchdrop.imagery.tiff.TiffWriterImage;
import io.patchdrop.imagery.tiff.TiffWriterOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Scenes side by side as one image, a square of them, as a Cloud Optimized GeoTIFF. */
final class SceneMosaic implements TiffWriterImage {
    /** As large as the patches of the demo's model: each is one tile. */
    private static final int TILE = 16;
    /** The first one is what the demo's model looks at; the other shows the whole in a window. */
    private static final List<Integer> REDUCTIONS = List.of(4, 16);
    /** Somewhere in the sea, 0.5 m a pixel. */
    private static final GeoReference PLACE = AffineReference.of(32631, 500_000, 0.5, 0, 10_000, 0, -0.5);

    private final int across;
    private final List<Scene> scenes = new ArrayList<>();

    /**
     * Draws scenes.
     *
     * @param seed of the generator
     * @param split whose scenes are drawn
     * @param across how many scenes side by side
     */
    SceneMosaic(long seed, String split, int across) {
        this.across = across;
        SceneGenerator generator = new SceneGenerator(seed);
        for (int i = 0; i < across * across; i++) {
            scenes.add(generator.draw(split, i));
        }
    }

    /** The class of each scene, row by row. */
    List<String> truth() {
        return scenes.stream()
                .map(scene -> SceneGenerator.classNames().get(scene.label()))
                .toList();
    }

    /** The scenes, row by row. */
    List<Scene> scenes() {
        return List.copyOf(scenes);
    }

    /** Writes the image. */
    void write(Path file) throws IOException {
        TiffWriter.write(
                file,
                this,
                TiffWriterOptions.defaults()
                        .withTileSize(TILE)
                        .withReductions(REDUCTIONS)
                        .withGeoReference(PLACE));
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
        byte[] samples = new byte[3 * region.width() * region.height()];
        for (int y = 0; y < region.height(); y++) {
            for (int x = 0; x < region.width(); x++) {
                int column = region.left() + x;
                int row = region.top() + y;
                Scene scene = scenes.get(row / SceneGenerator.SIZE * across + column / SceneGenerator.SIZE);
                int source = 3 * (row % SceneGenerator.SIZE * SceneGenerator.SIZE + column % SceneGenerator.SIZE);
                System.arraycopy(scene.pixels(), source, samples, 3 * (y * region.width() + x), 3);
            }
        }
        return samples;
    }
}
