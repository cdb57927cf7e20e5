package io.patchdrop.imagery.stac;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.json.JsonFields;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;

/**
 * When an image was taken: a moment, or the time from one to another.
 *
 * @param start of it
 * @param end of it; the start if it is a moment
 */
public record StacTime(Instant start, Instant end) {
    /** @throws InvalidInputException if an item's properties have neither a moment nor a start and an end */
    static StacTime of(JsonFields properties) {
        Optional<Instant> moment = time(properties, "datetime");
        if (moment.isPresent()) {
            return new StacTime(moment.get(), moment.get());
        }
        Instant start = time(properties, "start_datetime")
                .orElseThrow(() -> properties.wrong("datetime", "is missing, and so is start_datetime"));
        Instant end =
                time(properties, "end_datetime").orElseThrow(() -> properties.wrong("end_datetime", "is missing"));
        if (end.isBefore(start)) {
            throw properties.wrong("end_datetime", "is before start_datetime");
        }
        return new StacTime(start, end);
    }

    private static Optional<Instant> time(JsonFields properties, String name) {
        try {
            // RFC 3339 allows small letters and a blank, too.
            return properties.optionalText(name).map(text -> OffsetDateTime.parse(
                            text.toUpperCase(Locale.ROOT).replace(' ', 'T'))
                    .toInstant());
        } catch (DateTimeException e) {
            throw properties.wrong(name, "is no time as in RFC 3339, such as 2026-01-31T12:00:00Z");
        }
    }
}
