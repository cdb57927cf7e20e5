package io.patchdrop.core.bundle;

import io.patchdrop.core.InvalidInputException;
import java.util.regex.Pattern;

/**
 * One file of the bundle.
 *
 * @param bytes its length
 * @param sha256 its SHA-256 in lower-case hexadecimal digits
 */
public record Member(long bytes, String sha256) {
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    /** @throws InvalidInputException if the length is negative or the text no SHA-256 */
    public Member {
        ManifestChecks.require(bytes >= 0, "a member has " + bytes + " bytes");
        ManifestChecks.require(SHA_256.matcher(sha256).matches(), "the sha256 of a member is not one");
    }
}
