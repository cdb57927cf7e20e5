package io.patchdrop.runtime;

import io.patchdrop.core.Budget;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.bundle.Guarantee;
import io.patchdrop.core.bundle.PatchAccuracy;
import io.patchdrop.core.risk.LearnThenTest;
import io.patchdrop.core.risk.Outcomes;
import io.patchdrop.imagery.RgbImage;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Runs a model over labelled images and makes promises of what it has seen: confidences at which buying may stop without
 * losing much of the accuracy of all patches. The images must be independent draws of those that the promise is for, and no
 * part of what the model was trained on. For one thread.
 */
public final class Calibration {
    /** The confidences that are tried: 0.30, 0.31, ..., 0.99, 0.995, 0.999, and 1 for all patches. */
    public static final List<Double> TAUS = Stream.concat(
                    IntStream.rangeClosed(30, 99).mapToObj(percent -> percent / 100.0), Stream.of(0.995, 0.999, 1.0))
            .toList();

    private final PatchDropModel model;
    private final Outcomes outcomes = new Outcomes(TAUS);
    /** Right answers after each step. */
    private final int[] rightAfter;

    /** @param model used until all images are added, and not closed */
    public Calibration(PatchDropModel model) {
        this.model = model;
        this.rightAfter = new int[model.manifest().steps().size()];
    }

    /**
     * Adds images.
     *
     * @param images as {@link PatchDropModel#classify(List, Budget)} takes them
     * @param labels the right class of each, an index into the manifest's
     * @throws InvalidInputException as {@link PatchDropModel#classify(List, Budget)}
     */
    public void add(List<RgbImage> images, int[] labels) {
        requireLabels(images.size(), labels);
        add(labels, budget -> model.classify(images, budget));
    }

    /**
     * Adds images that are fetched patch by patch.
     *
     * @param sources as {@link PatchDropModel#classifySources(List, Budget)} takes them; each is asked several times for its
     *     look and its patches
     * @param labels the right class of each, an index into the manifest's
     * @throws InvalidInputException as {@link PatchDropModel#classifySources(List, Budget)}
     * @throws UncheckedIOException if a source fails
     */
    public void addSources(List<? extends PatchSource> sources, int[] labels) {
        requireLabels(sources.size(), labels);
        add(labels, budget -> model.classifySources(sources, budget));
    }

    private void requireLabels(int images, int[] labels) {
        int classes = model.manifest().classes().size();
        if (labels.length != images) {
            throw new IllegalArgumentException(labels.length + " labels for " + images + " images");
        }
        for (int label : labels) {
            if (label < 0 || label >= classes) {
                throw new IllegalArgumentException("the label " + label + " is none of " + classes + " classes");
            }
        }
    }

    /** One run for each step at which buying may stop. Where each tau stops follows from the answers of the steps. */
    private void add(int[] labels, Function<Budget, List<Answer>> answering) {
        List<List<Answer>> steps = new ArrayList<>();
        for (int step : model.manifest().steps()) {
            steps.add(answering.apply(Budget.patches(step)));
        }
        for (int i = 0; i < labels.length; i++) {
            int image = i;
            note(steps.stream().map(answers -> answers.get(image)).toList(), labels[image]);
        }
    }

    /** @param answers after each step */
    private void note(List<Answer> answers, int label) {
        for (int step = 0; step < rightAfter.length; step++) {
            rightAfter[step] += answers.get(step).classIndex() == label ? 1 : 0;
        }
        boolean[] right = new boolean[TAUS.size()];
        int[] patches = new int[TAUS.size()];
        int step = 0;
        for (int t = 0; t < TAUS.size(); t++) {
            double tau = TAUS.get(t);
            // A higher confidence never stops earlier. 1 is all patches, even where a confidence is rounded up to 1
            // before.
            while (step < answers.size() - 1 && (tau == 1 || answers.get(step).confidence() < tau)) {
                step++;
            }
            right[t] = answers.get(step).classIndex() == label;
            patches[t] = answers.get(step).purchases().length;
        }
        outcomes.add(right, patches);
    }

    /** What was seen so far, at each of {@link #TAUS}. */
    public Outcomes outcomes() {
        return outcomes;
    }

    /** What was seen so far after each of the model's steps; nothing if no image was added. */
    public List<PatchAccuracy> accuracyByPatches() {
        List<Integer> steps = model.manifest().steps();
        return outcomes.size() == 0
                ? List.of()
                : IntStream.range(0, rightAfter.length)
                        .mapToObj(i -> new PatchAccuracy(steps.get(i), 100.0 * rightAfter[i] / outcomes.size()))
                        .toList();
    }

    /**
     * Promises, each by {@link LearnThenTest} and each with its own probability of delta to be wrong.
     *
     * @param epsilons accuracies that may be lost against all patches, in (0, 1)
     * @param delta in (0, 1)
     * @param data what the images are, one line
     * @return one for each epsilon, by rising epsilon
     * @throws InvalidInputException if an epsilon or delta is out of its range, or no image was added
     */
    public List<Guarantee> guarantees(Collection<Double> epsilons, double delta, String data) {
        long seed = model.manifest().provenance().seed();
        return new TreeSet<>(epsilons)
                .stream().map(epsilon -> guarantee(epsilon, delta, seed, data)).toList();
    }

    private Guarantee guarantee(double epsilon, double delta, long seed, String data) {
        LearnThenTest.Choice choice = LearnThenTest.choose(outcomes, epsilon, delta, seed);
        return new Guarantee(
                epsilon,
                delta,
                choice.tau(),
                outcomes.size(),
                choice.lost(),
                100 * choice.accuracy(),
                choice.patches(),
                data);
    }
}
