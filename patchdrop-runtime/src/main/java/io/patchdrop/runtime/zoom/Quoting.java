package io.patchdrop.runtime.zoom;

import io.patchdrop.core.Budget;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.PatchMask;
import io.patchdrop.core.Purchases;
import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.core.price.PriceList;
import io.patchdrop.imagery.source.Cost;
import io.patchdrop.imagery.source.ImageSource;
import io.patchdrop.imagery.source.Piece;
import io.patchdrop.runtime.Look;
import io.patchdrop.runtime.PatchDropModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Looks at all chips and says what would be bought. Only looks are bought, and what says where the patches lie.
 *
 * <p>Unless the budget is a confidence, the numbers are those that {@link Zooming} comes to: both let a {@link Purchaser} go
 * through the chips in order.
 */
public final class Quoting {
    private static final int BOUGHT_TOGETHER = 1 << 16;

    private final PatchDropModel model;
    private final Manifest manifest;
    private final ZoomSources sources;
    private final ZoomRequest request;
    private final PatchView view;

    private Quoting(PatchDropModel model, ZoomSources sources, ZoomRequest request) {
        this.model = model;
        this.manifest = model.manifest();
        this.sources = sources;
        this.request = request;
        this.view = new PatchView(sources.image(), manifest);
    }

    /**
     * Makes a quote.
     *
     * @throws IOException if the sources fail
     * @throws ZoomStoppedException if the listener asks for it
     * @throws io.patchdrop.core.InvalidInputException if the budget does not fit the model
     */
    public static Quote quote(PatchDropModel model, ZoomSources sources, ZoomRequest request, ZoomListener listener)
            throws IOException {
        return quote(model, sources, request, Optional.empty(), listener);
    }

    /**
     * Makes the quote of a zoom that was interrupted.
     *
     * @param plan what was decided when the zoom was begun
     * @throws io.patchdrop.core.InvalidInputException also if the plan is that of other chips
     */
    public static Quote quote(
            PatchDropModel model, ZoomSources sources, ZoomRequest request, Optional<Plan> plan, ZoomListener listener)
            throws IOException {
        request.budget().requireFits(model.manifest().patches());
        if (plan.isPresent() && plan.get().patches().size() != request.chips().size()) {
            throw new InvalidInputException(
                    "The plan is for " + plan.get().patches().size() + " chips, not "
                            + request.chips().size(),
                    "give another folder");
        }
        return new Quoting(model, sources, request).run(plan, listener);
    }

    private Quote run(Optional<Plan> plan, ZoomListener listener) throws IOException {
        LookView looks = new LookView(sources.image(), sources.look(), manifest.lookSize());
        List<Looked> looked =
                new LookRound(model, sources.look(), looks, new Failures()).run(request.chips(), listener);
        List<List<Integer>> wanted = new ArrayList<>(looked.size());
        for (Looked chip : looked) {
            wanted.add(wanted(chip));
        }
        Cost full = plan.isPresent() ? plan.get().full() : full(looked);
        // By now it is known where all patches lie: buying them takes nothing more than the patches.
        Cost spent = plan.map(Plan::spent).orElseGet(sources::taken);
        boolean certain = !(request.budget() instanceof Budget.Confidence);
        List<List<Integer>> kept = wanted;
        if (certain && plan.isPresent()) {
            kept = planned(wanted, plan.get());
        } else if (certain) {
            kept = new Trimming(sources.image(), view, manifest, request, spent).trim(looked, wanted);
        }
        // A confidence meets its limits as it goes: which chips come too late shows only then.
        Till till = new Till(request, certain ? request.limits() : Limits.NONE, sources.image(), spent);
        Purchaser purchaser = new Purchaser(view, sources.image(), manifest.grid(), till, true);
        List<ChipQuote> chips = new ArrayList<>(looked.size());
        for (int i = 0; i < looked.size(); i++) {
            chips.add(quoted(looked.get(i), wanted.get(i), kept.get(i), purchaser));
        }
        Cost patches = chips.stream().map(ChipQuote::cost).reduce(Cost.NONE, Cost::plus);
        return new Quote(
                request,
                chips,
                spent,
                certain ? patches : underLimit(patches, spent),
                full,
                till.bill(),
                priceOf(full, looked),
                purchaser.overRead(),
                certain,
                Expectation.of(manifest, request.budget(), chips));
    }

    private Cost underLimit(Cost patches, Cost spent) {
        OptionalLong limit = request.limits().bytes();
        return limit.isEmpty()
                ? patches
                : new Cost(
                        patches.requests(),
                        Math.min(patches.bytes(), Math.max(0, limit.getAsLong() - spent.bytes())),
                        patches.exact());
    }

    /** What a plan leaves of the patches that chips want. */
    private static List<List<Integer>> planned(List<List<Integer>> wanted, Plan plan) {
        List<List<Integer>> kept = new ArrayList<>(wanted.size());
        for (int i = 0; i < wanted.size(); i++) {
            List<Integer> all = wanted.get(i);
            // A chip whose look failed wanted nothing then, and may be had now.
            int most = plan.patches().get(i);
            kept.add(all.subList(0, Math.min(most, all.size())));
        }
        return kept;
    }

    /** The patches that a chip wants, the first to be bought first. */
    private List<Integer> wanted(Looked looked) throws IOException {
        Look look = looked.look();
        if (look == null || isEnough(looked)) {
            return List.of();
        }
        int[] order = Purchases.byScore(look.scores());
        if (request.budget() instanceof Budget.Confidence) {
            return Arrays.stream(order).boxed().toList();
        }
        PatchMask mask = model.decide(look, priced(request.budget(), looked.chip()));
        return Arrays.stream(order).filter(mask::taken).boxed().toList();
    }

    private boolean isEnough(Looked looked) {
        return looked.answer() != null
                && request.enough().isPresent()
                && looked.answer().confidence() >= request.enough().getAsDouble();
    }

    /** A budget by price with what each patch of this chip really costs. */
    private Budget priced(Budget budget, Chip chip) throws IOException {
        if (!(budget instanceof Budget.Price price) || request.prices().equals(PriceList.FREE)) {
            return budget;
        }
        Till till = new Till(request, sources.image(), Cost.NONE);
        double[] prices = new double[manifest.patches()];
        for (int patch = 0; patch < prices.length; patch++) {
            List<Piece> pieces = view.piecesOf(chip, patch);
            prices[patch] =
                    till.priceOf(sources.image().apart(pieces), pieces, List.of(chip.patchBox(manifest.grid(), patch)));
        }
        return Budget.price(price.lambda(), prices);
    }

    /** All pixels of all chips, each once, at the resolution of the patches, bought with as few requests as there can be. */
    private Cost full(List<Looked> looked) throws IOException {
        ImageSource.Rehearsal rehearsal = sources.image().rehearsal();
        List<Integer> all = IntStream.range(0, manifest.patches()).boxed().toList();
        PieceSet seen = new PieceSet();
        List<Piece> fresh = new ArrayList<>();
        Cost full = Cost.NONE;
        for (Looked chip : looked) {
            view.pieces(chip.chip(), all).stream().filter(seen::add).forEach(fresh::add);
            if (fresh.size() >= BOUGHT_TOGETHER) {
                full = full.plus(rehearsal.buy(fresh));
                fresh.clear();
            }
        }
        return full.plus(rehearsal.buy(fresh));
    }

    private double priceOf(Cost all, List<Looked> looked) throws IOException {
        if (request.prices().equals(PriceList.FREE)) {
            return 0;
        }
        Till till = new Till(request, sources.image(), all);
        List<Integer> patches = IntStream.range(0, manifest.patches()).boxed().toList();
        for (Looked chip : looked) {
            till.enter(
                    Cost.NONE,
                    view.pieces(chip.chip(), patches),
                    patches.stream()
                            .map(patch -> chip.chip().patchBox(manifest.grid(), patch))
                            .toList());
        }
        return till.bill().total();
    }

    private ChipQuote quoted(Looked looked, List<Integer> wanted, List<Integer> kept, Purchaser purchaser)
            throws IOException {
        Optional<Purchaser.Purchase> purchase = kept.isEmpty() ? Optional.empty() : purchaser.buy(looked.chip(), kept);
        List<Integer> patches = purchase.isPresent() ? kept : List.of();
        return new ChipQuote(
                looked.chip(),
                looked.answer(),
                patches,
                purchase.map(Purchaser.Purchase::cost).orElse(Cost.NONE),
                purchase.map(Purchaser.Purchase::price).orElse(0.0),
                probabilityRight(looked.look(), patches),
                patches.size() < wanted.size(),
                looked.failure());
    }

    private OptionalDouble probabilityRight(@Nullable Look look, List<Integer> patches) {
        return look == null
                ? OptionalDouble.empty()
                : look.probabilityRight(PatchMask.ofIndices(
                        manifest.patches(),
                        patches.stream().mapToInt(Integer::intValue).toArray()));
    }
}
