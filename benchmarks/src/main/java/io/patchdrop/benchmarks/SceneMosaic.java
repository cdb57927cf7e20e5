package io.patchdrop.benchmarks;

import io.patchdrop.core.scenes.SceneGenerator;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.tiff.TiffWriter;
import io.patchdrop.imagery.tiff.TiffWriterImage;
import io.patchdrop.imagery.tiff.TiffWriterOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Built-in scenes of the test split side by side, as one image. */
final class SceneMosaic {
    /** Side of a patch of a scene in pixels, and so of a tile. */
    private static final int TILE = 16;
    /** The overview of the size of the looks. */
    private static final int REDUCTION = 4;

    private SceneMosaic() {}

    /**
     * Writes a GeoTIFF in tiles of 16 px with one overview by 4.
     *
     * @param across scenes in a row and in a column
     * @param seed of the scenes
     */
    static void write(Path file, int across, long seed) throws IOException {
        int scene = SceneGenerator.SIZE;
        int side = across * scene;
        byte[] samples = new byte[3 * side * side];
        SceneGenerator generator = new SceneGenerator(seed);
        for (int i = 0; i < across * across; i++) {
            byte[] pixels = generator.draw("test", i).pixels();
            Region place = new Region(i % across * scene, i / across * scene, scene, scene);
            for (int row = 0; row < scene; row++) {
                int to = ((place.top() + row) * side + place.left()) * 3;
                System.arraycopy(pixels, row * scene * 3, samples, to, scene * 3);
            }
        }
        TiffWriter.write(
                file,
                TiffWriterImage.of(side, side, 3, samples),
                TiffWriterOptions.defaults().withTileSize(TILE).withReductions(List.of(REDUCTION)));
    }
}
