package io.patchdrop.runtime.zoom;

import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.imagery.Region;

/** Which pixels of the sources a model sees of a chip. */
public final class ZoomViews {
    private final LookView looks;
    private final PatchView patches;

    public ZoomViews(ZoomSources sources, Manifest manifest) {
        this.looks = new LookView(sources.image(), sources.look(), manifest.lookSize());
        this.patches = new PatchView(sources.image(), manifest);
    }

    /**
     * A part of an image.
     *
     * @param level from 0, the full resolution
     * @param region in pixels of that level
     */
    public record View(int level, Region region) {}

    /** What the look of a chip is made of, in the image that is looked at. */
    public View look(Chip chip) {
        Framing.Framed framed = looks.frame(chip);
        return new View(framed.level(), framed.region());
    }

    /** What a patch of a chip is made of, in the image of which patches are bought. */
    public View patch(Chip chip, int patch) {
        Framing.Framed framed = patches.frame(chip, patch);
        return new View(framed.level(), framed.region());
    }
}
