package io.patchdrop.server.http;

import io.javalin.http.Context;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.json.Json;
import io.patchdrop.server.http.Problem.Kind;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Reads requests and writes answers, for the handlers of routes. */
public final class Exchange {
    private Exchange() {}

    /** Answers with JSON. */
    public static void json(Context context, Map<String, ?> fields) {
        context.contentType("application/json").result(Json.write(fields));
    }

    /** Answers with a problem. */
    public static void problem(Context context, ProblemException problem) {
        problem.retryAfter().ifPresent(seconds -> context.header("Retry-After", Integer.toString(seconds)));
        context.status(problem.problem().kind().status())
                .contentType(Problem.MEDIA_TYPE)
                .result(problem.problem().json());
    }

    /**
     * The body, which must be a JSON object.
     *
     * @throws ProblemException if it is none
     */
    public static Map<?, ?> body(Context context) {
        try {
            return Json.readObject(context.bodyAsBytes());
        } catch (InvalidInputException e) {
            throw new ProblemException(new Problem(Kind.BAD_REQUEST, String.valueOf(e.getMessage())), e);
        }
    }

    /**
     * A parameter of the query.
     *
     * @return null if it is not there
     * @throws ProblemException if it is there twice
     */
    public static @Nullable String parameter(Context context, String name) {
        List<String> values = context.queryParams(name);
        if (values.size() > 1) {
            throw new ProblemException(Kind.BAD_REQUEST, "The parameter " + name + " is given twice", "give it once");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    /**
     * A number in the query.
     *
     * @throws ProblemException if it is there and is no finite number
     */
    public static OptionalDouble number(Context context, String name) {
        String text = parameter(context, name);
        if (text == null) {
            return OptionalDouble.empty();
        }
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return OptionalDouble.of(value);
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new ProblemException(Kind.BAD_REQUEST, "The parameter " + name + " is no number", "give a number");
    }
}
