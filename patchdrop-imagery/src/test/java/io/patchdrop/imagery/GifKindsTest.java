package io.patchdrop.imagery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kinds of GIF, against the palette that was written. */
class GifKindsTest {
    private static final int WIDTH = 20;
    private static final int HEIGHT = 13;
    private static final byte[] PALETTE = TestImages.noise(128, 1, 51);

    private static int[] indices(long seed) {
        return new Random(seed).ints((long) WIDTH * HEIGHT, 0, 128).toArray();
    }

    private static void assertColours(byte[] encoded, int[] indices, int transparent) throws IOException {
        RgbImage image = ImageDecoder.decode(encoded);
        assertThat(image.width()).isEqualTo(WIDTH);
        assertThat(image.height()).isEqualTo(HEIGHT);
        for (int i = 0; i < indices.length; i++) {
            byte[] colour = Arrays.copyOfRange(PALETTE, 3 * indices[i], 3 * indices[i] + 3);
            assertThat(Arrays.copyOfRange(image.pixels(), 3 * i, 3 * i + 3))
                    .as("pixel %d", i)
                    .isEqualTo(indices[i] == transparent ? new byte[3] : colour);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rowsInOrderOrInterlaced(boolean interlaced) throws IOException {
        int[] indices = indices(52);
        GifFile file = new GifFile(WIDTH, HEIGHT, PALETTE).frame(0, 0, WIDTH, HEIGHT, interlaced, indices);
        assertColours(file.write(), indices, -1);
    }

    @Test
    void anAnimationIsItsFirstFrame() throws IOException {
        int[] first = indices(53);
        GifFile file = new GifFile(WIDTH, HEIGHT, PALETTE).looping().frame(0, 0, WIDTH, HEIGHT, false, first);
        for (int frame = 1; frame < 4; frame++) {
            file.transparent(5).frame(0, 0, WIDTH, HEIGHT, false, indices(53 + frame));
        }
        assertColours(file.write(), first, -1);
    }

    @Test
    void aFrameSmallerThanTheCanvasIsTheImage() throws IOException {
        int[] indices = indices(57);
        GifFile file = new GifFile(40, 30, PALETTE).frame(3, 2, WIDTH, HEIGHT, false, indices);
        assertColours(file.write(), indices, -1);
    }

    @Test
    void theTransparentColourIsBlack() throws IOException {
        int[] indices = indices(58);
        GifFile file = new GifFile(WIDTH, HEIGHT, PALETTE).transparent(indices[7]);
        assertColours(file.frame(0, 0, WIDTH, HEIGHT, false, indices).write(), indices, indices[7]);
    }

    @Test
    void aGifWithoutFramesIsNoImage() {
        byte[] encoded = new GifFile(WIDTH, HEIGHT, PALETTE).write();
        assertThatThrownBy(() -> ImageDecoder.decode(encoded)).isInstanceOf(UnusableImageException.class);
    }
}
