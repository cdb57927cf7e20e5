package io.patchdrop.imagery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small files that claim, or really hold, more pixels than a program should make room for. */
class ImageBombTest {
    private static final long MEBIBYTE = 1 << 20;

    private static AbstractThrowableAssert<?, ?> assertRefusedUnseen(byte[] encoded, DecodingLimits limits) {
        AllocatedBytes allocated = new AllocatedBytes();
        AbstractThrowableAssert<?, ?> refused = assertThatThrownBy(
                        () -> ImageDecoder.decode(encoded, Region::whole, limits))
                .isInstanceOf(UnusableImageException.class)
                .hasMessageMatching("[^\n]+");
        assertThat(allocated.soFar()).isLessThan(8 * MEBIBYTE + 4L * encoded.length);
        return refused;
    }

    /** A small file whose header claims a large square. */
    private static byte[] claim(String format, int side) throws IOException {
        byte[] nothing = new byte[8];
        return switch (format) {
            case "png" -> new PngFile(side, side, 8, PngFile.RGB).file(0, PngFile.deflate(nothing));
            case "tiff" -> new TiffFile(ByteOrder.BIG_ENDIAN, side, side, TiffFile.RGB, 8, 3).writeStrip(nothing);
            case "gif" ->
                new GifFile(side, side, TestImages.noise(128, 1, 71))
                        .frame(0, 0, side, side, false, new int[8])
                        .write();
            case "jpeg" -> {
                byte[] encoded = new JpegFile().write(1, 1, 3, 1, 2, 3);
                int frame = startOfFrame(encoded);
                ByteBuffer.wrap(encoded).putShort(frame + 5, (short) side).putShort(frame + 7, (short) side);
                yield encoded;
            }
            default -> throw new IllegalArgumentException(format);
        };
    }

    private static int startOfFrame(byte[] jpeg) {
        int frame = 0;
        while ((jpeg[frame] & 0xff) != 0xff || (jpeg[frame + 1] & 0xff) != 0xc0) {
            frame++;
        }
        return frame;
    }

    @ParameterizedTest
    @CsvSource({"png, 60000", "tiff, 60000", "gif, 60000", "jpeg, 60000"})
    void claimsBeyondTheLimitAreRefused(String format, int side) throws IOException {
        assertRefusedUnseen(claim(format, side), DecodingLimits.DEFAULT)
                .hasMessage("its %d x %d pixels are more than 400 megapixels", side, side);
    }

    /** The reader itself compares this format's header with what follows. */
    @Test
    void bmpsThatCannotHoldWhatTheyClaimAreRefused() throws IOException {
        byte[] encoded = TestImages.encode(new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB), "bmp");
        ByteBuffer.wrap(encoded)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(18, 60_000)
                .putInt(22, 60_000);
        assertRefusedUnseen(encoded, DecodingLimits.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 0", "2, 8, 0", "6, 16, 0", "2, 8, 1"})
    void pngsThatCannotHoldWhatTheyClaimAreRefused(int colourType, int depth, int interlace) throws IOException {
        byte[] pixels = PngFile.deflate(new byte[20_000]);
        byte[] encoded = new PngFile(19_999, 19_999, depth, colourType).file(interlace, pixels);
        assertRefusedUnseen(encoded, DecodingLimits.DEFAULT)
                .hasMessageContaining("fewer pixels than its header claims");
    }

    /** One thousandth of its pixels: the best that deflate can do, all black and true to its header. */
    @Test
    void pixelsThatAreAllThereAreCountedBeforehandToo() throws IOException {
        int side = 4000;
        byte[] encoded = new PngFile(side, side, 8, PngFile.GREY).file(0, PngFile.deflate(new byte[side * (side + 1)]));
        assertThat(encoded.length).isLessThan(side * side / 900);
        assertRefusedUnseen(encoded, DecodingLimits.DEFAULT.withPixels(15_000_000))
                .hasMessage("its 4000 x 4000 pixels are more than 15 megapixels");
        RgbImage image = ImageDecoder.decode(encoded);
        assertThat(image.pixels()).isEqualTo(new byte[side * side * 3]);
    }

    /** Four samples of two bytes, and three bytes of the result. */
    @Test
    void imagesLargerThanJavasMemoryAreRefused() throws IOException {
        long mebibytes = (20_000L * 20_000 * (8 + 3)) >> 20;
        long available = Runtime.getRuntime().maxMemory() >> 20;
        assumeThat(available).isLessThan(mebibytes);
        byte[] encoded = new PngFile(20_000, 20_000, 16, PngFile.RGB_ALPHA).file(0, new byte[3_200_000]);
        assertRefusedUnseen(encoded, DecodingLimits.DEFAULT)
                .hasMessageContaining("20000 x 20000 pixels take " + mebibytes + " MiB")
                .hasMessageContaining("more than the " + available + " MiB");
    }

    @Test
    void partsLargerThanTheWholeAreRefused() {
        byte[] inside = new JpegFile().write(20, 20, 1, new int[400]);
        TiffFile file = new TiffFile(ByteOrder.LITTLE_ENDIAN, 16, 16, TiffFile.BLACK_IS_ZERO, 8, 1);
        byte[] encoded = file.with(TiffFile.COMPRESSION, 7).writeStrip(inside);
        assertRefusedUnseen(encoded, DecodingLimits.DEFAULT).hasMessageContaining("larger than the whole");
    }

    @Test
    void aJpegInsideATiffIsRead() throws IOException {
        byte[] inside = new JpegFile().write(2, 2, 1, 10, 20, 30, 40);
        TiffFile file = new TiffFile(ByteOrder.LITTLE_ENDIAN, 16, 16, TiffFile.BLACK_IS_ZERO, 8, 1);
        byte[] pixels = ImageDecoder.decode(file.with(TiffFile.COMPRESSION, 7).writeStrip(inside))
                .pixels();
        for (int i = 0; i < pixels.length; i++) {
            int x = i / 3 % 16;
            int y = i / 3 / 16;
            assertThat(pixels[i]).isEqualTo((byte) (10 + 10 * (x / 8) + 20 * (y / 8)));
        }
    }
}
