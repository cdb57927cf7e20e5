package io.patchdrop.core.scenes;

import io.patchdrop.core.PixelBox;
import io.patchdrop.core.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Draws the built-in scenes. A scene is a pure function of seed, settings, split and index, so that any of them can be
 * drawn at any time by any thread.
 */
public final class SceneGenerator {
    /** Sides of a scene, in pixels. */
    public static final int SIZE = 64;

    /** Number of classes. */
    public static final int CLASSES = Glyph.values().length;

    private static final int CHANNELS = 3;

    /** A fully inked pixel, in the unit of {@link Glyph#coverage}. */
    private static final int FULL = Glyph.CELLS * Glyph.CELLS;

    /** For each class what its hue adds to red, green and blue, in percent of the hue contrast; 45 degrees apart. */
    private static final int[][] HUES = {
        {100, -100, -100}, {100, 50, -100}, {0, 100, -100}, {-100, 100, -50},
        {-100, 100, 100}, {-100, -50, 100}, {0, -100, 100}, {100, -100, 50}
    };

    private static final int[] LIGHT = {100, 100, 100};
    private static final int[] DARK = {-100, -100, -100};

    /** The standard deviation of the sum of four uniform bytes: sqrt(4 (256^2 - 1) / 12). */
    private static final int FOUR_BYTES_DEVIATION = 148;

    private static final int FOUR_BYTES_MEAN = 510;

    private final long seed;
    private final SceneSettings settings;
    private final int[][] glyphs;
    private final int[] smudge;

    /** The scenes of a seed with the default settings. */
    public SceneGenerator(long seed) {
        this(seed, SceneSettings.DEFAULT);
    }

    /** The scenes of a seed. */
    public SceneGenerator(long seed, SceneSettings settings) {
        this.seed = seed;
        this.settings = settings;
        int size = settings.glyphSize();
        glyphs =
                Arrays.stream(Glyph.values()).map(glyph -> glyph.coverage(size)).toArray(int[][]::new);
        // A distractor is what all glyphs have in common: their mean over the two inversions.
        smudge = new int[size * size];
        Arrays.fill(smudge, FULL / 2);
    }

    /** The names of the classes; the place in the list is the label. */
    public static List<String> classNames() {
        return Arrays.stream(Glyph.values()).map(Glyph::className).toList();
    }

    /**
     * Draws one scene. Labels are balanced: each run of 8 scenes from an index that 8 divides has every class once.
     *
     * @param split the name of an endless stream of scenes, such as {@code train}, {@code val} or {@code test}
     * @param index place in that stream, from 0
     */
    public Scene draw(String split, long index) {
        if (index < 0) {
            throw new IndexOutOfBoundsException("scene " + index);
        }
        SceneRandom random = new SceneRandom(Seeds.generator(seed, "scene " + split, index));
        int label = label(split, index);
        boolean plain = random.chance(settings.plainShare());
        int objectCount = settings.maximumObjects() > 1 && random.chance(settings.severalShare())
                ? random.between(2, settings.maximumObjects())
                : 1;
        int distractorCount = random.between(settings.minimumDistractors(), settings.maximumDistractors());
        List<PixelBox> places = places(objectCount + distractorCount, random);
        List<PixelBox> objects = places.subList(0, objectCount);
        List<PixelBox> distractors = places.subList(objectCount, places.size());

        int[] levels = Terrain.draw(random).ground(SIZE, settings.relief(), random);
        for (PixelBox object : objects) {
            int[] ink = plain ? HUES[label] : neutralInk(random);
            boolean inverted = random.chance(0.5);
            paint(levels, object, glyphs[label], inverted, ink, plain ? settings.hueContrast() : settings.contrast());
        }
        for (PixelBox distractor : distractors) {
            paint(levels, distractor, smudge, false, neutralInk(random), settings.contrast());
        }
        return new Scene(develop(levels, random), label, plain, objects, distractors);
    }

    /** A place in a shuffle of the classes, one shuffle for each block of 8 scenes. */
    private int label(String split, long index) {
        SceneRandom random = new SceneRandom(Seeds.generator(seed, "labels " + split, index / CLASSES));
        int[] labels = new int[CLASSES];
        for (int i = 0; i < CLASSES; i++) {
            int j = random.below(i + 1);
            labels[i] = labels[j];
            labels[j] = i;
        }
        return labels[(int) (index % CLASSES)];
    }

    /** Boxes at uniformly random places, each drawn again until it keeps clear of those before. */
    private List<PixelBox> places(int count, SceneRandom random) {
        int size = settings.glyphSize();
        int clear = size + settings.gap();
        List<PixelBox> places = new ArrayList<>(count);
        while (places.size() < count) {
            int x = random.between(0, SIZE - size);
            int y = random.between(0, SIZE - size);
            boolean free = places.stream()
                    .allMatch(place -> Math.abs(place.x() - x) >= clear || Math.abs(place.y() - y) >= clear);
            if (free) {
                places.add(new PixelBox(x, y, size, size));
            }
        }
        return places;
    }

    private static int[] neutralInk(SceneRandom random) {
        return random.chance(0.5) ? LIGHT : DARK;
    }

    private static void paint(int[] levels, PixelBox box, int[] coverage, boolean inverted, int[] ink, int contrast) {
        for (int row = 0; row < box.height(); row++) {
            for (int column = 0; column < box.width(); column++) {
                int covered = coverage[row * box.width() + column];
                int strength = contrast * (inverted ? FULL - covered : covered);
                int pixel = (box.y() + row) * SIZE + box.x() + column;
                for (int channel = 0; channel < CHANNELS; channel++) {
                    levels[CHANNELS * pixel + channel] += strength * ink[channel] / (FULL * 100);
                }
            }
        }
    }

    /** Adds fine grey noise, nearly normal, and clips to bytes. One random long serves two pixels. */
    private byte[] develop(int[] levels, SceneRandom random) {
        byte[] pixels = new byte[levels.length];
        long bits = 0;
        for (int pixel = 0; pixel < SIZE * SIZE; pixel++) {
            bits = (pixel & 1) == 0 ? random.bits() : bits >>> 32;
            int sum = (int) ((bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + ((bits >>> 24) & 255));
            int grain = (sum - FOUR_BYTES_MEAN) * settings.noise() / FOUR_BYTES_DEVIATION;
            for (int channel = 0; channel < CHANNELS; channel++) {
                int place = CHANNELS * pixel + channel;
                pixels[place] = (byte) Math.max(0, Math.min(255, levels[place] + grain));
            }
        }
        return pixels;
    }
}
