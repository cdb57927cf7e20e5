package io.patchdrop.learn.nets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GridNetTest extends NativeTest {
    @Test
    void poolingMakesOnePixelOfEveryCell() {
        for (int cell = 1; cell <= 512; cell++) {
            GridTrunk.Reduction reduction = GridTrunk.Reduction.of(cell);
            assertThat(reduction.layer1() * reduction.layer2() * reduction.layer3())
                    .isEqualTo(cell);
        }
        assertThat(GridTrunk.Reduction.of(2)).isEqualTo(new GridTrunk.Reduction(1, 1, 2));
        assertThat(GridTrunk.Reduction.of(4)).isEqualTo(new GridTrunk.Reduction(1, 2, 2));
        assertThat(GridTrunk.Reduction.of(14)).isEqualTo(new GridTrunk.Reduction(1, 2, 7));
        assertThat(GridTrunk.Reduction.of(16)).isEqualTo(new GridTrunk.Reduction(2, 2, 4));
    }

    @ParameterizedTest
    @CsvSource({
        "grid-resnet8, 4, 4",
        "grid-resnet8, 8, 4",
        "grid-resnet8-w8, 16, 4",
        "grid-resnet14-w4, 56, 4",
        "grid-resnet8-w4, 64, 2",
        "grid-resnet8-w4, 96, 3",
        "grid-resnet8-w4-u64, 16, 4",
        "grid-resnet8-w4, 5, 5",
        "grid-resnet8-w4, 7, 1",
    })
    void givesOneLogitAPatch(String name, int size, int grid) {
        try (Net net = NetSpec.parse(name).build(grid * grid, size, grid, 1)) {
            Tensor images = images(2, 2, size);
            assertThat(net.forward(images).shape()).containsExactly(2, (long) grid * grid);
            assertThat(net.features(images).shape())
                    .containsExactly(2, 4L * net.spec().width(), grid, grid);
        }
    }

    /**
     * What moves a patch's logit most is the patch itself: over several random nets, its absolute gradients sum up to more
     * than those of any other patch, and no pixel inside is without influence.
     */
    @ParameterizedTest
    @CsvSource({"16, 4", "24, 4", "32, 4", "12, 3"})
    void cellsLieOverTheirPatches(int size, int grid) {
        int cell = size / grid;
        for (int patch = 0; patch < grid * grid; patch++) {
            double[] influence = new double[size * size];
            for (int seed = 0; seed < 6; seed++) {
                try (Net net = NetSpec.parse("grid-resnet8-w8").build(grid * grid, size, grid, seed)) {
                    net.eval();
                    Tensor images = images(100 + seed, 4, size).set_requires_grad(true);
                    net.forward(images).select(1, patch).sum().backward();
                    double[] gradient = values(images.grad());
                    for (int index = 0; index < gradient.length; index++) {
                        influence[index % influence.length] += Math.abs(gradient[index]);
                    }
                }
            }
            double[] ofPatch = new double[grid * grid];
            for (int pixel = 0; pixel < influence.length; pixel++) {
                int inside = pixel / size / cell * grid + pixel % size / cell;
                ofPatch[inside] += influence[pixel];
                if (inside == patch) {
                    assertThat(influence[pixel]).as("pixel %s", pixel).isPositive();
                }
            }
            for (int other = 0; other < ofPatch.length; other++) {
                if (other == patch) {
                    continue;
                }
                assertThat(ofPatch[other]).as("%s on %s", other, patch).isLessThanOrEqualTo(0.9 * ofPatch[patch]);
            }
        }
    }

    @Test
    void imagesOfAnotherSizeAreRefused() {
        try (Net net = NetSpec.parse("grid-resnet8-w4").build(16, 16, 4, 1)) {
            assertThatThrownBy(() -> net.forward(images(1, 1, 32)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("16 x 16");
        }
    }
}
