package io.patchdrop.core.price;

import io.patchdrop.core.InvalidInputException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tile of the level that is bought.
 *
 * @param column from 0
 * @param row from 0
 */
public record Tile(int column, int row) implements Comparable<Tile> {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})/(\\d{1,9})");

    /** @throws InvalidInputException if a number is negative */
    public Tile {
        if (column < 0 || row < 0) {
            throw new InvalidInputException("There is no tile " + column + "/" + row, "columns and rows count from 0");
        }
    }

    /**
     * The tile that is written as {@code column/row}.
     *
     * @throws InvalidInputException if the text is no such thing
     */
    public static Tile of(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new InvalidInputException(
                    "'" + PriceListFields.shown(text) + "' is no tile", "write column/row, such as 3/5, from 0");
        }
        return new Tile(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /** By row and column. */
    @Override
    public int compareTo(Tile other) {
        int byRow = Integer.compare(row, other.row);
        return byRow != 0 ? byRow : Integer.compare(column, other.column);
    }

    /** {@code column/row}. */
    @Override
    public String toString() {
        return column + "/" + row;
    }
}
