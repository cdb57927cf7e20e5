package io.patchdrop.runtime.zoom;

import io.patchdrop.core.Budget;
import io.patchdrop.core.PixelBox;
import io.patchdrop.core.Purchases;
import io.patchdrop.core.bundle.ExpectedAccuracy;
import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.core.price.Allocation;
import io.patchdrop.core.price.Allocation.Candidate;
import io.patchdrop.imagery.source.Cost;
import io.patchdrop.imagery.source.ImageSource;
import io.patchdrop.imagery.source.Piece;
import io.patchdrop.runtime.Answer;
import io.patchdrop.runtime.Look;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Which of the patches that chips want are bought when a limit does not let all be: those that are expected to bring most for
 * what they cost, over all chips.
 */
final class Trimming {
    /** Halvings of the search for the largest allocation that keeps to the limits. */
    private static final int STEPS = 12;
    /** A patch that is wanted is worth something, whatever is expected of it. */
    private static final double LEAST_GAIN = 1e-6;

    private final ImageSource image;
    private final PatchView view;
    private final Manifest manifest;
    private final ZoomRequest request;
    private final Cost spent;

    Trimming(ImageSource image, PatchView view, Manifest manifest, ZoomRequest request, Cost spent) {
        this.image = image;
        this.view = view;
        this.manifest = manifest;
        this.request = request;
        this.spent = spent;
    }

    /**
     * Trims.
     *
     * @param wanted the patches of each chip, the first to be bought first
     * @return the beginning of each list
     */
    List<List<Integer>> trim(List<Looked> looked, List<List<Integer>> wanted) throws IOException {
        if (!request.limits().any() || fits(looked, wanted)) {
            return wanted;
        }
        List<List<Candidate>> candidates = new ArrayList<>();
        for (int i = 0; i < looked.size(); i++) {
            candidates.add(candidates(i, looked.get(i), wanted.get(i)));
        }
        // What single patches cost alone is more than what they cost merged, and less than what a minimum area makes of
        // it:
        // so the limit is searched for which the whole keeps to the true ones.
        double low = 0;
        double high = 2;
        List<List<Integer>> best =
                wanted.stream().map(list -> List.<Integer>of()).toList();
        for (int step = 0; step < STEPS; step++) {
            double middle = (low + high) / 2;
            List<List<Integer>> kept = allocated(looked, candidates, middle);
            if (fits(looked, kept)) {
                low = middle;
                best = kept;
            } else {
                high = middle;
            }
        }
        return best;
    }

    private boolean fits(List<Looked> looked, List<List<Integer>> patches) throws IOException {
        Purchaser purchaser = new Purchaser(view, image, manifest.grid(), new Till(request, image, spent), true);
        for (int i = 0; i < looked.size(); i++) {
            boolean bought = patches.get(i).isEmpty()
                    || purchaser.buy(looked.get(i).chip(), patches.get(i)).isPresent();
            if (!bought) {
                return false;
            }
        }
        return true;
    }

    private List<Candidate> candidates(int chip, Looked looked, List<Integer> patches) {
        List<Candidate> candidates = new ArrayList<>();
        for (int count = 0; count < patches.size(); count++) {
            double gain = gain(looked, patches, count);
            candidates.add(new Candidate(chip, patches.get(count), Math.max(gain, LEAST_GAIN)));
        }
        return candidates;
    }

    /** What one patch more than {@code count} is expected to bring, in probability of a right answer. */
    private double gain(Looked looked, List<Integer> patches, int count) {
        Look look = looked.look();
        Answer answer = looked.answer();
        if (look == null || answer == null) {
            return 0;
        }
        OptionalDouble before = ExpectedAccuracy.of(manifest, count);
        if (before.isPresent() && !(request.budget() instanceof Budget.Price)) {
            double more = ExpectedAccuracy.of(manifest, count + 1).orElseThrow() - before.getAsDouble();
            // Where the look is sure there is little to be gained.
            return more / 100 * (1 - answer.confidence());
        }
        float[] value = look.value();
        return value == null
                ? Purchases.sigmoid(look.scores()[patches.get(count)])
                : Purchases.probabilityRight(value, first(patches, count + 1))
                        - Purchases.probabilityRight(value, first(patches, count));
    }

    private static int[] first(List<Integer> patches, int count) {
        return patches.subList(0, count).stream().mapToInt(Integer::intValue).toArray();
    }

    private List<List<Integer>> allocated(List<Looked> looked, List<List<Candidate>> candidates, double limit)
            throws IOException {
        try {
            Allocation allocation = Allocation.greedy(candidates, limit, new Shares(looked));
            return allocation.bought().stream()
                    .map(list -> list.stream().map(Candidate::patch).toList())
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** What a patch costs as a share of what is left under the tighter of the limits. */
    private final class Shares implements Allocation.Costs {
        private final List<Looked> looked;
        private final PieceSet bought = new PieceSet();
        private final Till till = new Till(request, image, Cost.NONE);
        private final double bytesLeft = left(
                request.limits().bytes().isPresent()
                        ? OptionalDouble.of((double) request.limits().bytes().getAsLong())
                        : OptionalDouble.empty(),
                (double) spent.bytes());
        private final double moneyLeft = left(
                request.limits().price(), new Till(request, image, spent).bill().total());

        private Shares(List<Looked> looked) {
            this.looked = looked;
        }

        private static double left(OptionalDouble limit, double taken) {
            return limit.isPresent() ? Math.max(limit.getAsDouble() - taken, 1e-9) : Double.POSITIVE_INFINITY;
        }

        @Override
        public double marginal(Candidate candidate) {
            try {
                Cost cost = image.apart(fresh(candidate));
                double price = till.priceOf(cost, fresh(candidate), List.of(box(candidate)));
                return Math.max(cost.bytes() / bytesLeft, price / moneyLeft);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public List<Integer> buy(Candidate candidate) {
            try {
                List<Piece> pieces = fresh(candidate);
                till.enter(image.apart(pieces), pieces, List.of(box(candidate)));
                pieces.forEach(bought::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            // A tile is mostly shared by patches of one chip, whose next patch is asked for anyway.
            return List.of();
        }

        private List<Piece> fresh(Candidate candidate) throws IOException {
            return view.piecesOf(looked.get(candidate.scene()).chip(), candidate.patch()).stream()
                    .filter(piece -> !bought.contains(piece))
                    .toList();
        }

        private PixelBox box(Candidate candidate) {
            return looked.get(candidate.scene()).chip().patchBox(manifest.grid(), candidate.patch());
        }
    }
}
