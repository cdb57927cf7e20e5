package io.patchdrop.learn.data;

import io.patchdrop.core.scenes.SceneGenerator;
import io.patchdrop.imagery.ImageHeader;
import io.patchdrop.imagery.RgbImage;

/** A built-in scene, drawn when it is read. */
record SceneImage(SceneGenerator generator, SplitName split, long index) implements PixelSource {
    @Override
    public ImageHeader header() {
        return new ImageHeader(SceneGenerator.SIZE, SceneGenerator.SIZE, "scene");
    }

    @Override
    public RgbImage pixels() {
        return new RgbImage(
                SceneGenerator.SIZE,
                SceneGenerator.SIZE,
                generator.draw(split.folder(), index).pixels());
    }
}
