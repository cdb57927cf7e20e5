package io.patchdrop.imagery.iiif;

import io.patchdrop.core.InvalidInputException;
import java.util.OptionalInt;

/**
 * How an image of a IIIF service is bought.
 *
 * @param tile width and height of a piece in pixels of its level, {@value #SMALLEST_TILE} to {@value #LARGEST_TILE}; if
 *     empty, that of the tiles which the service offers, or 512
 * @param format of the pieces
 * @param longest bytes that a piece may have, 1 to 64 MiB - 1
 * @param connections requests that are under way at the same time at most, 1 to 256
 */
public record IiifOptions(OptionalInt tile, Format format, int longest, int connections) {
    /** The smallest width and height of pieces. */
    public static final int SMALLEST_TILE = 32;
    /** The largest width and height of pieces. */
    public static final int LARGEST_TILE = 8192;

    /** The service's tiles as JPEG, at most 16 MiB each, 8 connections: services are shared by many. */
    public static final IiifOptions DEFAULT = new IiifOptions(OptionalInt.empty(), Format.JPG, 16 << 20, 8);

    /** @throws InvalidInputException if a number is out of its range */
    public IiifOptions {
        if (tile.isPresent()) {
            require("size of tiles", tile.getAsInt(), SMALLEST_TILE, LARGEST_TILE);
        }
        require("limit of bytes", longest, 1, PieceStore.LONGEST);
        require("number of connections", connections, 1, 256);
    }

    private static void require(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new InvalidInputException(
                    "The " + what + " is " + value, "give a number from " + least + " to " + most);
        }
    }

    /** These options with another size of tiles. */
    public IiifOptions withTile(int pixels) {
        return new IiifOptions(OptionalInt.of(pixels), format, longest, connections);
    }

    /** These options with another format. */
    public IiifOptions withFormat(Format other) {
        return new IiifOptions(tile, other, longest, connections);
    }

    /** Formats of pieces. */
    public enum Format {
        /** Every service has it; loses a little. */
        JPG("jpg", 0.25),
        /** Exact, where the service has it. */
        PNG("png", 2);

        private final String ending;
        private final double bytesPerPixel;

        Format(String ending, double bytesPerPixel) {
            this.ending = ending;
            this.bytesPerPixel = bytesPerPixel;
        }

        /** As in addresses. */
        String ending() {
            return ending;
        }

        /** A guess, as long as no piece is there. */
        double bytesPerPixel() {
            return bytesPerPixel;
        }
    }
}
