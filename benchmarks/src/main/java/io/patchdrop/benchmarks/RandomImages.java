package io.patchdrop.benchmarks;

import io.patchdrop.learn.config.DataConfig;
import io.patchdrop.learn.data.Batch;
import io.patchdrop.learn.tensor.ImagePipeline;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Device;

/** Noise of CIFAR's size in the memory order that training uses. */
final class RandomImages {
    static final int SIZE = 32;
    static final int LOOK_SIZE = 8;
    static final int CLASSES = 10;

    private RandomImages() {}

    static Batch batch(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] pixels = new byte[count * SIZE * SIZE * 3];
        random.nextBytes(pixels);
        int[] labels = random.ints(count, 0, CLASSES).toArray();
        return new Batch(pixels, labels, IntStream.range(0, count).toArray(), count);
    }

    /** The pipeline of training, without augmentation. */
    static ImagePipeline pipeline() {
        List<Double> halves = List.of(0.5, 0.5, 0.5);
        DataConfig config =
                new DataConfig("unused", SIZE, LOOK_SIZE, 0.1, 0, 0, 0, 0, 1, 0, false, false, halves, halves);
        return new ImagePipeline(config, new Device("cpu"));
    }
}
