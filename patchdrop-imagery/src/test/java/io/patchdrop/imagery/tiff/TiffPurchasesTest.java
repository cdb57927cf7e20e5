package io.patchdrop.imagery.tiff;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.core.Seeds;
import io.patchdrop.imagery.Gdal;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.bytes.BuyingOptions;
import io.patchdrop.imagery.bytes.ByteRange;
import io.patchdrop.imagery.bytes.Ledger;
import io.patchdrop.imagery.source.Cost;
import io.patchdrop.imagery.source.ImageSource;
import io.patchdrop.imagery.source.Level;
import io.patchdrop.imagery.source.Piece;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is bought: the ledger says, byte for byte. */
class TiffPurchasesTest {
    private static final int SIDE = 128;
    private static final int TILE_BYTES = SIDE * SIDE;

    private static List<ByteRange> requests(ImageSource source) {
        return source.ledger().entries().stream().map(Ledger.Entry::range).toList();
    }

    private static Cost spent(ImageSource source) {
        Ledger.Totals totals = source.ledger().totals();
        return new Cost(totals.gets(), totals.bytes(), true);
    }

    private static Map<Integer, TiffLayout.Values> image(int side, long first) {
        Map<Integer, TiffLayout.Values> fields = TiffLayout.grey(side, side, SIDE, SIDE);
        int tiles = side / SIDE * (side / SIDE);
        fields.put(
                Tag.TILE_OFFSETS,
                new TiffLayout.Values(
                        TiffLayout.LONG,
                        LongStream.range(0, tiles)
                                .map(i -> first + i * TILE_BYTES)
                                .toArray()));
        fields.put(
                Tag.TILE_BYTE_COUNTS,
                new TiffLayout.Values(
                        TiffLayout.SHORT,
                        LongStream.range(0, tiles).map(i -> TILE_BYTES).toArray()));
        return fields;
    }

    /** As a Cloud Optimized GeoTIFF: directories, the overview's tile, 4 x 4 tiles, one after the other. */
    private static byte[] cloudOptimized(int overviewAt) {
        TiffLayout layout = new TiffLayout(ByteOrder.LITTLE_ENDIAN, false);
        layout.directory(image(4 * SIDE, overviewAt + TILE_BYTES));
        Map<Integer, TiffLayout.Values> overview = image(SIDE, overviewAt);
        overview.put(Tag.NEW_SUBFILE_TYPE, new TiffLayout.Values(TiffLayout.LONG, 1));
        layout.directory(overview);
        layout.skipTo(overviewAt + 17 * TILE_BYTES);
        byte[] file = layout.bytes();
        for (int i = overviewAt; i < file.length; i++) {
            file[i] = (byte) (i * 31 + i / 1000);
        }
        return file;
    }

    @Test
    void headerOverviewAndChosenTilesAndNothingElse() throws IOException {
        int overviewAt = 1000;
        int first = overviewAt + TILE_BYTES;
        byte[] file = cloudOptimized(overviewAt);
        try (TiffSource source = TiffSource.open(TestSource.buying(file), TiffOptions.DEFAULT)) {
            ByteRange page = new ByteRange(0, Pages.SIZE);
            assertThat(requests(source)).containsExactly(page);

            // The first page holds the beginning of the overview; only the rest is bought.
            List<Piece> overview = source.pieces(1, Region.whole(SIDE, SIDE));
            source.buy(overview);
            ByteRange rest = ByteRange.between(Pages.SIZE, first);
            assertThat(requests(source)).containsExactly(page, rest);

            // Two neighbours in a row are one request; the tile below them is another one.
            List<Piece> chosen = List.of(new Piece(0, 1, 1), new Piece(0, 2, 1), new Piece(0, 1, 2));
            assertThat(source.pieces(0, new Region(SIDE, SIDE, 2 * SIDE, 1)))
                    .containsExactly(chosen.get(0), chosen.get(1));
            assertThat(source.apart(chosen)).isEqualTo(new Cost(3, 3 * TILE_BYTES, true));
            source.buy(chosen);
            assertThat(requests(source).subList(2, 4))
                    .containsExactlyInAnyOrder(
                            new ByteRange(first + 5 * TILE_BYTES, 2 * TILE_BYTES),
                            new ByteRange(first + 9 * TILE_BYTES, TILE_BYTES));

            source.buy(chosen);
            source.buy(overview);
            source.read(0, new Region(SIDE, SIDE, 2 * SIDE, SIDE));
            assertThat(requests(source)).hasSize(4);
            assertThat(spent(source).bytes()).isEqualTo(first + 3 * TILE_BYTES);
        }
    }

    @Test
    void overviewInTheFirstPageCostsNothing() throws IOException {
        TiffLayout layout = new TiffLayout(ByteOrder.BIG_ENDIAN, true);
        layout.directory(image(SIDE, 40_000));
        Map<Integer, TiffLayout.Values> overview = TiffLayout.grey(32, 32, 32, 32);
        overview.put(Tag.NEW_SUBFILE_TYPE, new TiffLayout.Values(TiffLayout.LONG, 1));
        overview.put(Tag.TILE_OFFSETS, new TiffLayout.Values(TiffLayout.LONG8, 2000));
        overview.put(Tag.TILE_BYTE_COUNTS, new TiffLayout.Values(TiffLayout.LONG8, 32 * 32));
        layout.directory(overview);
        layout.skipTo(40_000 + TILE_BYTES);
        try (TiffSource source = TiffSource.open(TestSource.buying(layout.bytes()), TiffOptions.DEFAULT)) {
            source.buy(source.pieces(1, Region.whole(32, 32)));
            source.read(1, Region.whole(32, 32));
            assertThat(requests(source)).containsExactly(new ByteRange(0, Pages.SIZE));
        }
    }

    @Test
    void onlyTheNeededPartsOfTheIndexAreBought() throws IOException {
        int across = 200;
        int tiles = across * across;
        TiffLayout layout = new TiffLayout(ByteOrder.LITTLE_ENDIAN, true);
        Map<Integer, TiffLayout.Values> fields = TiffLayout.grey(across * SIDE, across * SIDE, SIDE, SIDE);
        long[] offsets = new long[tiles];
        fields.put(Tag.TILE_OFFSETS, new TiffLayout.Values(TiffLayout.LONG8, offsets));
        long[] counts = new long[tiles];
        fields.put(Tag.TILE_BYTE_COUNTS, new TiffLayout.Values(TiffLayout.LONG, counts));
        // All tiles are the same one, behind the index.
        Arrays.fill(offsets, 600_000);
        Arrays.fill(counts, TILE_BYTES);
        layout.directory(fields);
        int arraysEnd = layout.end();
        layout.skipTo(600_000 + TILE_BYTES);
        long offsetsAt = arraysEnd - tiles * 12L;
        long countsAt = arraysEnd - tiles * 4L;
        try (TiffSource source = TiffSource.open(TestSource.buying(layout.bytes()), TiffOptions.DEFAULT)) {
            int tile = 10_050;
            List<Piece> pieces = List.of(new Piece(0, tile % across, tile / across));
            Region window = source.region(pieces.get(0));
            assertThat(source.pieces(0, window)).isEqualTo(pieces);
            long offsetsPart = offsetsAt + tile * 8L / Pages.SIZE * Pages.SIZE;
            long countsPart = countsAt + tile * 4L / Pages.SIZE * Pages.SIZE;
            assertThat(requests(source).subList(1, 3))
                    .containsExactlyInAnyOrder(
                            new ByteRange(offsetsPart, Pages.SIZE), new ByteRange(countsPart, Pages.SIZE));
            source.buy(pieces);
            assertThat(requests(source).subList(3, 4)).containsExactly(new ByteRange(600_000, TILE_BYTES));
            source.pieces(0, new Region(window.left() - SIDE, window.top(), 2 * SIDE, 1));
            assertThat(requests(source)).hasSize(4);
        }
    }

    @Test
    void rehearsedIsWhatIsBought(@TempDir Path folder) throws IOException {
        Gdal.assumePython();
        List<String> table = List.of(
                "cog Byte 3 700 520 overviews,cog,mask BLOCKSIZE=128 COMPRESS=DEFLATE",
                "plain UInt16 4 300 260 overviews TILED=YES BLOCKXSIZE=32 BLOCKYSIZE=32 INTERLEAVE=BAND",
                "strips Byte 3 300 260 overviews BLOCKYSIZE=3 COMPRESS=LZW ENDIANNESS=BIG",
                "sparse Byte 1 900 800 sparse TILED=YES BLOCKXSIZE=16 BLOCKYSIZE=16 BIGTIFF=YES");
        GdalFiles files = GdalFiles.make(folder, table);
        for (BuyingOptions options : List.of(BuyingOptions.DEFAULT, new BuyingOptions(4096, 100_000, 4))) {
            for (String name : List.of("cog", "plain", "strips", "sparse")) {
                for (int seed = 0; seed < 20; seed++) {
                    try (TiffSource source = TiffSource.open(
                            TestSource.buying(Files.readAllBytes(files.file(name)), options), TiffOptions.DEFAULT)) {
                        rehearseAndBuy(source, Seeds.generator(seed, "windows"), name + ", seed " + seed);
                    }
                }
            }
        }
    }

    @Test
    void threadsShareWhatIsBought() throws Exception {
        byte[] file = cloudOptimized(1000);
        byte[] expected;
        Region whole = Region.whole(4 * SIDE, 4 * SIDE);
        try (TiffSource source = TiffSource.open(TestSource.buying(file), TiffOptions.DEFAULT)) {
            source.buy(source.pieces(0, whole));
            expected = source.read(0, whole).pixels();
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (TiffSource source = TiffSource.open(TestSource.buying(file), TiffOptions.DEFAULT)) {
            List<Future<Boolean>> right = new ArrayList<>();
            for (int seed = 0; seed < 100; seed++) {
                RandomGenerator random = Seeds.generator(seed, "threads");
                right.add(threads.submit(() -> {
                    Region window = window(source.levels().get(0), random);
                    source.buy(source.pieces(0, window));
                    return Arrays.equals(source.read(0, window).pixels(), cut(expected, window));
                }));
            }
            for (Future<Boolean> each : right) {
                assertThat(each.get()).isTrue();
            }
            source.buy(source.pieces(0, whole));
            assertThat(spent(source).bytes()).isEqualTo(Pages.SIZE + file.length - 1000 - TILE_BYTES);
        } finally {
            threads.shutdownNow();
        }
    }

    private static byte[] cut(byte[] pixels, Region window) {
        int rowBytes = 3 * window.width();
        byte[] cut = new byte[window.height() * rowBytes];
        for (int y = 0; y < window.height(); y++) {
            int from = 3 * ((window.top() + y) * 4 * SIDE + window.left());
            System.arraycopy(pixels, from, cut, y * rowBytes, rowBytes);
        }
        return cut;
    }

    private static void rehearseAndBuy(TiffSource source, RandomGenerator random, String what) throws IOException {
        ImageSource.Rehearsal rehearsal = source.rehearsal();
        List<List<Piece>> windows = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int level = random.nextInt(source.levels().size());
            windows.add(source.pieces(level, window(source.levels().get(level), random)));
        }
        for (List<Piece> pieces : windows) {
            Cost planned = rehearsal.plan(pieces);
            assertThat(rehearsal.buy(pieces)).as(what).isEqualTo(planned);
            Cost before = spent(source);
            source.buy(pieces);
            assertThat(before.plus(planned)).as(what).isEqualTo(spent(source));
            assertThat(rehearsal.plan(pieces)).as(what).isEqualTo(Cost.NONE);
        }
    }

    private static Region window(Level level, RandomGenerator random) {
        int left = random.nextInt(level.width());
        int top = random.nextInt(level.height());
        return new Region(
                left, top, 1 + random.nextInt(level.width() - left), 1 + random.nextInt(level.height() - top));
    }
}
