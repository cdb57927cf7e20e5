package io.patchdrop.runtime.zoom;

import io.patchdrop.imagery.source.Piece;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** A set of pieces of one image that stays small however many they are. */
final class PieceSet {
    private record Row(int level, int row) {}

    private final Map<Row, BitSet> rows = new HashMap<>();

    /** Adds a piece; whether it was new. */
    boolean add(Piece piece) {
        BitSet row = rows.computeIfAbsent(new Row(piece.level(), piece.row()), key -> new BitSet());
        boolean isNew = !row.get(piece.column());
        row.set(piece.column());
        return isNew;
    }

    boolean contains(Piece piece) {
        BitSet row = rows.get(new Row(piece.level(), piece.row()));
        return row != null && row.get(piece.column());
    }
}
