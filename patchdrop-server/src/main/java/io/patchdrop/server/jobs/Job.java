package io.patchdrop.server.jobs;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A whole scene to zoom into, at one moment.
 *
 * @param id 32 hexadecimal digits that nobody can guess
 * @param number jobs that came later have greater ones
 * @param model its name
 * @param sha256 of the model's bundle
 * @param request in values of JSON, as {@link io.patchdrop.server.zoom.ZoomOrder#fields} gives it
 * @param started when it first began; null until then
 * @param finished when it ended; null until then
 * @param error why it failed, one line; null if it did not
 */
record Job(
        String id,
        long number,
        String model,
        String sha256,
        Map<String, ?> request,
        JobState state,
        Instant created,
        @Nullable Instant started,
        @Nullable Instant finished,
        Progress progress,
        @Nullable String error) {
    /** The same in another state; times follow. */
    Job in(JobState newState, @Nullable String newError) {
        Instant now = now();
        return new Job(
                id,
                number,
                model,
                sha256,
                request,
                newState,
                created,
                started == null && newState == JobState.LOOKING ? now : started,
                newState.ended() ? now : null,
                progress,
                newError);
    }

    /** The same further on. */
    Job with(UnaryOperator<Progress> change) {
        return new Job(
                id, number, model, sha256, request, state, created, started, finished, change.apply(progress), error);
    }

    /** The time, as it is stored. */
    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    /** As JSON. */
    Map<String, @Nullable Object> fields() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", id);
        fields.put("model", model);
        fields.put("state", state.toString());
        fields.put("created", created.toString());
        fields.put("started", text(started));
        fields.put("finished", text(finished));
        fields.put("request", request);
        fields.put("chips", progress.chips());
        fields.put("looked", progress.looked());
        fields.put("zoomed", progress.zoomed());
        fields.put("bytes", progress.bytes());
        fields.put("requests", progress.requests());
        fields.put("price", progress.price());
        fields.put("full_bytes", progress.fullBytes());
        fields.put("full_price", progress.fullPrice());
        fields.put("width", progress.width());
        fields.put("height", progress.height());
        fields.put("error", error);
        return fields;
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
