package io.patchdrop.imagery.bytes;

import io.patchdrop.core.InvalidInputException;

/**
 * How bytes are bought.
 *
 * @param gap bytes between two wanted ranges that are bought along to save a request, 0 to 16 MiB
 * @param longest bytes of a merged request, 1 to 256 MiB
 * @param connections requests that are under way at the same time at most, 1 to 256
 */
public record BuyingOptions(int gap, int longest, int connections) {
    /**
     * A gap of 8 bytes, 8 MiB a request, 32 connections. GDAL writes 4 bytes before and 4 behind each tile of a Cloud
     * Optimized GeoTIFF: a gap of 8 makes neighbouring tiles one request.
     */
    public static final BuyingOptions DEFAULT = new BuyingOptions(8, 8 << 20, 32);

    /** @throws InvalidInputException if a number is out of its range */
    public BuyingOptions {
        require("gap", gap, 0, 16 << 20);
        require("longest request", longest, 1, 256 << 20);
        require("number of connections", connections, 1, 256);
    }

    private static void require(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new InvalidInputException(
                    "The " + what + " is " + value, "give a number from " + least + " to " + most);
        }
    }
}
