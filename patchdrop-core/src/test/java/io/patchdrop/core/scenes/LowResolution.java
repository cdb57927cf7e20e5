package io.patchdrop.core.scenes;

/** The LR look of a scene: the mean of 4 x 4 pixels, rounded. */
final class LowResolution {
    static final int FACTOR = 4;
    static final int SIZE = SceneGenerator.SIZE / FACTOR;

    private LowResolution() {}

    /**
     * Averages a scene.
     *
     * @param pixels {@code [64, 64, 3]}
     * @return {@code [16, 16, 3]}
     */
    static byte[] of(byte[] pixels) {
        int[] sums = new int[SIZE * SIZE * 3];
        for (int place = 0; place < pixels.length; place++) {
            int x = place / 3 % SceneGenerator.SIZE;
            int y = place / 3 / SceneGenerator.SIZE;
            sums[3 * (y / FACTOR * SIZE + x / FACTOR) + place % 3] += pixels[place] & 255;
        }
        byte[] means = new byte[sums.length];
        for (int place = 0; place < means.length; place++) {
            means[place] = (byte) ((sums[place] + FACTOR * FACTOR / 2) / (FACTOR * FACTOR));
        }
        return means;
    }
}
