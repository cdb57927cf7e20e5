package io.patchdrop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleListenerTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 s",
        "59.4, 59 s",
        "59.6, 1 min 0 s",
        "303, 5 min 3 s",
        "3599.6, 1 h 0 min",
        "7777, 2 h 9 min",
        "360000, 100 h 0 min"
    })
    void durations(double seconds, String text) {
        assertThat(Durations.text(seconds)).isEqualTo(text);
    }

    @Test
    void aLineAnEpochWhereNobodyWatches() {
        StringWriter text = new StringWriter();
        try (ConsoleListener listener = new ConsoleListener(new PrintWriter(text), false)) {
            listener.stageStarted("Pt", 0, 2);
            listener.stepDone();
            listener.epochDone("Pt", 1, Map.of("patches", 7.25, "masks", 30.0, "reward", 0.5, "val_accuracy", 81.0));
            listener.stageDone();
            listener.stageStarted("Ft-1", 1, 4);
            listener.warning("the policy takes no patch");
        }

        assertThat(text.toString().lines())
                .containsExactly(
                        "Pt: 2 steps",
                        "Pt epoch 1: accuracy 81.0 %, S 7.25, 30 masks, reward 0.500 (0 s, 0 s left)",
                        "Ft-1: going on after step 1 of 4",
                        "warning: the policy takes no patch");
    }
}
