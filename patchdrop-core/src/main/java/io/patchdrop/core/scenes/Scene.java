package io.patchdrop.core.scenes;

import io.patchdrop.core.PixelBox;
import java.util.List;

/**
 * One drawn scene and the truth about it.
 *
 * @param pixels {@code [64, 64, 3]}, row by row, red, green, blue, each 0 to 255 as an unsigned byte; owned by the receiver
 * @param label the class, the ordinal of its {@link Glyph}
 * @param plain whether the objects are painted in the hue of their class, so that the LR look tells it
 * @param objects where the objects are, at least one, none overlapping anything else
 * @param distractors where the distractors are
 */
@SuppressWarnings("ArrayRecordComponent") // scenes are drawn by the million and never compared
public record Scene(byte[] pixels, int label, boolean plain, List<PixelBox> objects, List<PixelBox> distractors) {
    public Scene {
        objects = List.copyOf(objects);
        distractors = List.copyOf(distractors);
    }
}
