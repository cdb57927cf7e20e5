package io.patchdrop.learn.data;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.Seeds;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A split in two: what is learnt from first, and what is kept for what must not be learnt from the same images.
 *
 * @param rest the images that are not held out
 * @param taken the images held out, of each class the same share
 */
public record HeldOut(ImageSplit rest, ImageSplit taken) {
    /**
     * Holds a share of each class out: the nearest whole number of images, but never all of a class.
     *
     * @param fraction share held out, in (0, 1)
     * @param purpose tells this draw from others of the same seed
     * @throws InvalidInputException if nothing is left on one side
     */
    public static HeldOut of(ImageSplit split, double fraction, long seed, String purpose) {
        int[] labels = split.labels();
        boolean[] out = new boolean[split.size()];
        int classes = Arrays.stream(labels).max().orElse(-1) + 1;
        for (int label = 0; label < classes; label++) {
            int wanted = label;
            int[] members = IntStream.range(0, labels.length)
                    .filter(i -> labels[i] == wanted)
                    .toArray();
            int[] order = Seeds.permutation(members.length, Seeds.generator(seed, purpose, label));
            long share = Math.min(Math.max(1, Math.round(fraction * members.length)), members.length - 1L);
            for (int i = 0; i < share; i++) {
                out[members[order[i]]] = true;
            }
        }
        int[] taken = IntStream.range(0, out.length).filter(i -> out[i]).toArray();
        int[] rest = IntStream.range(0, out.length).filter(i -> !out[i]).toArray();
        if (taken.length == 0 || rest.length == 0) {
            throw new InvalidInputException(
                    "a split of " + split.size() + " images cannot be divided", "give more training images");
        }
        return new HeldOut(new Part(split, rest), new Part(split, taken));
    }

    /** Some images of a split, in its order. */
    @SuppressWarnings("ArrayRecordComponent") // local to this file, never compared
    private record Part(ImageSplit split, int[] indices) implements ImageSplit {
        @Override
        public int size() {
            return indices.length;
        }

        @Override
        public int imageSize() {
            return split.imageSize();
        }

        @Override
        public int label(int i) {
            return split.label(indices[i]);
        }

        @Override
        public String name(int i) {
            return split.name(indices[i]);
        }

        @Override
        public void read(int i, byte[] target, int offset) throws UnreadableImageException {
            split.read(indices[i], target, offset);
        }

        @Override
        public int lookSize() {
            return split.lookSize();
        }

        @Override
        public void readLook(int i, byte[] target, int offset) throws UnreadableImageException {
            split.readLook(indices[i], target, offset);
        }
    }
}
