package io.patchdrop.core.scenes;

import io.patchdrop.core.PixelBox;

/** Simple classifiers that are told where the object is: what could be known at best. Accuracies in percent. */
final class SceneProbe {
    private static final int TRAINING = 8_000;
    private static final int TEST = 3_000;
    private static final long SEED = 21;

    /** LR pixels on a side of the crop around an object; 8 HR pixels touch at most 3 of them. */
    private static final int CROP = 3;

    private SceneProbe() {}

    /** Assigns each LR crop (less the mean colour of its scene) to the class whose mean crop is nearest. */
    static double nearestCentroidOnLook(boolean plain) {
        SceneSettings base = SceneSettings.DEFAULT;
        SceneGenerator generator = generator(base, plain ? 1 : 0);
        double[][] centroids = new double[SceneGenerator.CLASSES][CROP * CROP * 3];
        for (int index = 0; index < TRAINING; index++) {
            Scene scene = generator.draw("train", index);
            double[] crop = crop(scene);
            for (int i = 0; i < crop.length; i++) {
                centroids[scene.label()][i] += crop[i] * SceneGenerator.CLASSES / TRAINING;
            }
        }
        int right = 0;
        for (int index = 0; index < TEST; index++) {
            Scene scene = generator.draw("test", index);
            right += nearest(centroids, crop(scene)) == scene.label() ? 1 : 0;
        }
        return 100.0 * right / TEST;
    }

    /** Assigns each HR object to the glyph that correlates best with it, inverted or not. */
    static double matchedGlyph() {
        SceneGenerator generator = generator(SceneSettings.DEFAULT, 0);
        int right = 0;
        for (int index = 0; index < TEST; index++) {
            Scene scene = generator.draw("test", index);
            double best = -1;
            String guess = "";
            for (Glyph glyph : Glyph.values()) {
                double match = Math.abs(correlation(scene, glyph));
                guess = match > best ? glyph.className() : guess;
                best = Math.max(best, match);
            }
            right += guess.equals(SceneGenerator.classNames().get(scene.label())) ? 1 : 0;
        }
        return 100.0 * right / TEST;
    }

    private static SceneGenerator generator(SceneSettings base, double plainShare) {
        return new SceneGenerator(
                SEED,
                new SceneSettings(
                        base.glyphSize(),
                        base.contrast(),
                        base.hueContrast(),
                        base.relief(),
                        base.noise(),
                        plainShare,
                        base.severalShare(),
                        base.maximumObjects(),
                        base.minimumDistractors(),
                        base.maximumDistractors(),
                        base.gap()));
    }

    private static double[] crop(Scene scene) {
        byte[] look = LowResolution.of(scene.pixels());
        double[] mean = new double[3];
        for (int place = 0; place < look.length; place++) {
            mean[place % 3] += 3.0 * (look[place] & 255) / look.length;
        }
        PixelBox object = scene.objects().get(0);
        int left = Math.min(object.x() / LowResolution.FACTOR, LowResolution.SIZE - CROP);
        int top = Math.min(object.y() / LowResolution.FACTOR, LowResolution.SIZE - CROP);
        double[] crop = new double[CROP * CROP * 3];
        for (int i = 0; i < crop.length; i++) {
            int pixel = (top + i / 3 / CROP) * LowResolution.SIZE + left + i / 3 % CROP;
            crop[i] = (look[3 * pixel + i % 3] & 255) - mean[i % 3];
        }
        return crop;
    }

    private static int nearest(double[][] centroids, double[] crop) {
        int nearest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int label = 0; label < centroids.length; label++) {
            double distance = 0;
            for (int i = 0; i < crop.length; i++) {
                distance += (centroids[label][i] - crop[i]) * (centroids[label][i] - crop[i]);
            }
            if (distance < least) {
                least = distance;
                nearest = label;
            }
        }
        return nearest;
    }

    private static double correlation(Scene scene, Glyph glyph) {
        PixelBox object = scene.objects().get(0);
        int[] coverage = glyph.coverage(object.width());
        double correlation = 0;
        for (int i = 0; i < coverage.length; i++) {
            int pixel = (object.y() + i / object.width()) * SceneGenerator.SIZE + object.x() + i % object.width();
            // Green alone; half coverage is the mean of every glyph, so that the ground drops out.
            correlation += (coverage[i] - 32) * (scene.pixels()[3 * pixel + 1] & 255);
        }
        return correlation;
    }
}
