package io.patchdrop.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.learn.config.ConfigFiles;
import io.patchdrop.learn.recipe.TrainingRun;
import io.patchdrop.learn.stages.Stage;
import io.patchdrop.learn.stages.TrainingListener;
import io.patchdrop.learn.stages.TrainingStoppedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes runs that were stopped at a chosen step, as by Ctrl-C. */
final class StoppedRun {
    private StoppedRun() {}

    /** The run that {@link CommandLineTest#train} would make with a seed, stopped after some steps in all. */
    static Path make(Path out, Path data, long seed, int steps) {
        List<String> settings = new ArrayList<>(CommandLineTest.SMALL);
        settings.removeIf(argument -> argument.equals("--set"));
        for (Stage stage : Stage.values()) {
            settings.add(stage.key() + ".epochs=1");
        }
        settings.add("anytime.scores.epochs=1");
        settings.add("anytime.value_epochs=1");
        settings.add("seed=" + seed);
        settings.add("data.location='" + data + "'");
        TrainingRun run =
                new TrainingRun(ConfigFiles.resolve("demo", null, settings), out, false, EnumSet.allOf(Stage.class));
        AtomicInteger done = new AtomicInteger();

        assertThatThrownBy(() -> run.run(Map.of(), TrainingListener.silent(), () -> done.incrementAndGet() >= steps))
                .isInstanceOf(TrainingStoppedException.class);
        return out;
    }
}
