package io.patchdrop.core.bundle;

import io.patchdrop.core.Budget;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.PatchGrid;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a bundle says about itself; the fields are explained in the description of the package.
 *
 * @param name what people call the model, one line
 * @param classes K names, different, in the order of the logits
 * @param grid G: rows and columns of patches, from 1 to 64
 * @param imageSize side of the HR image in pixels, a multiple of G, at most 8192
 * @param lookSize side of the look in pixels, a divisor of {@code imageSize}
 * @param normalisation of pixels
 * @param classifier kind of the HR classifier
 * @param lookFeatures F: length of the look's features of a patch, 0 if the classifier takes none
 * @param patchFeatures F': length of an encoded patch, 0 for a dense classifier
 * @param valueHead whether the look says what a mask is worth
 * @param fusion weights of the two classifiers with 0 to P patches taken, {@code P + 1} of them
 * @param steps rising patch counts, from 0 to P, at which buying may stop
 * @param decision how patches are chosen unless asked otherwise
 * @param budgets what was measured at some confidences; may be empty
 * @param guarantees what calibration promises of some confidences, by rising epsilon; may be empty
 * @param accuracyByPatches measured by calibration with the patches of highest score, of each of the steps; may be empty
 * @param members the other files of the bundle by their name
 * @param provenance where the model comes from
 */
public record Manifest(
        String name,
        List<String> classes,
        int grid,
        int imageSize,
        int lookSize,
        Normalisation normalisation,
        Classifier classifier,
        int lookFeatures,
        int patchFeatures,
        boolean valueHead,
        List<FusionWeights> fusion,
        List<Integer> steps,
        Decision decision,
        List<BudgetRow> budgets,
        List<Guarantee> guarantees,
        List<PatchAccuracy> accuracyByPatches,
        SortedMap<String, Member> members,
        Provenance provenance) {
    /** Field {@code format} of every manifest. */
    public static final String FORMAT = "patchdrop-bundle";
    /** The newest format there is. */
    public static final int FORMAT_VERSION = 2;

    /** The graph of the look, in every bundle. */
    public static final String LOOK = "look.onnx";
    /** The graph of a dense classifier. */
    public static final String CLASSIFY = "classify.onnx";
    /** The graph that encodes patches. */
    public static final String ENCODE = "encode.onnx";
    /** The graph that answers from encoded patches. */
    public static final String POOL = "pool.onnx";

    private static final int LARGEST_GRID = 64;
    private static final int LARGEST_SIDE = 8192;
    private static final int MOST_FEATURES = 1 << 16;

    /** @throws InvalidInputException if a value is out of its range or contradicts another */
    public Manifest {
        ManifestChecks.line("name", name);
        classes = List.copyOf(classes);
        ManifestChecks.require(!classes.isEmpty(), "classes is empty");
        classes.forEach(each -> ManifestChecks.line("a class", each));
        ManifestChecks.require(new HashSet<>(classes).size() == classes.size(), "classes names one twice");
        ManifestChecks.between("grid", grid, 1, LARGEST_GRID);
        ManifestChecks.between("image_size", imageSize, 1, LARGEST_SIDE);
        ManifestChecks.require(
                imageSize % grid == 0, "the grid of " + grid + " does not divide image_size " + imageSize);
        ManifestChecks.between("look_size", lookSize, 1, imageSize);
        ManifestChecks.require(
                imageSize % lookSize == 0, "look_size " + lookSize + " does not divide image_size " + imageSize);
        boolean dense = classifier == Classifier.DENSE;
        ManifestChecks.between("look_features", lookFeatures, 0, dense ? 0 : MOST_FEATURES);
        ManifestChecks.between("patch_features", patchFeatures, dense ? 0 : 1, dense ? 0 : MOST_FEATURES);
        fusion = List.copyOf(fusion);
        int patches = grid * grid;
        ManifestChecks.require(
                fusion.size() == patches + 1,
                "fusion has " + fusion.size() + " pairs, not " + (patches + 1) + " for a grid of " + grid);
        steps = List.copyOf(steps);
        ManifestChecks.require(
                ManifestChecks.rises(steps) && steps.get(0) == 0 && steps.get(steps.size() - 1) == patches,
                "steps is " + steps + ", not rising from 0 to " + patches);
        decision.requireFits(patches, valueHead);
        budgets = List.copyOf(budgets);
        budgets.forEach(row -> ManifestChecks.between("patches of budgets", row.patches(), 0, patches));
        guarantees = List.copyOf(guarantees);
        Guarantee.requireRising(guarantees, patches);
        accuracyByPatches = List.copyOf(accuracyByPatches);
        PatchAccuracy.requireEachStep(accuracyByPatches, steps);
        members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
        members.keySet().forEach(ManifestChecks::memberName);
        for (String graph : classifier.graphs()) {
            ManifestChecks.require(members.containsKey(graph), "members lacks " + graph);
        }
    }

    /** A manifest of a bundle that was never calibrated. */
    public Manifest(
            String name,
            List<String> classes,
            int grid,
            int imageSize,
            int lookSize,
            Normalisation normalisation,
            Classifier classifier,
            int lookFeatures,
            int patchFeatures,
            boolean valueHead,
            List<FusionWeights> fusion,
            List<Integer> steps,
            Decision decision,
            List<BudgetRow> budgets,
            SortedMap<String, Member> members,
            Provenance provenance) {
        this(
                name,
                classes,
                grid,
                imageSize,
                lookSize,
                normalisation,
                classifier,
                lookFeatures,
                patchFeatures,
                valueHead,
                fusion,
                steps,
                decision,
                budgets,
                List.of(),
                List.of(),
                members,
                provenance);
    }

    /** The number of patches, P. */
    public int patches() {
        return grid * grid;
    }

    /** How the HR image is divided. */
    public PatchGrid patchGrid() {
        return PatchGrid.divide(grid, imageSize, imageSize);
    }

    /** This manifest with another budget table and another default decision. */
    public Manifest withBudgets(List<BudgetRow> rows, Decision newDecision) {
        return with(newDecision, rows, guarantees, accuracyByPatches);
    }

    /** This manifest with other guarantees. */
    public Manifest withGuarantees(List<Guarantee> rows) {
        return with(decision, budgets, rows, accuracyByPatches);
    }

    /** This manifest with other accuracies of the steps. */
    public Manifest withAccuracyByPatches(List<PatchAccuracy> rows) {
        return with(decision, budgets, guarantees, rows);
    }

    private Manifest with(
            Decision newDecision,
            List<BudgetRow> newBudgets,
            List<Guarantee> newGuarantees,
            List<PatchAccuracy> newAccuracies) {
        return new Manifest(
                name,
                classes,
                grid,
                imageSize,
                lookSize,
                normalisation,
                classifier,
                lookFeatures,
                patchFeatures,
                valueHead,
                fusion,
                steps,
                newDecision,
                newBudgets,
                newGuarantees,
                newAccuracies,
                members,
                provenance);
    }

    /** Kinds of HR classifiers. */
    public enum Classifier {
        /** Sees the whole image, in which the patches that were not taken are 0. */
        DENSE,
        /** Encodes each patch by itself and pools what it has. */
        PATCH_LOCAL;

        /** The members that a bundle of this kind has, the look first. */
        public List<String> graphs() {
            return switch (this) {
                case DENSE -> List.of(LOOK, CLASSIFY);
                case PATCH_LOCAL -> List.of(LOOK, ENCODE, POOL);
            };
        }

        /** As in the manifest. */
        @Override
        public String toString() {
            return switch (this) {
                case DENSE -> "dense";
                case PATCH_LOCAL -> "patch-local";
            };
        }
    }

    /**
     * Normalisation of pixel values in [0, 1]: (v - mean) / std in each of the three channels.
     *
     * @param mean three numbers
     * @param std three numbers above 0
     */
    public record Normalisation(List<Double> mean, List<Double> std) {
        /** @throws InvalidInputException if there are not three of each, or one cannot be used */
        public Normalisation {
            mean = List.copyOf(mean);
            std = List.copyOf(std);
            ManifestChecks.require(mean.size() == 3 && std.size() == 3, "normalisation is not for three channels");
            mean.forEach(value -> ManifestChecks.finite("mean", value));
            std.forEach(value -> ManifestChecks.between("std", value, Float.MIN_NORMAL, Float.MAX_VALUE));
        }
    }

    /**
     * The answer's logits are {@code hr} times those of the HR classifier plus {@code lr} times those of the look.
     *
     * @param hr A[n], finite
     * @param lr B[n], finite
     */
    public record FusionWeights(double hr, double lr) {
        /** @throws InvalidInputException if a weight is not finite */
        public FusionWeights {
            ManifestChecks.finite("fusion", hr);
            ManifestChecks.finite("fusion", lr);
        }
    }

    /** Ways to decide, named in the manifest in lower case. */
    public enum DecisionKind {
        /** {@link Budget.ByPolicy}. */
        POLICY,
        /** {@link Budget.PatchCount}; the value is n. */
        PATCHES,
        /** {@link Budget.Confidence}; the value is tau. */
        CONFIDENCE,
        /** {@link Budget.Price} with the price 1 for each patch; the value is lambda. */
        PRICE
    }

    /**
     * How patches are chosen.
     *
     * @param kind the way
     * @param value its number; none for the policy
     */
    public record Decision(DecisionKind kind, OptionalDouble value) {
        /** @throws InvalidInputException if the value is missing, superfluous or out of its range */
        public Decision {
            ManifestChecks.require(
                    value.isPresent() != (kind == DecisionKind.POLICY),
                    "decision " + (value.isPresent() ? "has a" : "lacks its") + " value");
            budget(kind, value);
        }

        /** The decision as a budget. */
        public Budget budget() {
            return budget(kind, value);
        }

        private static Budget budget(DecisionKind kind, OptionalDouble value) {
            return switch (kind) {
                case POLICY -> Budget.policy();
                case PATCHES -> Budget.patches(wholeNumber(value.orElseThrow()));
                case CONFIDENCE -> Budget.confidence(value.orElseThrow());
                case PRICE -> Budget.price(value.orElseThrow(), 1);
            };
        }

        private static int wholeNumber(double value) {
            ManifestChecks.require(value == Math.rint(value) && Math.abs(value) < 1 << 24, "decision " + value);
            return (int) value;
        }

        private void requireFits(int patches, boolean valueHead) {
            budget().requireFits(patches);
            ManifestChecks.require(
                    kind != DecisionKind.PRICE || valueHead, "decision is a price but there is no value head");
        }
    }

    /**
     * What was measured at a confidence.
     *
     * @param tau confidence at which buying stops, in (0, 1]
     * @param accuracy percent
     * @param patches mean number of patches bought
     */
    public record BudgetRow(double tau, double accuracy, double patches) {
        /** @throws InvalidInputException if a value is out of its range */
        public BudgetRow {
            Budget.confidence(tau);
            ManifestChecks.between("accuracy of budgets", accuracy, 0, 100);
            ManifestChecks.between("patches of budgets", patches, 0, Integer.MAX_VALUE);
        }
    }

    /**
     * Where a model comes from. There are no times in it: the same run gives the same bundle, byte for byte.
     *
     * @param command the command line that trained it
     * @param config the resolved configuration, YAML
     * @param seed of the run
     * @param data what it was trained on
     * @param dataFingerprint tells other data from it
     * @param sourceRevision of the program
     * @param createdBy program and version
     * @param metrics numbers by their names, such as the accuracy on the test split
     */
    public record Provenance(
            String command,
            String config,
            long seed,
            String data,
            String dataFingerprint,
            String sourceRevision,
            String createdBy,
            Map<String, Double> metrics) {
        /** @throws InvalidInputException if a metric is not finite */
        public Provenance {
            metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
            metrics.forEach(ManifestChecks::finite);
        }
    }
}
