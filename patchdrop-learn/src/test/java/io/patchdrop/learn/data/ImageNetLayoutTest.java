package io.patchdrop.learn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageNetLayoutTest {
    private static final DatasetOptions OPTIONS =
            DatasetOptions.of(32).withMinimumSize(8).withWorkers(2);
    private static final String[] SYNSETS = {"n01440764", "n01443537"};

    private final Path root;

    ImageNetLayoutTest(@TempDir Path root) {
        this.root = root;
    }

    @Test
    void valIsTheTestSplitAndValidationIsHeldOutFromTrain() throws IOException {
        SampleTrees.imageNet(root, 5, 2, SYNSETS);
        try (Dataset dataset = Dataset.open(root.toString(), OPTIONS)) {
            assertThat(dataset.layout()).isEqualTo("ImageNet, val as the test split");
            assertThat(dataset.classes()).containsExactly(SYNSETS);
            assertThat(dataset.train().labels()).containsExactly(0, 0, 0, 0, 1, 1, 1, 1);
            assertThat(dataset.validation().labels()).containsExactly(0, 1);
            assertThat(TestImages.names(dataset.test()))
                    .hasSize(4)
                    .startsWith("val/n01440764/ILSVRC2012_val_00000001.JPEG");
        }
    }

    @Test
    void theKaggleArchiveIsReadFromItsTop() throws IOException {
        SampleTrees.imageNet(root.resolve("ILSVRC/Data/CLS-LOC"), 3, 1, SYNSETS);
        TestImages.put(root, "ILSVRC/Data/CLS-LOC/test/ILSVRC2012_test_00000001.JPEG", TestImages.png(9, 9, 1));
        TestImages.put(root, "ILSVRC/Annotations/CLS-LOC/train/n01440764/n01440764_1.xml", new byte[] {1});
        TestImages.put(root, "LOC_synset_mapping.txt", new byte[] {1});
        for (String top : new String[] {"", "ILSVRC", "ILSVRC/Data/CLS-LOC"}) {
            try (Dataset dataset = Dataset.open(root.resolve(top).toString(), OPTIONS)) {
                assertThat(dataset.train().size()).isEqualTo(4);
                assertThat(dataset.test().size()).isEqualTo(2);
                assertThat(dataset.skipped()).isEmpty();
            }
        }
    }

    @Test
    void validationImagesWithoutClassFoldersAreRefused() throws IOException {
        SampleTrees.imageNet(root, 3, 0, SYNSETS);
        TestImages.put(root, "val/ILSVRC2012_val_00000001.JPEG", TestImages.png(9, 9, 1));
        assertThatThrownBy(() -> Dataset.open(root.toString(), OPTIONS))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll("do not lie in class folders", "move each into val/<synset>/");
    }

    @Test
    void imagesSmallerThanAPatchAreEnlarged() throws IOException {
        SampleTrees.imageNet(root, 3, 1, SYNSETS);
        TestImages.put(root, "val/n01440764/ILSVRC2012_val_00000009.JPEG", TestImages.png(5, 4, 1));
        try (Dataset dataset = Dataset.open(root.toString(), OPTIONS)) {
            assertThat(dataset.test().size()).isEqualTo(3);
        }
    }
}
