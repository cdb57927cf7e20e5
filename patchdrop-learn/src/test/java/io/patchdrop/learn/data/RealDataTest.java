package io.patchdrop.learn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Published data sets, where the machine has them in {@code shared/data}. */
class RealDataTest {
    @ParameterizedTest
    @CsvSource({
        "cifar10.zip, 32, 10, 50000, 10000",
        "aid128.zip, 128, 30, 10000, 10000",
        "ucmerced256.zip, 256, 21, 2100, 2100"
    })
    void isReadAsAWhole(String file, int side, int classes, int most, int totalAtLeast) throws Exception {
        Path path = SharedData.file(file);
        assumeTrue(Files.isRegularFile(path), path + " is not on this machine");
        DatasetOptions options = DatasetOptions.of(side).withWorkers(2).withCacheBytes(0);
        try (Dataset dataset = Dataset.open(path.toString(), options)) {
            assertThat(dataset.classes()).hasSize(classes);
            int total = dataset.train().size()
                    + dataset.validation().size()
                    + dataset.test().size();
            assertThat(dataset.train().size()).isLessThanOrEqualTo(most);
            assertThat(total).isGreaterThanOrEqualTo(totalAtLeast);
            assertThat(dataset.skipped()).isEmpty();
            byte[] pixels = TestImages.read(dataset.test(), 0);
            assertThat(pixels).hasSize(side * side * 3);
        }
    }
}
