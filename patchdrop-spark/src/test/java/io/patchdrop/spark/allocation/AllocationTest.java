package io.patchdrop.spark.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.spark.allocation.Allocation.Decision;
import io.patchdrop.spark.allocation.Allocation.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AllocationTest {
    private static final Worth WORTH = new Worth(new Movements(4), List.of(0, 1, 2, 4, 8));
    private static final int UNSURE = ConfidenceBins.of(0.2);
    private static final int SURER = ConfidenceBins.of(0.7);
    private static final int ONE = Cell.unit(1);

    private static Group group(int step, int bin, int unit, long images, double price) {
        return new Group(new Cell(step, bin, unit), images, price);
    }

    @Test
    void unitsAreNearToTheirPrices() {
        for (double price : new double[] {1e-9, 0.003, 1, 7, 1e6}) {
            assertThat(new Cell(0, 0, Cell.unit(price)).price()).isBetween(price / 1.1, price * 1.1);
        }
        assertThat(Cell.unit(0)).isEqualTo(Cell.FREE);
    }

    @Test
    void plentyOfMoneyBuysForAll() {
        List<Group> groups = List.of(group(0, UNSURE, ONE, 10, 10), group(0, SURER, ONE, 10, 10));
        Decision decision = Allocation.decide(WORTH, groups, 1000);
        assertThat(decision.whole()).hasSize(2);
        assertThat(decision.part()).isEmpty();
        assertThat(decision.left()).isEqualTo(980);
    }

    @Test
    void littleMoneyGoesToTheLeastSureAndTheCheapest() {
        Cell unsure = new Cell(0, UNSURE, ONE);
        List<Group> groups = List.of(group(0, SURER, ONE, 100, 100), group(0, UNSURE, ONE, 100, 100));
        Decision decision = Allocation.decide(WORTH, groups, 30);
        assertThat(decision.whole()).isEmpty();
        assertThat(decision.part()).contains(unsure);
        assertThat(decision.left()).isEqualTo(30);

        Cell cheap = new Cell(0, SURER, Cell.unit(0.01));
        List<Group> mixed = List.of(group(0, UNSURE, ONE, 100, 100), group(0, SURER, Cell.unit(0.01), 100, 1));
        assertThat(Allocation.decide(WORTH, mixed, 1.5).whole()).containsExactly(cheap);
    }

    @Test
    void nothingIsBoughtThatIsWorthNothing() {
        Decision decision = Allocation.decide(WORTH, List.of(group(4, UNSURE, ONE, 5, 5)), 100);
        assertThat(decision.whole()).isEmpty();
        assertThat(decision.part()).isEmpty();
        assertThat(decision.left()).isEqualTo(100);
    }

    @Test
    void theMoneyIsNeverPassed() {
        SplittableRandom random = new SplittableRandom(3);
        for (int trial = 0; trial < 200; trial++) {
            List<Group> groups = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                double price = Math.exp(random.nextDouble(-3, 3));
                long images = random.nextLong(1, 50);
                groups.add(group(
                        random.nextInt(4),
                        random.nextInt(ConfidenceBins.COUNT),
                        Cell.unit(price),
                        images,
                        images * price));
            }
            List<Group> distinct = groups.stream()
                    .filter(each -> groups.stream()
                                    .filter(other -> other.cell().equals(each.cell()))
                                    .count()
                            == 1)
                    .toList();
            double money = random.nextDouble(0, 500);
            Decision decision = Allocation.decide(WORTH, distinct, money);
            double spent = distinct.stream()
                    .filter(each -> decision.whole().contains(each.cell()))
                    .mapToDouble(Group::price)
                    .sum();
            assertThat(spent + decision.left()).as("trial %d of seed 3", trial).isBetween(money - 1e-6, money + 1e-6);
            assertThat(decision.left()).isNotNegative();
        }
    }
}
