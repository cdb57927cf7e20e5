package io.patchdrop.server.models;

import io.javalin.http.Context;
import io.patchdrop.core.Budget;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.runtime.zoom.ZoomRule;
import io.patchdrop.server.http.Exchange;
import io.patchdrop.server.http.Problem.Kind;
import io.patchdrop.server.http.ProblemException;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Which budget a query asks for: at most one of {@code budget}, {@code tau}, {@code lambda} and {@code max_risk}. */
final class Budgets {
    private Budgets() {}

    /**
     * The budget of a query.
     *
     * @throws ProblemException if one is no number, or there are two
     * @throws InvalidInputException if it does not fit the model
     */
    static Budget of(Context context, ServedModel model) {
        Budget budget = rule(context).budget(model.manifest());
        model.model().requireFits(budget);
        return budget;
    }

    private static ZoomRule rule(Context context) {
        OptionalInt patches = whole(Exchange.number(context, "budget"));
        OptionalDouble tau = Exchange.number(context, "tau");
        OptionalDouble lambda = Exchange.number(context, "lambda");
        OptionalDouble risk = Exchange.number(context, "max_risk");
        try {
            return new ZoomRule(patches, tau, lambda, risk);
        } catch (InvalidInputException e) {
            throw new ProblemException(
                    Kind.BAD_REQUEST, "There is more than one budget", "give one of budget, tau, lambda and max_risk");
        }
    }

    private static OptionalInt whole(OptionalDouble number) {
        if (number.isEmpty()) {
            return OptionalInt.empty();
        }
        double value = number.getAsDouble();
        if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
            throw new ProblemException(Kind.BAD_REQUEST, "The budget is no whole number", "give a number of patches");
        }
        return OptionalInt.of((int) value);
    }
}
