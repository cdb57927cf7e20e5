package io.patchdrop.runtime;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.PatchGrid;
import io.patchdrop.core.PixelBox;
import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.imagery.RgbImage;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/** One image to be answered: gives its look, and the pixels of patches that are bought. */
sealed interface Input {
    /** Writes the look, {@code [3, h, h]}. */
    void look(PixelWriter writer, FloatBuffer target, int start) throws IOException;

    /** Says that patches are to be bought; whether they may be. */
    default boolean order(int[] patches) throws IOException {
        return true;
    }

    /** Hands over patches, in their order. */
    void buy(int[] patches, Receiver receiver) throws IOException;

    /** Takes the pixels of patches. */
    interface Receiver {
        /**
         * Takes one.
         *
         * @param pixels 8-bit RGB that holds the patch
         * @param first place of the patch's first byte
         * @param stride bytes from one of its rows to the next
         */
        void take(int patch, byte[] pixels, int first, int stride);
    }

    /**
     * An image of which all is there.
     *
     * @throws InvalidInputException if it is not of the model's size
     */
    static Input of(RgbImage image, Manifest manifest, int position) {
        requireSize(image, manifest.imageSize(), position);
        return new Whole(image, manifest.patchGrid());
    }

    /**
     * An image of which only the look is asked for: HR or LR.
     *
     * @throws InvalidInputException if it has neither size
     */
    static Input ofLook(RgbImage image, Manifest manifest, int position) {
        if (image.width() != manifest.lookSize() || image.height() != manifest.lookSize()) {
            return of(image, manifest, position);
        }
        requireSize(image, manifest.lookSize(), position);
        return new LookOnly(image);
    }

    /** An image that is fetched as it is bought. */
    static Input of(PatchSource source, Manifest manifest) {
        return new Bought(source, manifest.lookSize(), manifest.imageSize() / manifest.grid());
    }

    private static void requireSize(RgbImage image, int size, int position) {
        if (image.width() != size || image.height() != size) {
            throw new InvalidInputException(
                    "Image " + position + " has " + image.width() + " x " + image.height() + " pixels",
                    "the model takes " + size + " x " + size + "; decode(...) makes that of any image");
        }
        if (image.pixels().length != 3 * size * size) {
            throw new InvalidInputException(
                    "Image " + position + " has " + image.pixels().length + " bytes, not 3 for each of its " + size
                            + " x " + size + " pixels",
                    "give RGB without alpha");
        }
    }

    /** All pixels are in memory; patches are read where they lie. */
    record Whole(RgbImage image, PatchGrid grid) implements Input {
        @Override
        public void look(PixelWriter writer, FloatBuffer target, int start) {
            writer.lookOf(image.pixels(), target, start);
        }

        @Override
        public void buy(int[] patches, Receiver receiver) {
            for (int patch : patches) {
                PixelBox box = grid.box(patch);
                receiver.take(patch, image.pixels(), (box.y() * image.width() + box.x()) * 3, image.width() * 3);
            }
        }
    }

    /** An LR image. */
    record LookOnly(RgbImage image) implements Input {
        @Override
        public void look(PixelWriter writer, FloatBuffer target, int start) {
            writer.square(image.pixels(), 0, image.width() * 3, image.width(), target, start);
        }

        @Override
        public void buy(int[] patches, Receiver receiver) {
            throw new IllegalStateException("nothing is bought of a look");
        }
    }

    /** Pixels come when they are asked for. */
    record Bought(PatchSource source, int lookSize, int patchSize) implements Input {
        @Override
        public void look(PixelWriter writer, FloatBuffer target, int start) throws IOException {
            byte[] pixels = checked("the look", source.look(), lookSize);
            writer.square(pixels, 0, lookSize * 3, lookSize, target, start);
        }

        @Override
        public boolean order(int[] patches) throws IOException {
            return source.order(Arrays.stream(patches).boxed().toList());
        }

        @Override
        public void buy(int[] patches, Receiver receiver) throws IOException {
            if (patches.length == 0) {
                return;
            }
            List<byte[]> pixels = source.patches(Arrays.stream(patches).boxed().toList());
            if (pixels.size() != patches.length) {
                throw new InvalidInputException(
                        "A source gave " + pixels.size() + " patches of " + patches.length, "give each that is bought");
            }
            for (int i = 0; i < patches.length; i++) {
                byte[] patch = checked("patch " + patches[i], pixels.get(i), patchSize);
                receiver.take(patches[i], patch, 0, patchSize * 3);
            }
        }

        private static byte[] checked(String what, byte[] pixels, int side) {
            if (pixels.length != 3 * side * side) {
                throw new InvalidInputException(
                        "A source gave " + pixels.length + " bytes as " + what,
                        "give 3 for each of " + side + " x " + side + " pixels");
            }
            return pixels;
        }
    }
}
