package io.patchdrop.learn.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.report.EpochMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsLogTest {
    private final Path file;
    private final MetricsLog log;

    MetricsLogTest(@TempDir Path folder) {
        file = folder.resolve("metrics.jsonl");
        log = new MetricsLog(file);
    }

    @Test
    void linesAreReadBackInOrder() throws IOException {
        assertThat(log.read()).isEmpty();
        log.append(new EpochMetrics("HR-CNN", 1, Map.of("train_loss", 0.125)));
        log.append(new EpochMetrics("Pt", 1, Map.of("reward", -0.5000004)));
        assertThat(Files.readString(file))
                .isEqualTo(
                        """
                        {"stage":"HR-CNN","epoch":1,"train_loss":0.125}
                        {"stage":"Pt","epoch":1,"reward":-0.5}
                        """);
        assertThat(log.read())
                .containsExactly(
                        new EpochMetrics("HR-CNN", 1, Map.of("train_loss", 0.125)),
                        new EpochMetrics("Pt", 1, Map.of("reward", -0.5)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void whatHasDivergedIsNoNumber(double value) throws IOException {
        log.append(new EpochMetrics("Pt", 1, Map.of("train_loss", value)));
        assertThat(Files.readString(file)).isEqualTo("{\"stage\":\"Pt\",\"epoch\":1,\"train_loss\":null}\n");
        assertThat(log.read()).containsExactly(new EpochMetrics("Pt", 1, Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"stage\":\"Pt\",\"ep", "{\"stage\":\"Pt\"}", "nonsense", "[]"})
    void aLastLineCutShortIsLeftOut(String rest) throws IOException {
        log.append(new EpochMetrics("Pt", 1, Map.of("reward", 0.5)));
        Files.writeString(file, Files.readString(file) + rest);
        assertThat(log.read()).containsExactly(new EpochMetrics("Pt", 1, Map.of("reward", 0.5)));
        Files.writeString(file, rest + "\n" + Files.readString(file));
        assertThatThrownBy(log::read)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("line 1 of " + file);
    }

    @Test
    void retainDropsEpochsThatAreRepeated() throws IOException {
        for (int epoch = 1; epoch <= 3; epoch++) {
            log.append(new EpochMetrics("Pt", epoch, Map.of("reward", epoch * 0.25)));
        }
        Files.writeString(file, Files.readString(file) + "{\"stage\":\"P");
        log.retain(line -> line.epoch() <= 2);
        log.append(new EpochMetrics("Pt", 3, Map.of("reward", 1.0)));
        assertThat(log.read()).extracting(line -> line.values().get("reward")).containsExactly(0.25, 0.5, 1.0);
    }
}
