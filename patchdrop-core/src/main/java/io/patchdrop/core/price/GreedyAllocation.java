package io.patchdrop.core.price;

import io.patchdrop.core.price.Allocation.Candidate;
import io.patchdrop.core.price.Allocation.Costs;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * One allocation under way. The next candidate of each scene waits in a queue with the cost it had when it was last asked for.
 * Before one is bought it is asked for again if anything was bought since, and goes back if it has become dearer.
 */
final class GreedyAllocation {
    private final List<List<Candidate>> scenes;
    private final double limit;
    private final Costs costs;
    private final int[] bought;
    private final int[] versions;
    private final PriorityQueue<Offer> queue = new PriorityQueue<>();
    private int purchases;
    private double spent;

    /**
     * @param version of its scene; an offer of an older one is void
     * @param asked number of purchases when its cost was asked for
     */
    private record Offer(Candidate candidate, double cost, int version, int asked) implements Comparable<Offer> {
        private static final Comparator<Offer> BEST_FIRST = Comparator.comparingDouble(Offer::gainPerCost)
                .thenComparingDouble(offer -> offer.candidate().gain())
                .reversed()
                .thenComparingInt(offer -> offer.candidate().scene());

        private double gainPerCost() {
            return candidate.gain() / cost; // of nothing: infinite
        }

        @Override
        public int compareTo(Offer other) {
            return BEST_FIRST.compare(this, other);
        }
    }

    GreedyAllocation(List<List<Candidate>> scenes, double limit, Costs costs) {
        this.scenes = scenes;
        this.limit = limit;
        this.costs = costs;
        this.bought = new int[scenes.size()];
        this.versions = new int[scenes.size()];
        for (int scene = 0; scene < scenes.size(); scene++) {
            for (Candidate candidate : scenes.get(scene)) {
                if (candidate.scene() != scene) {
                    throw new IllegalArgumentException(candidate + " stands in the list of scene " + scene);
                }
            }
        }
    }

    Allocation run() {
        for (int scene = 0; scene < scenes.size(); scene++) {
            offer(scene);
        }
        for (Offer offer = queue.poll(); offer != null; offer = queue.poll()) {
            int scene = offer.candidate().scene();
            if (offer.version() != versions[scene]) {
                continue;
            }
            if (offer.asked() < purchases) {
                offer(scene);
            } else if (spent + offer.cost() <= limit) {
                buy(offer);
            }
        }
        return new Allocation(
                parts(scene -> scenes.get(scene).subList(0, bought[scene])),
                parts(scene -> scenes.get(scene)
                        .subList(bought[scene], scenes.get(scene).size())),
                spent);
    }

    private interface PartOfScene {
        List<Candidate> of(int scene);
    }

    private List<List<Candidate>> parts(PartOfScene part) {
        return IntStream.range(0, scenes.size()).mapToObj(part::of).toList();
    }

    /** Puts the next candidate of a scene into the queue, at what it costs now. */
    private void offer(int scene) {
        versions[scene]++;
        if (bought[scene] == scenes.get(scene).size()) {
            return;
        }
        Candidate next = scenes.get(scene).get(bought[scene]);
        if (next.gain() <= 0) {
            return;
        }
        double cost = costs.marginal(next);
        if (!(cost >= 0 && cost < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(next + " costs " + cost);
        }
        queue.add(new Offer(next, cost, versions[scene], purchases));
    }

    private void buy(Offer offer) {
        Candidate candidate = offer.candidate();
        spent += offer.cost();
        purchases++;
        bought[candidate.scene()]++;
        List<Integer> cheaper = costs.buy(candidate);
        offer(candidate.scene());
        for (int scene : cheaper) {
            if (scene != candidate.scene()) {
                offer(scene);
            }
        }
    }
}
