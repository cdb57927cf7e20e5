package io.patchdrop.imagery.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.patchdrop.imagery.ImageDecoder;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.UnusableImageException;
import io.patchdrop.imagery.bytes.BoughtBytes;
import io.patchdrop.imagery.bytes.BuyingOptions;
import io.patchdrop.imagery.bytes.ByteSourceException;
import io.patchdrop.imagery.bytes.FileSource;
import io.patchdrop.imagery.bytes.RangeStore;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainImageTest {
    private static byte[] encoded(String format, int width, int height) throws IOException {
        Random random = new Random(1);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, random.nextInt(1 << 24));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, format, out);
        return out.toByteArray();
    }

    private static BoughtBytes bytes(Path file) throws IOException {
        return new BoughtBytes(new FileSource(file), RangeStore.temporary(), BuyingOptions.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "tiff", "bmp", "gif"})
    void boughtWholeOnce(String format, @TempDir Path folder) throws IOException {
        byte[] encoded = encoded(format, 311, 220);
        Path file = Files.write(folder.resolve("thumbnail"), encoded);
        RgbImage expected = ImageDecoder.decode(encoded);
        try (PlainImage image = PlainImage.open(bytes(file))) {
            assertThat(image.levels()).containsExactly(new Level(311, 220, 1));
            assertThat(image.name()).contains("thumbnail");
            long opening = image.ledger().totals().bytes();
            assertThat(opening).isPositive().isLessThan(encoded.length);
            Region window = new Region(5, 7, 40, 30);
            List<Piece> pieces = image.pieces(0, window);
            assertThat(pieces).containsExactly(new Piece(0, 0, 0));
            assertThat(image.region(pieces.get(0))).isEqualTo(Region.whole(311, 220));
            assertThat(image.apart(pieces)).isEqualTo(new Cost(1, encoded.length, true));
            ImageSource.Rehearsal rehearsal = image.rehearsal();
            Cost quoted = rehearsal.plan(pieces);
            assertThat(quoted.bytes()).isEqualTo(encoded.length - opening);
            assertThat(rehearsal.buy(pieces)).isEqualTo(quoted);
            assertThat(rehearsal.buy(pieces)).isEqualTo(Cost.NONE);
            assertThatThrownBy(() -> image.read(0, window)).isInstanceOf(IllegalStateException.class);
            image.buy(pieces);
            image.buy(pieces);
            assertThat(image.ledger().totals().bytes()).isEqualTo(encoded.length);
            assertThat(image.rehearsal().plan(pieces)).isEqualTo(Cost.NONE);
            assertThat(image.read(0, Region.whole(311, 220)).pixels()).isEqualTo(expected.pixels());
            byte[] row = Arrays.copyOfRange(expected.pixels(), 3 * (7 * 311 + 5), 3 * (7 * 311 + 45));
            assertThat(Arrays.copyOf(image.read(0, window).pixels(), 120)).isEqualTo(row);
        }
    }

    @Test
    void whatIsNoImageIsRefused(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> PlainImage.open(bytes(Files.write(folder.resolve("a"), new byte[0]))))
                .isInstanceOf(UnusableImageException.class)
                .hasMessage("the file is empty");
        assertThatThrownBy(() -> PlainImage.open(bytes(Files.writeString(folder.resolve("b"), "<html>"))))
                .isInstanceOf(UnusableImageException.class);
        assertThatThrownBy(() -> PlainImage.open(bytes(folder.resolve("none"))))
                .isInstanceOf(ByteSourceException.class);
    }

    @Test
    void windowsOutsideAreRefused(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("a"), encoded("png", 8, 8));
        try (PlainImage image = PlainImage.open(bytes(file))) {
            assertThatThrownBy(() -> image.pieces(0, new Region(0, 0, 9, 1)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> image.pieces(1, new Region(0, 0, 1, 1)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> image.buy(List.of(new Piece(0, 1, 0))))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void mutatedFilesEndInAnImageOrATypedError(@TempDir Path folder) throws IOException {
        String[] formats = {"png", "jpeg", "tiff", "bmp", "gif"};
        Path file = folder.resolve("a");
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            byte[] content = encoded(formats[seed % 5], 9, 7);
            for (int count = random.nextInt(4); count >= 0; count--) {
                content[random.nextInt(Math.min(content.length, 200))] = (byte) random.nextInt(256);
            }
            Files.write(file, random.nextInt(5) > 0 ? content : Arrays.copyOf(content, random.nextInt(content.length)));
            try (PlainImage image = PlainImage.open(bytes(file))) {
                Level level = image.levels().get(0);
                Region all = Region.whole(level.width(), level.height());
                image.buy(image.pieces(0, all));
                assertThat(image.read(0, all).width()).isEqualTo(level.width());
            } catch (UnusableImageException e) {
                assertThat(e.getMessage()).as("seed %d", seed).matches("[^\n]+");
            } catch (IOException | RuntimeException e) {
                fail("seed " + seed, e);
            }
        }
    }
}
