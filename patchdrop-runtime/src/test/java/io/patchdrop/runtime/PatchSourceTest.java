package io.patchdrop.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.Budget;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.PatchGrid;
import io.patchdrop.core.PixelBox;
import io.patchdrop.fixtures.LinearModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PatchSourceTest {
    private final Path folder;

    PatchSourceTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** Cuts an image into patches, and notes what it was asked for. */
    private static final class NotedSource implements PatchSource {
        private final LinearModel linear;
        private final byte[] image;
        private final byte[] look;
        private final List<Integer> asked = new ArrayList<>();
        private int looks;

        private NotedSource(LinearModel linear, int number) {
            this.linear = linear;
            this.image = linear.randomImage(number);
            this.look = Arrays.copyOf(linear.randomImage(1000 + number), 3 * linear.lookSize() * linear.lookSize());
        }

        @Override
        public byte[] look() {
            looks++;
            return look;
        }

        @Override
        public byte[] patch(int patch) {
            asked.add(patch);
            PixelBox box = PatchGrid.divide(linear.grid(), linear.imageSize(), linear.imageSize())
                    .box(patch);
            byte[] pixels = new byte[3 * box.width() * box.height()];
            for (int y = 0; y < box.height(); y++) {
                System.arraycopy(
                        image,
                        3 * ((box.y() + y) * linear.imageSize() + box.x()),
                        pixels,
                        3 * y * box.width(),
                        3 * box.width());
            }
            return pixels;
        }
    }

    static List<LinearModel> models() {
        return TinyModels.all();
    }

    @ParameterizedTest
    @MethodSource("models")
    void onlyPatchesThatAreBoughtAreAskedForEachOnceInOrder(LinearModel linear) throws IOException {
        List<Budget> budgets = List.of(
                Budget.policy(), Budget.patches(0), Budget.patches(1), Budget.confidence(0.6), Budget.confidence(1));
        try (PatchDropModel model =
                TinyModels.load(linear, folder, TinyModels.options().withBatch(8))) {
            for (Budget budget : budgets) {
                List<NotedSource> sources = IntStream.range(0, 20)
                        .mapToObj(number -> new NotedSource(linear, number))
                        .toList();
                List<Answer> answers = model.classifySources(sources, budget);
                for (int i = 0; i < sources.size(); i++) {
                    NotedSource source = sources.get(i);
                    double[] look = linear.normalisedLook(source.look);
                    Expected.of(linear, source.image, look, budget).assertIs(budget + ", image " + i, answers.get(i));
                    assertThat(source.asked)
                            .containsExactlyElementsOf(
                                    Arrays.stream(answers.get(i).purchases())
                                            .boxed()
                                            .toList());
                    assertThat(source.looks).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void wrongNumbersOfPixelsAreRefused() throws IOException {
        try (PatchDropModel model = TinyModels.load(LinearModel.dense(), folder, TinyModels.options())) {
            assertRefused(model, source(new byte[107], new byte[48]), "A source gave 107 bytes as the look");
            assertRefused(model, source(new byte[108], new byte[47]), "A source gave 47 bytes as patch ");
            PatchSource none = new PatchSource() {
                @Override
                public byte[] look() {
                    return new byte[108];
                }

                @Override
                public byte[] patch(int patch) {
                    return new byte[48];
                }

                @Override
                public List<byte[]> patches(List<Integer> bought) {
                    return List.of();
                }
            };
            assertRefused(model, none, "A source gave 0 patches of 9");
            // After all that, the model answers as before.
            NotedSource good = new NotedSource(LinearModel.dense(), 1);
            Expected.of(
                            LinearModel.dense(),
                            good.image,
                            LinearModel.dense().normalisedLook(good.look),
                            Budget.patches(9))
                    .assertIs("after errors", model.classify(good, Budget.patches(9)));
        }
    }

    @Test
    void aSourceThatFailsSaysWhy() throws IOException {
        PatchSource failing = new PatchSource() {
            @Override
            public byte[] look() throws IOException {
                throw new IOException("connection lost");
            }

            @Override
            public byte[] patch(int patch) {
                return new byte[0];
            }
        };
        try (PatchDropModel model = TinyModels.load(LinearModel.dense(), folder, TinyModels.options())) {
            assertThatThrownBy(() -> model.classify(failing, Budget.policy()))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("a source of patches failed: connection lost");
        }
    }

    private static PatchSource source(byte[] look, byte[] patch) {
        return new PatchSource() {
            @Override
            public byte[] look() {
                return look;
            }

            @Override
            public byte[] patch(int number) {
                return patch;
            }
        };
    }

    private static void assertRefused(PatchDropModel model, PatchSource source, String message) {
        assertThatThrownBy(() -> model.classify(source, Budget.patches(9)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(message);
    }
}
