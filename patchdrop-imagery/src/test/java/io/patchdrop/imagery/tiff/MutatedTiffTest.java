package io.patchdrop.imagery.tiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.patchdrop.core.Seeds;
import io.patchdrop.imagery.AllocatedBytes;
import io.patchdrop.imagery.Gdal;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.UnusableImageException;
import io.patchdrop.imagery.bytes.BoughtBytes;
import io.patchdrop.imagery.bytes.BuyingOptions;
import io.patchdrop.imagery.bytes.ByteSourceException;
import io.patchdrop.imagery.source.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the bytes are, they end in pixels or in one of two exceptions, soon and in little memory. */
class MutatedTiffTest {
    private static final int MUTATIONS = 50_000;
    private static final int MOST_SIDE = 200;
    private static final long MOST_NANOSECONDS = 10_000_000_000L;
    /** Tiles of 64 MiB are taken; their decoders may need a few times as much, garbage included. */
    private static final long MOST_BYTES = 512 << 20;

    private static final int REACH = 500;

    private static final List<String> TABLE = List.of(
            "none Byte 3 40 30 overviews TILED=YES BLOCKXSIZE=16 BLOCKYSIZE=16",
            "big UInt16 2 40 30 - TILED=YES BLOCKXSIZE=16 BLOCKYSIZE=16 BIGTIFF=YES ENDIANNESS=BIG INTERLEAVE=BAND",
            "strips Byte 1 40 30 palette BLOCKYSIZE=8 COMPRESS=PACKBITS",
            "deflate Byte 3 40 30 mask,overviews TILED=YES BLOCKXSIZE=32 BLOCKYSIZE=16 COMPRESS=DEFLATE PREDICTOR=2",
            "lzw Int16 3 40 30 sparse,nodata=5 TILED=YES BLOCKXSIZE=16 BLOCKYSIZE=16 COMPRESS=LZW PREDICTOR=2 ENDIANNESS=BIG",
            "zstd UInt16 1 40 30 - BLOCKYSIZE=16 COMPRESS=ZSTD BIGTIFF=YES",
            "jpeg Byte 3 40 30 smooth TILED=YES BLOCKXSIZE=32 BLOCKYSIZE=32 COMPRESS=JPEG PHOTOMETRIC=YCBCR",
            "webp Byte 4 40 30 smooth,alpha TILED=YES BLOCKXSIZE=32 BLOCKYSIZE=32 COMPRESS=WEBP",
            "webp-lossless Byte 3 40 30 - TILED=YES BLOCKXSIZE=32 BLOCKYSIZE=32 COMPRESS=WEBP WEBP_LOSSLESS=YES",
            "cog Byte 3 40 30 overviews,cog,mask BLOCKSIZE=128 COMPRESS=DEFLATE");

    @Test
    @Timeout(180)
    void endInPixelsOrInOneLine(@TempDir Path folder) throws IOException {
        Gdal.assumePython();
        GdalFiles files = GdalFiles.make(folder, TABLE);
        List<byte[]> valid = new ArrayList<>();
        for (String line : TABLE) {
            valid.add(Files.readAllBytes(files.file(line.substring(0, line.indexOf(' ')))));
            read(valid.get(valid.size() - 1));
        }
        long start = System.nanoTime();
        int refused = 0;
        for (int seed = 0; seed < MUTATIONS; seed++) {
            String what = "seed " + seed + " of " + TABLE.get(seed % TABLE.size());
            byte[] file = mutated(valid.get(seed % valid.size()), Seeds.generator(seed, "mutations"));
            AllocatedBytes allocated = new AllocatedBytes();
            long began = System.nanoTime();
            try {
                read(file);
            } catch (UnusableImageException | ByteSourceException e) {
                assertThat(e.getMessage()).as(what).matches("[^\n]+");
                refused++;
            } catch (Exception | Error e) {
                fail(what, e);
            }
            assertThat(System.nanoTime() - began).as(what).isLessThan(MOST_NANOSECONDS);
            assertThat(allocated.soFar()).as(what).isLessThan(MOST_BYTES);
        }
        System.out.println(MUTATIONS + " mutations, " + refused + " refused, "
                + (System.nanoTime() - start) / 1_000_000_000 + " s");
        assertThat(refused).isBetween(MUTATIONS / 10, MUTATIONS * 9 / 10);
    }

    private static void read(byte[] file) throws IOException {
        try (BoughtBytes bytes = TestSource.buying(file, new BuyingOptions(8, 8 << 20, 1))) {
            TiffSource source = TiffSource.open(bytes, TiffOptions.DEFAULT);
            for (int i = 0; i < source.levels().size(); i++) {
                Level level = source.levels().get(i);
                int width = Math.min(MOST_SIDE, level.width());
                int height = Math.min(MOST_SIDE, level.height());
                read(source, i, Region.whole(width, height));
                Region last = new Region(level.width() - width, level.height() - height, width, height);
                if (!last.equals(Region.whole(width, height))) {
                    read(source, i, last);
                }
            }
        }
    }

    private static void read(TiffSource source, int level, Region window) throws IOException {
        var pieces = source.pieces(level, window);
        source.apart(pieces);
        source.rehearsal().buy(pieces);
        source.buy(pieces);
        assertThat(source.read(level, window).pixels()).hasSize(window.width() * window.height() * 3);
    }

    /** Most mutations hit the first bytes or the last ones, where directories and their values lie. */
    private static byte[] mutated(byte[] file, RandomGenerator random) {
        byte[] bytes = file.clone();
        for (int count = random.nextInt(4); count >= 0; count--) {
            int reach = Math.min(bytes.length, random.nextInt(4) == 0 ? bytes.length : REACH);
            int position = random.nextInt(reach);
            int at = random.nextInt(3) > 0 ? position : bytes.length - 1 - position;
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes[at] = -1;
                case 3 -> bytes[at] = 0;
                default -> bytes[at]++;
            }
        }
        return random.nextInt(8) > 0 ? bytes : Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
}
