package io.patchdrop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.Seeds;
import io.patchdrop.learn.nets.TensorFile;
import io.patchdrop.learn.stages.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** A run that is cut off, in whatever way and however often, ends as one that never was. */
class InterruptionTest extends CommandLineTest {
    private static final List<Stage> STAGES = List.of(Stage.values());
    private static final int EPOCHS = 2;
    private static final int STEPS_PER_EPOCH = 4;
    private static final int STEPS = STAGES.size() * EPOCHS * STEPS_PER_EPOCH;
    private static final int KILLS = 10;
    private static final long MOST_DELAY_MILLIS = 40;

    @Test
    void killedTenTimesAndResumed() throws Exception {
        long seed = Long.getLong("patchdrop.test.seed", 20200614);
        RandomGenerator random = Seeds.generator(seed, "kills");
        Path run = folder.resolve("run");
        List<Integer> moments = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            // One kill in each tenth of the steps, at any of its steps and any moment within a step.
            int target = kill * STEPS / KILLS + random.nextInt(STEPS / KILLS);
            long delay = random.nextLong(MOST_DELAY_MILLIS);
            try (ChildProcess process = ChildProcess.start(arguments(run))) {
                awaitStep(process, run, target);
                Thread.sleep(delay);
                assertThat(process.isAlive()).as("seed %d: kill %d", seed, kill).isTrue();
                process.kill();
            }
            moments.add(step(run));
        }
        System.out.println("seed " + seed + ": killed after steps " + moments + " of " + STEPS);
        assertThat(moments.stream().filter(step -> step % STEPS_PER_EPOCH != 0))
                .as("seed %d: kills in the middle of an epoch", seed)
                .isNotEmpty();

        assertEndsAsIfNeverCutOff(run, "seed " + seed + ": killed after steps " + moments);
    }

    @Test
    void stoppedBySignalSaysHowToGoOn() throws Exception {
        Path run = folder.resolve("run");
        Outcome outcome;
        try (ChildProcess process = ChildProcess.start(arguments(run))) {
            // In HR-CNN's second epoch, whose training loss tells of every tensor of the state.
            awaitStep(process, run, 3 * STEPS_PER_EPOCH + 1);
            process.terminate();
            outcome = process.finish();
        }

        assertThat(outcome.code()).isEqualTo(128 + 15);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines().reduce((first, last) -> last).orElse(""))
                .matches("patchdrop: stopped in \\S+ at epoch \\d+, step \\d+; what was done is saved "
                        + "\\(go on with --resume\\)");
        assertEndsAsIfNeverCutOff(run, "stopped");
    }

    private void assertEndsAsIfNeverCutOff(Path run, String description) throws Exception {
        Outcome resumed = run(arguments(run));
        assertThat(resumed.code()).as(description + ": " + resumed.err()).isZero();
        Path whole = folder.resolve("whole");
        Outcome uninterrupted = run(arguments(whole));
        assertThat(uninterrupted.code()).as(uninterrupted.err()).isZero();

        Map<String, String> expected = RunFiles.weights(whole);
        assertThat(expected).isNotEmpty();
        assertThat(RunFiles.weights(run)).as(description).isEqualTo(expected);
        assertThat(RunFiles.metrics(run))
                .as(description)
                .hasSize(STAGES.size() * EPOCHS)
                .isEqualTo(RunFiles.metrics(whole));
        assertThat(run.toFile().list())
                .as(description)
                .containsExactlyInAnyOrder(whole.toFile().list());
    }

    /**
     * Every step is saved, so that a kill may fall between any two and while any is saved. The policy learns fast, so that
     * a difference in its state soon shows in the patches that it draws.
     */
    private List<String> arguments(Path run) {
        List<String> arguments = new ArrayList<>(trainArguments(run, EPOCHS, "--resume"));
        arguments.addAll(settings("runtime.checkpoint_seconds=0", "pt.policy_learning_rate=0.05"));
        return arguments;
    }

    private static void awaitStep(ChildProcess process, Path run, int target) throws InterruptedException {
        while (step(run) < target) {
            assertThat(process.isAlive())
                    .as(() -> "ended before step " + target + ": " + process.messages())
                    .isTrue();
            Thread.sleep(1);
        }
    }

    /** Steps of the whole run that are saved, 0 before the first. */
    private static int step(Path run) {
        try {
            Map<String, String> progress = TensorFile.metadata(run.resolve("progress.safetensors"));
            int stage = STAGES.indexOf(Stage.of(progress.getOrDefault("patchdrop_stage", "")));
            int epoch = Integer.parseInt(progress.getOrDefault("epoch", ""));
            int step = Integer.parseInt(progress.getOrDefault("step", ""));
            return (stage * EPOCHS + epoch) * STEPS_PER_EPOCH + step;
        } catch (InvalidInputException e) {
            // No stage is under way: the first has not begun, or one has just ended.
            long finished = STAGES.stream()
                    .filter(stage -> Files.exists(run.resolve(stage.fileName())))
                    .count();
            return (int) finished * EPOCHS * STEPS_PER_EPOCH;
        }
    }
}
