package io.patchdrop.imagery.bytes;

import io.patchdrop.imagery.bytes.ByteSourceException.Problem;
import io.patchdrop.imagery.bytes.RangeExchange.End;
import io.patchdrop.imagery.bytes.RangeExchange.Result;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Sends requests until a job is done: follows redirects, and asks again where that may help. Is used once, by one thread. */
final class HttpRequests {
    static {
        PinnedRequest.allow();
    }

    private static final int MOST_REDIRECTS = 5;

    /** Clients keep connections and threads, and are shared by all that wait as long for a connection. */
    private static final Map<Duration, HttpClient> CLIENTS = new ConcurrentHashMap<>();

    private final String name;
    private final HttpOptions options;
    private final Job job;
    private final RandomGenerator jitter;

    /**
     * What is requested.
     *
     * @param trusted whether headers of the options may be sent there
     */
    record Target(URI uri, boolean trusted) {}

    /** What the requests are for. */
    interface Job extends RangeExchange.Receiver {
        /** Where attempts start. */
        Target start();

        /** The address as it was given. */
        Target original();

        /** Later requests may start there. */
        void moved(Target target);

        /**
         * The next request.
         *
         * @throws IOException if nothing is to be sent any more
         */
        HttpRequest request(Target target) throws IOException;

        /** Takes in what came of a request, and enters it in the ledger. */
        void sent(Result result);

        /** Why the job is not done by the last request; null if it is. */
        @Nullable
        Failure outcome(Result result);
    }

    /** Why an attempt brought nothing, or not all. */
    record Failure(Problem problem, String what, boolean again, @Nullable Duration pause, @Nullable Throwable cause) {
        static Failure last(Problem problem, String what) {
            return new Failure(problem, what, false, null, null);
        }

        static Failure unavailable(String what, @Nullable Throwable cause) {
            return new Failure(Problem.UNAVAILABLE, what, true, null, cause);
        }
    }

    /** @param name of what is read, for messages */
    HttpRequests(String name, HttpOptions options, Job job, RandomGenerator jitter) {
        this.name = name;
        this.options = options;
        this.job = job;
        this.jitter = jitter;
    }

    /** A request of what an address names, with everything that all requests have. */
    static HttpRequest.Builder get(HttpAddress address, HttpOptions options, Target target) {
        HttpRequest.Builder request = HttpRequest.newBuilder(target.uri())
                .GET()
                .setHeader("User-Agent", "patchdrop")
                .setHeader("Accept-Encoding", "identity");
        if (target.trusted()) {
            if (address.authorization() != null) {
                request.setHeader("Authorization", address.authorization());
            }
            options.headers().forEach(request::setHeader);
        }
        return request;
    }

    private HttpClient client() {
        return CLIENTS.computeIfAbsent(options.connect(), connect -> HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connect)
                .build());
    }

    /** Returns when the job is done. */
    void run() throws IOException {
        for (int attempt = 0; ; attempt++) {
            Failure failure = attempt();
            if (failure == null) {
                return;
            }
            if (!failure.again() || attempt == options.retries()) {
                throw exception(failure, attempt + 1);
            }
            sleep(Pauses.before(attempt, failure.pause(), options, jitter));
        }
    }

    private ByteSourceException exception(Failure failure, int attempts) {
        String often = attempts > 1 ? ", also when asked " + attempts + " times" : "";
        return new ByteSourceException(
                failure.problem(), name + ": the server " + failure.what() + often, failure.cause());
    }

    private void sleep(Duration pause) throws IOException {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted();
        }
    }

    private IOException interrupted() {
        return new InterruptedIOException("interrupted while reading " + name);
    }

    /** One request and those that its redirects lead to; null if everything is there. */
    private @Nullable Failure attempt() throws IOException {
        Target target = job.start();
        boolean remembered = !target.equals(job.original());
        boolean permanently = true;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            Result result = request(target);
            if (remembered && redirects == 0 && isGone(result)) {
                // What was said to be for ever was not.
                job.moved(job.original());
                target = job.original();
                continue;
            }
            if (!(result.answer() instanceof RangeAnswer.Moved moved)) {
                if (permanently && redirects > 0 && result.answer() instanceof RangeAnswer.Content) {
                    job.moved(target);
                }
                return job.outcome(result);
            }
            URI next = HttpAddress.redirected(target.uri(), moved.location());
            if (next == null) {
                return Failure.last(Problem.BAD_ANSWER, "redirects to an address that is not followed");
            }
            permanently &= moved.permanently();
            target = new Target(next, target.trusted() && HttpAddress.sameServer(target.uri(), next));
        }
        return Failure.last(Problem.BAD_ANSWER, "redirects more than " + MOST_REDIRECTS + " times");
    }

    private static boolean isGone(Result result) {
        return result.answer() instanceof RangeAnswer.Refused refused
                && (refused.problem() == Problem.FORBIDDEN || refused.problem() == Problem.NOT_FOUND);
    }

    private Result request(Target target) throws IOException {
        HttpRequest request = job.request(target);
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted();
        }
        Optional<InetAddress> pinned = options.addresses().checked(target.uri());
        HttpRequest sent = pinned.isPresent() ? PinnedRequest.of(request, pinned.get()) : request;
        Result result = new RangeExchange(options, job).run(client(), sent);
        job.sent(result);
        if (result.end() == End.INTERRUPTED) {
            throw interrupted();
        }
        return result;
    }

    /** What an answer means that brought no content; null if that is not all there is to say. */
    static @Nullable Failure refused(@Nullable RangeAnswer answer) {
        if (answer instanceof RangeAnswer.Later later) {
            String what = "fails or is too busy (status " + later.status() + ")";
            return new Failure(Problem.UNAVAILABLE, what, true, later.pause(), null);
        }
        return answer instanceof RangeAnswer.Refused refused ? Failure.last(refused.problem(), refused.what()) : null;
    }

    /**
     * Why an exchange ended before everything was there.
     *
     * @param began whether content had begun to come
     */
    static Failure brokenOff(Result result, boolean began) {
        return failed(result, began ? " within its answer" : "");
    }

    private static Failure failed(Result result, String where) {
        return switch (result.end()) {
            case STALLED -> Failure.unavailable("does not go on" + where + " for too long", null);
            case TOO_SLOW -> Failure.unavailable("takes too long for one request", null);
            case ANSWERED, INTERRUPTED -> Failure.unavailable("breaks off" + where, null);
            case FAILED -> ofConnection(result.failure(), where);
        };
    }

    private static Failure ofConnection(@Nullable Throwable failure, String where) {
        if (failure instanceof ProtocolException || failure instanceof RuntimeException) {
            return new Failure(Problem.BAD_ANSWER, "does not answer as HTTP does", false, null, failure);
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return Failure.unavailable("is not known by its name", failure);
            }
        }
        String message = failure == null || failure.getMessage() == null ? "" : failure.getMessage();
        String said = message.isEmpty() ? "" : " (" + Messages.oneLine(message) + ")";
        boolean began = !where.isEmpty();
        return Failure.unavailable(
                (began ? "breaks off" + where : "cannot be reached, or does not answer") + said, failure);
    }
}
