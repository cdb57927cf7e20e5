package io.patchdrop.imagery.bytes;

import io.patchdrop.core.Seeds;
import io.patchdrop.imagery.bytes.ByteSourceException.Problem;
import io.patchdrop.imagery.bytes.HttpRequests.Failure;
import io.patchdrop.imagery.bytes.HttpRequests.Target;
import io.patchdrop.imagery.bytes.RangeExchange.Result;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Fetches whole files of web servers by GET. Redirects, times, retries and the ledger are those of {@link HttpSource}, but an
 * answer that broke off is asked for again from its first byte. Headers of the options go to the server of each address that is
 * asked for, so a fetcher with secret ones is for one server.
 */
public final class HttpFetcher implements Fetcher {
    private final HttpOptions options;
    private final Ledger ledger = new Ledger();
    private final AtomicLong gets = new AtomicLong();
    private final long seed = System.nanoTime();
    private volatile boolean closed;

    public HttpFetcher(HttpOptions options) {
        this.options = options;
    }

    @Override
    public byte[] get(URI address, int longest) throws IOException {
        if (longest < 1) {
            throw new IllegalArgumentException("a limit of " + longest + " bytes");
        }
        Get get = new Get(HttpAddress.of(address.toString()), longest);
        new HttpRequests(get.address.name(), options, get, Seeds.generator(seed, "pauses", gets.incrementAndGet()))
                .run();
        return get.content();
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public void close() {
        closed = true;
    }

    private final class Get implements HttpRequests.Job {
        private final HttpAddress address;
        private final int longest;
        private final Target target;
        /** Of the last answer with content; set by a thread of the client. */
        private volatile @Nullable RangeBody body;

        private Get(HttpAddress address, int longest) {
            this.address = address;
            this.longest = longest;
            this.target = new Target(address.uri(), true);
        }

        private byte[] content() {
            RangeBody last = body;
            return last == null ? new byte[0] : last.content();
        }

        @Override
        public Target start() {
            return target;
        }

        @Override
        public Target original() {
            return target;
        }

        @Override
        public void moved(Target elsewhere) {
            // The next file may not have moved.
        }

        @Override
        public HttpRequest request(Target next) throws IOException {
            if (closed) {
                throw new IOException("reading " + address.name() + ": it was closed");
            }
            return HttpRequests.get(address, options, next).build();
        }

        @Override
        public RangeAnswer answer(int status, HttpHeaders headers) {
            return RangeAnswer.ofWhole(status, headers, longest, Instant.now());
        }

        @Override
        public @Nullable RangeBody body(RangeAnswer answer) {
            if (!(answer instanceof RangeAnswer.Whole)) {
                return null;
            }
            RangeBody next = RangeBody.upTo(longest);
            body = next;
            return next;
        }

        @Override
        public void sent(Result result) {
            boolean used = result.answer() instanceof RangeAnswer.Moved || isComplete(result);
            ledger.enter(new Ledger.Entry(Ledger.Method.GET, null, result.received(), result.nanoseconds(), used));
        }

        private static boolean isComplete(Result result) {
            return result.answer() instanceof RangeAnswer.Whole
                    && result.end() == RangeExchange.End.ANSWERED
                    && !result.tooLong();
        }

        @Override
        public @Nullable Failure outcome(Result result) {
            Failure refused = HttpRequests.refused(result.answer());
            if (refused != null) {
                return refused;
            }
            if (result.tooLong()) {
                return Failure.last(
                        Problem.BAD_ANSWER, RangeAnswer.tooLong(longest).what());
            }
            return isComplete(result) ? null : HttpRequests.brokenOff(result, result.answer() != null);
        }
    }
}
