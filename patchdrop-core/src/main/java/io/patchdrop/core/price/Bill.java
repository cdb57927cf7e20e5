package io.patchdrop.core.price;

/**
 * A price by its parts, all in the currency of the price list.
 *
 * @param bytes for the bytes
 * @param requests for the requests
 * @param patches for the patches
 * @param tiles for the tiles
 * @param area for the ground
 */
public record Bill(double bytes, double requests, double patches, double tiles, double area) {
    /** The sum. */
    public double total() {
        return bytes + requests + patches + tiles + area;
    }
}
