package io.patchdrop.learn.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DatasetSummaryTest {
    @Test
    void countsAndSizesAreOfTheFiles(@TempDir Path scratch) throws IOException {
        TestImages.putClasses(scratch, "train", 10, 8, "cat", "dog");
        TestImages.put(scratch, "test/dog/wide.png", TestImages.png(30, 12, 1));
        TestImages.put(scratch, "test/dog/empty.jpg", new byte[0]);
        DatasetSummary summary;
        try (Dataset dataset = Dataset.open(scratch.toString(), DatasetOptions.of(8))) {
            summary = DatasetSummary.of(dataset);
        }
        assertThat(summary.images()).isEqualTo(21);
        assertThat(summary.measured()).isEqualTo(21);
        assertThat(summary.classes())
                .containsExactly(
                        new DatasetSummary.ClassCount("cat", 9, 1, 0), new DatasetSummary.ClassCount("dog", 9, 1, 1));
        assertThat(summary.width()).isEqualTo(new DatasetSummary.Range(8, 8, 30));
        assertThat(summary.height()).isEqualTo(new DatasetSummary.Range(8, 8, 12));
        assertThat(summary.formats()).containsOnlyKeys("png").containsEntry("png", 21);
        assertThat(summary.skipped()).containsExactly("test/dog/empty.jpg: the file is empty");
        assertThat(summary.toText())
                .contains("folders, 21 images, 2 classes")
                .contains("8 to 30 px, median 8 px")
                .containsPattern("dog +9 +1 +1\n")
                .containsPattern("all +18 +2 +1\n")
                .contains("unreadable: 1")
                .contains(summary.fingerprint());
        JsonNode json = JsonMapper.shared().valueToTree(summary);
        assertThat(json.at("/classes/1/test").asInt()).isEqualTo(1);
        assertThat(json.at("/width/maximum").asInt()).isEqualTo(30);
        assertThat(json.at("/skipped/0").asString()).startsWith("test/dog");
    }

    @Test
    void atMostFiveHundredHeadersAreRead() {
        try (Dataset dataset = Dataset.open("scenes", DatasetOptions.of(64).withCacheBytes(0))) {
            DatasetSummary summary = DatasetSummary.of(dataset);
            assertThat(summary.images()).isEqualTo(10_800);
            assertThat(summary.measured()).isEqualTo(500);
        }
    }
}
