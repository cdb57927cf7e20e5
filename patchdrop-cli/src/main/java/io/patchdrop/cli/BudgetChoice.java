package io.patchdrop.cli;

import io.patchdrop.core.Budget;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code [--budget S | --tau T | --price LAMBDA]}: how many patches may be bought. */
final class BudgetChoice {
    @Option(
            names = "--budget",
            paramLabel = "S",
            description = "Take the S patches of highest score (default: what the bundle decides).")
    private @Nullable Integer patches;

    @Option(
            names = "--tau",
            paramLabel = "T",
            description = "Take patches until the answer's confidence is at least T, above 0 and at most 1.")
    private @Nullable Double tau;

    @Option(
            names = "--price",
            paramLabel = "LAMBDA",
            description = "Take the patches that are worth their price: LAMBDA, in probability of a right answer.")
    private @Nullable Double price;

    /**
     * The budget that was asked for, if any.
     *
     * @throws io.patchdrop.core.InvalidInputException if its number is out of its range
     */
    static Budget of(@Nullable BudgetChoice choice, Budget otherwise) {
        if (choice != null && choice.patches != null) {
            return Budget.patches(choice.patches);
        }
        if (choice != null && choice.tau != null) {
            return Budget.confidence(choice.tau);
        }
        if (choice != null && choice.price != null) {
            return Budget.price(choice.price, 1);
        }
        return otherwise;
    }
}
