package io.patchdrop.server.http;

import io.patchdrop.imagery.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, as RFC 9457 has it, with a {@code code} for programs.
 *
 * @param kind what it is
 * @param detail one line: what went wrong, and in parentheses what can be done
 */
public record Problem(Kind kind, String detail) {
    /** The media type of {@link #json}. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** What can go wrong. */
    public enum Kind {
        BAD_REQUEST(400, "Bad Request"),
        UNAUTHORIZED(401, "Unauthorized"),
        FORBIDDEN(403, "Forbidden"),
        NOT_FOUND(404, "Not Found"),
        METHOD_NOT_ALLOWED(405, "Method Not Allowed"),
        TIMEOUT(408, "Request Timeout"),
        CONFLICT(409, "Conflict"),
        TOO_LARGE(413, "Content Too Large"),
        UNSUPPORTED_IMAGE(415, "Unsupported Media Type"),
        UNUSABLE(422, "Unprocessable Content"),
        BUSY(429, "Too Many Requests"),
        FAILED(500, "Internal Server Error"),
        SOURCE_FAILED(502, "Bad Gateway"),
        STOPPING(503, "Service Unavailable");

        private final int status;
        private final String title;

        Kind(int status, String title) {
            this.status = status;
            this.title = title;
        }

        /** The status of the answer. */
        public int status() {
            return status;
        }

        /** What programs tell it by. */
        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** The body of the answer. */
    public byte[] json() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("type", "about:blank");
        fields.put("title", kind.title);
        fields.put("status", kind.status);
        fields.put("detail", detail);
        fields.put("code", kind.code());
        return Json.write(fields);
    }
}
