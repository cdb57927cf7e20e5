package io.patchdrop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A disk that is full in the middle of a checkpoint, played by the limit on the size of a process's files. */
class FullDiskTest extends CommandLineTest {
    /** Less than a checkpoint of the small nets, more than any other file that is written before it. */
    private static final int LIMIT_KIB = 40;

    @BeforeEach
    void needsBash() throws Exception {
        boolean limits;
        try {
            Process bash = new ProcessBuilder("bash", "-c", "ulimit -f " + LIMIT_KIB).start();
            limits = bash.waitFor() == 0;
        } catch (java.io.IOException e) {
            limits = false;
        }
        assumeTrue(limits, "no bash that can limit the size of files");
    }

    @Test
    void earlierCheckpointStaysAndGoesOnOnceThereIsRoom() throws Exception {
        Path run = StoppedRun.make(folder.resolve("run"), scenes, 1, 3);
        Path progress = run.resolve("progress.safetensors");
        byte[] before = Files.readAllBytes(progress);
        assertThat(before.length).isGreaterThan(LIMIT_KIB * 1024);

        Outcome full = onAFullDisk(train(run));

        assertThat(full.code()).isEqualTo(1);
        assertThat(full.out()).isEmpty();
        assertThat(full.err().replaceFirst("LR-CNN: going on after step 3 of 4\n", ""))
                .matches("patchdrop: cannot write \\S+/progress.safetensors: [^\n]+ "
                        + "\\(check the disk and its free space, then go on with --resume\\)\n");
        assertThat(progress).hasBinaryContent(before);
        assertNothingTemporary(run);

        Outcome resumed = run(train(run));
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(RunFiles.weights(run)).isEqualTo(RunFiles.weights(SharedFiles.trainedRun()));
    }

    private List<String> train(Path run) {
        return trainArguments(run, 1, "--seed", "1", "--resume", "--set", "runtime.checkpoint_seconds=0");
    }

    private static Outcome onAFullDisk(List<String> arguments) throws Exception {
        List<String> limited =
                new ArrayList<>(List.of("bash", "-c", "ulimit -f " + LIMIT_KIB + " && exec \"$@\"", "-"));
        try (ChildProcess process = ChildProcess.start(limited, arguments)) {
            return process.finish();
        }
    }
}
