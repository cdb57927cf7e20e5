package io.patchdrop.imagery.source;

/**
 * What a purchase takes.
 *
 * @param requests how many
 * @param bytes of the answers' content
 * @param exact whether the bytes are known; if not, they are what such pieces took on average so far
 */
public record Cost(long requests, long bytes, boolean exact) {
    /** Nothing. */
    public static final Cost NONE = new Cost(0, 0, true);

    /** Both together. */
    public Cost plus(Cost other) {
        return new Cost(requests + other.requests, bytes + other.bytes, exact && other.exact);
    }
}
