package io.patchdrop.runtime.zoom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.core.Budget;
import io.patchdrop.core.price.PriceList;
import io.patchdrop.fixtures.LinearModel;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.geo.AffineReference;
import io.patchdrop.imagery.source.Cost;
import io.patchdrop.imagery.source.Piece;
import io.patchdrop.runtime.PatchDropModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is quoted is what is bought, byte by byte and piece by piece. */
class QuotedIsBoughtTest {
    private static final RgbImage PIXELS = MemoryPixels.random(100, 76, 3);
    private static final AffineReference GROUND = AffineReference.of(32632, 500000, 10, 0, 5200000, 0, -10);
    private static final List<String> PRICES = List.of(
            "per_byte=0.001",
            "per_byte=0.0001,per_request=0.02,per_patch=0.05",
            "per_tile=0.25,tiles=0/0:3+1/0:0.5,owned=2/0+3/1",
            "per_square_kilometre=20,minimum_square_kilometres=0.01,per_byte=0.0001");

    private final Path folder;

    QuotedIsBoughtTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /**
     * Every certain budget, chips as large as the model and larger, tiles that are aligned to patches, that are not, and that
     * many patches share; each without limits and with them.
     */
    static Stream<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        int number = 0;
        for (Budget budget : List.of(
                Budget.policy(),
                Budget.patches(0),
                Budget.patches(1),
                Budget.patches(4),
                Budget.patches(9),
                Budget.price(0.03, 1))) {
            for (int side : new int[] {12, 24, 31}) {
                for (int tile : new int[] {4, 7, 12, 40}) {
                    for (int limit = 0; limit <= 2; limit++) {
                        cases.add(Arguments.of(budget, side, tile, limit, PRICES.get(number++ % PRICES.size())));
                    }
                }
            }
        }
        return cases.stream();
    }

    private static MemoryImage image(int tile) throws IOException {
        return MemoryImage.of(PIXELS, tile).reducedBy(2, 4).at(GROUND).open();
    }

    /** The request with a limit halfway between what looking takes and what everything takes. */
    private static ZoomRequest limited(PatchDropModel model, int tile, ZoomRequest request, int limit)
            throws IOException {
        try (MemoryImage image = image(tile)) {
            Quote free = Quoting.quote(model, ZoomSources.of(image), request, ZoomListener.NONE);
            return switch (limit) {
                case 0 -> request;
                case 1 ->
                    TestZoom.limited(
                            request,
                            OptionalLong.of(
                                    free.spent().bytes() + free.patches().bytes() / 2),
                            OptionalDouble.empty());
                default ->
                    TestZoom.limited(
                            request,
                            OptionalLong.empty(),
                            OptionalDouble.of(0.6 * free.bill().total()));
            };
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void quotedIsBought(Budget budget, int side, int tile, int limit, String prices) throws IOException {
        try (PatchDropModel model = TestZoom.load(LinearModel.patchLocal(), folder);
                MemoryImage image = image(tile)) {
            ZoomRequest request = limited(
                    model,
                    tile,
                    TestZoom.priced(TestZoom.request(TestZoom.chips(image, side), budget), PriceList.ofText(prices)),
                    limit);
            TestZoom zoom = TestZoom.run(model, ZoomSources.of(image), request);
            Quote quote = zoom.quote();
            assertThat(quote.certain()).isTrue();
            assertThat(quote.patches().exact()).isTrue();
            assertThat(zoom.account().patches()).isEqualTo(quote.patches());
            assertThat(zoom.account().bill()).isEqualTo(quote.bill());
            assertThat(image.taken()).isEqualTo(quote.total());
            assertThat(zoom.results()).hasSameSizeAs(quote.chips());
            for (int i = 0; i < quote.chips().size(); i++) {
                ChipResult result = zoom.results().get(i);
                assertThat(result.chip()).isEqualTo(quote.chips().get(i).chip());
                assertThat(result.patches()).isEqualTo(quote.chips().get(i).patches());
                assertThat(result.cost()).isEqualTo(quote.chips().get(i).cost());
                assertThat(result.price()).isEqualTo(quote.chips().get(i).price());
            }
            assertThat(image.owned()).isEqualTo(wanted(image, zoom.results(), side));
            if (request.limits().bytes().isPresent()) {
                assertThat(image.taken().bytes())
                        .isLessThanOrEqualTo(request.limits().bytes().getAsLong());
            }
            if (request.limits().price().isPresent() && patchesOf(zoom) > 0) {
                assertThat(zoom.account().bill().total())
                        .isLessThanOrEqualTo(request.limits().price().getAsDouble());
            }
            if (limit == 0) {
                assertThat(zoom.results()).noneMatch(result -> result.outcome() == Outcome.LIMITED);
            }
        }
    }

    private static long patchesOf(TestZoom zoom) {
        return zoom.results().stream()
                .mapToLong(result -> result.patches().size())
                .sum();
    }

    /** The pieces under the looks and under the patches that were bought, found by trying all tiles. */
    private static Set<Piece> wanted(MemoryImage image, List<ChipResult> results, int side) {
        Set<Piece> wanted = new TreeSet<>();
        for (ChipResult result : results) {
            Chip chip = result.chip();
            wanted.addAll(touched(image, side < 24 ? 1 : 2, chip.window()));
            for (int patch : result.patches()) {
                wanted.addAll(touched(image, side < 24 ? 0 : 1, chip.patch(3, patch)));
            }
        }
        return wanted;
    }

    private static Set<Piece> touched(MemoryImage image, int level, Region region) {
        double reduction = image.levels().get(level).reduction();
        Set<Piece> touched = new TreeSet<>();
        Region whole = Region.whole(
                image.levels().get(level).width(), image.levels().get(level).height());
        for (Piece piece : image.pieces(level, whole)) {
            Region part = image.region(piece);
            boolean apart = (part.left() + part.width()) * reduction <= region.left()
                    || part.left() * reduction >= region.left() + region.width()
                    || (part.top() + part.height()) * reduction <= region.top()
                    || part.top() * reduction >= region.top() + region.height();
            if (!apart) {
                touched.add(piece);
            }
        }
        return touched;
    }

    @Test
    void withoutOverviewsLookingBuysEverythingAndPatchesTakeNothing() throws IOException {
        try (PatchDropModel model = TestZoom.load(LinearModel.patchLocal(), folder);
                MemoryImage image = MemoryImage.of(PIXELS, 12).open()) {
            TestZoom zoom = TestZoom.run(
                    model, ZoomSources.of(image), TestZoom.request(TestZoom.chips(image, 12), Budget.patches(3)));
            assertThat(zoom.quote().patches()).isEqualTo(Cost.NONE);
            assertThat(zoom.results()).allMatch(result -> result.patches().size() == 3);
        }
    }

    @Test
    void whatIsOverReadIsShown() throws IOException {
        try (PatchDropModel model = TestZoom.load(LinearModel.patchLocal(), folder);
                MemoryImage aligned = MemoryImage.of(MemoryPixels.random(96, 72, 1), 4)
                        .reducedBy(2)
                        .open();
                MemoryImage shared = MemoryImage.of(MemoryPixels.random(96, 72, 1), 12)
                        .reducedBy(2)
                        .open()) {
            Quote exact = Quoting.quote(
                    model,
                    ZoomSources.of(aligned),
                    TestZoom.request(TestZoom.chips(aligned, 12), Budget.patches(2)),
                    ZoomListener.NONE);
            assertThat(exact.overRead()).isEqualTo(1);
            Quote nine = Quoting.quote(
                    model,
                    ZoomSources.of(shared),
                    TestZoom.request(TestZoom.chips(shared, 12), Budget.patches(1)),
                    ZoomListener.NONE);
            assertThat(nine.overRead()).isEqualTo(9);
        }
    }

    @Test
    void theFullPriceIsThatOfAllPatches() throws IOException {
        PriceList prices = PriceList.ofText("per_byte=0.01,per_patch=1");
        try (PatchDropModel model = TestZoom.load(LinearModel.patchLocal(), folder);
                MemoryImage image = image(4);
                MemoryImage all = image(4)) {
            ZoomRequest request =
                    TestZoom.priced(TestZoom.request(TestZoom.chips(image, 12), Budget.patches(2)), prices);
            Quote quote = Quoting.quote(model, ZoomSources.of(image), request, ZoomListener.NONE);
            Region whole = Region.whole(100, 76);
            Cost everything = all.rehearsal().buy(all.pieces(0, whole));
            assertThat(quote.full()).isEqualTo(everything);
            double patches = 9.0 * request.chips().size();
            assertThat(quote.fullPrice()).isCloseTo(0.01 * everything.bytes() + patches, within(1e-6));
        }
    }
}
