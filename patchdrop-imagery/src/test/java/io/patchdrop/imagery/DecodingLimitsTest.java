package io.patchdrop.imagery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecodingLimitsTest {
    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "png", "bmp", "gif", "tiff"})
    void onePixelTooManyIsRefused(String format) throws IOException {
        byte[] encoded = TestImages.encode(TestImages.image(TestImages.noise(21, 13, 8), 21, 13), format);
        DecodingLimits enough = DecodingLimits.DEFAULT.withPixels(21 * 13);
        assertThat(ImageDecoder.decode(encoded, Region::whole, enough).width()).isEqualTo(21);
        assertThat(ImageDecoder.header(stream(encoded), enough)).isEqualTo(new ImageHeader(21, 13, format));
        DecodingLimits tooFew = DecodingLimits.DEFAULT.withPixels(21 * 13 - 1);
        String message = "its 21 x 13 pixels are more than the limit of 272";
        assertThatThrownBy(() -> ImageDecoder.decode(encoded, Region::centralSquare, tooFew))
                .isInstanceOf(UnusableImageException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> ImageDecoder.header(stream(encoded), tooFew)).hasMessage(message);
    }

    private static MemoryCacheImageInputStream stream(byte[] encoded) {
        return new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded));
    }

    @Test
    void oneByteTooManyIsRefused(@TempDir Path folder) throws IOException {
        byte[] encoded = TestImages.png(5, 4, 9);
        Path file = folder.resolve("image.png");
        Files.write(file, encoded);
        DecodingLimits enough = new DecodingLimits(encoded.length, 100);
        assertThat(ImageDecoder.decode(file, Region::whole, enough).pixels()).isEqualTo(TestImages.noise(5, 4, 9));
        assertThat(enough.read(new ByteArrayInputStream(encoded))).isEqualTo(encoded);
        DecodingLimits tooFew = new DecodingLimits(encoded.length - 1, 100);
        String message = "the file is larger than " + (encoded.length - 1) + " bytes";
        assertThatThrownBy(() -> ImageDecoder.decode(file, Region::whole, tooFew))
                .isInstanceOf(UnusableImageException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> ImageDecoder.decode(encoded, Region::whole, tooFew))
                .hasMessage(message);
    }

    @Test
    void largerFilesAreNotReadToTheirEnd() {
        DecodingLimits limits = new DecodingLimits(1 << 20, 100);
        ByteArrayInputStream stream = new ByteArrayInputStream(new byte[3 << 20]);
        assertThatThrownBy(() -> limits.read(stream)).hasMessage("the file is larger than 1 MiB");
        assertThat(stream.available()).isEqualTo((2 << 20) - 1);
    }

    @Test
    void limitsHaveLimits() {
        assertThatThrownBy(() -> new DecodingLimits(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DecodingLimits.DEFAULT.withPixels(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DecodingLimits.DEFAULT.withPixels(400_000_001))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
