package io.patchdrop.server.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.source.Level;
import io.patchdrop.runtime.zoom.Chip;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts of a scene of 100,000 pixels, of which only some chips were looked at. */
class PictureReaderTest {
    private static final int SIDE = 100_000;
    private static final int CHIP = 128;
    private static final int ACROSS = SIDE / CHIP;
    private static final int GREY = 0x8C8C8C;

    private final PictureFormat format;

    PictureReaderTest(@TempDir Path folder) {
        this.format = new PictureFormat(folder);
    }

    private PictureFormat.Scene write() throws IOException {
        List<Chip> chips = new ArrayList<>();
        for (int i = 0; i < ACROSS * ACROSS; i++) {
            chips.add(new Chip(i, new Region(i % ACROSS * CHIP, i / ACROSS * CHIP, CHIP, CHIP)));
        }
        Manifest manifest = JobScene.LINEAR.bundle().manifest();
        PictureFormat.Scene scene = format.begin(new Level(SIDE, SIDE, 1), manifest, chips);
        try (RandomAccessFile looks = new RandomAccessFile(format.looks().toFile(), "rw")) {
            looks.setLength((long) chips.size() * scene.lookBytes());
            // A row of chips near the middle, each in a colour of its own.
            for (int column = 0; column < ACROSS; column++) {
                byte[] record = new byte[scene.lookBytes()];
                Arrays.fill(record, (byte) colour(column));
                record[0] = 1;
                looks.seek((long) (ACROSS / 2 * ACROSS + column) * record.length);
                looks.write(record);
            }
        }
        return scene;
    }

    private static int colour(int column) {
        return 100 + column % 100;
    }

    private BufferedImage tile(PictureFormat.Scene scene, int level, int column, int row) throws IOException {
        PictureReader.Part part = DeepZoom.part(scene, new DeepZoom.Tile(level, column, row));
        try (PictureReader reader = new PictureReader(format, scene)) {
            return Objects.requireNonNull(
                    ImageIO.read(new ByteArrayInputStream(reader.paint(part).png())));
        }
    }

    @Test
    void anyPartIsPaintedFromFewChips() throws IOException {
        PictureFormat.Scene scene = write();
        int last = 17;
        int y = ACROSS / 2 * CHIP;
        BufferedImage fine = tile(scene, last, 200, y / 256);
        for (int x = 0; x < 256; x++) {
            int chip = (200 * 256 + x) / CHIP;
            assertThat(fine.getRGB(x, y % 256) & 0xff).isEqualTo(colour(chip));
            assertThat(fine.getRGB(x, (y + CHIP) % 256) & 0xffffff).isEqualTo(GREY);
        }
        BufferedImage coarse = tile(scene, last - 7, 1, ACROSS / 2 / 256);
        for (int x = 0; x < 256; x++) {
            assertThat(coarse.getRGB(x, ACROSS / 2 % 256) & 0xff).isEqualTo(colour(256 + x));
        }
        long start = System.nanoTime();
        for (int level = 0; level <= last; level++) {
            tile(scene, level, 0, 0);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }
}
