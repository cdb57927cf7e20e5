package io.patchdrop.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.core.Budget;
import io.patchdrop.fixtures.LinearModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that come into the slots of those that were answered. */
class FreedSlotsTest {
    private static final int SLOTS = 4;
    private static final int IMAGES = 13;

    private final LinearModel linear = LinearModel.patchLocal();
    private final List<String> events = new ArrayList<>();

    /** A grey image that notes when it orders and when it is asked for pixels. */
    private final class Noted implements PatchSource {
        private final int number;

        private Noted(int number) {
            this.number = number;
        }

        @Override
        public byte[] look() {
            return new byte[3 * linear.lookSize() * linear.lookSize()];
        }

        @Override
        public boolean order(List<Integer> wanted) {
            events.add("order " + number);
            return true;
        }

        @Override
        public byte[] patch(int patch) {
            events.add("pixels " + number);
            return new byte[3 * linear.patchSize() * linear.patchSize()];
        }
    }

    /**
     * The first image buys step after step, the others once. While it waits for its second step, others have ordered that had
     * no slot at first.
     */
    @Test
    void aSlowImageDoesNotHoldUpTheOthers(@TempDir Path folder) throws IOException {
        List<Noted> sources = IntStream.range(0, IMAGES).mapToObj(Noted::new).toList();
        List<Budget> budgets = new ArrayList<>(List.of(Budget.confidence(1)));
        while (budgets.size() < IMAGES) {
            budgets.add(Budget.patches(1));
        }
        try (PatchDropModel model =
                TinyModels.load(linear, folder, TinyModels.options().withBatch(SLOTS))) {
            List<Answer> answers = model.classifySources(sources, budgets);
            assertThat(answers).hasSize(IMAGES);
            assertThat(answers.get(0).purchases()).hasSize(linear.patches());
        }
        int lastOrderOfSlow = events.lastIndexOf("order 0");
        for (int image = 1; image < IMAGES; image++) {
            assertThat(events).containsOnlyOnce("order " + image);
            assertThat(events.indexOf("order " + image)).as("image %d", image).isLessThan(lastOrderOfSlow);
        }
        // Steps of 0, 2, 4... patches: one that came later has ordered before the slow one gets its first pixels.
        assertThat(events.indexOf("order " + SLOTS)).isLessThan(events.indexOf("pixels 0"));
    }
}
