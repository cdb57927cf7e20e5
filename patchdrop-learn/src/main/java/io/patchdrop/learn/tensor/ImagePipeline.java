package io.patchdrop.learn.tensor;

import static org.bytedeco.pytorch.global.torch.avg_pool2d;
import static org.bytedeco.pytorch.global.torch.constant_pad_nd;

import io.patchdrop.learn.config.DataConfig;
import io.patchdrop.learn.data.Batch;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Turns decoded pixels into normalised image tensors, HR and LR. */
public final class ImagePipeline {
    private final DataConfig config;
    private final Device device;

    /**
     * @param config sizes, normalisation and augmentation
     * @param device where the tensors go
     */
    public ImagePipeline(DataConfig config, Device device) {
        this.config = config;
        this.device = device;
    }

    /** HR images as they are: normalised {@code [N, 3, H, W]}. */
    public Tensor images(Batch batch) {
        return normalised(batch).permute(0, 3, 1, 2);
    }

    /**
     * HR images, each cropped at a random offset of its zero-padded self and flipped at random, as configured:
     * normalised {@code [N, 3, H, W]}. The whole batch is one gather of pixels.
     *
     * @param random source of offsets and flips
     */
    public Tensor augmented(Batch batch, RandomGenerator random) {
        int padding = config.cropPadding();
        if (padding == 0 && !config.flip() && !config.verticalFlip()) {
            return images(batch);
        }
        int size = config.imageSize();
        int padded = size + 2 * padding;
        int count = batch.size();
        Tensor pixels = normalised(batch);
        if (padding > 0) {
            pixels = constant_pad_nd(pixels, 0, 0, padding, padding, padding, padding);
        }
        long[] rows = new long[Math.multiplyExact(count, size)];
        long[] columns = new long[Math.multiplyExact(count, size)];
        for (int image = 0; image < count; image++) {
            int top = random.nextInt(2 * padding + 1);
            int left = random.nextInt(2 * padding + 1);
            boolean mirrored = config.flip() && random.nextBoolean();
            boolean upsideDown = config.verticalFlip() && random.nextBoolean();
            for (int i = 0; i < size; i++) {
                int row = upsideDown ? size - 1 - i : i;
                rows[image * size + i] = ((long) image * padded + top + row) * padded;
                int column = mirrored ? size - 1 - i : i;
                columns[image * size + i] = (long) left + column;
            }
        }
        Tensor index =
                onDevice(Tensor.create(rows, count, size, 1)).add(onDevice(Tensor.create(columns, count, 1, size)));
        return pixels.reshape(-1, 3)
                .index_select(0, index.reshape(-1))
                .view(count, size, size, 3)
                .permute(0, 3, 1, 2);
    }

    /** The images as they are, and their looks. */
    public Views views(Batch batch) {
        Tensor images = images(batch);
        return new Views(images, look(images));
    }

    /** The images cropped and flipped at random as {@link #augmented} does, and looks of what is then seen. */
    public Views augmentedViews(Batch batch, RandomGenerator random) {
        Tensor images = augmented(batch, random);
        return new Views(images, look(images));
    }

    /**
     * The LR look of images: each LR pixel is the mean of the HR pixels that it covers.
     *
     * @param images {@code [N, 3, H, W]}
     * @return {@code [N, 3, h, w]}
     */
    public Tensor look(Tensor images) {
        return areaAverage(images, config.imageSize() / config.lrSize());
    }

    /** Means over {@code factor x factor} cells: {@code [N, C, H, W]} to {@code [N, C, H / factor, W / factor]}. */
    static Tensor areaAverage(Tensor images, int factor) {
        return factor == 1 ? images : avg_pool2d(images, factor, factor);
    }

    /** Class indices {@code [N]}. */
    public Tensor labels(Batch batch) {
        long[] labels = new long[batch.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = batch.labels()[i];
        }
        return onDevice(Tensor.create(labels, labels.length));
    }

    /** {@code [N, H, W, 3]}: the memory order of decoded pixels, which read as [N, 3, H, W] is channels_last. */
    private Tensor normalised(Batch batch) {
        int size = config.imageSize();
        Tensor pixels = onDevice(Tensor.create(batch.pixels(), false, batch.size(), size, size, 3));
        Tensor values = pixels.to(ScalarType.Float);
        return values.sub_(channels(config.mean(), 255)).div_(channels(config.std(), 255));
    }

    private Tensor channels(List<Double> values, double scale) {
        float[] scaled = new float[values.size()];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (float) (values.get(i) * scale);
        }
        return onDevice(Tensor.create(scaled, scaled.length));
    }

    private Tensor onDevice(Tensor tensor) {
        return device.is_cpu() ? tensor : tensor.to(device, tensor.scalar_type());
    }
}
