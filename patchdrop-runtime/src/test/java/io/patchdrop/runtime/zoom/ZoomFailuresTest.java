package io.patchdrop.runtime.zoom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.core.Budget;
import io.patchdrop.fixtures.LinearModel;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.bytes.ByteSourceException;
import io.patchdrop.imagery.bytes.ByteSourceException.Problem;
import io.patchdrop.imagery.source.Piece;
import io.patchdrop.runtime.PatchDropModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What cannot be had costs one chip, or ends the run. */
class ZoomFailuresTest {
    private static final RgbImage PIXELS = MemoryPixels.random(96, 72, 6);

    private final Path folder;

    ZoomFailuresTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static MemoryImage image() throws IOException {
        return MemoryImage.of(PIXELS, 4).reducedBy(2).open();
    }

    private static List<Budget> budgets() {
        return List.of(Budget.patches(9), Budget.confidence(1));
    }

    private PatchDropModel model() throws IOException {
        return TestZoom.load(LinearModel.patchLocal(), folder);
    }

    private TestZoom whole(PatchDropModel model, Budget budget) throws IOException {
        try (MemoryImage image = image()) {
            return TestZoom.run(model, ZoomSources.of(image), TestZoom.request(TestZoom.chips(image, 12), budget));
        }
    }

    /** Everything but what depends on which tiles were bought by whom. */
    private static void assertSameAnswer(ChipResult result, ChipResult expected) {
        assertThat(result.outcome()).isEqualTo(expected.outcome());
        assertThat(result.className()).isEqualTo(expected.className());
        assertThat(result.confidence()).isCloseTo(expected.confidence(), within(1e-6));
        assertThat(result.patches()).isEqualTo(expected.patches());
    }

    @ParameterizedTest
    @EnumSource(
            value = Problem.class,
            names = {"UNAVAILABLE", "BAD_ANSWER"})
    void aPatchThatCannotBeHadCostsItsChip(Problem problem) throws IOException {
        for (Budget budget : budgets()) {
            try (PatchDropModel model = model();
                    MemoryImage image = image()) {
                TestZoom expected = whole(model, budget);
                // In chips 0 and 10, of 8 in a row.
                image.breakPiece(new Piece(0, 1, 1), problem);
                image.breakPiece(new Piece(0, 7, 4), problem);
                TestZoom zoom =
                        TestZoom.run(model, ZoomSources.of(image), TestZoom.request(TestZoom.chips(image, 12), budget));
                for (ChipResult result : zoom.results()) {
                    int number = result.chip().number();
                    if (number == 0 || number == 10) {
                        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
                        assertThat(result.className()).isNull();
                        assertThat(result.failure()).contains("broken");
                        assertThat(result.patches()).isEmpty();
                    } else {
                        assertSameAnswer(result, expected.results().get(number));
                    }
                }
            }
        }
    }

    @Test
    void aLookThatCannotBeHadCostsTheChipsThatItShows() throws IOException {
        for (Budget budget : budgets()) {
            try (PatchDropModel model = model();
                    MemoryImage image = image()) {
                TestZoom expected = whole(model, budget);
                // A tile of 8 x 8 pixels of full resolution: a part of chip 0 alone.
                image.breakPiece(new Piece(1, 0, 0), Problem.UNAVAILABLE);
                TestZoom zoom =
                        TestZoom.run(model, ZoomSources.of(image), TestZoom.request(TestZoom.chips(image, 12), budget));
                ChipResult first = zoom.results().get(0);
                assertThat(first.outcome()).isEqualTo(Outcome.FAILED);
                assertThat(first.failure()).contains("broken");
                assertThat(zoom.quote().chips().get(0).failure()).isEqualTo(first.failure());
                for (ChipResult result : zoom.results().subList(1, 48)) {
                    assertSameAnswer(
                            result, expected.results().get(result.chip().number()));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Problem.class,
            names = {"UNAVAILABLE", "BAD_ANSWER"},
            mode = EnumSource.Mode.EXCLUDE)
    void aSourceThatIsGoneEndsTheRun(Problem problem) throws IOException {
        for (int level = 0; level <= 1; level++) {
            for (Budget budget : budgets()) {
                try (PatchDropModel model = model();
                        MemoryImage image = image()) {
                    image.breakPiece(new Piece(level, 7, 4), problem);
                    ZoomRequest request = TestZoom.request(TestZoom.chips(image, 12), budget);
                    assertThatThrownBy(() -> TestZoom.run(model, ZoomSources.of(image), request))
                            .isInstanceOfSatisfying(ByteSourceException.class, failure -> assertThat(failure.problem())
                                    .isEqualTo(problem));
                }
            }
        }
    }

    @Test
    void aServerThatAnswersNothingEndsTheRun() throws IOException {
        for (int level = 0; level <= 1; level++) {
            for (Budget budget : budgets()) {
                try (PatchDropModel model = model();
                        MemoryImage image = image()) {
                    for (Piece piece : image.pieces(level, level == 0 ? region(96, 72) : region(48, 36))) {
                        image.breakPiece(piece, Problem.UNAVAILABLE);
                    }
                    ZoomRequest request = TestZoom.request(TestZoom.chips(image, 12), budget);
                    assertThatThrownBy(() -> TestZoom.run(model, ZoomSources.of(image), request))
                            .isInstanceOf(ByteSourceException.class);
                }
            }
        }
    }

    private static Region region(int width, int height) {
        return Region.whole(width, height);
    }

    @Test
    void whatCouldNotBeKeptEndsTheRun() throws IOException {
        try (PatchDropModel model = model();
                MemoryImage image = image()) {
            ZoomSources sources = ZoomSources.of(image);
            Quote quote = Quoting.quote(
                    model, sources, TestZoom.request(TestZoom.chips(image, 12), Budget.patches(1)), ZoomListener.NONE);
            ZoomResults full = new ZoomResults() {
                @Override
                public List<ChipResult> before() {
                    return List.of();
                }

                @Override
                public void add(List<ChipResult> results) throws IOException {
                    throw new IOException("No space left on device");
                }
            };
            assertThatThrownBy(() -> Zooming.zoom(model, sources, quote, full, ZoomListener.NONE))
                    .isInstanceOf(IOException.class)
                    .hasMessage("No space left on device");
        }
    }

    @Test
    void chipsThatFailedAreTriedAgainAndNothingIsPaidTwice() throws IOException {
        for (Budget budget : budgets()) {
            try (PatchDropModel model = model();
                    MemoryImage image = image()) {
                TestZoom expected = whole(model, budget);
                Piece broken = new Piece(0, 7, 4);
                image.breakPiece(broken, Problem.UNAVAILABLE);
                ZoomSources sources = ZoomSources.of(image);
                ZoomRequest request = TestZoom.request(TestZoom.chips(image, 12), budget);
                TestZoom first = TestZoom.run(model, sources, request);
                image.repair(broken);
                List<ChipResult> results = new ArrayList<>();
                Quote quote =
                        Quoting.quote(model, sources, request, Optional.of(Plan.of(first.quote())), ZoomListener.NONE);
                Zooming.zoom(model, sources, quote, after(first.results(), results), ZoomListener.NONE);
                assertThat(results).hasSize(1);
                assertSameAnswer(results.get(0), expected.results().get(10));
                assertThat(image.taken().bytes())
                        .isEqualTo(expected.quote().spent().bytes()
                                + expected.account().patches().bytes());
            }
        }
    }

    private static ZoomResults after(List<ChipResult> before, List<ChipResult> added) {
        return new ZoomResults() {
            @Override
            public List<ChipResult> before() {
                return before;
            }

            @Override
            public void add(List<ChipResult> results) {
                added.addAll(results);
            }
        };
    }
}
