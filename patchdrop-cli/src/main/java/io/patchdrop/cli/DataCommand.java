package io.patchdrop.cli;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.data.Dataset;
import io.patchdrop.learn.data.DatasetOptions;
import io.patchdrop.learn.data.DatasetSummary;
import io.patchdrop.learn.data.SceneFiles;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code data}: looks at data sets and writes the built-in one. */
@Command(
        name = "data",
        description = "Look at a data set, or write the built-in scenes as files.",
        subcommands = {DataCommand.Info.class, DataCommand.Scenes.class})
final class DataCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw UsageErrors.missingCommand(spec);
    }

    /** {@code data info}: classes, counts, sizes, formats, unreadable files. */
    @Command(name = "info", description = "Say what a data set holds: classes, counts, sizes, unreadable files.")
    static final class Info implements Callable<Integer> {
        private static final int EVERY_ONE = 1_000_000;

        @Parameters(paramLabel = "PATH", description = "Folder, .zip, CIFAR binary, .csv, or 'scenes'.")
        private String path = "";

        @Mixin
        private JsonTarget json = new JsonTarget();

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            json.check();
            PrintWriter out = spec.commandLine().getOut();
            // Headers are enough to describe a data set, and no number of bad files may hide the rest of it.
            DatasetOptions options =
                    DatasetOptions.of(32).withUnreadableLimit(EVERY_ONE).withCacheBytes(0);
            try (Dataset dataset = Dataset.open(path, options)) {
                DatasetSummary summary = DatasetSummary.of(dataset);
                json.write(toJson(summary), out);
                if (!json.takesStdout()) {
                    out.print(summary.toText());
                    out.flush();
                }
            }
            return 0;
        }

        private static String toJson(DatasetSummary summary) {
            return JsonMapper.builder()
                            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                            .enable(SerializationFeature.INDENT_OUTPUT)
                            .build()
                            .writeValueAsString(summary)
                    + "\n";
        }
    }

    /** {@code data scenes}: the built-in scenes as PNG files in the folder layout. */
    @Command(name = "scenes", description = "Write the built-in scenes as PNG files: train|val|test/CLASS/*.png.")
    static final class Scenes implements Callable<Integer> {
        private static final int TRAIN = 8000;
        private static final int VALIDATION = 800;
        private static final int TEST = 2000;

        @Option(names = "--out", required = true, paramLabel = "DIR", description = "A folder that is new or empty.")
        private Path out = Path.of("");

        @Option(
                names = "--limit",
                paramLabel = "N",
                description = "Training scenes (default: 8000); a tenth for validation and a quarter for the test.")
        private int limit = TRAIN;

        @Option(names = "--seed", paramLabel = "N", description = "Which scenes (default: ${DEFAULT-VALUE}).")
        private long seed;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            if (limit < 1) {
                throw new InvalidInputException("--limit is " + limit, "give at least 1");
            }
            int validation = (int) Math.ceil((double) limit * VALIDATION / TRAIN);
            int test = (int) Math.ceil((double) limit * TEST / TRAIN);
            SceneFiles.write(out, seed, limit, validation, test);
            PrintWriter stdout = spec.commandLine().getOut();
            stdout.println("Wrote " + limit + " training, " + validation + " validation and " + test
                    + " test scenes to " + out);
            stdout.flush();
            return 0;
        }
    }
}
