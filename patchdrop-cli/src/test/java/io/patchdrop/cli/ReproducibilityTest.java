package io.patchdrop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReproducibilityTest extends CommandLineTest {
    @Test
    void sameSeedGivesTheSameWeightsBitForBit() {
        Path again = folder.resolve("again");

        Outcome outcome = train(again, "--seed", "1");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(RunFiles.weights(again)).isEqualTo(RunFiles.weights(SharedFiles.trainedRun()));
        assertThat(RunFiles.metrics(again)).isEqualTo(RunFiles.metrics(SharedFiles.trainedRun()));
    }

    @Test
    void anotherSeedGivesOtherWeights() {
        Path other = folder.resolve("other");

        Outcome outcome = train(other, "--seed", "2");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        var weights = RunFiles.weights(other);
        var first = RunFiles.weights(SharedFiles.trainedRun());
        assertThat(weights.keySet()).isEqualTo(first.keySet());
        assertThat(weights.keySet())
                .filteredOn(name -> name.endsWith("conv1.weight"))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(weights.get(name)).isNotEqualTo(first.get(name)));
    }
}
