package io.patchdrop.runtime.zoom.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.core.Budget;
import io.patchdrop.core.price.PriceList;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.bytes.ByteSourceException.Problem;
import io.patchdrop.imagery.source.Cost;
import io.patchdrop.imagery.source.Piece;
import io.patchdrop.runtime.PatchDropModel;
import io.patchdrop.runtime.zoom.Chip;
import io.patchdrop.runtime.zoom.ChipResult;
import io.patchdrop.runtime.zoom.Limits;
import io.patchdrop.runtime.zoom.MemoryImage;
import io.patchdrop.runtime.zoom.Outcome;
import io.patchdrop.runtime.zoom.TestZoom;
import io.patchdrop.runtime.zoom.ZoomRequest;
import io.patchdrop.runtime.zoom.ZoomSources;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverlayTest {
    private final Path folder;

    OverlayTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** A zoom and its picture. */
    private record Drawn(RgbImage pixels, TestZoom zoom, Palette palette, Overlay.Drawing drawing) {
        /** The colour that the picture has at a point of the image. */
        private int at(double x, double y) {
            PictureFrame frame = drawing.frame();
            return drawing.image()
                            .getRGB(
                                    drawing.scene().x
                                            + (int) ((x - frame.shown().left()) * frame.scale()),
                                    drawing.scene().y
                                            + (int) ((y - frame.shown().top()) * frame.scale()))
                    & 0xffffff;
        }

        private int colourOf(ChipResult result) {
            return result.className() == null ? 0xffffff : palette.colour(palette.numberOf(result));
        }

        private int pixel(int x, int y) {
            int place = 3 * (y * pixels.width() + x);
            byte[] bytes = pixels.pixels();
            return (bytes[place] & 0xff) << 16 | (bytes[place + 1] & 0xff) << 8 | (bytes[place + 2] & 0xff);
        }
    }

    private Drawn draw(RgbImage pixels, int side, double abstain, Piece... broken) throws IOException {
        try (PatchDropModel model = TestScene.model(folder);
                MemoryImage image = MemoryImage.of(pixels, 16).reducedBy(4).open()) {
            for (Piece piece : broken) {
                image.breakPiece(piece, Problem.UNAVAILABLE);
            }
            ZoomSources sources = ZoomSources.of(image);
            ZoomRequest request = new ZoomRequest(
                    TestZoom.chips(image, side),
                    Budget.patches(5),
                    OptionalDouble.of(0.35),
                    OptionalDouble.of(abstain),
                    Limits.NONE,
                    PriceList.ofText("per_gigabyte=90,per_tile=0.001,currency=EUR"));
            TestZoom zoom = TestZoom.run(model, sources, request);
            Cost before = image.taken();
            Palette palette = Palette.of(model.manifest().classes(), zoom.results());
            Totals totals = Totals.of(zoom.quote(), zoom.results(), zoom.account(), sources, 4);
            Overlay.Drawing drawing = Overlay.draw(model.manifest(), sources, zoom.results(), palette, totals);
            assertThat(image.taken()).as("nothing is bought for a picture").isEqualTo(before);
            assertThat(Math.max(drawing.image().getWidth(), drawing.image().getHeight()))
                    .isLessThanOrEqualTo(Overlay.LONGEST);
            // A folder for the pictures, to be looked at.
            String shown = System.getenv("PATCHDROP_OVERLAYS");
            if (shown != null) {
                String name = pixels.width() + "x" + pixels.height() + "-" + side + "-" + broken.length + ".png";
                Overlay.write(Path.of(shown, name), model.manifest(), sources, zoom.results(), palette, totals);
            }
            return new Drawn(pixels, zoom, palette, drawing);
        }
    }

    @Test
    void chipsHaveTheColoursOfTheirClassesAndBoughtPatchesAreSharp() throws IOException {
        Drawn drawn = draw(TestScene.image(6, 5), 64, 0.3);
        assertThat(drawn.zoom().results()).extracting(ChipResult::outcome).contains(Outcome.ENOUGH, Outcome.ZOOMED);
        assertThat(drawn.drawing().frame().scale()).isEqualTo(3);
        for (ChipResult result : drawn.zoom().results()) {
            Chip chip = result.chip();
            double right = chip.window().left() + 64 - 0.5;
            assertThat(drawn.at(right, chip.window().top() + 32)).isEqualTo(drawn.colourOf(result));
            for (int patch = 0; patch < 16; patch++) {
                Region region = chip.patch(4, patch);
                int x = region.left() + 8;
                int y = region.top() + 8;
                int shown = drawn.at(x + 0.5, y + 0.5);
                // The label covers the two upper left patches.
                if (result.patches().contains(patch) && patch > 1) {
                    assertThat(shown).isEqualTo(drawn.pixel(x, y));
                }
            }
        }
    }

    @Test
    void whatWasNotBoughtIsDim() throws IOException {
        Drawn drawn = draw(TestScene.image(6, 5), 64, 0.3);
        for (ChipResult result : drawn.zoom().results()) {
            for (int patch = 4; patch < 16; patch++) {
                if (!result.patches().contains(patch)) {
                    Region region = result.chip().patch(4, patch);
                    int shown = drawn.at(region.left() + 8, region.top() + 8);
                    assertThat((shown >> 16) + (shown >> 8 & 0xff) + (shown & 0xff))
                            .isLessThanOrEqualTo(3 * 128);
                }
            }
        }
    }

    @Test
    void chipsThatFailAreGreyAndCrossed() throws IOException {
        Drawn drawn = draw(TestScene.image(6, 5), 64, 0.3, new Piece(1, 0, 0), new Piece(0, 9, 9), new Piece(0, 8, 8));
        ChipResult first = drawn.zoom().results().get(0);
        assertThat(first.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(drawn.at(40, 20)).isEqualTo(0x8C8C8C);
        assertThat(drawn.at(45, 45)).isEqualTo(0xffffff);
    }

    @Test
    void ofManyChipsOnlyTheColoursAreDrawn() throws IOException {
        Drawn drawn = draw(TestScene.image(40, 30), 64, 0.3);
        assertThat(drawn.zoom().results()).hasSize(1200);
        for (ChipResult result : drawn.zoom().results()) {
            Region window = result.chip().window();
            assertThat(drawn.at(window.left() + 2, window.top() + 32)).isEqualTo(drawn.colourOf(result));
        }
    }

    @Test
    void smallChipsAreTinted() throws IOException {
        Drawn drawn = draw(TestScene.image(30, 30), 16, 0.3);
        assertThat(drawn.zoom().results()).hasSize(14400);
    }

    @Test
    void oneChipIsEnlarged() throws IOException {
        Drawn drawn = draw(TestScene.image(1, 1), 64, 0.1);
        assertThat(drawn.drawing().scene().width).isEqualTo(1024);
    }

    @Test
    void aNarrowSceneHasRoomForItsLegend() throws IOException {
        Drawn drawn = draw(TestScene.image(2, 20), 64, 0.3);
        assertThat(drawn.drawing().image().getWidth()).isEqualTo(760);
    }

    @Test
    void thePictureIsWrittenAsPng() throws IOException {
        try (PatchDropModel model = TestScene.model(folder);
                MemoryImage image =
                        MemoryImage.of(TestScene.image(2, 2), 16).reducedBy(4).open()) {
            ZoomSources sources = ZoomSources.of(image);
            TestZoom zoom =
                    TestZoom.run(model, sources, TestZoom.request(TestZoom.chips(image, 64), Budget.patches(3)));
            Palette palette = Palette.of(model.manifest().classes(), zoom.results());
            Totals totals = Totals.of(zoom.quote(), zoom.results(), zoom.account(), sources, 4);
            Path file = folder.resolve("overlay.png");
            Overlay.write(file, model.manifest(), sources, zoom.results(), palette, totals);
            BufferedImage drawn = Overlay.draw(model.manifest(), sources, zoom.results(), palette, totals)
                    .image();
            BufferedImage read = ImageIO.read(file.toFile());
            for (int y = 0; y < drawn.getHeight(); y += 7) {
                for (int x = 0; x < drawn.getWidth(); x += 7) {
                    assertThat(read.getRGB(x, y)).isEqualTo(drawn.getRGB(x, y));
                }
            }
        }
    }
}
