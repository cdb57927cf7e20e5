package io.patchdrop.runtime.zoom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.Seeds;
import io.patchdrop.imagery.Region;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ChipsTest {
    private static final int TRIES = 500;

    private static boolean holds(Region outer, Region inner) {
        return inner.left() >= outer.left()
                && inner.top() >= outer.top()
                && inner.left() + inner.width() <= outer.left() + outer.width()
                && inner.top() + inner.height() <= outer.top() + outer.height();
    }

    private static Region region(RandomGenerator random, int width, int height) {
        int left = random.nextInt(width);
        int top = random.nextInt(height);
        return new Region(left, top, 1 + random.nextInt(width - left), 1 + random.nextInt(height - top));
    }

    @Test
    void cutCoversAnAreaAndNothingBeyondIt() {
        RandomGenerator random = Seeds.generator(11, "areas");
        for (int i = 0; i < TRIES; i++) {
            int width = 5 + random.nextInt(40);
            int height = 5 + random.nextInt(40);
            int side = 1 + random.nextInt(Math.min(width, height));
            Region area = region(random, width, height);
            List<Chip> chips = Chips.cut(List.of(area), width, height, side);
            int across = (int) Math.ceil((double) area.width() / side);
            int down = (int) Math.ceil((double) area.height() / side);
            assertThat(chips).hasSize(across * down);
            BitSet covered = new BitSet();
            for (int number = 0; number < chips.size(); number++) {
                Chip chip = chips.get(number);
                assertThat(chip.number()).isEqualTo(number);
                assertThat(chip.window().width()).isEqualTo(side);
                assertThat(chip.window().height()).isEqualTo(side);
                assertThat(holds(Region.whole(width, height), chip.window())).isTrue();
                if (area.width() >= side && area.height() >= side) {
                    assertThat(holds(area, chip.window())).isTrue();
                }
                mark(covered, chip.window(), width);
            }
            for (int y = area.top(); y < area.top() + area.height(); y++) {
                for (int x = area.left(); x < area.left() + area.width(); x++) {
                    assertThat(covered.get(y * width + x)).isTrue();
                }
            }
        }
    }

    private static void mark(BitSet covered, Region region, int width) {
        for (int y = region.top(); y < region.top() + region.height(); y++) {
            covered.set(y * width + region.left(), y * width + region.left() + region.width());
        }
    }

    @Test
    void aroundIsTheSmallestSquareThatHoldsAWindow() {
        RandomGenerator random = Seeds.generator(12, "windows");
        for (int i = 0; i < TRIES; i++) {
            int width = 20 + random.nextInt(30);
            int height = 20 + random.nextInt(30);
            Region window = region(random, Math.min(width, height), Math.min(width, height));
            Chip chip = Chips.around(List.of(window), width, height).get(0);
            assertThat(chip.side()).isEqualTo(Math.max(window.width(), window.height()));
            assertThat(chip.window().height()).isEqualTo(chip.side());
            assertThat(holds(chip.window(), window)).isTrue();
            assertThat(holds(Region.whole(width, height), chip.window())).isTrue();
        }
    }

    @Test
    void theMiddleOfAWindowIsTheMiddleOfItsSquareWhereThereIsRoom() {
        assertThat(Chips.around(List.of(new Region(50, 50, 20, 10)), 100, 100)
                        .get(0)
                        .window())
                .isEqualTo(new Region(50, 45, 20, 20));
        assertThat(Chips.around(List.of(new Region(50, 0, 20, 10)), 100, 100)
                        .get(0)
                        .window())
                .isEqualTo(new Region(50, 0, 20, 20));
        assertThat(Chips.around(List.of(new Region(50, 92, 20, 8)), 100, 100)
                        .get(0)
                        .window())
                .isEqualTo(new Region(50, 80, 20, 20));
    }

    @Test
    void patchesShareAChipOutAmongThem() {
        RandomGenerator random = Seeds.generator(13, "patches");
        for (int i = 0; i < TRIES; i++) {
            int grid = 1 + random.nextInt(6);
            int side = grid + random.nextInt(40);
            Chip chip = new Chip(0, new Region(random.nextInt(9), random.nextInt(9), side, side));
            BitSet covered = new BitSet();
            int area = 0;
            for (int patch = 0; patch < grid * grid; patch++) {
                Region region = chip.patch(grid, patch);
                assertThat(holds(chip.window(), region)).isTrue();
                assertThat(Math.abs(region.width() - (double) side / grid)).isLessThan(1);
                assertThat(Math.abs(region.height() - (double) side / grid)).isLessThan(1);
                area += region.width() * region.height();
                mark(covered, region, 100);
            }
            assertThat(area).isEqualTo(side * side);
            assertThat(covered.cardinality()).isEqualTo(side * side);
        }
    }

    @Test
    void chipsThatCannotBe() {
        assertRefused(new Region(0, 0, 101, 10), 10, "does not lie in the image of 100 x 50 px");
        assertRefused(new Region(-1, 0, 10, 10), 10, "does not lie");
        assertRefused(new Region(0, 0, 0, 10), 10, "does not lie");
        assertRefused(new Region(Integer.MAX_VALUE, 0, Integer.MAX_VALUE, 10), 10, "does not lie");
        assertRefused(new Region(0, 0, 100, 50), 51, "A chip of 51 px does not fit");
        assertRefused(new Region(0, 0, 100, 50), 0, "A chip of 0 px does not fit");
    }

    private static void assertRefused(Region area, int side, String message) {
        assertThatThrownBy(() -> Chips.cut(List.of(area), 100, 50, side))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message);
    }

    @Test
    void thePixelsOfAHugeImageAreTooManyChips() {
        int huge = Integer.MAX_VALUE;
        Region all = Region.whole(huge, huge);
        for (int side : new int[] {1, 1000}) {
            assertThatThrownBy(() -> Chips.cut(List.of(all), huge, huge, side))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("more than 10000000 chips");
        }
        assertThat(Chips.cut(List.of(all), huge, huge, 1 << 30))
                .hasSize(4)
                .last()
                .satisfies(chip -> assertThat(chip.window().left()).isEqualTo(huge - (1 << 30)));
    }
}
