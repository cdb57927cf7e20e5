package io.patchdrop.learn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.scenes.Scene;
import io.patchdrop.core.scenes.SceneGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenesTest {
    private static final DatasetOptions OPTIONS =
            DatasetOptions.of(SceneGenerator.SIZE).withWorkers(2).withLimits(80, 40);

    @Test
    void scenesAreADatasetOfBalancedClasses() throws Exception {
        try (Dataset dataset = Dataset.open("scenes:5", OPTIONS)) {
            assertThat(dataset.classes()).isEqualTo(SceneGenerator.classNames());
            assertThat(dataset.train().size()).isEqualTo(80);
            assertThat(dataset.validation().size()).isEqualTo(40);
            assertThat(Arrays.stream(dataset.test().labels()).filter(label -> label == 3))
                    .hasSize(5);
            ImageSplit test = dataset.test();
            long index = Long.parseLong(test.name(17).substring(test.name(17).lastIndexOf('/') + 1));
            Scene scene = new SceneGenerator(5).draw("test", index);
            assertThat(TestImages.read(test, 17)).isEqualTo(scene.pixels());
            assertThat(test.label(17)).isEqualTo(scene.label());
        }
    }

    @Test
    void seedsMakeDifferentDatasets() {
        try (Dataset plain = Dataset.open("scenes", OPTIONS);
                Dataset zero = Dataset.open("scenes:0", OPTIONS);
                Dataset one = Dataset.open("scenes:1", OPTIONS)) {
            assertThat(plain.fingerprint()).isEqualTo(zero.fingerprint()).isNotEqualTo(one.fingerprint());
        }
        assertThatThrownBy(() -> Dataset.open("scenes:x", OPTIONS)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void allScenesAreThereWithoutLimits() {
        try (Dataset dataset = Dataset.open("scenes", OPTIONS.withLimits(0, 0).withCacheBytes(0))) {
            assertThat(dataset.train().size()).isEqualTo(8000);
            assertThat(dataset.validation().size()).isEqualTo(800);
            assertThat(dataset.test().size()).isEqualTo(2000);
        }
    }

    @Test
    void writtenScenesAreReadBack(@TempDir Path scratch) throws Exception {
        Path out = scratch.resolve("scenes");
        Files.createDirectories(scratch.resolve(".scenes.partial/train")); // as an interrupted run leaves it
        SceneFiles.write(out, 9, 64, 16, 24);
        SceneGenerator generator = new SceneGenerator(9);
        try (Dataset dataset = Dataset.open(out.toString(), OPTIONS.withLimits(0, 0));
                Stream<Path> beside = Files.list(scratch)) {
            assertThat(beside).containsExactly(out);
            assertThat(dataset.classes()).hasSameElementsAs(SceneGenerator.classNames());
            assertThat(dataset.train().size()).isEqualTo(64);
            assertThat(dataset.validation().size()).isEqualTo(16);
            ImageSplit test = dataset.test();
            assertThat(test.size()).isEqualTo(24);
            for (int i = 0; i < test.size(); i++) {
                Scene scene = generator.draw("test", Long.parseLong(test.name(i).replaceAll("\\D", "")));
                assertThat(TestImages.read(test, i)).isEqualTo(scene.pixels());
                assertThat(dataset.classes().get(test.label(i)))
                        .isEqualTo(SceneGenerator.classNames().get(scene.label()));
            }
        }
    }

    @Test
    void nothingIsOverwritten(@TempDir Path scratch) throws IOException {
        Path kept = scratch.resolve("out/notes.txt");
        TestImages.put(scratch, "out/notes.txt", new byte[] {1});
        for (Path target : new Path[] {kept, kept.getParent()}) {
            assertThatThrownBy(() -> SceneFiles.write(target, 0, 8, 0, 0))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("new or empty folder");
        }
        assertThat(kept).hasBinaryContent(new byte[] {1});
        assertThatThrownBy(() -> SceneFiles.write(scratch.resolve("new"), 0, 0, 0, 0))
                .isInstanceOf(InvalidInputException.class);
    }
}
