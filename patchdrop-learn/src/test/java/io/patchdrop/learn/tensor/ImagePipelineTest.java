package io.patchdrop.learn.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.learn.config.DataConfig;
import io.patchdrop.learn.data.Batch;
import io.patchdrop.learn.patches.Views;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImagePipelineTest extends TensorTest {
    private static final int SIZE = 6;
    private static final double[] MEAN = {0.4, 0.5, 0.6};
    private static final double[] STD = {0.2, 0.25, 0.3};

    @Test
    void imagesAreNormalisedChannelByChannel() {
        Batch batch = batch(81, 3);
        Tensor images = pipeline(0, false, false, 2).images(batch);
        assertThat(images.shape()).containsExactly(3, 3, SIZE, SIZE);
        assertThat(images.is_contiguous(MemoryFormat.ChannelsLast)).isTrue();
        double[] found = values(images);
        int index = 0;
        for (int image = 0; image < 3; image++) {
            for (int channel = 0; channel < 3; channel++) {
                for (int y = 0; y < SIZE; y++) {
                    for (int x = 0; x < SIZE; x++) {
                        assertThat(found[index++]).isCloseTo(pixel(batch, image, channel, y, x), within(1e-6));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0,false,false",
        "0,true,false",
        "0,false,true",
        "2,false,false",
        "2,true,false",
        "3,true,true",
        "6,true,true"
    })
    void augmentedImagesAreTheCropsAndFlipsThatTheGeneratorSays(int padding, boolean flip, boolean verticalFlip) {
        Batch batch = batch(82, 8);
        Tensor augmented = pipeline(padding, flip, verticalFlip, 2).augmented(batch, new SplittableRandom(83));
        assertThat(augmented.is_contiguous(MemoryFormat.ChannelsLast)).isTrue();
        double[] found = values(augmented);
        SplittableRandom random = new SplittableRandom(83);
        int index = 0;
        for (int image = 0; image < batch.size(); image++) {
            // The order of the draws: top, left, then one a kind of flip that is on.
            int top = random.nextInt(2 * padding + 1);
            int left = random.nextInt(2 * padding + 1);
            boolean mirrored = flip && random.nextBoolean();
            boolean upsideDown = verticalFlip && random.nextBoolean();
            for (int channel = 0; channel < 3; channel++) {
                for (int y = 0; y < SIZE; y++) {
                    for (int x = 0; x < SIZE; x++) {
                        int row = top - padding + (upsideDown ? SIZE - 1 - y : y);
                        int column = left - padding + (mirrored ? SIZE - 1 - x : x);
                        boolean inside = row >= 0 && row < SIZE && column >= 0 && column < SIZE;
                        if (inside) {
                            double expected = pixel(batch, image, channel, row, column);
                            assertThat(found[index++]).isCloseTo(expected, within(1e-6));
                        } else {
                            assertThat(found[index++]).as("padding").isZero();
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 6})
    void aLookIsTheAreaMean(int lrSize) {
        Batch batch = batch(84, 2);
        ImagePipeline pipeline = pipeline(0, false, false, lrSize);
        Tensor images = pipeline.images(batch);
        Tensor look = pipeline.look(images);
        assertThat(look.shape()).containsExactly(2, 3, lrSize, lrSize);
        double[] hr = values(images);
        double[] found = values(look);
        int factor = SIZE / lrSize;
        for (int plane = 0; plane < 6; plane++) {
            for (int y = 0; y < lrSize; y++) {
                for (int x = 0; x < lrSize; x++) {
                    double sum = 0;
                    for (int cell = 0; cell < factor * factor; cell++) {
                        int row = y * factor + cell / factor;
                        int column = x * factor + cell % factor;
                        sum += hr[(plane * SIZE + row) * SIZE + column];
                    }
                    assertThat(found[(plane * lrSize + y) * lrSize + x])
                            .isCloseTo(sum / (factor * factor), within(1e-5));
                }
            }
        }
    }

    @Test
    void ownLrImagesAreTheLook() {
        byte[] lr = new byte[4 * 3 * 3 * 3];
        new SplittableRandom(86).nextBytes(lr);
        Batch batch = paired(batch(87, 4), lr);
        double[] look = values(pipeline(0, false, false, 3).views(batch).look());
        for (int image = 0; image < 4; image++) {
            for (int i = 0; i < 27; i++) {
                int channel = i / 9;
                double value = (lr[(image * 9 + i % 9) * 3 + channel] & 255) / 255.0;
                assertThat(look[image * 27 + i]).isCloseTo((value - MEAN[channel]) / STD[channel], within(1e-5));
            }
        }
    }

    /** LR images that are the exact means of the HR images: cropped and flipped alike, they stay so. */
    @ParameterizedTest
    @CsvSource({"0,true,true", "2,false,false", "2,true,true", "3,true,false", "6,true,true"})
    void bothViewsOfAPairShowTheSameGround(int padding, boolean flip, boolean verticalFlip) {
        byte[] lr = new byte[8 * 3 * 3 * 3];
        new SplittableRandom(88).nextBytes(lr);
        byte[] hr = new byte[8 * SIZE * SIZE * 3];
        for (int i = 0; i < hr.length; i++) {
            int x = i / 3 % SIZE;
            int y = i / 3 / SIZE % SIZE;
            int image = i / 3 / SIZE / SIZE;
            hr[i] = lr[((image * 3 + y / 2) * 3 + x / 2) * 3 + i % 3];
        }
        Batch plain = new Batch(hr, new int[8], new int[8], 8);
        ImagePipeline pipeline = pipeline(padding, flip, verticalFlip, 3);
        Views views = pipeline.augmentedViews(paired(plain, lr), new SplittableRandom(89));
        assertThat(views.look().shape()).containsExactly(8, 3, 3, 3);
        double[] means = values(pipeline.look(views.images()));
        double[] look = values(views.look());
        for (int i = 0; i < means.length; i++) {
            assertThat(look[i]).isCloseTo(means[i], within(1e-5));
        }
        assertThat(values(views.images())).isNotEqualTo(values(pipeline.images(plain)));
    }

    private static Batch paired(Batch batch, byte[] lr) {
        return new Batch(batch.pixels(), lr, batch.labels(), batch.indices(), batch.size());
    }

    @Test
    void labelsKeepTheirOrder() {
        assertThat(HostCopy.longs(pipeline(0, false, false, 2).labels(batch(85, 5))))
                .containsExactly(0, 7, 14, 21, 28);
    }

    private static double pixel(Batch batch, int image, int channel, int y, int x) {
        int value = batch.pixels()[((image * SIZE + y) * SIZE + x) * 3 + channel] & 255;
        return (value / 255.0 - MEAN[channel]) / STD[channel];
    }

    private static Batch batch(long seed, int count) {
        byte[] pixels = new byte[count * SIZE * SIZE * 3];
        new SplittableRandom(seed).nextBytes(pixels);
        int[] indices = IntStream.range(0, count).toArray();
        return new Batch(pixels, IntStream.of(indices).map(i -> 7 * i).toArray(), indices, count);
    }

    private static ImagePipeline pipeline(int padding, boolean flip, boolean verticalFlip, int lrSize) {
        DataConfig config = new DataConfig(
                "unused",
                SIZE,
                lrSize,
                0.1,
                0,
                0,
                0,
                1,
                1,
                padding,
                flip,
                verticalFlip,
                List.of(MEAN[0], MEAN[1], MEAN[2]),
                List.of(STD[0], STD[1], STD[2]));
        return new ImagePipeline(config, new Device("cpu"));
    }
}
