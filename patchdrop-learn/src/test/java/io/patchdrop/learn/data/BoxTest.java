package io.patchdrop.learn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.imagery.ImageDecoder;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.RgbImage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The context around a bounding box. */
class BoxTest {
    /** In an image of 1000 px; the expected margins are worked out by hand from the published rule. */
    @ParameterizedTest
    @CsvSource({
        "50, 50", // 5 %: 2 x 50 / 2
        "99, 99", "100, 50", // 10 %: 1 x 100 / 2
        "199, 99", "200, 50", // 20 %: 0.5 x 200 / 2
        "300, 45", // 30 %: 0.3 x 300 / 2
        "400, 40", // 40 %: 0.2 x 400 / 2
        "499, 49", "500, 37", // 50 %: 0.15 x 500 / 2 = 37.5
        "600, 45"
    })
    void contextGrowsAsBoxesShrink(int side, int margin) throws IOException {
        Region wide = new Box(200, 480, side, 700).in(1000, 1000);
        assertThat(wide.left()).isEqualTo(200 - margin);
        assertThat(wide.width()).isEqualTo(Math.min(1000, 200 + side + margin) - (200 - margin));
        Region tall = new Box(480, 200, 700, side).in(1000, 1000);
        assertThat(tall.top()).isEqualTo(200 - margin);
        assertThat(tall.height()).isEqualTo(wide.width());
    }

    @Test
    void contextEndsAtTheBorders() throws IOException {
        assertThat(new Box(0, 90, 40, 10).in(200, 100)).isEqualTo(new Region(0, 85, 50, 15));
        assertThat(new Box(-5, -5, 30, 400).in(20, 100)).isEqualTo(new Region(0, 0, 20, 100));
    }

    @Test
    void boxesOutsideOfTheImageHaveNoPixels() {
        assertThatThrownBy(() -> new Box(500, 0, 30, 30).in(100, 100))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("500,0,30,30", "outside of the 100 x 100 pixels");
    }

    @Test
    void thePartIsCutFromTheImage() throws IOException {
        BufferedImage image = TestImages.image(TestImages.noise(50, 40, 3), 50, 40);
        RgbImage part = ImageDecoder.decode(TestImages.encode(image, "png"), (w, h) -> new Region(7, 11, 30, 20));
        assertThat(part.width()).isEqualTo(30);
        assertThat(part.height()).isEqualTo(20);
        byte[] cut = new byte[3 * 30 * 20];
        for (int y = 0; y < 20; y++) {
            System.arraycopy(TestImages.noise(50, 40, 3), 3 * ((11 + y) * 50 + 7), cut, 3 * 30 * y, 3 * 30);
        }
        assertThat(part.pixels()).isEqualTo(cut);
    }
}
