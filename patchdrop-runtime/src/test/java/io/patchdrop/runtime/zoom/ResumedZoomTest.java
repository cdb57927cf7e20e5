package io.patchdrop.runtime.zoom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.core.Budget;
import io.patchdrop.core.price.PriceList;
import io.patchdrop.fixtures.LinearModel;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.bytes.ByteRange;
import io.patchdrop.imagery.bytes.Ledger;
import io.patchdrop.imagery.source.Cost;
import io.patchdrop.runtime.PatchDropModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A zoom that is stopped or killed and goes on comes to what it would have come to. */
class ResumedZoomTest {
    /** 20 x 17 chips: three batches. */
    private static final RgbImage PIXELS = MemoryPixels.random(240, 204, 8);

    private static final PriceList PRICES = PriceList.ofText("per_byte=0.001,per_patch=0.1,per_tile=0.2");

    private final Path folder;

    ResumedZoomTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** How a run ends before its end. */
    private enum End {
        /** The listener asks for it, after a batch. */
        STOP,
        /** Keeping the results of a batch fails, whose pieces are paid for. */
        KILL
    }

    static Stream<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        for (Budget budget : List.of(Budget.patches(3), Budget.policy(), Budget.confidence(0.8))) {
            for (int tile : new int[] {4, 10}) {
                for (int batches = 0; batches <= 2; batches++) {
                    for (End end : End.values()) {
                        for (int limit = 0; limit <= 2; limit++) {
                            cases.add(Arguments.of(budget, tile, batches, end, limit));
                        }
                    }
                }
            }
        }
        return cases.stream();
    }

    private static MemoryImage.Builder image(int tile) {
        return MemoryImage.of(PIXELS, tile).reducedBy(2);
    }

    private ZoomRequest request(PatchDropModel model, Budget budget, int tile, int limit) throws IOException {
        try (MemoryImage image = image(tile).open()) {
            ZoomRequest free = TestZoom.priced(TestZoom.request(TestZoom.chips(image, 12), budget), PRICES);
            TestZoom all = TestZoom.run(model, ZoomSources.of(image), free);
            return switch (limit) {
                case 0 -> free;
                case 1 ->
                    TestZoom.limited(
                            free,
                            OptionalLong.of(all.quote().spent().bytes()
                                    + all.account().patches().bytes() * 2 / 3),
                            OptionalDouble.empty());
                default ->
                    TestZoom.limited(
                            free,
                            OptionalLong.empty(),
                            OptionalDouble.of(all.account().bill().total() * 0.7));
            };
        }
    }

    private record Ended(List<ChipResult> results, Zooming.Account account, Cost taken) {}

    /**
     * One run in a folder, as the command line does it.
     *
     * @param keep batches whose results can be kept; -1 for all
     * @param asked bytes that runs before asked for; those of this one are added
     */
    private static Ended run(
            PatchDropModel model,
            ZoomRequest request,
            int tile,
            Path out,
            ZoomListener listener,
            int keep,
            BitSet asked)
            throws IOException {
        MemoryImage image = image(tile).keptIn(ZoomFolder.bought(out, "image")).open();
        try (ZoomSources sources = ZoomSources.of(image);
                ZoomFolder kept = ZoomFolder.open(
                        out, Map.of("of", "test"), model.manifest().classes())) {
            Optional<Plan> plan = kept.plan();
            Quote quote = Quoting.quote(model, sources, request, plan, ZoomListener.NONE);
            if (plan.isEmpty()) {
                kept.keepPlan(Plan.of(quote));
            }
            Zooming.Account account = Zooming.zoom(model, sources, quote, new Breaking(kept, keep), listener);
            return new Ended(kept.results(), account, sources.taken());
        } finally {
            for (Ledger.Entry entry : image.ledger().entries()) {
                ByteRange range = entry.range();
                if (range != null) {
                    int first = (int) range.offset();
                    int end = (int) range.end();
                    assertThat(asked.get(first, end).isEmpty())
                            .as("bytes " + range + " are asked for once")
                            .isTrue();
                    asked.set(first, end);
                }
            }
        }
    }

    /** Keeps the results of some batches, then none any more. */
    private static final class Breaking implements ZoomResults {
        private final ZoomResults kept;
        private int left;

        private Breaking(ZoomResults kept, int left) {
            this.kept = kept;
            this.left = left;
        }

        @Override
        public List<ChipResult> before() {
            return kept.before();
        }

        @Override
        public void add(List<ChipResult> results) throws IOException {
            if (left-- == 0) {
                throw new IOException("killed");
            }
            kept.add(results);
        }
    }

    private static ZoomListener stoppingAfter(int batches) {
        return new ZoomListener() {
            private int asked;

            @Override
            public boolean stopRequested() {
                return asked++ == batches;
            }
        };
    }

    @ParameterizedTest
    @MethodSource("cases")
    void itGoesOnWhereItWas(Budget budget, int tile, int batches, End end, int limit) throws IOException {
        try (PatchDropModel model = TestZoom.load(LinearModel.patchLocal(), folder)) {
            ZoomRequest request = request(model, budget, tile, limit);
            Ended whole = run(model, request, tile, folder.resolve("whole"), ZoomListener.NONE, -1, new BitSet());
            BitSet asked = new BitSet();
            Path out = folder.resolve("resumed");
            if (end == End.STOP) {
                ZoomListener stopping = stoppingAfter(batches);
                assertThatThrownBy(() -> run(model, request, tile, out, stopping, -1, asked))
                        .isInstanceOf(ZoomStoppedException.class);
            } else {
                assertThatThrownBy(() -> run(model, request, tile, out, ZoomListener.NONE, batches, asked))
                        .hasMessage("killed");
            }
            Ended resumed = run(model, request, tile, out, ZoomListener.NONE, -1, asked);
            if (request.limits().bytes().isPresent()) {
                assertThat(resumed.taken().bytes())
                        .isLessThanOrEqualTo(request.limits().bytes().getAsLong());
            }
            if (request.limits().price().isPresent()) {
                assertThat(resumed.account().bill().total())
                        .isLessThanOrEqualTo(request.limits().price().getAsDouble());
            }
            assertThat(resumed.results()).hasSameSizeAs(whole.results());
            for (int i = 0; i < whole.results().size(); i++) {
                ChipResult expected = whole.results().get(i);
                ChipResult result = resumed.results().get(i);
                assertThat(result.outcome()).isEqualTo(expected.outcome());
                assertThat(result.patches()).isEqualTo(expected.patches());
                assertThat(result.className()).isEqualTo(expected.className());
                assertThat(result.confidence()).isCloseTo(expected.confidence(), within(1e-6));
            }
            assertThat(resumed.taken().bytes()).isEqualTo(whole.taken().bytes());
            assertThat(resumed.account().bill().total())
                    .isCloseTo(whole.account().bill().total(), within(1e-9));
        }
    }
}
