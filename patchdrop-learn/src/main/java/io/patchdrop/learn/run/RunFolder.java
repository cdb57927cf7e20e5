package io.patchdrop.learn.run;

import io.patchdrop.core.AtomicFile;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.config.ConfigFiles;
import io.patchdrop.learn.config.TrainingConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a training run; its files are listed in the package documentation.
 *
 * @param path the folder
 */
public record RunFolder(Path path) {
    /**
     * A new run: makes the folder and writes {@code config.yaml}.
     *
     * @throws InvalidInputException if the folder holds something already
     */
    public static RunFolder create(Path path, TrainingConfig config) {
        requireNew(path);
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw notMakeable(path, e);
        }
        RunFolder folder = new RunFolder(path);
        folder.writeConfig(config);
        return folder;
    }

    /**
     * A run to go on with. A folder that is empty or missing becomes a new run.
     *
     * @throws InvalidInputException if the run was started with another configuration, naming the keys
     */
    public static RunFolder resume(Path path, TrainingConfig config) {
        requireUsable(path, config, true);
        RunFolder folder = new RunFolder(path);
        return Files.exists(folder.configFile()) ? folder : create(path, config);
    }

    /** A folder for trials within a run, made if it is missing; it has no configuration of its own. */
    public static RunFolder scratch(Path path) {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw notMakeable(path, e);
        }
        return new RunFolder(path);
    }

    /**
     * Checks what {@link #create} and {@link #resume} would refuse, writing nothing: so a run that cannot start leaves
     * nothing behind.
     *
     * @throws InvalidInputException as they do
     */
    public static void requireUsable(Path path, TrainingConfig config, boolean resume) {
        RunFolder folder = new RunFolder(path);
        if (!resume || !Files.exists(folder.configFile())) {
            requireNew(path);
            return;
        }
        List<String> differences = ConfigFiles.differences(folder.config(), config);
        if (!differences.isEmpty()) {
            throw new InvalidInputException(
                    "the run in " + path + " was started with other settings: " + String.join("; ", differences),
                    "resume with the same settings, or start a new run with another --out");
        }
    }

    /**
     * Checks that a folder is empty or missing and could be written to.
     *
     * @throws InvalidInputException if not
     */
    public static void requireNew(Path path) {
        if (Files.exists(path)) {
            try (Stream<Path> entries = Files.list(path)) {
                // A kill while config.yaml was written leaves its temporary file, which the next try replaces.
                if (entries.anyMatch(entry -> !entry.getFileName().toString().equals("config.yaml.tmp"))) {
                    throw new InvalidInputException(
                            path + " is not empty",
                            Files.exists(new RunFolder(path).configFile())
                                    ? "go on with --resume, or give another --out"
                                    : "it holds no run; give another --out");
                }
            } catch (IOException e) {
                throw notMakeable(path, e);
            }
        }
        if (!AtomicFile.canBeWrittenTo(path)) {
            throw notMakeable(path, null);
        }
    }

    private static InvalidInputException notMakeable(Path path, @Nullable IOException cause) {
        return new InvalidInputException("cannot make the folder " + path, "give a folder you may write to", cause);
    }

    /**
     * An existing run.
     *
     * @throws InvalidInputException if there is none
     */
    public static RunFolder open(Path path) {
        RunFolder folder = new RunFolder(path);
        if (!Files.isRegularFile(folder.configFile())) {
            throw new InvalidInputException(
                    path + " is not a run: it holds no config.yaml", "give the folder that train wrote to");
        }
        return folder;
    }

    /** Held while a process trains in the folder. */
    @FunctionalInterface
    public interface Claim extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Keeps others from training in this folder at the same time. The claim is a lock on {@code config.yaml}, which ends
     * with the process even if it is killed.
     *
     * @throws InvalidInputException if another process holds it
     */
    public Claim claim() {
        try {
            FileChannel channel = FileChannel.open(configFile(), StandardOpenOption.WRITE);
            try {
                // Far behind the content, so that the file can still be read where locks are mandatory.
                if (channel.tryLock(Long.MAX_VALUE - 1, 1, false) != null) {
                    return () -> closeQuietly(channel);
                }
            } catch (OverlappingFileLockException e) {
                // Held by this process: answered as if by another.
            } catch (IOException e) {
                // Some network file systems have no locks; training there is the user's own care.
                return () -> closeQuietly(channel);
            }
            closeQuietly(channel);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open " + configFile(), e);
        }
        throw new InvalidInputException(
                "another process trains in " + path, "wait until it is done, or give another --out");
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing was written through it.
        }
    }

    /** The configuration that the run was started with. */
    public TrainingConfig config() {
        return ConfigFiles.read(configFile());
    }

    /** The metrics of every epoch. */
    public MetricsLog metrics() {
        return new MetricsLog(path.resolve("metrics.jsonl"));
    }

    /**
     * Notes the data set's classes, in the order of the classifiers' outputs, or checks them against those noted.
     *
     * @throws InvalidInputException if the run was trained on other classes
     */
    public void claimClasses(List<String> classes) {
        Path file = path.resolve("classes.txt");
        if (!Files.exists(file)) {
            writeText(file, String.join("\n", classes) + "\n");
            return;
        }
        List<String> trained;
        try {
            trained = Files.readAllLines(file);
        } catch (IOException e) {
            throw new InvalidInputException("cannot read " + file, "check the run folder", e);
        }
        if (!trained.equals(classes)) {
            throw new InvalidInputException(
                    "the run in " + path + " knows the classes " + abbreviated(trained) + ", the data has "
                            + abbreviated(classes),
                    "give data with the classes that the run was trained on");
        }
    }

    private static String abbreviated(List<String> classes) {
        int shown = Math.min(5, classes.size());
        return String.join(", ", classes.subList(0, shown))
                + (classes.size() > shown ? ", ... (" + classes.size() + ")" : "");
    }

    /** A file of the run. */
    public Path file(String name) {
        return path.resolve(name);
    }

    /** Where the state of the stage under way is kept. */
    public Path progressFile() {
        return path.resolve("progress.safetensors");
    }

    private Path configFile() {
        return path.resolve("config.yaml");
    }

    private void writeConfig(TrainingConfig config) {
        writeText(configFile(), ConfigFiles.toYaml(config));
    }

    /** Writes a text file whole or not at all. */
    static void writeText(Path file, String text) {
        try {
            AtomicFile.writeText(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
