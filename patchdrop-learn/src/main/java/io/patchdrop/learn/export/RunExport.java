package io.patchdrop.learn.export;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.bundle.Bundle;
import io.patchdrop.core.bundle.BundleArchive;
import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.core.bundle.Manifest.BudgetRow;
import io.patchdrop.core.bundle.Manifest.Decision;
import io.patchdrop.core.bundle.Manifest.DecisionKind;
import io.patchdrop.core.bundle.Manifest.FusionWeights;
import io.patchdrop.learn.config.ConfigFiles;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.config.TrainingConfig.Recipe;
import io.patchdrop.learn.data.Dataset;
import io.patchdrop.learn.evaluation.EvaluationContext;
import io.patchdrop.learn.evaluation.StoppingCurve;
import io.patchdrop.learn.nets.TensorFile;
import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.learn.run.RunFolder;
import io.patchdrop.learn.stages.Part;
import io.patchdrop.learn.stages.Stage;
import io.patchdrop.learn.systems.AnytimeSystem;
import io.patchdrop.learn.systems.RunNets;
import io.patchdrop.learn.tensor.Compute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes a bundle of a finished run. */
public final class RunExport {
    /** The default decision may be so many points less accurate than all patches are. */
    private static final double TOLERANCE = 0.5;

    private final RunFolder folder;
    private final TrainingConfig config;
    private final Dataset data;
    private final Compute compute;
    private final RunNets nets;

    /**
     * @param folder the run
     * @param config its configuration; where the data lie and the device may differ from the run's
     * @param data the images that it was trained on, or others of the same classes
     * @param compute where the validation split is measured
     */
    public RunExport(RunFolder folder, TrainingConfig config, Dataset data, Compute compute) {
        this.folder = folder;
        this.config = config;
        this.data = data;
        this.compute = compute;
        this.nets = new RunNets(config, folder, compute, data.classes().size());
    }

    /**
     * Checks that a run holds what a recipe's bundle is made of.
     *
     * @throws InvalidInputException saying what is to be trained, if not
     */
    public void check(Recipe recipe) {
        switch (recipe) {
            case PAPER -> lastStage();
            case ANYTIME -> {
                List<Part> missing = AnytimeSystem.missing(nets);
                if (!missing.isEmpty()) {
                    throw new InvalidInputException(
                            folder.path() + " has not finished "
                                    + missing.stream().map(Part::title).collect(Collectors.joining("; ")),
                            "go on with train --recipe anytime --resume");
                }
            }
        }
    }

    /**
     * Whether the data are those that the run was trained on, in the same splits, and its settings mean what they meant.
     * Otherwise the validation split may hold images that were trained on.
     */
    public boolean isOwnData(Recipe recipe) {
        Part part =
                switch (recipe) {
                    case PAPER -> lastStage();
                    case ANYTIME -> AnytimeSystem.parts().get(0);
                };
        return ConfigFiles.fingerprint(config, data.fingerprint())
                .equals(TensorFile.metadata(nets.file(part)).get("patchdrop_fingerprint"));
    }

    /** The bundle of a recipe's model; {@link #check} finds what this would refuse. */
    public Bundle bundle(Recipe recipe, Origin origin) {
        check(recipe);
        return switch (recipe) {
            case PAPER -> paper(origin);
            case ANYTIME -> anytime(origin);
        };
    }

    /** PatchDrop as it is after its last finished stage. */
    private Bundle paper(Origin origin) {
        Stage stage = lastStage();
        BundleNets exported = new BundleNets(
                nets.trainedLrClassifier(),
                new BundleNets.Policy(nets.trainedPolicy(stage)),
                nets.trainedHrClassifier(stage));
        FusionWeights weights = new FusionWeights(1, stage == Stage.FT2 ? 1 : 0);
        return bundle(
                Recipe.PAPER,
                origin,
                exported,
                Collections.nCopies(config.patchGrid().patches() + 1, weights),
                new Decision(DecisionKind.POLICY, OptionalDouble.empty()),
                List.of());
    }

    private Stage lastStage() {
        Stage last = Stream.of(Stage.FT2, Stage.FT1, Stage.PT)
                .filter(nets::finished)
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        folder.path() + " has finished none of Pt, Ft-1 and Ft-2",
                        "go on with train --resume, or give --recipe anytime if it holds that"));
        if (!nets.finished(Stage.LR_CNN)) {
            throw new InvalidInputException(
                    folder.path() + " has not finished LR-CNN, which answers the look",
                    "train it: --stages lr --resume");
        }
        return last;
    }

    private Bundle anytime(Origin origin) {
        AnytimeSystem.Learnt learnt = AnytimeSystem.learnt(nets, config);
        BundleNets exported = new BundleNets(
                learnt.streams().trunk(),
                new BundleNets.Heads(learnt.scores(), learnt.value()),
                learnt.streams().classifier());
        StoppingCurve curve =
                AnytimeSystem.curve(EvaluationContext.of(config, compute), data.validation(), learnt, config);
        List<BudgetRow> budgets =
                config.anytime().taus().stream().map(tau -> budget(curve, tau)).toList();
        return bundle(
                Recipe.ANYTIME,
                origin,
                exported,
                fusion(learnt.streams().fusion().weights()),
                new Decision(DecisionKind.CONFIDENCE, OptionalDouble.of(defaultTau(curve, budgets))),
                budgets);
    }

    private static BudgetRow budget(StoppingCurve curve, double tau) {
        SystemResult row = curve.at(AnytimeSystem.NAME, tau, 0);
        return new BudgetRow(tau, row.accuracy(), row.patches());
    }

    /**
     * The confidence that takes the fewest patches of those that are as accurate as all patches, but for half a point; one
     * of 1, which buys all, if none is.
     */
    private static double defaultTau(StoppingCurve curve, List<BudgetRow> budgets) {
        double goal = curve.atTheEnd(AnytimeSystem.NAME, 0).accuracy() - TOLERANCE;
        return budgets.stream()
                .filter(row -> row.accuracy() >= goal)
                .min(Comparator.comparingDouble(BudgetRow::patches).thenComparing(BudgetRow::tau))
                .map(BudgetRow::tau)
                .orElse(1.0);
    }

    private static List<FusionWeights> fusion(float[] weights) {
        List<FusionWeights> pairs = new ArrayList<>();
        for (int at = 0; at < weights.length; at += 2) {
            pairs.add(new FusionWeights(weights[at], weights[at + 1]));
        }
        return pairs;
    }

    private Bundle bundle(
            Recipe recipe,
            Origin origin,
            BundleNets exported,
            List<FusionWeights> fusion,
            Decision decision,
            List<BudgetRow> budgets) {
        SortedMap<String, byte[]> graphs = exported.graphs(config);
        Manifest manifest = new Manifest(
                data.name() + " " + recipe.title(),
                data.classes(),
                config.grid(),
                config.data().imageSize(),
                config.data().lrSize(),
                new Manifest.Normalisation(config.data().mean(), config.data().std()),
                exported.kind(),
                exported.lookFeatures(),
                exported.patchFeatures(),
                exported.hasValue(),
                fusion,
                Arrays.stream(config.anytime().steps(config.patchGrid().patches()))
                        .boxed()
                        .toList(),
                decision,
                budgets,
                BundleArchive.table(graphs),
                RunProvenance.of(folder, recipe, data, origin));
        return new Bundle(manifest, graphs);
    }

    /**
     * Checks that a bundle may be written to a file.
     *
     * @throws InvalidInputException if there is something else than a bundle
     */
    public static void requireWritable(Path file) {
        if (!Files.exists(file)) {
            return;
        }
        try {
            BundleArchive.read(file, ManifestJson::read);
        } catch (InvalidInputException e) {
            throw new InvalidInputException(
                    file + " exists and is not a bundle, so it is not replaced", "give another --out", e);
        }
    }

    /**
     * Writes a bundle, whole or not at all.
     *
     * @throws IOException if the file cannot be written
     */
    public static void write(Path file, Bundle bundle) throws IOException {
        BundleArchive.write(file, bundle, ManifestJson::write);
    }
}
