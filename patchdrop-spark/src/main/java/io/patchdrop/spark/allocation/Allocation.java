package io.patchdrop.spark.allocation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which images buy their next step. The rate lambda (right answers for one unit of money) is set so that all that will be bought
 * at it can be expected to take just the money that is there; whoever is worth more buys a step. When that is nobody, or too many,
 * those of the highest worth for their price go first until the money is gone.
 */
public final class Allocation {
    private static final int HALVINGS = 60;

    private Allocation() {}

    /**
     * Images of one cell.
     *
     * @param images how many
     * @param price of the next step of all of them together
     */
    public record Group(Cell cell, long images, double price) {}

    /**
     * What is decided.
     *
     * @param whole cells of which each image buys
     * @param part cell of which only some images buy: as many as the rest of the money is for
     * @param left money for the part, or that is left if there is none
     */
    public record Decision(Set<Cell> whole, Optional<Cell> part, double left) {
        public Decision {
            whole = Set.copyOf(whole);
        }
    }

    /**
     * Hands out money.
     *
     * @param groups of images that have a next step
     * @param money at least 0
     */
    public static Decision decide(Worth worth, List<Group> groups, double money) {
        List<Group> worthy = groups.stream()
                .filter(group -> index(worth, group.cell()) > 0)
                .sorted(Comparator.comparingDouble((Group group) -> -priority(worth, group.cell()))
                        .thenComparing(
                                Group::cell, Comparator.comparing(Cell::step).thenComparing(Cell::bin)))
                .toList();
        double lambda = lambda(worth, worthy, money);
        List<Group> chosen = worthy.stream()
                .filter(group -> priority(worth, group.cell()) >= lambda)
                .toList();
        double price = chosen.stream().mapToDouble(Group::price).sum();
        return !chosen.isEmpty() && price <= money
                ? new Decision(cells(chosen), Optional.empty(), money - price)
                : inOrder(worthy, money);
    }

    private static Decision inOrder(List<Group> worthy, double money) {
        List<Group> whole = new ArrayList<>();
        double left = money;
        for (Group group : worthy) {
            if (group.price() / group.images() > left) {
                continue;
            }
            if (group.price() > left) {
                return new Decision(cells(whole), Optional.of(group.cell()), left);
            }
            whole.add(group);
            left -= group.price();
        }
        return new Decision(cells(whole), Optional.empty(), left);
    }

    private static Set<Cell> cells(List<Group> groups) {
        Set<Cell> cells = new HashSet<>();
        groups.forEach(group -> cells.add(group.cell()));
        return cells;
    }

    private static double index(Worth worth, Cell cell) {
        return worth.index(cell.step(), cell.bin());
    }

    /** Right answers for one unit of money. */
    private static double priority(Worth worth, Cell cell) {
        double price = cell.price();
        return price == 0 ? Double.POSITIVE_INFINITY : index(worth, cell) / price;
    }

    /** The lowest rate at which the money can be expected to last. */
    private static double lambda(Worth worth, List<Group> groups, double money) {
        if (forecast(worth, groups, 0) <= money) {
            return 0;
        }
        double low = 0;
        double high = 1;
        while (forecast(worth, groups, high) > money) {
            high *= 2;
        }
        for (int i = 0; i < HALVINGS; i++) {
            double middle = low == 0 ? high / 16 : Math.sqrt(low * high);
            if (forecast(worth, groups, middle) > money) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static double forecast(Worth worth, List<Group> groups, double lambda) {
        double money = 0;
        for (Group group : groups) {
            Cell cell = group.cell();
            double price = cell.price();
            money += group.images() * price * worth.patches(cell.step(), cell.bin(), lambda * price);
        }
        return money;
    }
}
