package io.patchdrop.runtime;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.Budget;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.fixtures.LinearModel;
import io.patchdrop.imagery.RgbImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadCallsTest {
    private final LinearModel linear = LinearModel.patchLocal();
    private final RgbImage good = TinyModels.image(linear, 0);
    private final PatchDropModel model;

    BadCallsTest(@TempDir Path folder) throws IOException {
        this.model = TinyModels.load(linear, folder, TinyModels.options());
    }

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void imagesOfAnotherSizeAreRefused() {
        assertRefused(
                () -> model.classify(List.of(good, new RgbImage(12, 11, new byte[3 * 12 * 11]))),
                "Image 1 has 12 x 11 pixels (the model takes 12 x 12");
        assertRefused(() -> model.classify(new RgbImage(6, 6, new byte[3 * 6 * 6])), "Image 0 has 6 x 6 pixels");
        assertRefused(() -> model.look(List.of(new RgbImage(7, 7, new byte[3 * 7 * 7]))), "Image 0 has 7 x 7 pixels");
    }

    @Test
    void imagesOfAnotherNumberOfChannelsAreRefused() {
        assertRefused(
                () -> model.classify(new RgbImage(12, 12, new byte[4 * 12 * 12])), "has 576 bytes, not 3 for each");
        assertRefused(() -> model.classify(new RgbImage(12, 12, new byte[12 * 12])), "has 144 bytes, not 3 for each");
        assertRefused(() -> model.look(List.of(new RgbImage(6, 6, new byte[6 * 6]))), "has 36 bytes, not 3 for each");
    }

    @Test
    void emptyListsAreRefused() {
        assertRefused(() -> model.classify(List.of()), "There are no images");
        assertRefused(() -> model.classifySources(List.of(), Budget.policy()), "There are no images");
        assertRefused(() -> model.look(List.of()), "There are no images");
    }

    @Test
    void budgetsThatDoNotFitAreRefused() {
        assertRefused(() -> model.classify(good, Budget.patches(10)), "10 patches for images of 9");
        assertRefused(() -> model.classify(good, Budget.price(0.1, 1, 2)), "2 prices for 9 patches");
        assertRefused(() -> model.classify(good, Budget.confidence(0)), "tau is 0.0");
        assertRefused(() -> model.classify(good, Budget.price(0.1, -1)), "-1.0 as the price");
        assertRefused(() -> model.classify(good, Budget.price(Double.NaN, 1)), "NaN as lambda");
    }

    @Test
    void optionsMustBePositive() {
        RuntimeOptions options = TinyModels.options();
        assertRefused(() -> options.withThreads(0), "threads is 0");
        assertRefused(() -> options.withBatch(-1), "batch is -1");
        assertRefused(() -> options.withCalls(0), "calls is 0");
        assertRefused(() -> options.withMemory(0), "memory is 0");
    }

    private static void assertRefused(Runnable call, String message) {
        assertThatThrownBy(call::run)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }
}
