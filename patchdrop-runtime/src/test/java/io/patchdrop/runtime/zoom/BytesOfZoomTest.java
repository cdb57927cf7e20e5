package io.patchdrop.runtime.zoom;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.core.Budget;
import io.patchdrop.core.price.PriceList;
import io.patchdrop.fixtures.LinearModel;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.bytes.ByteRange;
import io.patchdrop.imagery.bytes.Ledger;
import io.patchdrop.imagery.bytes.RangeServer;
import io.patchdrop.imagery.opening.ImageSources;
import io.patchdrop.imagery.opening.OpeningOptions;
import io.patchdrop.imagery.tiff.TiffWriter;
import io.patchdrop.imagery.tiff.TiffWriterOptions;
import io.patchdrop.runtime.PatchDropModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a zoom takes of a 4096 x 4096 image in tiles of 256 px, by the log of the server: 4 of the 16 patches of each chip of
 * 1024 px, looked at in the overview of a quarter of the resolution.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BytesOfZoomTest {
    private static final int SIDE = 4096;
    private static final int TILE = 256;
    private static final int CHIP = 1024;
    private static final int GRID = 4;
    private static final int BUDGET = 4;
    private static final int FIRST_READ = 16 << 10;
    /** GDAL writes the length of a tile before it and repeats its last bytes behind it. */
    private static final int BETWEEN_TILES = 8;

    private final LinearModel linear = new LinearModel(GRID, TILE, TILE, 4, 0, 3, false, true, 1);
    private Path folder = Path.of("");
    private RangeServer server;
    private PatchDropModel model;

    @BeforeAll
    void serve(@TempDir Path temporary) throws IOException {
        folder = temporary;
        TiffWriter.write(
                folder.resolve("ours.tif"),
                new Countryside(SIDE, 1),
                TiffWriterOptions.defaults()
                        .withTileSize(TILE)
                        .withReductions(TiffWriterOptions.reductionsFor(SIDE, SIDE, TILE)));
        LinearModel.write(folder.resolve("model.patchdrop"), linear.bundle());
        model = PatchDropModel.load(folder.resolve("model.patchdrop"));
        server = RangeServer.start(folder);
    }

    @AfterAll
    void close() {
        server.close();
        model.close();
    }

    @BeforeEach
    void forget() {
        server.clearLog();
    }

    /** What was counted of one reader. */
    private record Count(long requests, long bytes) {}

    private record Zoomed(Quote quote, List<ChipResult> results, Ledger.Totals ledger) {}

    private Count counted() {
        List<RangeServer.Logged> log = server.log();
        return new Count(
                log.size(), log.stream().mapToLong(RangeServer.Logged::bytes).sum());
    }

    private Zoomed zoom(String file, int chip) throws IOException {
        try (ZoomSources sources =
                ZoomSources.of(ImageSources.open(server.address(file).toString(), OpeningOptions.DEFAULT)
                        .image())) {
            ZoomRequest request = new ZoomRequest(
                    Chips.cut(List.of(Region.whole(SIDE, SIDE)), SIDE, SIDE, chip),
                    Budget.patches(BUDGET),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    Limits.NONE,
                    PriceList.FREE);
            Quote quote = Quoting.quote(model, sources, request, ZoomListener.NONE);
            List<ChipResult> results = new ArrayList<>();
            Zooming.zoom(model, sources, quote, ZoomResults.inMemory(results), ZoomListener.NONE);
            return new Zoomed(quote, results, sources.image().ledger().totals());
        }
    }

    private void requireBoughtAsQuoted(Zoomed zoomed, Count count) {
        assertThat(count)
                .isEqualTo(new Count(zoomed.ledger().gets(), zoomed.ledger().bytes()));
        assertThat(zoomed.ledger().heads()).isZero();
        assertThat(zoomed.ledger().failed()).isZero();
        assertThat(count)
                .isEqualTo(new Count(
                        zoomed.quote().total().requests(),
                        zoomed.quote().total().bytes()));
        for (int i = 0; i < zoomed.results().size(); i++) {
            assertThat(zoomed.results().get(i).cost())
                    .isEqualTo(zoomed.quote().chips().get(i).cost());
        }
    }

    /**
     * Every byte that was sent is of the header, of the overview that was looked at, or of a tile that was chosen.
     *
     * @param reduction of the overview
     * @param between bytes between two tiles that may come with them
     */
    private void requireNothingElse(String file, Zoomed zoomed, int reduction, int between) throws IOException {
        List<StoredTiles> levels = StoredTiles.read(folder.resolve(file));
        StoredTiles looked = levels.stream()
                .filter(level -> level.width() == SIDE / reduction)
                .findFirst()
                .orElseThrow();
        StoredTiles full = levels.get(0);
        BitSet allowed = new BitSet();
        allowed.set(0, FIRST_READ);
        looked.tiles().forEach(tile -> allow(allowed, tile));
        for (ChipResult result : zoomed.results()) {
            for (int tile : tiles(full, result)) {
                allow(allowed, full.tiles().get(tile));
            }
        }
        for (RangeServer.Logged request : server.log()) {
            ByteRange range = Objects.requireNonNull(request.request().range(), "all of the file was asked for");
            for (int at = allowed.nextClearBit((int) range.offset()); at < range.end(); ) {
                int next = allowed.nextSetBit(at);
                assertThat(next).as("%s", range).isBetween(at, (int) range.end());
                assertThat(next - at).as("%s", range).isLessThanOrEqualTo(between);
                at = allowed.nextClearBit(next);
            }
        }
    }

    private static void allow(BitSet allowed, ByteRange range) {
        allowed.set((int) range.offset(), (int) range.end());
    }

    private static Set<Integer> tiles(StoredTiles level, ChipResult result) {
        return result.patches().stream()
                .flatMap(patch -> {
                    Region region = result.chip().patch(GRID, patch);
                    return IntStream.range(0, level.tiles().size())
                            .filter(tile -> touches(region, level, tile))
                            .boxed();
                })
                .collect(Collectors.toSet());
    }

    private static boolean touches(Region region, StoredTiles level, int tile) {
        int left = tile % level.across() * level.tile();
        int top = tile / level.across() * level.tile();
        return left < region.left() + region.width()
                && region.left() < left + level.tile()
                && top < region.top() + region.height()
                && region.top() < top + level.tile();
    }

    /** The same windows in the same order: looks, then patches. */
    private static List<String> windows(Zoomed zoomed) {
        List<String> windows = new ArrayList<>();
        for (ChipResult result : zoomed.results()) {
            windows.add(window(result.chip().window(), TILE));
        }
        for (ChipResult result : zoomed.results()) {
            for (int patch : result.patches()) {
                Region region = result.chip().patch(GRID, patch);
                windows.add(window(region, region.width()));
            }
        }
        return windows;
    }

    private static String window(Region region, int read) {
        return region.left() + " " + region.top() + " " + region.width() + " " + region.height() + " " + read + " "
                + read;
    }

    private Count gdal(String file, List<String> windows, Map<String, String> settings) throws IOException {
        server.clearLog();
        Gdal.readWindows(folder, server.address(file), windows, settings);
        return counted();
    }

    private void compareWithGdal(String file, int between) throws IOException {
        Zoomed zoomed = zoom(file, CHIP);
        Count ours = counted();
        requireBoughtAsQuoted(zoomed, ours);
        requireNothingElse(file, zoomed, 4, between);
        List<String> windows = windows(zoomed);
        Count plain = gdal(file, windows, Map.of());
        Count tuned = gdal(file, windows, Gdal.RECOMMENDED);
        print(file, "patchdrop", ours);
        print(file, "GDAL, defaults", plain);
        print(file, "GDAL, recommended settings", tuned);
        assertThat(ours.bytes()).isLessThanOrEqualTo(plain.bytes()).isLessThanOrEqualTo(tuned.bytes());
        assertThat(ours.requests()).isLessThanOrEqualTo(plain.requests()).isLessThanOrEqualTo(tuned.requests());
    }

    /** A line of JSON with what a reader took. */
    private void print(String file, String reader, Count count) throws IOException {
        long all = Files.size(folder.resolve(file));
        long full = StoredTiles.read(folder.resolve(file)).get(0).bytes();
        System.out.printf(
                Locale.ROOT,
                "{\"file\": \"%s\", \"reader\": \"%s\", \"requests\": %d, \"bytes\": %d, \"file_bytes\": %d, "
                        + "\"share_of_file\": %.4f, \"share_of_full_resolution\": %.4f}%n",
                file,
                reader,
                count.requests(),
                count.bytes(),
                all,
                (double) count.bytes() / all,
                (double) count.bytes() / full);
    }

    @Test
    void fourOfSixteenPatchesAreLessThanAThird() throws IOException {
        Zoomed zoomed = zoom("ours.tif", CHIP);
        Count count = counted();
        requireBoughtAsQuoted(zoomed, count);
        requireNothingElse("ours.tif", zoomed, 4, 0);
        long file = Files.size(folder.resolve("ours.tif"));
        long full = StoredTiles.read(folder.resolve("ours.tif")).get(0).bytes();
        assertThat(zoomed.quote().full().bytes()).isEqualTo(full);
        assertThat(zoomed.quote().overRead()).isEqualTo(1);
        assertThat(count.bytes()).isLessThan(33 * full / 100).isLessThan(33 * file / 100);
        assertThat(zoomed.results()).hasSize(16).allSatisfy(result -> assertThat(result.patches())
                .hasSize(BUDGET));
        assertThat(zoomed.results().stream()
                        .map(result -> Set.copyOf(result.patches()))
                        .distinct()
                        .count())
                .isGreaterThan(4);
    }

    @Test
    void noMoreThanGdalTakes() throws IOException {
        Gdal.assume();
        compareWithGdal("ours.tif", 0);
    }

    @Test
    void noMoreThanGdalTakesOfItsOwnFiles() throws IOException {
        Gdal.assume();
        Gdal.writeCog(folder.resolve("ours.tif"), folder.resolve("cog.tif"), "COMPRESS=DEFLATE", "BLOCKSIZE=" + TILE);
        compareWithGdal("cog.tif", BETWEEN_TILES);
    }

    @Test
    void whatUnalignedTilesTakeBesideIsQuoted() throws IOException {
        Zoomed zoomed = zoom("ours.tif", 1000);
        requireBoughtAsQuoted(zoomed, counted());
        // 1000 / 256 is a little less than 4.
        requireNothingElse("ours.tif", zoomed, 2, 0);
        StoredTiles full = StoredTiles.read(folder.resolve("ours.tif")).get(0);
        long bought = zoomed.results().stream()
                        .flatMap(result -> tiles(full, result).stream())
                        .distinct()
                        .count()
                * TILE
                * TILE;
        long wanted = zoomed.results().stream()
                .flatMap(result ->
                        result.patches().stream().map(patch -> result.chip().patch(GRID, patch)))
                .mapToLong(region -> (long) region.width() * region.height())
                .sum();
        assertThat(zoomed.quote().overRead()).isGreaterThan(1).isEqualTo((double) bought / wanted);
    }
}
