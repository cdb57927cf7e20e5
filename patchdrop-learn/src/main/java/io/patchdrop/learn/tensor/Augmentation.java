package io.patchdrop.learn.tensor;

import static org.bytedeco.pytorch.global.torch.constant_pad_nd;

import io.patchdrop.learn.config.DataConfig;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;

/**
 * Random crops and flips of the images of a batch. The crops are drawn in steps, so that they can be applied to HR images
 * and to LR images of other sensors alike: one step is several pixels of the first and one pixel of the second.
 */
@SuppressWarnings("ArrayRecordComponent") // local to the pipeline, never compared
record Augmentation(int steps, int[] top, int[] left, boolean[] mirrored, boolean[] upsideDown) {
    /**
     * Draws for each image, in this order: top, left, then one a kind of flip that is on.
     *
     * @param step pixels of an HR image in a step; a padding that is not a whole number of steps is rounded down
     */
    static Augmentation draw(int count, int step, DataConfig config, RandomGenerator random) {
        int steps = config.cropPadding() / step;
        Augmentation drawn =
                new Augmentation(steps, new int[count], new int[count], new boolean[count], new boolean[count]);
        for (int image = 0; image < count; image++) {
            drawn.top[image] = random.nextInt(2 * steps + 1);
            drawn.left[image] = random.nextInt(2 * steps + 1);
            drawn.mirrored[image] = config.flip() && random.nextBoolean();
            drawn.upsideDown[image] = config.verticalFlip() && random.nextBoolean();
        }
        return drawn;
    }

    /**
     * The images, each cropped from its zero-padded self and flipped. The whole batch is one gather of pixels.
     *
     * @param images {@code [N, S, S, 3]}
     * @param step pixels of these images in a step
     * @param device where they are
     * @return {@code [N, 3, S, S]}, channels_last
     */
    Tensor apply(Tensor images, int step, Device device) {
        int size = Math.toIntExact(images.size(1));
        int padding = steps * step;
        int padded = size + 2 * padding;
        int count = top.length;
        Tensor pixels = padding == 0 ? images : constant_pad_nd(images, 0, 0, padding, padding, padding, padding);
        long[] rows = new long[Math.multiplyExact(count, size)];
        long[] columns = new long[Math.multiplyExact(count, size)];
        for (int image = 0; image < count; image++) {
            for (int i = 0; i < size; i++) {
                int row = top[image] * step + (upsideDown[image] ? size - 1 - i : i);
                int column = left[image] * step + (mirrored[image] ? size - 1 - i : i);
                rows[image * size + i] = ((long) image * padded + row) * padded;
                columns[image * size + i] = column;
            }
        }
        Tensor index =
                on(device, Tensor.create(rows, count, size, 1)).add(on(device, Tensor.create(columns, count, 1, size)));
        return pixels.reshape(-1, 3)
                .index_select(0, index.reshape(-1))
                .view(count, size, size, 3)
                .permute(0, 3, 1, 2);
    }

    private static Tensor on(Device device, Tensor tensor) {
        return device.is_cpu() ? tensor : tensor.to(device, tensor.scalar_type());
    }
}
