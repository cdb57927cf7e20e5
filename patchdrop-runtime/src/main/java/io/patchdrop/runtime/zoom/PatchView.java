package io.patchdrop.runtime.zoom;

import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.source.ImageSource;
import io.patchdrop.imagery.source.Piece;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Where the patches of chips are read. */
final class PatchView {
    private final Framing framing;
    private final int grid;
    private final int imageSize;

    PatchView(ImageSource image, Manifest manifest) {
        this.framing = new Framing(image);
        this.grid = manifest.grid();
        this.imageSize = manifest.imageSize();
    }

    /** Where a patch is read. */
    Framing.Framed frame(Chip chip, int patch) {
        Region region = chip.patch(grid, patch);
        return framing.frame(region, (double) chip.side() / imageSize);
    }

    /** The part of its level that a patch is read of. */
    Region region(Chip chip, int patch) {
        return frame(chip, patch).region();
    }

    /** What must be bought for patches, each once. */
    SortedSet<Piece> pieces(Chip chip, Collection<Integer> patches) throws IOException {
        SortedSet<Piece> pieces = new TreeSet<>();
        for (int patch : patches) {
            pieces.addAll(piecesOf(chip, patch));
        }
        return pieces;
    }

    List<Piece> piecesOf(Chip chip, int patch) throws IOException {
        return framing.pieces(frame(chip, patch));
    }

    /** The pixels of a patch whose pieces are owned, {@code [p, p, 3]}. */
    byte[] read(Chip chip, int patch) throws IOException {
        return framing.read(frame(chip, patch), imageSize / grid);
    }

    /** A patch without pixels. */
    byte[] black() {
        int side = imageSize / grid;
        return new byte[3 * side * side];
    }
}
