package io.patchdrop.runtime;

import io.patchdrop.core.Budget;
import io.patchdrop.core.PatchMask;
import io.patchdrop.core.Purchases;
import io.patchdrop.core.bundle.Manifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Images side by side, from their looks to their answers. Those that still buy hold the first slots of the HR stage, each
 * in the slot of its place in {@link #buyers}. Others come into the slots of those that were answered: while a source
 * fetches what a few images buy step after step, it fetches for many more.
 */
final class MicroBatch {
    /** Fewer free slots than one in so many are few. */
    private static final int FEW = 4;

    private final Manifest manifest;
    private final Fusion fusion;
    private final float @Nullable [] logitsOfNothing;
    private final LookStage.Work look;
    private final ZoomStage.Work zoom;
    private final int slots;
    private final List<Buyer> buyers = new ArrayList<>();
    private final Answer[] answers;
    private int admitted;

    /** An image that is not answered yet. */
    private static final class Buyer {
        private final int image;
        private final Input input;
        private final float[] lookLogits;
        private final float @Nullable [] value;
        private final PurchasePlan plan;
        private int stop;
        private int bought;
        private boolean refused;

        private Buyer(int image, Input input, float[] lookLogits, float @Nullable [] value, PurchasePlan plan) {
            this.image = image;
            this.input = input;
            this.lookLogits = lookLogits;
            this.value = value;
            this.plan = plan;
        }

        /** Orders what is to be bought up to the next stop: nothing, if the source refuses. */
        private int[] order() throws IOException {
            int[] next = Arrays.copyOfRange(plan.order(), bought, plan.stops()[stop++]);
            refused = next.length > 0 && !input.order(next);
            return refused ? new int[0] : next;
        }

        private boolean buysNoMore(double confidence) {
            return refused || stop == plan.stops().length || confidence >= plan.enough();
        }
    }

    private MicroBatch(
            Manifest manifest, Fusion fusion, float @Nullable [] logitsOfNothing, Workspace workspace, int images) {
        this.manifest = manifest;
        this.fusion = fusion;
        this.logitsOfNothing = logitsOfNothing;
        this.look = workspace.look();
        this.zoom = workspace.zoom();
        this.slots = workspace.images();
        this.answers = new Answer[images];
    }

    /**
     * Answers images.
     *
     * @param logitsOfNothing see {@link ZoomStage}
     * @param workspace holds the images that are side by side
     * @param budgets what may be bought of each
     */
    static List<Answer> answer(
            Manifest manifest,
            Fusion fusion,
            float @Nullable [] logitsOfNothing,
            Workspace workspace,
            List<Budget> budgets,
            List<? extends Input> inputs)
            throws IOException {
        return new MicroBatch(manifest, fusion, logitsOfNothing, workspace, inputs.size()).run(inputs, budgets);
    }

    private List<Answer> run(List<? extends Input> inputs, List<Budget> budgets) throws IOException {
        while (admitted < inputs.size() || !buyers.isEmpty()) {
            admit(inputs, budgets);
            buy();
            classify();
        }
        return Arrays.asList(answers);
    }

    /** Lets the next images in, unless only few slots are free: looks are quicker together. */
    private void admit(List<? extends Input> inputs, List<Budget> budgets) throws IOException {
        int first = buyers.size();
        int count = Math.min(slots - first, inputs.size() - admitted);
        if (count == 0 || slots - first < slots / FEW) {
            return;
        }
        look.run(first, inputs.subList(admitted, admitted + count));
        zoom.begin(first, count);
        for (int slot = first; slot < first + count; slot++) {
            float[] value = look.value(slot);
            PurchasePlan plan = PurchasePlan.of(budgets.get(admitted), look.scores(slot), value, manifest.steps());
            buyers.add(new Buyer(admitted, inputs.get(admitted), look.logits(slot), value, plan));
            admitted++;
        }
    }

    /** Each image buys up to its next stop. All order before the first is asked for pixels: fetching overlaps. */
    private void buy() throws IOException {
        List<int[]> orders = new ArrayList<>(buyers.size());
        for (Buyer buyer : buyers) {
            orders.add(buyer.order());
        }
        for (int slot = 0; slot < buyers.size(); slot++) {
            Buyer buyer = buyers.get(slot);
            zoom.buy(slot, buyer.input, orders.get(slot));
            buyer.bought += orders.get(slot).length;
        }
        zoom.encode();
    }

    /** Each image is classified from what it has; those for which that is enough are answered and leave. */
    private void classify() {
        boolean nothingIsKnown = logitsOfNothing != null || !fusion.needsHr(0);
        // From the last slot to the first, since the last image takes the slot of one that leaves.
        if (nothingIsKnown) {
            for (int slot = buyers.size() - 1; slot >= 0; slot--) {
                if (buyers.get(slot).bought == 0) {
                    settle(slot, logitsOfNothing, 0);
                }
            }
        }
        if (buyers.stream().anyMatch(buyer -> !nothingIsKnown || buyer.bought > 0)) {
            float[] logits = zoom.logits(buyers.size());
            for (int slot = buyers.size() - 1; slot >= 0; slot--) {
                settle(slot, logits, slot * manifest.classes().size());
            }
        }
    }

    private void settle(int slot, float @Nullable [] hrLogits, int start) {
        Buyer buyer = buyers.get(slot);
        double[] probabilities = fusion.probabilities(buyer.bought, hrLogits, start, buyer.lookLogits);
        int best = Fusion.highest(probabilities);
        if (buyer.buysNoMore(probabilities[best])) {
            answers[buyer.image] = answer(buyer, probabilities, best);
            leave(slot);
        }
    }

    private Answer answer(Buyer buyer, double[] probabilities, int best) {
        int[] purchases = Arrays.copyOf(buyer.plan.order(), buyer.bought);
        return new Answer(
                best,
                manifest.classes().get(best),
                probabilities[best],
                Fusion.floats(probabilities),
                PatchMask.ofIndices(manifest.patches(), purchases),
                purchases,
                buyer.value == null
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(Purchases.probabilityRight(buyer.value, purchases)));
    }

    private void leave(int slot) {
        int last = buyers.size() - 1;
        Buyer moved = buyers.remove(last);
        if (slot != last) {
            buyers.set(slot, moved);
            zoom.move(last, slot);
        }
    }
}
