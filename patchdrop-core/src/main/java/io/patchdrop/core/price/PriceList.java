package io.patchdrop.core.price;

import io.patchdrop.core.InvalidInputException;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * What pixels cost: a price is the sum of all parts, each of which may be 0.
 *
 * @param currency such as USD; a word that is shown behind numbers
 * @param perByte of a byte
 * @param perRequest of a request
 * @param perPatch of a patch
 * @param perTile of a tile that has no price of its own
 * @param tiles prices of single tiles of the level that is bought
 * @param owned tiles that have no price; their bytes and requests cost what they cost
 * @param perSquareKilometre of the ground
 * @param minimumSquareKilometres what each polygon counts at least
 */
public record PriceList(
        String currency,
        double perByte,
        double perRequest,
        double perPatch,
        double perTile,
        Map<Tile, Double> tiles,
        Set<Tile> owned,
        double perSquareKilometre,
        double minimumSquareKilometres) {
    private static final int LONGEST_CURRENCY = 20;

    /** Everything for nothing. */
    public static final PriceList FREE = new PriceList("USD", 0, 0, 0, 0, Map.of(), Set.of(), 0, 0);

    /** @throws InvalidInputException if a price is negative or not finite, or the currency is no word */
    public PriceList {
        if (currency.isEmpty()
                || currency.length() > LONGEST_CURRENCY
                || !currency.codePoints().allMatch(PriceList::isVisible)) {
            throw new InvalidInputException(
                    "The currency of the price list is no word", "give something such as USD or EUR");
        }
        requirePrice("per_byte", perByte);
        requirePrice("per_request", perRequest);
        requirePrice("per_patch", perPatch);
        requirePrice("per_tile", perTile);
        tiles = Collections.unmodifiableSortedMap(new TreeMap<>(tiles));
        tiles.forEach((tile, price) -> requirePrice("tiles " + tile, price));
        owned = Collections.unmodifiableSortedSet(new TreeSet<>(owned));
        requirePrice("per_square_kilometre", perSquareKilometre);
        requirePrice("minimum_square_kilometres", minimumSquareKilometres);
    }

    private static boolean isVisible(int character) {
        return !Character.isWhitespace(character) && !Character.isISOControl(character);
    }

    static void requirePrice(String name, double price) {
        if (!(price >= 0 && price < Double.POSITIVE_INFINITY)) {
            throw new InvalidInputException(
                    name + " of the price list is " + price, "give a finite number of at least 0");
        }
    }

    /**
     * Reads a price list as JSON has it. All fields may be missing; a price that is missing is 0.
     *
     * <pre>
     * currency                   text; USD if missing
     * per_byte, per_gigabyte     one of the two; a gigabyte is 1,000,000,000 bytes
     * per_request, per_patch, per_tile
     * tiles                      {"column/row": price}
     * owned                      ["column/row"]
     * per_square_kilometre, minimum_square_kilometres
     * </pre>
     *
     * @throws InvalidInputException if a field is unknown or not what it should be
     */
    public static PriceList ofFields(Map<?, ?> json) {
        return PriceListFields.priceList(json);
    }

    /**
     * Reads a price list from one line: {@code per_gigabyte=0.09,per_request=0.0004,currency=EUR}. The fields are those of
     * {@link #ofFields}; several tiles are joined by {@code +}, a tile and its price by {@code :}, as in {@code
     * tiles=3/5:0.2+4/5:0.1,owned=0/0+1/0}.
     *
     * @throws InvalidInputException if a field is unknown, comes twice or is not what it should be
     */
    public static PriceList ofText(String text) {
        return PriceListFields.priceList(PriceListFields.fields(text));
    }

    /** The list as JSON has it: {@link #ofFields} reads an equal one. */
    public Map<String, Object> fields() {
        return PriceListFields.of(this);
    }

    /** What one tile costs. */
    public double ofTile(Tile tile) {
        return owned.contains(tile) ? 0 : tiles.getOrDefault(tile, perTile);
    }

    /**
     * What one polygon costs.
     *
     * @param squareKilometres its area, at least 0
     */
    public double ofArea(double squareKilometres) {
        return Math.max(squareKilometres, minimumSquareKilometres) * perSquareKilometre;
    }

    /** What a purchase costs. */
    public Bill price(Purchase purchase) {
        return new Bill(
                purchase.bytes() * perByte,
                purchase.requests() * perRequest,
                purchase.patches() * perPatch,
                sum(purchase.tiles(), this::ofTile),
                sum(purchase.areas(), this::ofArea));
    }

    /** Whether it goes by area, so that polygons must be known. */
    public boolean pricesArea() {
        return perSquareKilometre > 0;
    }

    /** In order, so that equal purchases cost the same to the last bit. */
    private static <T> double sum(Collection<T> parts, ToDoubleFunction<T> price) {
        double sum = 0;
        for (T part : parts) {
            sum += price.applyAsDouble(part);
        }
        return sum;
    }
}
