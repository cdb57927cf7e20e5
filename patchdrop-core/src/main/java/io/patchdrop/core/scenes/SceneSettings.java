package io.patchdrop.core.scenes;

import io.patchdrop.core.InvalidInputException;

/**
 * The numbers that set how hard the built-in scenes are.
 *
 * @param glyphSize side of an object or distractor, in pixels, 4 to 16; at a multiple of 8 the strokes are sharp
 * @param contrast how far neutral ink lies above or below the terrain, in grey levels, 1 to 127
 * @param hueContrast how far the ink of a plain scene lies from the terrain, in levels of each channel, 1 to 127
 * @param relief how far the terrain moves between its two colours, in percent, 0 to 100; it hides objects from LR
 * @param noise standard deviation of the fine noise of each pixel, in grey levels, 0 to 64; it hides glyphs in HR
 * @param plainShare share of scenes whose class is plain from LR, 0 to 1
 * @param severalShare share of scenes that have more than one object, 0 to 1
 * @param maximumObjects most objects in a scene, at least 1
 * @param minimumDistractors fewest distractors in a scene, at least 0
 * @param maximumDistractors most distractors in a scene, at least the fewest
 * @param gap pixels that lie free around every object and distractor, at least 0
 */
public record SceneSettings(
        int glyphSize,
        int contrast,
        int hueContrast,
        int relief,
        int noise,
        double plainShare,
        double severalShare,
        int maximumObjects,
        int minimumDistractors,
        int maximumDistractors,
        int gap) {
    /** The scenes of the demo. */
    public static final SceneSettings DEFAULT = new SceneSettings(8, 80, 80, 60, 8, 0.25, 0.2, 3, 0, 2, 2);

    /** @throws InvalidInputException if a value is out of its range, or the things would not fit in a scene */
    public SceneSettings {
        requireRange("glyphSize", glyphSize, 4, 16);
        requireRange("contrast", contrast, 1, 127);
        requireRange("hueContrast", hueContrast, 1, 127);
        requireRange("relief", relief, 0, 100);
        requireRange("noise", noise, 0, 64);
        requireRange("plainShare", plainShare, 0, 1);
        requireRange("severalShare", severalShare, 0, 1);
        requireRange("maximumObjects", maximumObjects, 1, 16);
        requireRange("minimumDistractors", minimumDistractors, 0, 16);
        requireRange("maximumDistractors", maximumDistractors, minimumDistractors, 16);
        requireRange("gap", gap, 0, 16);
        requireRoom(glyphSize, gap, maximumObjects + maximumDistractors);
    }

    private static void requireRange(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new InvalidInputException(
                    "The scene setting " + name + " is " + number(value),
                    "give a number from " + number(least) + " to " + number(most));
        }
    }

    /** Whatever was placed before, half of the places must be left for the last thing, so that placing it ends soon. */
    private static void requireRoom(int glyphSize, int gap, int things) {
        int reach = 2 * (glyphSize + gap) - 1;
        int places = SceneGenerator.SIZE - glyphSize + 1;
        if (2 * (things - 1) * reach * reach > places * places) {
            throw new InvalidInputException(
                    things + " objects and distractors of " + glyphSize + " pixels crowd a scene of "
                            + SceneGenerator.SIZE + " pixels",
                    "lower maximumObjects, maximumDistractors, glyphSize or gap");
        }
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
