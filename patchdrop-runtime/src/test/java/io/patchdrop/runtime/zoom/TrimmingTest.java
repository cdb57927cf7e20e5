package io.patchdrop.runtime.zoom;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.core.Budget;
import io.patchdrop.core.bundle.Bundle;
import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.core.bundle.PatchAccuracy;
import io.patchdrop.core.price.PriceList;
import io.patchdrop.fixtures.LinearModel;
import io.patchdrop.runtime.Answer;
import io.patchdrop.runtime.PatchDropModel;
import io.patchdrop.runtime.RuntimeOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrimmingTest {
    private static final int PAID = 10;

    /** Each of the first two patches brings as much as the other, so that the chips with the least sure looks get both. */
    @Test
    void aCalibratedBundleSpendsWhereTheLookIsLeastSure(@TempDir Path folder) throws IOException {
        try (PatchDropModel model = calibrated(folder);
                MemoryImage image = MemoryImage.of(MemoryPixels.random(96, 60, 5), 4)
                        .reducedBy(2)
                        .open()) {
            ZoomRequest free = TestZoom.priced(
                    TestZoom.request(TestZoom.chips(image, 12), Budget.patches(2)), PriceList.ofText("per_patch=1"));
            ZoomRequest limited = TestZoom.limited(free, OptionalLong.empty(), OptionalDouble.of(PAID));

            Quote quote = Quoting.quote(model, ZoomSources.of(image), limited, ZoomListener.NONE);

            List<ChipQuote> leastSureFirst = quote.chips().stream()
                    .sorted(Comparator.comparingDouble(TrimmingTest::confidence))
                    .toList();
            assertThat(leastSureFirst).hasSizeGreaterThan(PAID);
            for (int i = 0; i < leastSureFirst.size(); i++) {
                assertThat(leastSureFirst.get(i).patches())
                        .as("chip %d by confidence", i)
                        .hasSize(i < PAID / 2 ? 2 : 0);
                assertThat(leastSureFirst.get(i).limited()).isEqualTo(i >= PAID / 2);
            }
            assertThat(quote.bill().total()).isEqualTo(PAID);
        }
    }

    private static double confidence(ChipQuote chip) {
        Answer answer = Objects.requireNonNull(chip.answer());
        return answer.confidence();
    }

    private static PatchDropModel calibrated(Path folder) throws IOException {
        LinearModel linear = LinearModel.patchLocal();
        Bundle bundle = linear.bundle();
        List<Integer> steps = bundle.manifest().steps();
        List<PatchAccuracy> accuracies = steps.stream()
                .map(step -> new PatchAccuracy(step, 95 - 60 * Math.pow(0.5, step)))
                .toList();
        Manifest manifest = bundle.manifest().withAccuracyByPatches(accuracies);
        Path file = folder.resolve("model.patchdrop");
        LinearModel.write(file, new Bundle(manifest, bundle.members()));
        return PatchDropModel.load(file, RuntimeOptions.defaults().withThreads(1));
    }
}
