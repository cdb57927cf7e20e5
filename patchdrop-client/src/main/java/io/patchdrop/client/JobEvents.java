package io.patchdrop.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The events of a job, one after the other, until it ends: {@link #hasNext} waits for the next. Where the connection breaks it
 * is made again, and goes on after the last event that came. For one thread; {@link #close} may be called by any.
 */
public final class JobEvents implements Iterator<JobEvent>, AutoCloseable {
    private final Calls calls;
    private final ClientOptions options;
    private final String path;
    private volatile @Nullable EventReader reader;
    private volatile boolean closed;
    private @Nullable JobEvent next;
    private String lastId = "";
    private int failures;
    private boolean ended;

    JobEvents(Calls calls, ClientOptions options, String path) {
        this.calls = calls;
        this.options = options;
        this.path = path;
    }

    /**
     * Whether there is another event; waits until that is known.
     *
     * @throws PatchDropException if there is no such job, or the server stays away
     */
    @Override
    public boolean hasNext() {
        while (next == null && !ended && !closed) {
            try {
                advance();
            } catch (IOException e) {
                failed(new PatchDropException(
                        PatchDropException.UNREACHABLE, "The connection broke: " + e.getMessage(), e));
            } catch (PatchDropException e) {
                if (!e.code().equals(PatchDropException.UNREACHABLE)) {
                    throw e;
                }
                failed(e);
            }
        }
        return next != null;
    }

    @Override
    public JobEvent next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        JobEvent event = next;
        next = null;
        return event;
    }

    private void advance() throws IOException {
        EventReader open = reader;
        if (open == null) {
            Optional<InputStream> stream = calls.events(path, lastId);
            if (stream.isEmpty()) {
                ended = true;
                return;
            }
            open = new EventReader(stream.get());
            reader = open;
            if (closed) {
                open.close();
                return;
            }
        }
        EventReader.Event event = open.next();
        if (event == null) {
            throw new IOException("the events stopped before the job did");
        }
        failures = 0;
        lastId = event.id().isEmpty() ? lastId : event.id();
        byte[] data = event.data().getBytes(StandardCharsets.UTF_8);
        if (event.name().equals("job")) {
            Job job = Answers.read(data, Job.class);
            next = new JobEvent.Changed(job);
            ended = job.state().ended();
        } else if (event.name().equals("chips")) {
            next = new JobEvent.Answered(List.of(Answers.read(data, ZoomDocument.Chip[].class)));
        }
        if (ended) {
            disconnect();
        }
    }

    private void failed(PatchDropException failure) {
        disconnect();
        if (closed) {
            return;
        }
        if (failures == options.retries()) {
            throw failure;
        }
        Pauses.afterFailure(failures, options.longestPause());
        failures++;
    }

    private void disconnect() {
        EventReader open = reader;
        reader = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // It is left anyway.
            }
        }
    }

    /** Ends the connection; {@link #hasNext} is false from then on. The job goes on. */
    @Override
    public void close() {
        closed = true;
        disconnect();
    }
}
