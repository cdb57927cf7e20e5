package io.patchdrop.core.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.Seeds;
import io.patchdrop.core.price.Allocation.Candidate;
import io.patchdrop.core.price.Allocation.Costs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AllocationTest {
    private static List<Candidate> scene(int scene, double... gains) {
        return IntStream.range(0, gains.length)
                .mapToObj(i -> new Candidate(scene, i, gains[i]))
                .toList();
    }

    private static double gain(List<List<Candidate>> bought) {
        return bought.stream()
                .flatMap(List::stream)
                .mapToDouble(Candidate::gain)
                .sum();
    }

    @Test
    void theHighestGainPerCostComesFirst() {
        List<List<Candidate>> scenes = List.of(scene(0, 0.3, 0.2, 0.1), scene(1, 0.9), scene(2), scene(3, -0.1, 5));
        Map<Double, Double> costs = Map.of(0.3, 1.0, 0.2, 1.0, 0.1, 1.0, 0.9, 4.0);
        Allocation allocation = Allocation.greedy(scenes, 5, next -> costs.getOrDefault(next.gain(), 1.0));
        // 0.3, then 0.9 / 4 > 0.2; there is nothing left for 0.2.
        assertThat(allocation.bought()).containsExactly(scene(0, 0.3), scene(1, 0.9), List.of(), List.of());
        assertThat(allocation.left().get(0)).extracting(Candidate::patch).containsExactly(1, 2);
        assertThat(allocation.left().get(3)).as("its order begins with a loss").hasSize(2);
        assertThat(allocation.spent()).isEqualTo(5);
    }

    @Test
    void whatCannotBePaidIsPassedOver() {
        List<List<Candidate>> scenes = List.of(scene(0, 0.9, 0.8), scene(1, 0.1), scene(2, 0.05));
        Allocation allocation = Allocation.greedy(scenes, 3, next -> next.scene() == 0 ? 2 : 1);
        assertThat(allocation.bought()).containsExactly(scene(0, 0.9), scene(1, 0.1), List.of());
        assertThat(Allocation.greedy(scenes, 0, next -> 1).bought()).allMatch(List::isEmpty);
        assertThat(Allocation.greedy(scenes, 0, next -> 0).left()).allMatch(List::isEmpty);
        assertThat(Allocation.greedy(scenes, Double.POSITIVE_INFINITY, next -> 1e300)
                        .left())
                .allMatch(List::isEmpty);
        assertThat(Allocation.greedy(List.of(), 1, next -> 1).bought()).isEmpty();
    }

    @Test
    void tiesGoToTheHigherGainAndThenTheLowerScene() {
        List<List<Candidate>> scenes = List.of(scene(0, 0.1), scene(1, 0.2), scene(2, 0.1));
        List<Integer> order = new ArrayList<>();
        Costs costs = new Costs() {
            @Override
            public double marginal(Candidate candidate) {
                return candidate.gain() * 10;
            }

            @Override
            public List<Integer> buy(Candidate candidate) {
                order.add(candidate.scene());
                return List.of();
            }
        };
        Allocation.greedy(scenes, 100, costs);
        assertThat(order).containsExactly(1, 0, 2);
    }

    @Test
    void withEqualCostsAndFallingGainsNothingIsBetter() {
        for (int round = 0; round < 300; round++) {
            RandomGenerator random = Seeds.generator(31, "equal", round);
            List<List<Candidate>> scenes = randomScenes(random, candidate -> 1);
            int limit = random.nextInt(8);
            Allocation allocation = Allocation.greedy(scenes, limit, next -> 1);
            assertThat(allocation.spent()).isLessThanOrEqualTo(limit);
            assertThat(gain(allocation.bought()))
                    .as("round %d", round)
                    .isCloseTo(best(scenes, limit, next -> 1), within(1e-12));
        }
    }

    @Test
    void withOtherCostsNothingIsBetterByMoreThanOnePatch() {
        for (int round = 0; round < 300; round++) {
            long seed = round;
            RandomGenerator random = Seeds.generator(32, "unequal", round);
            Costs costs = next -> 0.1
                    + Seeds.generator(33, "cost", seed, next.scene(), next.patch())
                            .nextDouble();
            List<List<Candidate>> scenes = randomScenes(random, costs);
            double limit = 3 * random.nextDouble();
            Allocation allocation = Allocation.greedy(scenes, limit, costs);
            assertThat(allocation.spent()).isLessThanOrEqualTo(limit);
            double highest = scenes.stream()
                    .flatMap(List::stream)
                    .mapToDouble(Candidate::gain)
                    .max()
                    .orElse(0);
            assertThat(gain(allocation.bought()))
                    .as("round %d", round)
                    .isGreaterThanOrEqualTo(best(scenes, limit, costs) - highest);
        }
    }

    /** Up to four scenes of up to three candidates each, whose gain per cost falls. */
    private static List<List<Candidate>> randomScenes(RandomGenerator random, Costs costs) {
        List<List<Candidate>> scenes = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int scene = 0; scene < count; scene++) {
            double[] ratios = random.doubles(random.nextInt(4)).sorted().toArray();
            List<Candidate> candidates = new ArrayList<>();
            for (int i = 0; i < ratios.length; i++) {
                double cost = costs.marginal(new Candidate(scene, i, 0));
                candidates.add(new Candidate(scene, i, ratios[ratios.length - 1 - i] * cost));
            }
            scenes.add(candidates);
        }
        return scenes;
    }

    /** The highest gain of all choices of beginnings. */
    private static double best(List<List<Candidate>> scenes, double limit, Costs costs) {
        return best(scenes, 0, limit, costs);
    }

    private static double best(List<List<Candidate>> scenes, int scene, double limit, Costs costs) {
        if (scene == scenes.size()) {
            return 0;
        }
        double best = best(scenes, scene + 1, limit, costs);
        double gain = 0;
        double left = limit;
        for (Candidate candidate : scenes.get(scene)) {
            gain += candidate.gain();
            left -= costs.marginal(candidate);
            if (left < 0) {
                break;
            }
            best = Math.max(best, gain + best(scenes, scene + 1, left, costs));
        }
        return best;
    }

    /** Candidates that lie on tiles, each of which is paid for once. */
    private static final class SharedTiles implements Costs {
        private final Map<Candidate, Set<Integer>> tiles = new HashMap<>();
        private final Set<Integer> owned = new HashSet<>();
        private int asked;

        @Override
        public double marginal(Candidate candidate) {
            asked++;
            return tiles.getOrDefault(candidate, Set.of()).stream()
                    .filter(tile -> !owned.contains(tile))
                    .count();
        }

        @Override
        public List<Integer> buy(Candidate candidate) {
            Set<Integer> bought = tiles.getOrDefault(candidate, Set.of());
            owned.addAll(bought);
            return tiles.keySet().stream()
                    .filter(other -> !Collections.disjoint(tiles.getOrDefault(other, Set.of()), bought))
                    .map(Candidate::scene)
                    .distinct()
                    .sorted()
                    .toList();
        }
    }

    @Test
    void sharedCostsAreThoseAtTheTimeOfPurchase() {
        for (int round = 0; round < 200; round++) {
            RandomGenerator random = Seeds.generator(34, "shared", round);
            List<List<Candidate>> scenes = new ArrayList<>();
            SharedTiles costs = new SharedTiles();
            SharedTiles plain = new SharedTiles();
            for (int scene = 0; scene < 6; scene++) {
                double[] gains = random.doubles(4).toArray();
                scenes.add(scene(scene, gains));
                for (Candidate candidate : scenes.get(scene)) {
                    Set<Integer> tiles = Set.copyOf(Arrays.asList(random.nextInt(8), random.nextInt(8)));
                    costs.tiles.put(candidate, tiles);
                    plain.tiles.put(candidate, tiles);
                }
            }
            int limit = random.nextInt(9);
            Allocation allocation = Allocation.greedy(scenes, limit, costs);
            assertThat(allocation.spent()).isEqualTo(costs.owned.size()).isLessThanOrEqualTo(limit);
            assertThat(allocation.bought()).as("round %d", round).isEqualTo(oneByOne(scenes, limit, plain));
        }
    }

    /** The same rule, asking for every cost before every purchase. */
    private static List<List<Candidate>> oneByOne(List<List<Candidate>> scenes, int limit, SharedTiles costs) {
        List<List<Candidate>> bought = new ArrayList<>();
        scenes.forEach(scene -> bought.add(new ArrayList<>()));
        double spent = 0;
        while (true) {
            double now = spent;
            Candidate next = scenes.stream()
                    .filter(scene -> bought.get(scenes.indexOf(scene)).size() < scene.size())
                    .map(scene -> scene.get(bought.get(scenes.indexOf(scene)).size()))
                    .filter(candidate -> now + costs.marginal(candidate) <= limit)
                    .min(Comparator.<Candidate>comparingDouble(each -> -each.gain() / costs.marginal(each))
                            .thenComparingDouble(each -> -each.gain())
                            .thenComparingInt(Candidate::scene))
                    .orElse(null);
            if (next == null) {
                return bought;
            }
            spent += costs.marginal(next);
            costs.buy(next);
            bought.get(next.scene()).add(next);
        }
    }

    @Test
    void manyScenesAreAskedAboutAFewTimesEach() {
        List<List<Candidate>> scenes = new ArrayList<>();
        for (int scene = 0; scene < 20_000; scene++) {
            double[] gains =
                    Seeds.generator(35, "many", scene).doubles(5).sorted().toArray();
            scenes.add(scene(scene, gains[4], gains[3], gains[2], gains[1], gains[0]));
        }
        SharedTiles counting = new SharedTiles();
        Allocation allocation = Allocation.greedy(scenes, 1e9, next -> 1 + counting.marginal(next));
        assertThat(allocation.spent()).isEqualTo(100_000);
        assertThat(counting.asked).isLessThan(300_000);
    }

    @Test
    void wrongInputIsRefused() {
        List<List<Candidate>> scenes = List.of(scene(0, 1));
        assertThatThrownBy(() -> Allocation.greedy(scenes, -1, next -> 1)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Allocation.greedy(scenes, Double.NaN, next -> 1))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Allocation.greedy(scenes, 1, next -> -1)).hasMessageContaining("costs -1.0");
        assertThatThrownBy(() -> Allocation.greedy(List.of(scene(1, 1)), 1, next -> 1))
                .hasMessageContaining("the list of scene 0");
        assertThatThrownBy(() -> new Candidate(0, 0, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
