package io.patchdrop.spark;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.price.PriceList;
import io.patchdrop.imagery.source.Cost;
import java.io.Serializable;

/**
 * What is paid for in a batch: bytes, requests and patches. Prices that depend on what else was bought of an image, by tile or
 * by area of the ground, are for {@code zoom}.
 *
 * @param perByte at least 0
 * @param perRequest at least 0
 * @param perPatch at least 0
 * @param currency a word that is shown behind numbers
 */
record Prices(double perByte, double perRequest, double perPatch, String currency) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Everything for nothing. */
    static final Prices FREE = new Prices(0, 0, 0, "USD");

    /** 1 for each patch: what a limit to the price means if no prices are given. */
    static final Prices PATCHES = new Prices(0, 0, 1, "patches");

    /** @throws InvalidInputException if the list has a price by tile or by area */
    static Prices of(PriceList list) {
        if (list.perTile() > 0 || !list.tiles().isEmpty() || !list.owned().isEmpty() || list.pricesArea()) {
            throw new InvalidInputException(
                    "The prices of a batch cannot go by tile or by area",
                    "give per_byte, per_gigabyte, per_request and per_patch, or use zoom");
        }
        return new Prices(list.perByte(), list.perRequest(), list.perPatch(), list.currency());
    }

    /** What a purchase costs. */
    double price(Cost cost, int patches) {
        return cost.bytes() * perByte + cost.requests() * perRequest + patches * perPatch;
    }
}
