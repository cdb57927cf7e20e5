package io.patchdrop.runtime.zoom;

import io.patchdrop.core.Budget;
import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.core.price.Bill;
import io.patchdrop.imagery.source.Cost;
import io.patchdrop.runtime.Answer;
import io.patchdrop.runtime.PatchDropModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Buys what was quoted, and classifies. */
public final class Zooming {
    /** Chips that are answered together. While they are, what the next ones need is on its way, if it is known. */
    private static final int TOGETHER = 128;

    private final PatchDropModel model;
    private final Quote quote;
    private final ZoomSources sources;
    private final LookView looks;
    private final PatchView patches;
    private final Till till;
    private final Purchaser purchaser;
    private final Failures failures = new Failures();
    /** What was paid for chips that are tried again, by their numbers. */
    private final Map<Integer, ChipResult> failedBefore = new HashMap<>();

    private Zooming(PatchDropModel model, ZoomSources sources, Quote quote) {
        this.model = model;
        this.quote = quote;
        this.sources = sources;
        Manifest manifest = model.manifest();
        this.looks = new LookView(sources.image(), sources.look(), manifest.lookSize());
        this.patches = new PatchView(sources.image(), manifest);
        this.till = new Till(quote.request(), sources.image(), quote.spent());
        this.purchaser = new Purchaser(patches, sources.image(), manifest.grid(), till, false);
    }

    /**
     * What a zoom took, with all that was done before it was interrupted.
     *
     * @param patches what buying patches took
     * @param bill of the quote's looks and of the patches
     */
    public record Account(Cost patches, Bill bill) {}

    /**
     * Zooms.
     *
     * @param sources those that the quote was made of, still open
     * @param results takes each result once; the chips of those that are there are not bought again
     * @throws IOException if a source fails so that going on makes no sense, or a result cannot be kept
     * @throws ZoomStoppedException if the listener asks for it
     */
    public static Account zoom(
            PatchDropModel model, ZoomSources sources, Quote quote, ZoomResults results, ZoomListener listener)
            throws IOException {
        return new Zooming(model, sources, quote).run(results, listener);
    }

    /** Chips that are answered together, each with where its patches come from. */
    private record Batch(List<ChipQuote> quotes, List<ChipSource> sources) {}

    private Account run(ZoomResults results, ZoomListener listener) throws IOException {
        Cost cost = Cost.NONE;
        Set<Integer> done = new HashSet<>();
        for (ChipResult before : results.before()) {
            enter(before);
            if (before.outcome() == Outcome.FAILED) {
                failedBefore.put(before.chip().number(), before);
            } else {
                done.add(before.chip().number());
                cost = cost.plus(before.cost());
            }
        }
        Cost unaccounted = unaccounted(results.before());
        till.enter(unaccounted, List.of(), List.of());
        cost = cost.plus(unaccounted);
        List<ChipQuote> pending = quote.chips().stream()
                .filter(chip -> !done.contains(chip.chip().number()))
                .toList();
        int finished = done.size();
        @Nullable Batch next = prepared(pending, 0);
        int position = 0;
        while (next != null) {
            if (listener.stopRequested()) {
                throw new ZoomStoppedException();
            }
            Batch batch = next;
            position += batch.quotes().size();
            next = prepared(pending, position);
            List<ChipResult> answered = answer(batch);
            results.add(answered);
            for (ChipResult result : answered) {
                cost = cost.plus(result.cost());
            }
            listener.zoomed(finished + position, quote.chips().size());
        }
        return new Account(cost, till.bill());
    }

    /** What was paid for chips whose results a kill did not let be kept. They get it for nothing. */
    private Cost unaccounted(List<ChipResult> before) {
        Cost accounted = quote.spent();
        for (ChipResult result : before) {
            accounted = accounted.plus(result.cost());
        }
        Cost taken = sources.taken();
        return new Cost(
                Math.max(0, taken.requests() - accounted.requests()),
                Math.max(0, taken.bytes() - accounted.bytes()),
                true);
    }

    private void enter(ChipResult before) throws IOException {
        int grid = model.manifest().grid();
        till.enter(
                before.cost(),
                patches.pieces(before.chip(), before.patches()),
                before.patches().stream()
                        .map(patch -> before.chip().patchBox(grid, patch))
                        .toList());
    }

    /** The next chips; what they are certain to buy is ordered. */
    private @Nullable Batch prepared(List<ChipQuote> pending, int start) throws IOException {
        if (start >= pending.size()) {
            return null;
        }
        List<ChipQuote> quotes = pending.subList(start, Math.min(pending.size(), start + TOGETHER));
        List<ChipSource> sources = new ArrayList<>(quotes.size());
        for (ChipQuote chip : quotes) {
            ChipSource source = new ChipSource(chip.chip(), looks, patches, purchaser, failures);
            if (quote.certain() && !chip.patches().isEmpty()) {
                source.order(chip.patches());
            }
            sources.add(source);
        }
        return new Batch(quotes, sources);
    }

    private List<ChipResult> answer(Batch batch) throws IOException {
        List<ChipSource> sources = new ArrayList<>();
        List<Budget> budgets = new ArrayList<>();
        for (int i = 0; i < batch.quotes().size(); i++) {
            ChipQuote chip = batch.quotes().get(i);
            if (chip.answer() != null) {
                sources.add(batch.sources().get(i));
                budgets.add(budget(chip));
            }
        }
        List<Answer> answers = classified(sources, budgets);
        List<ChipResult> results = new ArrayList<>();
        int position = 0;
        for (int i = 0; i < batch.quotes().size(); i++) {
            ChipQuote chip = batch.quotes().get(i);
            Answer answer = chip.answer() == null ? null : answers.get(position++);
            results.add(result(chip, batch.sources().get(i), answer));
        }
        return results;
    }

    private Budget budget(ChipQuote chip) {
        return quote.certain() || chip.patches().isEmpty()
                ? Budget.chosen(
                        chip.patches().stream().mapToInt(Integer::intValue).toArray())
                : quote.request().budget();
    }

    private List<Answer> classified(List<ChipSource> sources, List<Budget> budgets) throws IOException {
        if (sources.isEmpty()) {
            return List.of();
        }
        try {
            return model.classifySources(sources, budgets);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private ChipResult result(ChipQuote chip, ChipSource source, @Nullable Answer answer) {
        ChipResult before = failedBefore.get(chip.chip().number());
        Cost cost = before == null ? source.cost() : source.cost().plus(before.cost());
        double price = before == null ? source.price() : source.price() + before.price();
        String failure = chip.failure() == null ? source.failure() : chip.failure();
        if (answer == null || failure != null) {
            return new ChipResult(
                    chip.chip(),
                    Outcome.FAILED,
                    null,
                    0,
                    List.of(),
                    List.of(),
                    cost,
                    price,
                    failure == null ? "there is no look" : failure);
        }
        List<Float> probabilities = new ArrayList<>();
        for (float probability : answer.probabilities()) {
            probabilities.add(probability);
        }
        List<Integer> bought = new ArrayList<>();
        for (int patch : answer.purchases()) {
            bought.add(patch);
        }
        Outcome outcome = outcome(chip, source, answer);
        return new ChipResult(
                chip.chip(),
                outcome,
                outcome == Outcome.ABSTAINED ? null : answer.className(),
                answer.confidence(),
                List.copyOf(probabilities),
                List.copyOf(bought),
                cost,
                price,
                null);
    }

    private Outcome outcome(ChipQuote chip, ChipSource source, Answer answer) {
        if (quote.request().abstain().isPresent()
                && answer.confidence() < quote.request().abstain().getAsDouble()) {
            return Outcome.ABSTAINED;
        }
        if (source.limited() || (quote.certain() && chip.limited())) {
            return Outcome.LIMITED;
        }
        return answer.purchases().length == 0 ? Outcome.ENOUGH : Outcome.ZOOMED;
    }
}
