package io.patchdrop.imagery.bytes;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Takes in the body of one answer, up to a number of bytes; where it has more, the connection is closed. Bytes that come
 * after {@link #end} are neither kept nor counted, so that another answer can go on in the same array.
 */
final class RangeBody implements HttpResponse.BodySubscriber<Void> {
    /** Room to begin with where the array grows. */
    private static final int FIRST = 64 << 10;

    private final int start;
    private final int most;
    /** Whether the array is made longer as bytes come, since nobody knows, or nobody who is trusted, how many will. */
    private final boolean grows;

    private final CompletableFuture<Void> done = new CompletableFuture<>();

    private byte @Nullable [] target;
    private Flow.@Nullable Subscription subscription;
    private int received;
    private boolean tooLong;
    /** Nothing more is taken in, or nothing more comes. */
    private boolean ended;

    private volatile long lastByte = System.nanoTime();

    private RangeBody(byte @Nullable [] target, int start, int most, boolean grows) {
        this.target = target;
        this.start = start;
        this.most = most;
        this.grows = grows;
    }

    /** Keeps {@code length} bytes from {@code start} on in an array. */
    static RangeBody into(byte[] target, int start, int length) {
        return new RangeBody(target, start, length, false);
    }

    /** Keeps what comes in an array of its own. */
    static RangeBody upTo(int most) {
        return new RangeBody(new byte[Math.min(most, FIRST)], 0, most, true);
    }

    /** Lets a body of a few bytes pass, so that the connection can be used again. */
    static RangeBody unused(int most) {
        return new RangeBody(null, 0, most, false);
    }

    @Override
    public CompletionStage<Void> getBody() {
        return done;
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription theSubscription) {
        subscription = theSubscription;
        lastByte = System.nanoTime();
        if (ended || most == 0) {
            ended = true;
            theSubscription.cancel();
            done.complete(null);
        } else {
            theSubscription.request(Long.MAX_VALUE);
        }
    }

    @Override
    public synchronized void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            int size = buffer.remaining();
            if (ended || size == 0) {
                continue;
            }
            lastByte = System.nanoTime();
            int room = most - received;
            if (target != null && room > 0) {
                int used = Math.min(size, room);
                buffer.get(withRoom(target, start + received + used), start + received, used);
            }
            received += size;
            if (size > room) {
                tooLong = true;
                stop();
            }
        }
    }

    private byte[] withRoom(byte[] array, int length) {
        if (!grows || length <= array.length) {
            return array;
        }
        byte[] longer = Arrays.copyOf(array, (int) Math.min(most, Math.max(length, 2L * array.length)));
        target = longer;
        return longer;
    }

    @Override
    public synchronized void onError(Throwable failure) {
        ended = true;
        done.completeExceptionally(failure);
    }

    @Override
    public synchronized void onComplete() {
        ended = true;
        done.complete(null);
    }

    private void stop() {
        if (!ended && subscription != null) {
            subscription.cancel();
        }
        ended = true;
        done.complete(null);
    }

    /** Takes in nothing more. */
    synchronized void end() {
        stop();
    }

    /** Bytes that came, those that are too many included. */
    synchronized int received() {
        return received;
    }

    /** How many bytes were kept. */
    synchronized int kept() {
        return target == null ? 0 : Math.min(received, most);
    }

    /** A copy of what was kept. */
    synchronized byte[] content() {
        byte[] array = target == null ? new byte[0] : target;
        return Arrays.copyOfRange(array, start, start + kept());
    }

    /** Whether there was more than asked for. */
    synchronized boolean tooLong() {
        return tooLong;
    }

    /** {@link System#nanoTime} of the last byte, of the head at first. */
    long lastByte() {
        return lastByte;
    }
}
