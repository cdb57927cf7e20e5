package io.patchdrop.imagery.tiff.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.patchdrop.core.Seeds;
import io.patchdrop.imagery.AllocatedBytes;
import io.patchdrop.imagery.UnusableImageException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Whatever a tile's bytes are, they end in its samples or in the one exception, within bounded memory. */
class MutatedTilesTest {
    private static final int MUTATIONS = 26_000;
    private static final int WIDTH = Encoded.WEBP_WIDTH;
    private static final int HEIGHT = Encoded.WEBP_HEIGHT;
    /** Of Java's memory, most of it for tables and buffers: the tiles have 4440 bytes at most. */
    private static final long MOST_BYTES = 1 << 20;

    /** The JPEG reader warns of every other byte that a segment of up to 64 KiB lacks. */
    private static final long MOST_BYTES_OF_JPEG = 12 << 20;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Tile(String name, TileFormat format, byte[] encoded) {}

    private static List<Tile> tiles() throws IOException {
        List<Tile> tiles = new ArrayList<>();
        byte[] shorts = TestPixels.of(SampleType.UINT16, WIDTH, HEIGHT, 3);
        byte[] floats = TestPixels.of(SampleType.FLOAT32, WIDTH, HEIGHT, 1);
        TileFormat shortFormat = TestFormats.of(WIDTH, HEIGHT, 3, SampleType.UINT16, 1);
        tiles.add(new Tile("none", shortFormat, shorts));
        tiles.add(new Tile("LZW", packed(SampleType.UINT16, 3, 5, 2), LzwEncoder.encode(shorts, 4094)));
        tiles.add(new Tile("LZW that is cleared", packed(SampleType.UINT16, 3, 5, 1), LzwEncoder.encode(shorts, 600)));
        tiles.add(new Tile("DEFLATE", packed(SampleType.FLOAT32, 1, 8, 3), Encoded.deflated(floats)));
        tiles.add(new Tile("PackBits", packed(SampleType.UINT16, 3, 32773, 1), Encoded.packBits(shorts)));
        tiles.add(new Tile("Zstandard", packed(SampleType.UINT16, 3, 50000, 2), Encoded.zstandard(shorts)));
        for (boolean progressive : new boolean[] {false, true}) {
            byte[] colours = TestPixels.bytes(WIDTH, HEIGHT, 3);
            byte[] grey = TestPixels.bytes(WIDTH, HEIGHT, 1);
            tiles.add(new Tile(
                    "YCbCr JPEG",
                    TestFormats.photometric(packed(SampleType.UINT8, 3, 7, 1), TestFormats.YCBCR),
                    Encoded.jpeg(colours, WIDTH, HEIGHT, 0.7f, progressive, 2, 2)));
            tiles.add(new Tile(
                    "grey JPEG",
                    packed(SampleType.UINT8, 1, 7, 1),
                    Encoded.jpeg(grey, WIDTH, HEIGHT, 0.7f, progressive, 1, 1)));
        }
        for (Encoded.SmallWebp image : Encoded.SmallWebp.values()) {
            tiles.add(new Tile("WebP " + image, packed(SampleType.UINT8, image.bands, 50001, 1), image.bytes()));
        }
        for (Tile tile : tiles) {
            // Also loads the classes, whose memory is not counted below.
            assertThat(TileDecoder.of(tile.format()).decode(tile.encoded(), HEIGHT))
                    .isNotEmpty();
        }
        return tiles;
    }

    private static TileFormat packed(SampleType type, int samples, int compression, int predictor) {
        TileFormat format = TestFormats.of(WIDTH, HEIGHT, samples, type, compression);
        return TestFormats.predicted(format, predictor, ByteOrder.BIG_ENDIAN);
    }

    @Test
    void validTilesWithWrongBytes() throws IOException {
        List<Tile> tiles = tiles();
        int[] decoded = new int[tiles.size()];
        for (Tile tile : tiles) {
            assertThat(TileDecoder.of(tile.format()).decode(tile.encoded(), HEIGHT))
                    .isNotEmpty();
        }
        for (int seed = 0; seed < MUTATIONS; seed++) {
            int index = seed % tiles.size();
            Tile tile = tiles.get(index);
            if (decode(tile, mutated(tile.encoded(), seed), "seed " + seed + " of " + tile.name())) {
                decoded[index]++;
            }
        }
        // Some of everything passes and some does not: the mutations are neither harmless nor hopeless.
        for (int i = 0; i < decoded.length; i++) {
            assertThat(decoded[i]).as(tiles.get(i).name()).isBetween(1, MUTATIONS / tiles.size() - 1);
        }
    }

    @Test
    void randomBytes() throws IOException {
        for (Tile tile : tiles()) {
            for (int seed = 0; seed < 100; seed++) {
                RandomGenerator random = Seeds.generator(seed, "random tiles");
                byte[] bytes = new byte[random.nextInt(600)];
                random.nextBytes(bytes);
                int kept = Math.min(bytes.length, random.nextInt(40));
                System.arraycopy(tile.encoded(), 0, bytes, 0, Math.min(kept, tile.encoded().length));
                decode(tile, bytes, "random seed " + seed + " of " + tile.name());
            }
        }
    }

    private static boolean decode(Tile tile, byte[] encoded, String description) throws IOException {
        TileDecoder decoder = TileDecoder.of(tile.format());
        AllocatedBytes allocated = new AllocatedBytes();
        boolean decoded = false;
        try {
            assertThat(decoder.decode(encoded, HEIGHT).length)
                    .as(description)
                    .isEqualTo(tile.format().decodedBytes(HEIGHT));
            decoded = true;
        } catch (UnusableImageException e) {
            assertThat(e.getMessage()).as(description).matches("[^\n]+");
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            fail(description, e);
        }
        assertThat(allocated.soFar())
                .as(description)
                .isLessThan(tile.format().compression() == 7 ? MOST_BYTES_OF_JPEG : MOST_BYTES);
        return decoded;
    }

    /** Half of the mutations hit the first bytes, where headers and tables lie. */
    private static byte[] mutated(byte[] encoded, int seed) {
        RandomGenerator random = Seeds.generator(seed, "mutated tiles");
        byte[] bytes = encoded.clone();
        for (int count = random.nextInt(4); count >= 0; count--) {
            int position = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(bytes.length, 60));
            switch (random.nextInt(4)) {
                case 0 -> bytes[position] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[position] = (byte) random.nextInt(256);
                case 2 -> bytes[position] = -1;
                default -> bytes[position] = 0;
            }
        }
        return switch (random.nextInt(8)) {
            case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> Arrays.copyOf(bytes, bytes.length + random.nextInt(20));
            default -> bytes;
        };
    }
}
