package io.patchdrop.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class PatchGridTest {
    @RepeatedTest(30)
    void patchesCoverEachPixelExactlyOnce(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        var random = Seeds.generator(seed, "grids");
        PatchGrid grid = new PatchGrid(
                1 + random.nextInt(6), 1 + random.nextInt(6), 1 + random.nextInt(9), 1 + random.nextInt(9));
        int[] covered = new int[grid.imageHeight() * grid.imageWidth()];
        for (int patch = 0; patch < grid.patches(); patch++) {
            PixelBox box = grid.box(patch);
            for (int y = box.y(); y < box.y() + box.height(); y++) {
                for (int x = box.x(); x < box.x() + box.width(); x++) {
                    covered[y * grid.imageWidth() + x]++;
                    assertThat(grid.patchAt(x, y)).as("seed %d", seed).isEqualTo(patch);
                    assertThat(box.contains(x, y)).as("seed %d", seed).isTrue();
                }
            }
        }
        assertThat(covered).as("seed %d, %s", seed, grid).containsOnly(1);
    }

    @RepeatedTest(30)
    void centralOrderIsSortedByDistanceThenNumber(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        var random = Seeds.generator(seed, "central orders");
        PatchGrid grid = new PatchGrid(1 + random.nextInt(7), 1 + random.nextInt(7), 8, 8);
        int[] order = grid.centralOrder();
        assertThat(order)
                .as("seed %d", seed)
                .containsExactlyInAnyOrder(IntStream.range(0, grid.patches()).toArray());
        for (int i = 1; i < order.length; i++) {
            double before = grid.distanceFromCentre(order[i - 1]);
            double after = grid.distanceFromCentre(order[i]);
            assertThat(before < after || (before == after && order[i - 1] < order[i]))
                    .as("seed %d, %s", seed, Arrays.toString(order))
                    .isTrue();
        }
    }

    @Test
    void theUsualGridOfThePaper() {
        PatchGrid grid = PatchGrid.divide(4, 224, 224);
        assertThat(grid).isEqualTo(PatchGrid.ofPatchSize(56, 224, 224));
        assertThat(grid.patches()).isEqualTo(16);
        assertThat(grid.box(7)).isEqualTo(new PixelBox(168, 56, 56, 56));
        assertThat(grid.row(7)).isEqualTo(1);
        assertThat(grid.column(7)).isEqualTo(3);
        assertThat(grid.centralOrder()).startsWith(5, 6, 9, 10).endsWith(0, 3, 12, 15);
        assertThat(grid.distanceFromCentre(0)).isCloseTo(1.5 * Math.sqrt(2), within(1e-12));
        assertThat(grid.distanceFromCentre(1)).isCloseTo(Math.hypot(1.5, 0.5), within(1e-12));
    }

    @Test
    void rectanglesAreCutIntoRectangles() {
        assertThat(PatchGrid.divide(2, 6, 10)).isEqualTo(new PatchGrid(2, 2, 3, 5));
        assertThat(PatchGrid.ofPatchSize(2, 6, 10)).isEqualTo(new PatchGrid(3, 5, 2, 2));
    }

    @Test
    void aGridThatDoesNotDivideNamesWhatWould() {
        assertThatThrownBy(() -> PatchGrid.divide(4, 30, 30))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("A grid of 4 x 4 patches does not divide an image of 30 x 30 pixels"
                        + " (use an image of 28 x 28 or 32 x 32 pixels or a grid of 3 or 5)");
        assertThatThrownBy(() -> PatchGrid.divide(40, 30, 20))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("use an image of 40 x 40 pixels or a grid of 10)");
        assertThatThrownBy(() -> PatchGrid.ofPatchSize(10, 64, 48))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("use an image of 60 x 40 or 70 x 50 pixels or a patch size of 8 or 16)");
        assertThatThrownBy(() -> PatchGrid.divide(2, 7, 7))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("6 x 6 or 8 x 8 pixels or a grid of 1 or 7)");
    }

    @Test
    void sizesMustBePositiveAndCountable() {
        assertThatThrownBy(() -> PatchGrid.divide(0, 32, 32))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("0 as the grid size");
        assertThatThrownBy(() -> PatchGrid.ofPatchSize(8, -32, 32))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("-32 as the image height");
        assertThatThrownBy(() -> new PatchGrid(1 << 20, 1 << 20, 8, 8))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("too large");
    }

    @Test
    void placesOutsideAreRefused() {
        PatchGrid grid = PatchGrid.divide(4, 32, 32);
        assertThatThrownBy(() -> grid.patchAt(32, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> grid.patchAt(0, -1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> grid.box(16)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @RepeatedTest(30)
    void boxesOverlapWhereTheyShareAPixel(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        var random = Seeds.generator(seed, "boxes");
        PixelBox one = new PixelBox(random.nextInt(6), random.nextInt(6), 1 + random.nextInt(5), 1 + random.nextInt(5));
        PixelBox two = new PixelBox(random.nextInt(6), random.nextInt(6), 1 + random.nextInt(5), 1 + random.nextInt(5));
        boolean shared =
                IntStream.range(0, 12 * 12).anyMatch(i -> one.contains(i % 12, i / 12) && two.contains(i % 12, i / 12));
        assertThat(one.overlaps(two)).as("seed %d: %s, %s", seed, one, two).isEqualTo(shared);
    }
}
