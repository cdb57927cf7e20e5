package io.patchdrop.learn.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.pytorch.global.torch.affine_grid_generator;
import static org.bytedeco.pytorch.global.torch.grid_sampler;
import static org.bytedeco.pytorch.global.torch.ones;

import io.patchdrop.core.PatchGrid;
import io.patchdrop.core.Seeds;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class GlimpsesTest extends TensorTest {
    private static final PatchGrid GRID = PatchGrid.divide(4, 16, 16);
    private static final Device CPU = new Device("cpu");

    private static Tensor taken(int images, int windows) {
        return ones(images, windows);
    }

    @Test
    void zeroPutsTheWindowsOverTheMostCentralPatches() {
        Glimpses glimpses = new Glimpses(GRID, 16);
        Tensor numbers = normal(1, 2, 32).zero_().set_requires_grad(true);
        Tensor centres = glimpses.centres(numbers);
        assertThat(centres.shape()).containsExactly(2, 16, 2);
        double[] found = values(centres.select(0, 1));
        int[] order = GRID.centralOrder();
        for (int window = 0; window < 16; window++) {
            double x = 4 * GRID.column(order[window]) + 2;
            double y = 4 * GRID.row(order[window]) + 2;
            // A twentieth of the 12 pixels of room lies between a border patch and its window.
            assertThat(found[2 * window]).isCloseTo(Math.max(2.6, Math.min(13.4, x)), within(1e-5));
            assertThat(found[2 * window + 1]).isCloseTo(Math.max(2.6, Math.min(13.4, y)), within(1e-5));
        }
        centres.sum().backward();
        for (double slope : values(numbers.grad())) {
            assertThat(slope).as("no window stands still").isGreaterThan(0.5);
        }
    }

    @Test
    void windowsLieInsideTheImageWhateverTheNumbers() {
        Glimpses glimpses = new Glimpses(GRID, 16);
        for (double scale : new double[] {0.1, 1, 10, 1000}) {
            double[] centres = values(glimpses.centres(uniform(2, -scale, scale, 20, 32)));
            for (double centre : centres) {
                assertThat(centre).isBetween(2.0, 14.0);
            }
        }
        // Both ends are reached from every start.
        Scalar far = new Scalar(50);
        assertThat(values(glimpses.centres(normal(1, 1, 32).zero_().add(far)))).containsOnly(14.0);
        assertThat(values(glimpses.centres(normal(1, 1, 32).zero_().sub(far)))).containsOnly(2.0);
    }

    @Test
    void aWindowOnWholePixelsIsAnExactCrop() {
        Glimpses glimpses = new Glimpses(GRID, 1);
        Tensor images = normal(3, 1, 3, 16, 16);
        for (int left = 0; left <= 12; left += 3) {
            for (int top = 0; top <= 12; top += 4) {
                Tensor centre = AbstractTensor.create(new double[] {left + 2, top + 2}, 1, 1, 2)
                        .to(ScalarType.Float);
                double[] canvas = values(images.mul(glimpses.mask(centre, taken(1, 1), 1)));
                double[] pixels = values(images);
                for (int i = 0; i < pixels.length; i++) {
                    int row = i / 16 % 16;
                    int column = i % 16;
                    boolean inside = row >= top && row < top + 4 && column >= left && column < left + 4;
                    assertThat(canvas[i]).isEqualTo(inside ? pixels[i] : 0);
                }
            }
        }
    }

    /** libtorch's own sampler, on a template of ones: the inverse of the map that puts the template at the centre. */
    @Test
    void oneWindowIsTheBilinearSamplingOfATemplate() {
        Glimpses glimpses = new Glimpses(GRID, 1);
        Tensor centres = uniform(4, 2, 14, 50, 1, 2);
        double[] found = values(glimpses.mask(centres, taken(50, 1), 1));
        double[] places = values(centres);
        double[] maps = new double[50 * 6];
        for (int image = 0; image < 50; image++) {
            // In [-1, 1] over the image and over the template: u = (H / p) x + (H - 2 c) / p.
            for (int axis = 0; axis < 2; axis++) {
                maps[image * 6 + axis * 4] = 16 / 4.0;
                maps[image * 6 + axis * 3 + 2] = (16 - 2 * places[2 * image + axis]) / 4;
            }
        }
        Tensor affine = AbstractTensor.create(maps, 50, 2, 3).to(ScalarType.Float);
        Tensor grid = affine_grid_generator(affine, new long[] {50, 1, 16, 16}, false);
        int bilinear = 0;
        int zeros = 0;
        double[] expected = values(grid_sampler(ones(50, 1, 4, 4), grid, bilinear, zeros, false));
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).isCloseTo(expected[i], within(2e-5));
        }
    }

    @Test
    void theUnionIsOneMinusTheProductAndLeavesOutWhatIsNotTaken() {
        Glimpses three = new Glimpses(GRID, 3);
        Tensor centres = uniform(5, 2, 14, 4, 3, 2);
        Tensor present = AbstractTensor.create(new float[] {1, 1, 1, 1, 1, 0, 1, 0, 0, 0, 0, 0}, 4, 3);
        double[] found = values(three.mask(centres, present, 2.5));
        double[] places = values(centres);
        int[] counts = {3, 2, 1, 0};
        for (int i = 0; i < found.length; i++) {
            int image = i / 256;
            double y = i / 16 % 16 + 0.5;
            double x = i % 16 + 0.5;
            double hidden = 1;
            for (int window = 0; window < counts[image]; window++) {
                double across = ramp(Math.abs(x - places[image * 6 + window * 2]), 2.5);
                double down = ramp(Math.abs(y - places[image * 6 + window * 2 + 1]), 2.5);
                hidden *= 1 - across * down;
            }
            assertThat(found[i]).isCloseTo(1 - hidden, within(1e-5));
        }
    }

    /** The part of a pixel at a distance from the centre that a box of width 4, blurred by a box of the ramp, shows. */
    private static double ramp(double distance, double ramp) {
        double low = Math.max(-2, distance - ramp / 2);
        double high = Math.min(2, distance + ramp / 2);
        return Math.max(0, high - low) / ramp;
    }

    @Test
    void gradientsOfTheNumbersAreThoseOfFiniteDifferences() {
        Glimpses glimpses = new Glimpses(GRID, 3);
        Tensor images = normal(6, 2, 3, 16, 16).to(ScalarType.Double);
        Tensor numbers = uniform(7, -1, 1, 2, 6).to(ScalarType.Double).set_requires_grad(true);
        for (double ramp : new double[] {1, 3}) {
            numbers.mutable_grad().reset();
            energy(glimpses, images, numbers, ramp).backward();
            double[] gradient = values(numbers.grad());
            double[] base = values(numbers);
            double step = 1e-6;
            for (int i = 0; i < base.length; i++) {
                double[] above = base.clone();
                above[i] += step;
                double[] below = base.clone();
                below[i] -= step;
                double difference = (energy(glimpses, images, AbstractTensor.create(above, 2, 6), ramp)
                                        .item_double()
                                - energy(glimpses, images, AbstractTensor.create(below, 2, 6), ramp)
                                        .item_double())
                        / (2 * step);
                assertThat(gradient[i]).isCloseTo(difference, within(1e-4 * Math.max(1, Math.abs(difference))));
                assertThat(gradient[i]).isNotZero();
            }
        }
    }

    private static Tensor energy(Glimpses glimpses, Tensor images, Tensor numbers, double ramp) {
        Tensor present = ones(2, 3).to(ScalarType.Double);
        Tensor canvas = images.mul(glimpses.mask(glimpses.centres(numbers), present, ramp));
        return canvas.mul(canvas).mul(images).sum();
    }

    @Test
    void snappedWindowsTakeAsManyPixelsAsAPatch() {
        Glimpses glimpses = new Glimpses(GRID, 1);
        Tensor snapped = glimpses.snapped(uniform(8, 2, 14, 30, 1, 2));
        double[] mask = values(glimpses.mask(snapped, taken(30, 1), 1));
        for (int image = 0; image < 30; image++) {
            double sum = 0;
            for (int pixel = 0; pixel < 256; pixel++) {
                double value = mask[image * 256 + pixel];
                assertThat(value).isIn(0.0, 1.0);
                sum += value;
            }
            assertThat(sum).isEqualTo(16);
        }
    }

    @Test
    void touchedPatchesAreThoseOfWhichAPixelShows() {
        Glimpses glimpses = new Glimpses(GRID, 1);
        Tensor centre = AbstractTensor.create(new float[] {7, 2}, 1, 1, 2);
        double[] actions = values(glimpses.touched(glimpses.mask(centre, taken(1, 1), 1)));
        assertThat(actions).containsExactly(0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void firstWindowsAreTakenAndTheirMeanIsTheOneAskedFor() {
        Glimpses glimpses = new Glimpses(GRID, 4);
        int images = 4000;
        IntFunction<RandomGenerator> random = image -> Seeds.generator(9, "test", image);
        double[] present = values(glimpses.present(3.7, images, random, CPU));
        double sum = 0;
        for (int image = 0; image < images; image++) {
            assertThat(present[4 * image] + present[4 * image + 1] + present[4 * image + 2])
                    .isEqualTo(3);
            sum += present[4 * image] + present[4 * image + 1] + present[4 * image + 2] + present[4 * image + 3];
        }
        // Standard error sqrt(0.7 * 0.3 / 4000) = 0.0072.
        assertThat(sum / images).isCloseTo(3.7, within(0.03));
        assertThat(values(glimpses.present(4, 9, random, CPU))).containsOnly(1.0);
    }

    @Test
    void asManyWindowsAsPatchesAtMost() {
        assertThatThrownBy(() -> new Glimpses(GRID, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Glimpses(GRID, 17)).isInstanceOf(IllegalArgumentException.class);
    }
}
