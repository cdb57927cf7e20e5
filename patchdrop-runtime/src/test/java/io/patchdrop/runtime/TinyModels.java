package io.patchdrop.runtime;

import io.patchdrop.fixtures.LinearModel;
import io.patchdrop.imagery.RgbImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Loads tiny models and makes images for them. */
final class TinyModels {
    private TinyModels() {}

    /** One of each kind that the stages tell apart. */
    static List<LinearModel> all() {
        return List.of(
                LinearModel.patchLocal(),
                LinearModel.dense(),
                new LinearModel(3, 4, 6, 4, 0, 5, true, true, 3), // patch-local, takes nothing of the look
                new LinearModel(2, 3, 6, 2, 1, 1, false, false, 4), // the look is as large as the image
                new LinearModel(2, 5, 1, 3, 0, 0, false, false, 5), // dense, a look of one pixel
                new LinearModel(1, 4, 2, 3, 3, 2, true, true, 6)); // one patch
    }

    static RuntimeOptions options() {
        return RuntimeOptions.defaults().withThreads(1);
    }

    static PatchDropModel load(LinearModel model, Path folder, RuntimeOptions options) throws IOException {
        Path file = folder.resolve("model.patchdrop");
        LinearModel.write(file, model.bundle());
        return PatchDropModel.load(file, options);
    }

    static RgbImage image(LinearModel model, long number) {
        return new RgbImage(model.imageSize(), model.imageSize(), model.randomImage(number));
    }

    static List<RgbImage> images(LinearModel model, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> image(model, number))
                .toList();
    }
}
