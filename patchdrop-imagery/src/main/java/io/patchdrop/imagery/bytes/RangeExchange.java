package io.patchdrop.imagery.bytes;

import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One request of a file, or of a range of it, and what comes of it, within the times allowed. Is used once. */
final class RangeExchange {
    /** An answer without content is read up to here, so that the connection can be used again. */
    private static final int LONGEST_UNUSED = 16 << 10;

    private final HttpOptions options;
    private final Receiver receiver;
    private @Nullable RangeAnswer answer;
    private volatile @Nullable RangeBody body;
    private boolean over;

    /** Where the content goes. */
    interface Receiver {
        /** What the head of an answer says, knowing those before it. */
        RangeAnswer answer(int status, HttpHeaders headers);

        /** Where the body of an answer is kept; null if it is of no use. */
        @Nullable
        RangeBody body(RangeAnswer answer);
    }

    /** Why waiting ended. */
    enum End {
        ANSWERED,
        FAILED,
        STALLED,
        TOO_SLOW,
        INTERRUPTED
    }

    /**
     * What came of a request.
     *
     * @param answer null if its head did not come
     * @param kept bytes of content that are in place
     * @param received bytes of the body
     * @param tooLong whether the body was longer than asked for
     * @param failure of the connection; null but where {@code end} is FAILED
     */
    record Result(
            End end,
            @Nullable RangeAnswer answer,
            int kept,
            int received,
            boolean tooLong,
            long nanoseconds,
            @Nullable Throwable failure) {}

    RangeExchange(HttpOptions options, Receiver receiver) {
        this.options = options;
        this.receiver = receiver;
    }

    Result run(HttpClient client, HttpRequest request) {
        long start = System.nanoTime();
        Throwable failure = null;
        CompletableFuture<HttpResponse<Void>> response = client.sendAsync(request, this::head);
        End end;
        try {
            end = await(response, start);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end = End.INTERRUPTED;
        } catch (ExecutionException e) {
            end = End.FAILED;
            failure = e.getCause();
        } catch (CancellationException e) {
            end = End.FAILED;
            failure = e;
        }
        RangeBody received = stop();
        // Closes the connection if the answer is not over.
        response.cancel(true);
        return new Result(
                end,
                answer(),
                received == null ? 0 : received.kept(),
                received == null ? 0 : received.received(),
                received != null && received.tooLong(),
                System.nanoTime() - start,
                failure);
    }

    private End await(CompletableFuture<HttpResponse<Void>> response, long start)
            throws InterruptedException, ExecutionException {
        Duration toHead = options.connect().plus(options.stall());
        while (true) {
            long now = System.nanoTime();
            RangeBody arriving = body;
            long silence = arriving == null
                    ? toHead.toNanos() - (now - start)
                    : options.stall().toNanos() - (now - arriving.lastByte());
            long rest = options.request().toNanos() - (now - start);
            if (silence <= 0 || rest <= 0) {
                return rest <= 0 ? End.TOO_SLOW : End.STALLED;
            }
            try {
                response.get(Math.min(silence, rest), TimeUnit.NANOSECONDS);
                return End.ANSWERED;
            } catch (TimeoutException e) {
                // Bytes may have come meanwhile.
            }
        }
    }

    private synchronized HttpResponse.BodySubscriber<Void> head(HttpResponse.ResponseInfo info) {
        if (over) {
            return RangeBody.unused(0);
        }
        RangeAnswer said = receiver.answer(info.statusCode(), info.headers());
        RangeBody created = receiver.body(said);
        if (created == null) {
            created = RangeBody.unused(unusedLength(info));
        }
        answer = said;
        body = created;
        return created;
    }

    /** What is said beside a failure or a redirect is short; content that is not wanted may not be. */
    private static int unusedLength(HttpResponse.ResponseInfo info) {
        String declared = info.headers().firstValue("Content-Length").orElse("");
        if (info.statusCode() < 300 || !declared.matches("[0-9]{1,5}")) {
            return 0;
        }
        int length = Integer.parseInt(declared);
        return length <= LONGEST_UNUSED ? length : 0;
    }

    private synchronized @Nullable RangeAnswer answer() {
        return answer;
    }

    private synchronized @Nullable RangeBody stop() {
        over = true;
        if (body != null) {
            body.end();
        }
        return body;
    }
}
