package io.patchdrop.imagery.source;

/**
 * What can only be bought whole: a tile of a level.
 *
 * @param level from 0, the full resolution
 * @param column of the tile in its level, from 0
 * @param row of the tile in its level, from 0
 */
public record Piece(int level, int column, int row) implements Comparable<Piece> {
    /** By level, row and column. */
    @Override
    public int compareTo(Piece other) {
        int byLevel = Integer.compare(level, other.level);
        if (byLevel != 0) {
            return byLevel;
        }
        int byRow = Integer.compare(row, other.row);
        return byRow != 0 ? byRow : Integer.compare(column, other.column);
    }
}
