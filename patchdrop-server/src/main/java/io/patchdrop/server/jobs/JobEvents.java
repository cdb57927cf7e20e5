package io.patchdrop.server.jobs;

import io.patchdrop.imagery.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The events of a job from a position on, as the parts of an answer. Nothing is kept for a reader: each asks the journal and
 * the job for what comes next. The id of an event is the position of the chips that follow, a hyphen, and a checksum of the job
 * as it was said last.
 */
final class JobEvents implements PacedBody.Parts {
    private static final long JOB_NANOSECONDS = 250_000_000L;
    private static final long SILENCE_NANOSECONDS = 15_000_000_000L;
    private static final Pattern ID = Pattern.compile("(\\d{1,18})-([0-9a-f]{1,8})");
    private static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.UTF_8);

    private final JobEntry entry;
    private final Journal journal;
    private final BooleanSupplier closing;
    private final Runnable onClose;

    private long position;
    private String said;
    private long saidAt;
    private long sentAt;
    private boolean complete;

    /**
     * Where a reader is.
     *
     * @param position in the journal
     * @param said checksum of the job as the reader knows it, empty if it does not
     */
    record Place(long position, String said) {
        static final Place START = new Place(0, "");

        /** What an event's id says, if it is one. */
        static Optional<Place> of(String id) {
            Matcher matcher = ID.matcher(id);
            return matcher.matches()
                    ? Optional.of(new Place(Long.parseLong(matcher.group(1)), matcher.group(2)))
                    : Optional.empty();
        }
    }

    /**
     * Events after a place.
     *
     * @param closing whether the server ends, and with it the stream
     * @param onClose called once
     */
    JobEvents(JobEntry entry, Journal journal, Place place, BooleanSupplier closing, Runnable onClose) {
        this.entry = entry;
        this.journal = journal;
        this.closing = closing;
        this.onClose = onClose;
        this.position = place.position();
        this.said = place.said();
        this.sentAt = System.nanoTime();
        this.saidAt = sentAt - JOB_NANOSECONDS;
    }

    /** Whether a reader at a place has everything that will ever be said. */
    static boolean isComplete(Job job, Journal journal, Place place) throws IOException {
        return job.state().ended()
                && checksum(Json.line(job.fields())).equals(place.said())
                && journal.read(place.position()).lines().isEmpty();
    }

    @Override
    public byte @Nullable [] next() throws IOException {
        if (complete || closing.getAsBoolean()) {
            return null;
        }
        // The job is read first: when it has ended, so has its journal.
        Job job = entry.job();
        if (said.isEmpty() && !job.state().ended()) {
            return job(job);
        }
        Journal.Lines lines = journal.read(position);
        if (!lines.lines().isEmpty()) {
            position = lines.end();
            return event("chips", "[" + String.join(",", lines.lines()) + "]");
        }
        long now = System.nanoTime();
        if (job.state().ended()) {
            complete = true;
            return job(job);
        }
        if (now - saidAt >= JOB_NANOSECONDS) {
            saidAt = now;
            if (!checksum(Json.line(job.fields())).equals(said)) {
                return job(job);
            }
        }
        if (now - sentAt >= SILENCE_NANOSECONDS) {
            sentAt = now;
            return HEARTBEAT;
        }
        return NOTHING_YET;
    }

    private byte[] job(Job job) {
        String text = Json.line(job.fields());
        said = checksum(text);
        saidAt = System.nanoTime();
        return event("job", text);
    }

    private byte[] event(String name, String data) {
        sentAt = System.nanoTime();
        // JSON on one line has no line end that would end the data.
        String id = position + "-" + (said.isEmpty() ? "0" : said);
        return ("event: " + name + "\nid: " + id + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }

    @Override
    public void close() {
        onClose.run();
    }
}
