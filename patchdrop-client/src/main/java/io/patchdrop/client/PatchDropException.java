package io.patchdrop.client;

/** A call that failed: the server refused it, could not be reached, or answered with what is no answer. */
public final class PatchDropException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** {@link #code} where there was no answer at all. */
    public static final String UNREACHABLE = "unreachable";

    /** {@link #code} where the answer did not come in time. */
    public static final String TIMEOUT = "timeout";

    /** {@link #code} where the calling thread was interrupted; it still is. */
    public static final String INTERRUPTED = "interrupted";

    /** {@link #code} where the answer cannot be read. */
    public static final String BAD_ANSWER = "bad_answer";

    private final int status;
    private final String code;
    private final String detail;

    /**
     * A failure.
     *
     * @param status of HTTP, 0 where there was no answer
     * @param code what programs tell it by
     * @param detail one line for people
     */
    public PatchDropException(int status, String code, String detail) {
        super(message(status, code, detail));
        this.status = status;
        this.code = code;
        this.detail = detail;
    }

    PatchDropException(String code, String detail, Throwable cause) {
        super(message(0, code, detail), cause);
        this.status = 0;
        this.code = code;
        this.detail = detail;
    }

    private static String message(int status, String code, String detail) {
        return detail + " [" + (status == 0 ? "" : status + " ") + code + "]";
    }

    /** The status of HTTP, such as 404; 0 where there was no answer. */
    public int status() {
        return status;
    }

    /**
     * What programs tell it by: a code of the server, such as {@code not_found} or {@code busy}; one of the constants here; or
     * {@code http_502}, if what answered was no patchdrop server.
     */
    public String code() {
        return code;
    }

    /** One line: what went wrong and, from the server, in parentheses what can be done. */
    public String detail() {
        return detail;
    }
}
