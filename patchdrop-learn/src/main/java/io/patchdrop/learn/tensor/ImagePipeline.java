package io.patchdrop.learn.tensor;

import static org.bytedeco.pytorch.global.torch.avg_pool2d;

import io.patchdrop.learn.config.DataConfig;
import io.patchdrop.learn.data.Batch;
import io.patchdrop.learn.patches.Views;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

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
        return normalised(batch.pixels(), batch.size(), config.imageSize()).permute(0, 3, 1, 2);
    }

    /**
     * HR images, each cropped at a random offset of its zero-padded self and flipped at random, as configured:
     * normalised {@code [N, 3, H, W]}.
     *
     * @param random source of offsets and flips
     */
    public Tensor augmented(Batch batch, RandomGenerator random) {
        return augmentedViews(batch, random).images();
    }

    /** The images as they are, and their looks: the batch's LR images, or the means of the HR images. */
    public Views views(Batch batch) {
        Tensor images = images(batch);
        byte @Nullable [] lookPixels = batch.lookPixels();
        return new Views(
                images,
                lookPixels == null ? look(images) : look(batch, lookPixels).permute(0, 3, 1, 2));
    }

    /**
     * The images cropped and flipped at random, and looks of what is then seen. If the batch has LR images of its own, they
     * are cropped and flipped alike, and the crops move in whole LR pixels, so that both show the same ground.
     */
    public Views augmentedViews(Batch batch, RandomGenerator random) {
        if (config.cropPadding() == 0 && !config.flip() && !config.verticalFlip()) {
            return views(batch);
        }
        byte @Nullable [] lookPixels = batch.lookPixels();
        int step = lookPixels == null ? 1 : config.imageSize() / config.lrSize();
        Augmentation augmentation = Augmentation.draw(batch.size(), step, config, random);
        Tensor images = augmentation.apply(normalised(batch.pixels(), batch.size(), config.imageSize()), step, device);
        return new Views(
                images, lookPixels == null ? look(images) : augmentation.apply(look(batch, lookPixels), 1, device));
    }

    private Tensor look(Batch batch, byte[] lookPixels) {
        return normalised(lookPixels, batch.size(), config.lrSize());
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

    /** {@code [N, S, S, 3]}: the memory order of decoded pixels, which read as [N, 3, S, S] is channels_last. */
    private Tensor normalised(byte[] bytes, int count, int size) {
        Tensor pixels = onDevice(Tensor.create(bytes, false, count, size, size, 3));
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
