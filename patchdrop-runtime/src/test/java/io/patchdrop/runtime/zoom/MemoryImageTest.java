package io.patchdrop.runtime.zoom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.Seeds;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.bytes.ByteSourceException;
import io.patchdrop.imagery.bytes.ByteSourceException.Problem;
import io.patchdrop.imagery.source.Cost;
import io.patchdrop.imagery.source.ImageSource;
import io.patchdrop.imagery.source.Level;
import io.patchdrop.imagery.source.Piece;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryImageTest {
    private static final RgbImage PIXELS = MemoryPixels.random(70, 50, 1);

    @Test
    void whatIsBoughtCanBeReadAndNothingElse() throws IOException {
        try (MemoryImage image = MemoryImage.of(PIXELS, 16).reducedBy(2, 4).open()) {
            assertThat(image.levels())
                    .containsExactly(new Level(70, 50, 1), new Level(35, 25, 2), new Level(18, 13, 4));
            Region window = new Region(10, 20, 40, 20);
            assertThatThrownBy(() -> image.read(0, window)).isInstanceOf(IllegalStateException.class);
            image.buy(image.pieces(0, window));
            assertThat(image.read(0, window).pixels()).isEqualTo(MemoryPixels.part(PIXELS, window));
            assertThat(image.owned()).containsExactlyElementsOf(image.pieces(0, window));
            assertThatThrownBy(() -> image.read(0, new Region(9, 0, 10, 10))).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> image.read(1, new Region(0, 0, 1, 1))).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aCoarsePixelIsTheMeanOfWhatItShows() throws IOException {
        try (MemoryImage image = MemoryImage.of(PIXELS, 16).reducedBy(4).open()) {
            Region corner = new Region(17, 12, 1, 1);
            image.buy(image.pieces(1, corner));
            double sum = 0;
            for (int y = 48; y < 50; y++) {
                for (int x = 68; x < 70; x++) {
                    sum += PIXELS.pixels()[3 * (y * 70 + x)] & 0xff;
                }
            }
            assertThat(image.read(1, corner).pixels()[0] & 0xff).isEqualTo((int) Math.round(sum / 4));
        }
    }

    @Test
    void whatIsRehearsedIsWhatBuyingTakes() throws IOException {
        RandomGenerator random = Seeds.generator(5, "windows");
        try (MemoryImage image = MemoryImage.of(PIXELS, 8).open()) {
            ImageSource.Rehearsal rehearsal = image.rehearsal();
            for (int i = 0; i < 40; i++) {
                int left = random.nextInt(60);
                int top = random.nextInt(40);
                List<Piece> pieces = image.pieces(
                        0, new Region(left, top, 1 + random.nextInt(70 - left), 1 + random.nextInt(50 - top)));
                Cost planned = rehearsal.plan(pieces);
                assertThat(rehearsal.buy(pieces)).isEqualTo(planned);
                Cost taken = image.taken();
                image.buy(pieces);
                assertThat(taken.plus(planned)).isEqualTo(image.taken());
            }
        }
    }

    @Test
    void aBrokenPieceFailsUntilItIsRepaired() throws IOException {
        Piece broken = new Piece(0, 2, 1);
        try (MemoryImage image = MemoryImage.of(PIXELS, 16).open()) {
            image.breakPiece(broken, Problem.UNAVAILABLE);
            List<Piece> pieces = List.of(new Piece(0, 0, 0), broken);
            assertThatThrownBy(() -> image.buy(pieces)).isInstanceOf(ByteSourceException.class);
            assertThat(image.owned()).containsExactly(new Piece(0, 0, 0));
            image.repair(broken);
            image.buy(pieces);
            assertThat(image.owned()).containsExactlyElementsOf(pieces);
        }
    }

    @Test
    void requestsTakeTheirTimeSideBySide() throws IOException {
        try (MemoryImage image =
                MemoryImage.of(PIXELS, 16).withLatency(Duration.ofMillis(20)).open()) {
            image.buy(List.of(new Piece(0, 0, 0), new Piece(0, 2, 0), new Piece(0, 0, 2)));
            assertThat(image.mostSideBySide()).isEqualTo(3);
        }
    }

    @Test
    void whatIsKeptIsOwnedWhenItIsOpenedAgain(@TempDir Path folder) throws IOException {
        Path store = folder.resolve("bought");
        Cost taken;
        try (MemoryImage image = MemoryImage.of(PIXELS, 16).keptIn(store).open()) {
            image.buy(List.of(new Piece(0, 1, 1)));
            taken = image.taken();
            assertThat(image.boughtBefore()).isEqualTo(Cost.NONE);
        }
        try (MemoryImage image = MemoryImage.of(PIXELS, 16).keptIn(store).open()) {
            assertThat(image.owned()).containsExactly(new Piece(0, 1, 1));
            assertThat(image.boughtBefore()).isEqualTo(taken);
            assertThat(image.taken()).isEqualTo(Cost.NONE);
        }
    }
}
