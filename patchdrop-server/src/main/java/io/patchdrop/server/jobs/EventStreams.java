package io.patchdrop.server.jobs;

import io.javalin.http.Context;
import io.patchdrop.server.http.Problem.Kind;
import io.patchdrop.server.http.ProblemException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** All streams of events. One thread looks now and then whether there is something new; it never waits for a reader. */
final class EventStreams implements AutoCloseable {
    private static final int LOOK_MILLISECONDS = 100;
    private static final int RETRY_SECONDS = 10;

    private final int most;
    private final AtomicInteger open = new AtomicInteger();
    private final Set<PacedBody> bodies = ConcurrentHashMap.newKeySet();
    private final Thread clock = new Thread(this::watch, "patchdrop-events");
    private volatile boolean closing;

    /** @param most streams that may be open */
    EventStreams(int most) {
        this.most = most;
        clock.setDaemon(true);
        clock.start();
    }

    /** How many are open. */
    int open() {
        return open.get();
    }

    /** Answers with the events of a job. */
    void answer(Context context, JobEntry entry, Journal journal) throws IOException {
        JobEvents.Place place = place(context, journal);
        if (JobEvents.isComplete(entry.job(), journal, place)) {
            // Tells an EventSource that there is no use in coming back.
            context.status(204);
            return;
        }
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            throw ProblemException.busy("There are as many streams of events as there may be", RETRY_SECONDS);
        }
        context.res().setContentType("text/event-stream;charset=utf-8");
        JobEvents events = new JobEvents(entry, journal, place, () -> closing, open::decrementAndGet);
        bodies.add(PacedBody.send(context, events));
    }

    private static JobEvents.Place place(Context context, Journal journal) throws IOException {
        String id = context.header("Last-Event-ID");
        if (id == null || id.isEmpty()) {
            return JobEvents.Place.START;
        }
        JobEvents.Place place = JobEvents.Place.of(id).orElseThrow(EventStreams::unknown);
        if (!journal.isStart(place.position())) {
            throw unknown();
        }
        return place;
    }

    private static ProblemException unknown() {
        return new ProblemException(
                Kind.BAD_REQUEST, "The Last-Event-ID is none of this job's", "leave it out to begin at the start");
    }

    private void watch() {
        try {
            while (!closing) {
                wakeAll();
                Thread.sleep(LOOK_MILLISECONDS);
            }
        } catch (InterruptedException e) {
            // As it should be, at the end.
        }
        wakeAll();
    }

    private void wakeAll() {
        bodies.forEach(PacedBody::wake);
        bodies.removeIf(PacedBody::ended);
    }

    /** Ends all streams; their readers may go on elsewhere. */
    @Override
    public void close() {
        closing = true;
        try {
            clock.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // Those that came meanwhile.
        wakeAll();
    }
}
