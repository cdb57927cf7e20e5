package io.patchdrop.runtime.zoom.output;

import io.patchdrop.core.Seeds;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.source.Cost;
import io.patchdrop.runtime.zoom.Chip;
import io.patchdrop.runtime.zoom.ChipResult;
import io.patchdrop.runtime.zoom.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Results that nobody zoomed for. */
final class TestResults {
    private TestResults() {}

    /**
     * Chips of random sizes at random places, with random answers; some abstain.
     *
     * @param classes how many, called class 0, class 1, ...
     */
    static List<ChipResult> random(int count, int width, int height, int grid, int classes, long seed) {
        RandomGenerator random = Seeds.generator(seed, "results");
        List<ChipResult> results = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int side = grid + random.nextInt(Math.min(width, height) / 2);
            Chip chip = new Chip(
                    i, new Region(random.nextInt(width - side + 1), random.nextInt(height - side + 1), side, side));
            boolean abstains = random.nextInt(5) == 0;
            List<Integer> patches = IntStream.range(0, grid * grid)
                    .filter(patch -> random.nextInt(3) == 0)
                    .boxed()
                    .toList();
            results.add(new ChipResult(
                    chip,
                    abstains ? Outcome.ABSTAINED : Outcome.ZOOMED,
                    abstains ? null : "class " + random.nextInt(classes),
                    random.nextDouble(),
                    List.of(),
                    patches,
                    new Cost(patches.size(), 100L * patches.size(), true),
                    0.5 * patches.size(),
                    null));
        }
        return results;
    }

    static List<String> classes(int count) {
        return IntStream.range(0, count).mapToObj(i -> "class " + i).toList();
    }
}
