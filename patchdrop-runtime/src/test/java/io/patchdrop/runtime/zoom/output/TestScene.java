package io.patchdrop.runtime.zoom.output;

import io.patchdrop.core.bundle.Bundle;
import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.core.scenes.SceneGenerator;
import io.patchdrop.fixtures.LinearModel;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.runtime.PatchDropModel;
import io.patchdrop.runtime.RuntimeOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Images that are made of the built-in scenes, and a model of their size. */
final class TestScene {
    /** 4 x 4 patches of 16 px, a look of 16 px, 8 classes. */
    static final LinearModel LINEAR = new LinearModel(4, 16, 16, 8, 2, 5, true, true, 3);

    private TestScene() {}

    /** An image of scenes side by side. */
    static RgbImage image(int columns, int rows) {
        int size = SceneGenerator.SIZE;
        byte[] pixels = new byte[3 * columns * rows * size * size];
        SceneGenerator generator = new SceneGenerator(4);
        for (int i = 0; i < columns * rows; i++) {
            byte[] scene = generator.draw("test", i).pixels();
            int left = i % columns * size;
            int top = i / columns * size;
            for (int y = 0; y < size; y++) {
                System.arraycopy(scene, 3 * y * size, pixels, 3 * ((top + y) * columns * size + left), 3 * size);
            }
        }
        return new RgbImage(columns * size, rows * size, pixels);
    }

    /** The model with the names of the scenes' classes. */
    static PatchDropModel model(Path folder) throws IOException {
        Bundle bundle = LINEAR.bundle();
        Path file = folder.resolve("model.patchdrop");
        LinearModel.write(file, new Bundle(named(bundle.manifest(), SceneGenerator.classNames()), bundle.members()));
        return PatchDropModel.load(file, RuntimeOptions.defaults().withThreads(1));
    }

    private static Manifest named(Manifest manifest, List<String> classes) {
        return new Manifest(
                manifest.name(),
                classes,
                manifest.grid(),
                manifest.imageSize(),
                manifest.lookSize(),
                manifest.normalisation(),
                manifest.classifier(),
                manifest.lookFeatures(),
                manifest.patchFeatures(),
                manifest.valueHead(),
                manifest.fusion(),
                manifest.steps(),
                manifest.decision(),
                manifest.budgets(),
                manifest.members(),
                manifest.provenance());
    }
}
