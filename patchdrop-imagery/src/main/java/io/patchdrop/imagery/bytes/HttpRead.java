package io.patchdrop.imagery.bytes;

import io.patchdrop.imagery.bytes.ByteSourceException.Problem;
import io.patchdrop.imagery.bytes.HttpRequests.Failure;
import io.patchdrop.imagery.bytes.HttpRequests.Target;
import io.patchdrop.imagery.bytes.Ledger.Entry;
import io.patchdrop.imagery.bytes.Ledger.Method;
import io.patchdrop.imagery.bytes.RangeExchange.Result;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Reads one range of a server's file, and goes on where an answer broke off.
 * Is used once, by one thread; the client's threads call it only as a receiver.
 */
final class HttpRead implements HttpRequests.Job {
    private final HttpSource source;
    private final HttpOptions options;
    private final ByteRange range;
    private final RandomGenerator jitter;
    /** Answers that broke off; whether their bytes are of use shows at the end. */
    private final List<Entry> parts = new ArrayList<>();

    /** What was asked for last. */
    private ByteRange asked;

    private byte @Nullable [] content;
    private int kept;

    HttpRead(HttpSource source, HttpOptions options, ByteRange range, RandomGenerator jitter) {
        this.source = source;
        this.options = options;
        this.range = range;
        this.asked = range;
        this.jitter = jitter;
    }

    /** The bytes, fewer only where the file ends. */
    byte[] run() throws IOException {
        boolean succeeded = false;
        try {
            new HttpRequests(source.name(), options, this, jitter).run();
            succeeded = true;
            return content == null ? new byte[0] : content;
        } finally {
            for (Entry part : parts) {
                source.ledger()
                        .enter(new Entry(part.method(), part.range(), part.bytes(), part.nanoseconds(), succeeded));
            }
        }
    }

    @Override
    public Target start() {
        return source.start();
    }

    @Override
    public Target original() {
        return source.original();
    }

    @Override
    public void moved(Target target) {
        source.moved(target);
    }

    @Override
    public HttpRequest request(Target target) throws IOException {
        source.requireOpen();
        asked = rest();
        return source.request(target, asked);
    }

    @Override
    public void sent(Result result) {
        kept += result.kept();
        enter(asked, result);
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
    public RangeAnswer answer(int status, HttpHeaders headers) {
        return judged(RangeAnswer.of(status, headers, asked, Instant.now()));
    }

    /** The same, or a refusal if it contradicts those before it. */
    private RangeAnswer judged(RangeAnswer answer) {
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
    public @Nullable RangeBody body(RangeAnswer answer) {
        if (!(answer instanceof RangeAnswer.Content part)) {
            return null;
        }
        byte[] target = content;
        if (target == null) {
            target = new byte[part.length()];
            content = target;
        }
        return RangeBody.into(target, kept, part.length());
    }

    @Override
    public @Nullable Failure outcome(Result result) {
        RangeAnswer answer = result.answer();
        Failure refused = HttpRequests.refused(answer);
        if (answer == null || refused != null) {
            return refused == null ? HttpRequests.brokenOff(result, false) : refused;
        }
        if (answer instanceof RangeAnswer.Beyond) {
            return source.has(rest().offset())
                    ? Failure.last(Problem.BAD_ANSWER, "says that the file ends where it does not")
                    : null;
        }
        if (result.tooLong()) {
            return Failure.last(Problem.BAD_ANSWER, "sends more than was asked for");
        }
        return content != null && kept == content.length ? null : HttpRequests.brokenOff(result, true);
    }
}
