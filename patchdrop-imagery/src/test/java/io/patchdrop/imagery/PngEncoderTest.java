package io.patchdrop.imagery;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.core.Seeds;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PngEncoderTest {
    @Test
    void pixelsComeBackAsTheyWere() throws IOException {
        byte[] pixels = new byte[3 * 7 * 5];
        Seeds.generator(1, "pixels").nextBytes(pixels);
        RgbImage back = ImageDecoder.decode(PngEncoder.encode(new RgbImage(7, 5, pixels)));
        assertThat(back.width()).isEqualTo(7);
        assertThat(back.height()).isEqualTo(5);
        assertThat(back.pixels()).isEqualTo(pixels);
    }
}
