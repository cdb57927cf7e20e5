package io.patchdrop.imagery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever the bytes are, they end in an image or in the one exception, within memory that the limit of pixels bounds. */
class MutatedImagesTest {
    private static final int MUTATIONS = 2000;
    private static final DecodingLimits LIMITS = DecodingLimits.DEFAULT.withPixels(200_000);
    /** What a reader needs for itself, and up to 20 bytes a pixel. */
    private static final long MOST_BYTES = (8 << 20) + 20 * LIMITS.pixels();

    private static void decode(byte[] encoded, String description) {
        AllocatedBytes allocated = new AllocatedBytes();
        try {
            RgbImage image = ImageDecoder.decode(encoded, Region::whole, LIMITS);
            assertThat(image.pixels()).as(description).hasSize(image.width() * image.height() * 3);
            assertThat((long) image.width() * image.height()).isBetween(1L, LIMITS.pixels());
        } catch (UnusableImageException e) {
            assertThat(e.getMessage()).as(description).matches("[^\n]+");
        } catch (IOException | RuntimeException e) {
            fail(description, e);
        }
        assertThat(allocated.soFar()).as(description).isLessThan(MOST_BYTES);
    }

    @ParameterizedTest
    @EnumSource
    void validFilesWithWrongBytes(ImageFormat format) throws IOException {
        List<byte[]> files = SmallImages.of(format);
        for (byte[] file : files) {
            assertThat(ImageDecoder.decode(file).width()).isPositive();
        }
        for (int i = 0; i < MUTATIONS; i++) {
            decode(mutated(files.get(i % files.size()), i), "seed " + i + " of " + format);
        }
    }

    /** Half of the mutations hit the first bytes or the last ones, where headers and directories lie. */
    private static byte[] mutated(byte[] file, int seed) {
        Random random = new Random(seed);
        byte[] bytes = file.clone();
        for (int count = random.nextInt(4); count >= 0; count--) {
            int reach = Math.min(bytes.length, random.nextBoolean() ? bytes.length : 150);
            int position = random.nextInt(reach);
            int at = random.nextBoolean() ? position : bytes.length - 1 - position;
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes[at] = -1;
                default -> bytes[at] = 0;
            }
        }
        if (random.nextInt(4) > 0) {
            repairChecksums(bytes);
        }
        return random.nextInt(8) > 0 ? bytes : Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }

    /** As a PNG's, so that wrong bytes reach the reader; other formats have nothing that looks like its chunks. */
    private static void repairChecksums(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        boolean png = bytes[0] == (byte) 0x89;
        int position = 8;
        while (png && position + 12 <= bytes.length) {
            int length = buffer.getInt(position);
            if (length < 0 || length > bytes.length - position - 12) {
                return;
            }
            CRC32 checksum = new CRC32();
            checksum.update(bytes, position + 4, length + 4);
            buffer.putInt(position + 8 + length, (int) checksum.getValue());
            position += 12 + length;
        }
    }

    @ParameterizedTest
    @EnumSource
    void signaturesBeforeRandomBytes(ImageFormat format) throws IOException {
        byte[] file = SmallImages.of(format).get(0);
        for (int i = 0; i < 300; i++) {
            Random random = new Random(i);
            byte[] bytes = new byte[8 + random.nextInt(400)];
            random.nextBytes(bytes);
            System.arraycopy(file, 0, bytes, 0, 8);
            decode(bytes, "random seed " + i + " of " + format);
        }
    }
}
