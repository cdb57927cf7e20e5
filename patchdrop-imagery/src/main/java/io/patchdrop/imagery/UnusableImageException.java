package io.patchdrop.imagery;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What was read is no image that can be used: of no known format, damaged, cut off, of unsupported colours, or larger than
 * the {@link DecodingLimits}. The message says why, in one line, and does not name the file.
 *
 * <p>Any other {@link IOException} of this package means that the bytes could not be had: reading them again may help.
 */
public class UnusableImageException extends IOException {
    private static final long serialVersionUID = 1L;

    static final String TOO_SHORT = "the file ends too early";

    /** @param message why, in one line */
    public UnusableImageException(String message) {
        this(message, null);
    }

    /**
     * @param message why, in one line
     * @param cause the failure underneath
     */
    public UnusableImageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
