package io.patchdrop.imagery.bytes;

import io.patchdrop.imagery.bytes.ByteSourceException.Problem;
import io.patchdrop.imagery.bytes.HttpSource.Target;
import io.patchdrop.imagery.bytes.Ledger.Entry;
import io.patchdrop.imagery.bytes.Ledger.Method;
import io.patchdrop.imagery.bytes.RangeExchange.End;
import io.patchdrop.imagery.bytes.RangeExchange.Result;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Reads one range of a server's file: follows redirects, asks again where that may help, and goes on where an answer broke off.
 * Is used once, by one thread; the client's threads call it only as a receiver.
 */
final class HttpRead implements RangeExchange.Receiver {
    private static final int MOST_REDIRECTS = 5;

    private final HttpSource source;
    private final HttpOptions options;
    private final ByteRange range;
    private final RandomGenerator jitter;
    /** Answers that broke off; whether their bytes are of use shows at the end. */
    private final List<Entry> parts = new ArrayList<>();

    private byte @Nullable [] content;
    private int kept;

    /** Why an attempt brought nothing, or not all. */
    private record Failure(
            Problem problem, String what, boolean again, @Nullable Duration pause, @Nullable Throwable cause) {
        static Failure last(Problem problem, String what) {
            return new Failure(problem, what, false, null, null);
        }

        static Failure unavailable(String what, @Nullable Throwable cause) {
            return new Failure(Problem.UNAVAILABLE, what, true, null, cause);
        }
    }

    HttpRead(HttpSource source, HttpOptions options, ByteRange range, RandomGenerator jitter) {
        this.source = source;
        this.options = options;
        this.range = range;
        this.jitter = jitter;
    }

    /** The bytes, fewer only where the file ends. */
    byte[] run() throws IOException {
        boolean succeeded = false;
        try {
            for (int attempt = 0; ; attempt++) {
                Failure failure = attempt();
                if (failure == null) {
                    succeeded = true;
                    return content == null ? new byte[0] : content;
                }
                if (!failure.again() || attempt == options.retries()) {
                    throw exception(failure, attempt + 1);
                }
                sleep(Pauses.before(attempt, failure.pause(), options, jitter));
            }
        } finally {
            for (Entry part : parts) {
                source.ledger()
                        .enter(new Entry(part.method(), part.range(), part.bytes(), part.nanoseconds(), succeeded));
            }
        }
    }

    private ByteSourceException exception(Failure failure, int attempts) {
        String often = attempts > 1 ? ", also when asked " + attempts + " times" : "";
        return new ByteSourceException(
                failure.problem(), source.name() + ": the server " + failure.what() + often, failure.cause());
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
        return new InterruptedIOException("interrupted while reading " + source.name());
    }

    /** One request and those that its redirects lead to; null if everything is there. */
    private @Nullable Failure attempt() throws IOException {
        Target target = source.start();
        boolean remembered = !target.equals(source.original());
        boolean permanently = true;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            Result result = request(target);
            if (remembered && redirects == 0 && isGone(result)) {
                // What was said to be for ever was not.
                source.moved(source.original());
                target = source.original();
                continue;
            }
            if (!(result.answer() instanceof RangeAnswer.Moved moved)) {
                if (permanently && redirects > 0 && result.answer() instanceof RangeAnswer.Content) {
                    source.moved(target);
                }
                return outcome(result);
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
        source.requireOpen();
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted();
        }
        options.addresses().check(target.uri());
        ByteRange rest = rest();
        RangeExchange exchange = new RangeExchange(rest, options, this);
        Result result = exchange.run(source.client(), source.request(target, rest));
        kept += result.kept();
        enter(rest, result);
        if (result.end() == End.INTERRUPTED) {
            throw interrupted();
        }
        return result;
    }

    /** What is still missing; after the first answer, only up to the end of the file. */
    private ByteRange rest() {
        long end = content == null ? range.end() : range.offset() + content.length;
        return ByteRange.between(range.offset() + kept, end);
    }

    private void enter(ByteRange rest, Result result) {
        boolean complete = content != null && kept == content.length && !result.tooLong();
        boolean used = complete
                || result.answer() instanceof RangeAnswer.Moved
                || result.answer() instanceof RangeAnswer.Beyond;
        Entry entry = new Entry(Method.GET, rest, result.received(), result.nanoseconds(), used);
        if (!used && result.kept() > 0) {
            parts.add(entry);
        } else {
            source.ledger().enter(entry);
        }
    }

    @Override
    public RangeAnswer judge(RangeAnswer answer) {
        String difference = null;
        if (answer instanceof RangeAnswer.Content part) {
            difference = source.differenceOf(part.state(), true);
        } else if (answer instanceof RangeAnswer.Beyond beyond && beyond.state() != null) {
            // It tells the length alone. Only of an empty file nothing better can come.
            difference = source.differenceOf(beyond.state(), beyond.state().length() == 0);
        }
        return difference == null
                ? answer
                : new RangeAnswer.Refused(Problem.CHANGED, "has another version of it than at first: " + difference);
    }

    @Override
    public RangeBody body(RangeAnswer.Content answer) {
        byte[] target = content;
        if (target == null) {
            target = new byte[answer.length()];
            content = target;
        }
        return RangeBody.into(target, kept, answer.length());
    }

    private @Nullable Failure outcome(Result result) {
        RangeAnswer answer = result.answer();
        if (answer == null) {
            return failed(result, "");
        }
        if (answer instanceof RangeAnswer.Later later) {
            String what = "fails or is too busy (status " + later.status() + ")";
            return new Failure(Problem.UNAVAILABLE, what, true, later.pause(), null);
        }
        if (answer instanceof RangeAnswer.Refused refused) {
            return Failure.last(refused.problem(), refused.what());
        }
        if (answer instanceof RangeAnswer.Beyond) {
            return source.has(rest().offset())
                    ? Failure.last(Problem.BAD_ANSWER, "says that the file ends where it does not")
                    : null;
        }
        if (result.tooLong()) {
            return Failure.last(Problem.BAD_ANSWER, "sends more than was asked for");
        }
        if (content != null && kept == content.length) {
            return null;
        }
        return failed(result, " within its answer");
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
