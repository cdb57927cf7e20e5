package io.patchdrop.imagery.source;

import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.UnusableImageException;
import io.patchdrop.imagery.bytes.ByteSourceException;
import io.patchdrop.imagery.bytes.Ledger;
import io.patchdrop.imagery.geo.GeoReference;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * An image that is bought piece by piece. Opening it reads what says how it is stored, and no pixels. Safe for use by
 * several threads. Methods that read throw {@link ByteSourceException} if the bytes cannot be had and {@link
 * UnusableImageException} if they make no image.
 */
public interface ImageSource extends AutoCloseable {
    /** What people call it, without anything secret. */
    String name();

    /** Tells one content from another, as {@link io.patchdrop.imagery.bytes.ByteSource#version}. */
    String version() throws IOException;

    /** Its resolutions, the finest first. The first has the image's size. */
    List<Level> levels();

    /** Where on Earth its pixels of full resolution lie, if it says so. */
    Optional<GeoReference> geoReference();

    /**
     * The pieces that a window touches, in order. May read where they lie.
     *
     * @param window in pixels of that level, inside of it
     */
    List<Piece> pieces(int level, Region window) throws IOException;

    /** The part of its level that a piece shows; at the right and lower edge less than a whole tile. */
    Region region(Piece piece);

    /** What each of some pieces takes if it is bought alone and nothing is owned, together: the sum over pieces. */
    Cost apart(Collection<Piece> pieces) throws IOException;

    /**
     * Buys pieces, side by side, and returns when all are there. Pieces that are owned cost nothing.
     *
     * @throws IOException if one cannot be had; those that could be had are owned then
     */
    default void buy(Collection<Piece> pieces) throws IOException {
        order(pieces).await();
    }

    /** Begins to buy pieces that are neither owned nor under way, side by side. Does not wait for them. */
    Shipment order(Collection<Piece> pieces) throws IOException;

    /** Purchases that are only thought of, beginning with what is owned now. */
    Rehearsal rehearsal();

    /**
     * Pixels of a window whose pieces are owned.
     *
     * @param window in pixels of that level, inside of it
     * @return 8-bit RGB of the window's size
     * @throws IllegalStateException if a piece is not owned
     */
    RgbImage read(int level, Region window) throws IOException;

    /** Every request so far, of this opening. */
    Ledger ledger();

    /** What earlier openings bought that is still kept; nothing if it is kept only while the image is open. */
    Cost boughtBefore();

    /** Frees what it holds; later calls fail. */
    @Override
    void close();

    /** Pieces that were ordered. */
    interface Shipment {
        /** What this order takes; pieces that are owned or were under way cost nothing. */
        Cost cost();

        /**
         * Waits until all pieces are there, those as well that were under way.
         *
         * @throws IOException if one cannot be had; those that could be had are owned then
         */
        void await() throws IOException;
    }

    /** Counts what purchases would cost, one after the other. Not safe for use by several threads. */
    interface Rehearsal {
        /** What {@link ImageSource#buy} would take after all that was rehearsed before; counts the pieces as owned. */
        Cost buy(Collection<Piece> pieces) throws IOException;

        /** The same, without counting the pieces as owned. */
        Cost plan(Collection<Piece> pieces) throws IOException;
    }
}
