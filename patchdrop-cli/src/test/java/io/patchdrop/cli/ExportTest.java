package io.patchdrop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code export}: what it writes and says, and what it refuses before any work. */
class ExportTest extends CommandLineTest {
    private Outcome export(Path run, Path out, String... more) {
        List<String> arguments = new ArrayList<>(List.of("export", "--run", run.toString(), "--out", out.toString()));
        arguments.addAll(List.of(more));
        return run(arguments);
    }

    @Test
    void aFinishedRunBecomesOneFile() throws IOException {
        Path run = SharedFiles.trainedRun();
        Path file = folder.resolve("new/folder/scenes.patchdrop");

        Outcome outcome = export(run, file);

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .matches("Wrote " + file + ": scenes paper, 8 classes, dense classifier, decides by policy\n"
                        + "  classify.onnx +[\\d,]+ bytes\n  look.onnx +[\\d,]+ bytes\n  in all +[\\d,]+ bytes\n");
        byte[] first = Files.readAllBytes(file);
        // What is there is a bundle, which is replaced: by the same bytes, as nothing has changed.
        assertThat(export(run, file).code()).isZero();
        assertThat(file).hasBinaryContent(first);
        assertNothingTemporary(folder);
    }

    @Test
    void otherImagesThanTheRunsAreToldOf() throws IOException {
        Path other = SharedFiles.copy(scenes, folder.resolve("other"));
        Path file = folder.resolve("bundle");
        assertThat(export(SharedFiles.trainedRun(), file, "--data", other.toString())
                        .err())
                .isEmpty();
        Files.delete(other.resolve("test/ring").resolve(firstOf(other.resolve("test/ring"))));

        Outcome outcome = export(SharedFiles.trainedRun(), file, "--data", other.toString());

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err())
                .startsWith("warning: these are not exactly the images")
                .endsWith(" its data\n");
    }

    private static Path firstOf(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().findFirst().orElseThrow().getFileName();
        }
    }

    @Test
    void whatIsNoBundleIsNotReplaced() throws IOException {
        Path run = SharedFiles.trainedRun();
        Path mine = Files.writeString(folder.resolve("mine.txt"), "mine");

        assertRefused(export(run, mine), mine.toString(), "not a bundle", "--out");
        assertRefused(export(run, folder), folder.toString(), "--out");
        assertRefused(export(run, mine.resolve("new.patchdrop")), "--out");
        assertThat(mine).hasContent("mine");
        assertOnlyLeft("mine.txt");
    }

    @Test
    void anUnfinishedRunIsRefused() throws IOException {
        Path run = SharedFiles.copy(SharedFiles.trainedRun(), folder.resolve("run"));
        Path file = folder.resolve("bundle");

        assertRefused(
                export(run, file, "--recipe", "anytime"),
                run + " has not finished Anytime, LR trunk;",
                "train --recipe anytime --resume");
        Files.delete(run.resolve("lr.safetensors"));
        assertRefused(export(run, file), "has not finished LR-CNN", "--stages lr");
        for (String stage : new String[] {"pt", "ft1", "ft2"}) {
            Files.delete(run.resolve(stage + ".safetensors"));
        }
        assertRefused(export(run, file), "has finished none of Pt, Ft-1 and Ft-2", "train --resume");
        assertOnlyLeft("run");
    }

    @Test
    void whatCannotBeExportedIsNamed() throws IOException {
        Path file = folder.resolve("bundle");
        Path missing = folder.resolve("missing");

        assertRefused(export(missing, file), missing.toString(), "the folder that train wrote to");
        assertRefused(export(SharedFiles.trainedRun(), file, "--data", missing.toString()), missing.toString());
        assertRefused(export(SharedFiles.trainedRun(), file, "--recipe", "papre"), "--recipe", "'papre'");
        assertRefused(run("export", "--run", missing.toString()), "--out", "(see patchdrop export --help)");
        assertOnlyLeft();
    }
}
