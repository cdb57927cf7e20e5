package io.patchdrop.server.models;

import io.javalin.http.Context;
import io.patchdrop.core.Budget;
import io.patchdrop.core.bundle.Guarantees;
import io.patchdrop.server.http.Exchange;
import io.patchdrop.server.http.Problem.Kind;
import io.patchdrop.server.http.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Which budget a request asks for: at most one of {@code budget}, {@code tau}, {@code lambda} and {@code max_risk}. */
public final class Budgets {
    private Budgets() {}

    /**
     * What a request may ask for.
     *
     * @param patches a number of patches
     * @param tau a confidence
     * @param lambda what one unit of price must bring
     * @param risk accuracy that may be lost, as the bundle guarantees
     */
    public record Choice(OptionalDouble patches, OptionalDouble tau, OptionalDouble lambda, OptionalDouble risk) {}

    /**
     * The budget of a query.
     *
     * @throws ProblemException if it asks for two, or for no number
     * @throws io.patchdrop.core.InvalidInputException if it does not fit the model
     */
    static Budget of(Context context, ServedModel model) {
        return of(
                new Choice(
                        Exchange.number(context, "budget"),
                        Exchange.number(context, "tau"),
                        Exchange.number(context, "lambda"),
                        Exchange.number(context, "max_risk")),
                model);
    }

    /**
     * The budget that was chosen, the bundle's own without a choice.
     *
     * @throws ProblemException if there are two
     * @throws io.patchdrop.core.InvalidInputException if it does not fit the model
     */
    public static Budget of(Choice choice, ServedModel model) {
        List<Budget> budgets = new ArrayList<>();
        choice.patches().ifPresent(value -> budgets.add(Budget.patches(whole(value))));
        choice.tau().ifPresent(value -> budgets.add(Budget.confidence(value)));
        choice.lambda().ifPresent(value -> budgets.add(Budget.price(value, 1)));
        choice.risk()
                .ifPresent(value -> budgets.add(Guarantees.forRisk(model.manifest(), value)
                        .budget(model.manifest().patches())));
        if (budgets.size() > 1) {
            throw new ProblemException(
                    Kind.BAD_REQUEST, "Two budgets are given", "give one of budget, tau, lambda and max_risk");
        }
        Budget budget = budgets.isEmpty() ? model.manifest().decision().budget() : budgets.get(0);
        model.model().requireFits(budget);
        return budget;
    }

    private static int whole(double value) {
        if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
            throw new ProblemException(Kind.BAD_REQUEST, "The budget is no whole number", "give a number of patches");
        }
        return (int) value;
    }
}
