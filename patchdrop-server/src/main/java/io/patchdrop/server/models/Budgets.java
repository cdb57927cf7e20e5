package io.patchdrop.server.models;

import io.javalin.http.Context;
import io.patchdrop.core.Budget;
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
     * @throws ProblemException if one is no number
     * @throws io.patchdrop.core.InvalidInputException if there are two, or it does not fit the model
     */
    static Budget of(Context context, ServedModel model) {
        ZoomRule rule = new ZoomRule(
                whole(Exchange.number(context, "budget")),
                Exchange.number(context, "tau"),
                Exchange.number(context, "lambda"),
                Exchange.number(context, "max_risk"));
        Budget budget = rule.budget(model.manifest());
        model.model().requireFits(budget);
        return budget;
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
