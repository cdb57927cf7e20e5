package io.patchdrop.learn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassFolderLayoutTest {
    private static final DatasetOptions OPTIONS = DatasetOptions.of(8).withWorkers(2);

    private final Path root;

    ClassFolderLayoutTest(@TempDir Path root) {
        this.root = root;
    }

    @Test
    void aFifthOfEachClassIsTheTestSplit() throws IOException {
        Path merced = root.resolve("UCMerced_LandUse");
        SampleTrees.classFolders(merced, "tif", 16, 10, "agricultural", "airplane", "beach");
        TestImages.put(merced, "Images/beach/notes.txt", new byte[] {1});
        try (Dataset dataset = Dataset.open(merced.toString(), OPTIONS);
                Dataset again = Dataset.open(root.toString(), OPTIONS)) {
            assertThat(dataset.classes()).containsExactly("agricultural", "airplane", "beach");
            assertThat(dataset.layout()).isEqualTo("folders without splits");
            assertThat(dataset.test().labels()).containsExactly(0, 0, 1, 1, 2, 2);
            assertThat(dataset.validation().labels()).containsExactly(0, 1, 2);
            assertThat(dataset.train().size()).isEqualTo(21);
            assertThat(TestImages.names(dataset.train()))
                    .allMatch(name -> name.matches("Images/[a-z]+/[a-z]+\\d+.tif"));
            assertThat(dataset.skipped()).hasSize(1);
            assertThat(again.fingerprint()).isEqualTo(dataset.fingerprint());
        }
    }

    @Test
    void classFoldersWithoutImagesAreRefused() throws IOException {
        SampleTrees.classFolders(root, "jpg", 16, 3, "a", "b");
        Files.createDirectories(root.resolve("Images/c"));
        assertThatThrownBy(() -> Dataset.open(root.toString(), OPTIONS))
                .hasMessageContainingAll("Images/c", "has no images");
    }

    @Test
    void foldersThatLookLikeSplitsAreNoClasses() throws IOException {
        for (String name : new String[] {"Train", "Test"}) {
            TestImages.put(root, name + "/1.png", TestImages.png(8, 8, 1));
        }
        assertThatThrownBy(() -> Dataset.open(root.toString(), OPTIONS)).hasMessageContaining("no folder train");
    }
}
