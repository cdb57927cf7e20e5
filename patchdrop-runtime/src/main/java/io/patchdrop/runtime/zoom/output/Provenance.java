package io.patchdrop.runtime.zoom.output;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.json.JsonFields;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * Where a result comes from.
 *
 * @param software version of this program
 * @param model where the bundle lies
 * @param modelSha256 of the bundle
 * @param source where the image lies, without anything secret
 * @param sourceItem the STAC Item that the image is an asset of
 * @param time when the zoom was done
 */
record Provenance(
        String software,
        Optional<String> model,
        Optional<String> modelSha256,
        Optional<String> source,
        Optional<JsonFields> sourceItem,
        Instant time) {
    /**
     * Reads the fields that {@link ZoomOutputs#write} names.
     *
     * @throws InvalidInputException if one is of another kind
     */
    static Provenance of(Map<String, Object> json) {
        JsonFields fields = JsonFields.of(json, "the provenance", "give it as the command line does");
        return new Provenance(
                fields.optionalText("software").orElse("unknown"),
                fields.optionalText("model"),
                fields.optionalText("model_sha256"),
                fields.optionalText("source").map(Addresses::withoutSecrets),
                fields.optionalObject("source_item"),
                time(fields));
    }

    private static Instant time(JsonFields fields) {
        try {
            return fields.optionalText("datetime").map(Instant::parse).orElseGet(Instant::now);
        } catch (DateTimeParseException e) {
            throw fields.wrong("datetime", "is no time such as 2025-01-02T03:04:05Z");
        }
    }

    /** The time as RFC 3339 has it, in UTC, to the second. */
    String timeText() {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
