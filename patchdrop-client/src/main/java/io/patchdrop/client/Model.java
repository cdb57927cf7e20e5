package io.patchdrop.client;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A model that the server has.
 *
 * @param name that calls give
 * @param sha256 of the bundle, in hexadecimal digits
 * @param classes K names
 * @param grid G
 * @param patches P = G * G
 * @param imageSize of the HR image, pixels a side
 * @param lookSize of the LR image, pixels a side
 * @param patchSize pixels a side
 * @param steps patch counts at which a confidence can stop
 * @param decision the bundle's own rule
 * @param valueHead whether {@link Choice#price} can be asked for
 * @param budgets what confidences give, as measured by {@code export} or {@code calibrate}
 * @param guarantees that {@link Choice#risk} chooses from
 * @param accuracyByPatches accuracy with a fixed number of patches
 * @param samples whether its classes are those of the built-in scenes
 */
public record Model(
        String name,
        String sha256,
        List<String> classes,
        int grid,
        int patches,
        int imageSize,
        int lookSize,
        int patchSize,
        List<Integer> steps,
        Decision decision,
        boolean valueHead,
        List<BudgetRow> budgets,
        List<Guarantee> guarantees,
        List<AccuracyRow> accuracyByPatches,
        boolean samples) {
    public Model {
        classes = List.copyOf(classes);
        steps = List.copyOf(steps);
        budgets = List.copyOf(budgets);
        guarantees = List.copyOf(guarantees);
        accuracyByPatches = List.copyOf(accuracyByPatches);
    }

    /**
     * How patches are chosen where a call does not say.
     *
     * @param kind {@code policy}, {@code patches}, {@code confidence} or {@code price}
     * @param value of it, but of {@code policy}
     */
    public record Decision(String kind, OptionalDouble value) {}

    /**
     * What a confidence gives.
     *
     * @param tau the confidence
     * @param accuracy percent, 0 to 100
     * @param patches mean number of patches bought
     */
    public record BudgetRow(double tau, double accuracy, double patches) {}

    /**
     * A guarantee.
     *
     * @param risk accuracy that is lost at most, against all patches
     * @param delta the probability that it does not hold is at most that
     * @param tau the confidence that keeps it
     * @param accuracy percent, 0 to 100
     * @param patches mean number of patches bought
     */
    public record Guarantee(double risk, double delta, double tau, double accuracy, double patches) {}

    /**
     * What a number of patches gives.
     *
     * @param patches of each image
     * @param accuracy percent, 0 to 100
     */
    public record AccuracyRow(int patches, double accuracy) {}
}
