package io.patchdrop.runtime.zoom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.core.Budget;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.Seeds;
import io.patchdrop.core.price.PriceList;
import io.patchdrop.fixtures.LinearModel;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.geo.AffineReference;
import io.patchdrop.runtime.Answer;
import io.patchdrop.runtime.PatchDropModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZoomingTest {
    private static final int WIDTH = 120;
    private static final int HEIGHT = 84;
    private static final RgbImage PIXELS = blocks(WIDTH, HEIGHT, 2, 5);
    private static final AffineReference GROUND = AffineReference.of(32632, 500000, 10, 0, 5200000, 0, -10);

    private final Path folder;

    ZoomingTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** Squares of one colour each, so that the mean of a square is exactly its colour. */
    private static RgbImage blocks(int width, int height, int side, long seed) {
        RgbImage colours = MemoryPixels.random(width / side, height / side, seed);
        byte[] pixels = new byte[3 * width * height];
        for (int i = 0; i < pixels.length; i++) {
            int x = i / 3 % width / side;
            int y = i / 3 / width / side;
            pixels[i] = colours.pixels()[3 * (y * colours.width() + x) + i % 3];
        }
        return new RgbImage(width, height, pixels);
    }

    private static MemoryImage image() throws IOException {
        return MemoryImage.of(PIXELS, 8).reducedBy(2).at(GROUND).open();
    }

    private PatchDropModel model() throws IOException {
        return TestZoom.load(LinearModel.patchLocal(), folder);
    }

    static Stream<Budget> budgets() {
        return Stream.of(
                Budget.policy(),
                Budget.patches(0),
                Budget.patches(3),
                Budget.patches(9),
                Budget.price(0.02, 1),
                Budget.confidence(0.4),
                Budget.confidence(0.7),
                Budget.confidence(1));
    }

    @ParameterizedTest
    @MethodSource("budgets")
    void answersAreThoseOfTheModelForTheSamePixels(Budget budget) throws IOException {
        for (LinearModel linear : List.of(LinearModel.patchLocal(), LinearModel.dense())) {
            try (PatchDropModel model = TestZoom.load(linear, folder);
                    MemoryImage image = image()) {
                List<Chip> chips = TestZoom.chips(image, 12);
                TestZoom zoom = TestZoom.run(model, ZoomSources.of(image), TestZoom.request(chips, budget));
                List<Answer> answers = model.classify(
                        chips.stream()
                                .map(chip -> TestZoom.pixels(PIXELS, chip))
                                .toList(),
                        budget);
                for (int i = 0; i < chips.size(); i++) {
                    assertIs(zoom.results().get(i), answers.get(i));
                }
            }
        }
    }

    private static void assertIs(ChipResult result, Answer answer) {
        assertThat(result.className()).isEqualTo(answer.className());
        assertThat(result.confidence()).isCloseTo(answer.confidence(), within(1e-5));
        assertThat(result.patches())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(answer.purchases()).boxed().toList());
        for (int i = 0; i < answer.probabilities().length; i++) {
            assertThat(result.probabilities().get(i)).isCloseTo(answer.probabilities()[i], within(1e-5f));
        }
        assertThat(result.outcome()).isEqualTo(answer.purchases().length == 0 ? Outcome.ENOUGH : Outcome.ZOOMED);
    }

    @Test
    void ofAConfidenceTheQuoteSaysTheMost() throws IOException {
        try (PatchDropModel model = model();
                MemoryImage image = image()) {
            TestZoom zoom = TestZoom.run(
                    model, ZoomSources.of(image), TestZoom.request(TestZoom.chips(image, 12), Budget.confidence(0.7)));
            Quote quote = zoom.quote();
            assertThat(quote.certain()).isFalse();
            assertThat(image.taken().bytes()).isLessThan(quote.total().bytes());
            for (int i = 0; i < zoom.results().size(); i++) {
                List<Integer> bought = zoom.results().get(i).patches();
                assertThat(quote.chips().get(i).patches().subList(0, bought.size()))
                        .isEqualTo(bought);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void limitsAreNeverPassed(long seed) throws IOException {
        RandomGenerator random = Seeds.generator(seed, "limits");
        Budget budget = budgets().toList().get(random.nextInt(8));
        PriceList prices = PriceList.ofText(
                seed % 2 == 0
                        ? "per_byte=0.0002,per_request=0.01,per_patch=0.01,per_tile=0.1"
                        : "per_byte=0.0002,per_square_kilometre=30,minimum_square_kilometres=0.02");
        try (PatchDropModel model = model();
                MemoryImage image = image();
                MemoryImage free = image()) {
            ZoomRequest request =
                    TestZoom.priced(TestZoom.request(TestZoom.chips(image, 12 + random.nextInt(6)), budget), prices);
            TestZoom all = TestZoom.run(model, ZoomSources.of(free), request);
            long bytes = (long) (all.quote().spent().bytes()
                    + random.nextDouble() * all.account().patches().bytes());
            double price = random.nextDouble() * all.account().bill().total();
            ZoomRequest limited = TestZoom.limited(
                    request,
                    seed % 3 == 0 ? OptionalLong.empty() : OptionalLong.of(bytes),
                    seed % 3 == 1 ? OptionalDouble.empty() : OptionalDouble.of(price));
            TestZoom zoom = TestZoom.run(model, ZoomSources.of(image), limited);
            boolean bought =
                    zoom.results().stream().anyMatch(result -> !result.patches().isEmpty());
            if (limited.limits().bytes().isPresent()) {
                assertThat(image.taken().bytes()).isLessThanOrEqualTo(bytes);
            }
            if (limited.limits().price().isPresent() && bought) {
                assertThat(zoom.account().bill().total()).isLessThanOrEqualTo(price);
            }
            for (ChipResult result : zoom.results()) {
                int patches =
                        all.results().get(result.chip().number()).patches().size();
                assertThat(result.outcome() == Outcome.LIMITED)
                        .as(result.toString())
                        .isEqualTo(result.patches().size() < patches);
            }
        }
    }

    @Test
    void whatTheLookIsEnoughForIsNotBought() throws IOException {
        try (PatchDropModel model = model();
                MemoryImage image = image();
                MemoryImage looked = image()) {
            List<Chip> chips = TestZoom.chips(image, 12);
            TestZoom looks = TestZoom.run(model, ZoomSources.of(looked), TestZoom.request(chips, Budget.patches(0)));
            double enough = looks.results().stream()
                    .mapToDouble(ChipResult::confidence)
                    .sorted()
                    .skip(chips.size() / 2)
                    .findFirst()
                    .orElseThrow();
            ZoomRequest request = new ZoomRequest(
                    chips,
                    Budget.patches(4),
                    OptionalDouble.of(enough),
                    OptionalDouble.empty(),
                    Limits.NONE,
                    PriceList.FREE);
            TestZoom zoom = TestZoom.run(model, ZoomSources.of(image), request);
            for (int i = 0; i < chips.size(); i++) {
                boolean sure = looks.results().get(i).confidence() >= enough;
                assertThat(zoom.results().get(i).outcome()).isEqualTo(sure ? Outcome.ENOUGH : Outcome.ZOOMED);
                assertThat(zoom.results().get(i).patches()).hasSize(sure ? 0 : 4);
                if (sure) {
                    assertThat(zoom.results().get(i).className())
                            .isEqualTo(looks.results().get(i).className());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("budgets")
    void whoIsNotSureAbstains(Budget budget) throws IOException {
        try (PatchDropModel model = model();
                MemoryImage image = image();
                MemoryImage free = image()) {
            List<Chip> chips = TestZoom.chips(image, 12);
            TestZoom all = TestZoom.run(model, ZoomSources.of(free), TestZoom.request(chips, budget));
            ZoomRequest request = new ZoomRequest(
                    chips, budget, OptionalDouble.empty(), OptionalDouble.of(0.6), Limits.NONE, PriceList.FREE);
            TestZoom zoom = TestZoom.run(model, ZoomSources.of(image), request);
            for (int i = 0; i < chips.size(); i++) {
                ChipResult answered = all.results().get(i);
                ChipResult result = zoom.results().get(i);
                boolean abstains = answered.confidence() < 0.6;
                assertThat(result.outcome()).isEqualTo(abstains ? Outcome.ABSTAINED : answered.outcome());
                assertThat(result.className()).isEqualTo(abstains ? null : answered.className());
                assertThat(result.confidence()).isEqualTo(answered.confidence());
                assertThat(result.patches()).isEqualTo(answered.patches());
                assertThat(result.cost()).isEqualTo(answered.cost());
            }
        }
    }

    @Test
    void theLookMayBeAnotherImage() throws IOException {
        RgbImage coarse = MemoryPixels.reduced(PIXELS, 2);
        try (PatchDropModel model = model();
                MemoryImage sharp = MemoryImage.of(PIXELS, 4).open();
                MemoryImage look = MemoryImage.of(coarse, 8).open()) {
            List<Chip> chips = TestZoom.chips(sharp, 12);
            TestZoom zoom =
                    TestZoom.run(model, new ZoomSources(sharp, look), TestZoom.request(chips, Budget.patches(2)));
            List<Answer> answers = model.classify(
                    chips.stream().map(chip -> TestZoom.pixels(PIXELS, chip)).toList(), Budget.patches(2));
            for (int i = 0; i < chips.size(); i++) {
                assertIs(zoom.results().get(i), answers.get(i));
            }
            assertThat(sharp.taken().plus(look.taken())).isEqualTo(zoom.quote().total());
            assertThat(sharp.owned()).hasSize(2 * chips.size());
        }
    }

    @Test
    void theLookOfAnotherImageIsFoundByItsPlace() throws IOException {
        RgbImage coarse = MemoryPixels.reduced(PIXELS, 2);
        RgbImage part = new RgbImage(42, 30, MemoryPixels.part(coarse, new Region(12, 6, 42, 30)));
        try (PatchDropModel model = model();
                MemoryImage sharp = MemoryImage.of(PIXELS, 4).at(GROUND).open();
                MemoryImage look = MemoryImage.of(part, 8)
                        .at(AffineReference.part(GROUND, 24, 12, 2, 2))
                        .open()) {
            List<Chip> chips = Chips.cut(List.of(new Region(24, 12, 84, 60)), WIDTH, HEIGHT, 12);
            TestZoom zoom =
                    TestZoom.run(model, new ZoomSources(sharp, look), TestZoom.request(chips, Budget.patches(2)));
            List<Answer> answers = model.classify(
                    chips.stream().map(chip -> TestZoom.pixels(PIXELS, chip)).toList(), Budget.patches(2));
            for (int i = 0; i < chips.size(); i++) {
                assertIs(zoom.results().get(i), answers.get(i));
            }
            List<Chip> beyond = Chips.cut(List.of(new Region(0, 0, 12, 12)), WIDTH, HEIGHT, 12);
            assertThatThrownBy(() -> TestZoom.run(
                            model, new ZoomSources(sharp, look), TestZoom.request(beyond, Budget.patches(2))))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("does not show all of chip 0");
        }
    }

    @Test
    void chipsThatOverlapPayOnceForWhatTheyShare() throws IOException {
        try (PatchDropModel model = model();
                MemoryImage image = image()) {
            Chip first = new Chip(0, new Region(0, 0, 12, 12));
            Chip again = new Chip(1, new Region(0, 0, 12, 12));
            TestZoom zoom = TestZoom.run(
                    model, ZoomSources.of(image), TestZoom.request(List.of(first, again), Budget.patches(3)));
            assertThat(zoom.results().get(0).cost().bytes()).isPositive();
            assertThat(zoom.results().get(1).cost().bytes()).isZero();
            assertThat(zoom.results().get(1).patches())
                    .isEqualTo(zoom.results().get(0).patches());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"certain", "confidence"})
    void chipsAreFetchedSideBySide(String kind) throws IOException {
        Budget budget = kind.equals("certain") ? Budget.patches(2) : Budget.confidence(0.9);
        try (PatchDropModel model = model();
                MemoryImage image = MemoryImage.of(PIXELS, 4)
                        .reducedBy(2)
                        .withLatency(Duration.ofMillis(5))
                        .open()) {
            TestZoom.run(model, ZoomSources.of(image), TestZoom.request(TestZoom.chips(image, 12), budget));
            assertThat(image.mostSideBySide()).isGreaterThan(16);
        }
    }
}
