package io.patchdrop.learn.data;

/**
 * One image cannot be read. It is already counted and named in {@link Dataset#skipped}, so a caller goes on without it;
 * too many of them are an {@link io.patchdrop.core.InvalidInputException} instead.
 */
public class UnreadableImageException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableImageException(String name, Throwable cause) {
        super(name + ": " + cause.getMessage(), cause);
    }
}
