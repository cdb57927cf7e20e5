package io.patchdrop.server.http;

import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Refuses what cannot be done now before its body is loaded: under too much load, refusing must cost next to nothing. */
public final class EarlyRefusal extends Handler.Wrapper {
    private final Rule rule;

    /** Which requests are refused. */
    @FunctionalInterface
    public interface Rule {
        /**
         * Why a request is refused, if it is.
         *
         * @param method such as POST
         * @param path without a query
         */
        Optional<ProblemException> refusal(String method, String path);
    }

    public EarlyRefusal(Rule rule) {
        this.rule = rule;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Optional<ProblemException> refusal = rule.refusal(request.getMethod(), Request.getPathInContext(request));
        if (refusal.isEmpty()) {
            return super.handle(request, response, callback);
        }
        refusal.get().retryAfter().ifPresent(seconds -> response.getHeaders().put("Retry-After", seconds));
        Guard.write(refusal.get().problem(), response, callback);
        return true;
    }
}
