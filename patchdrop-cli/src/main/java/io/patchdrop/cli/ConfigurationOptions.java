package io.patchdrop.cli;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.config.ConfigFiles;
import io.patchdrop.learn.config.DeviceChoice;
import io.patchdrop.learn.config.Presets;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.stages.Stage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that trains on the user's images: they make its configuration. */
final class ConfigurationOptions {
    @Option(
            names = "--preset",
            required = true,
            paramLabel = "NAME",
            completionCandidates = PresetNames.class,
            description = "Nets, sizes and schedules to start from: ${COMPLETION-CANDIDATES}.")
    private String preset = "";

    @Option(
            names = "--data",
            required = true,
            paramLabel = "PATH",
            description = "Folder or .zip of train|val|test/CLASS/*.jpg, CIFAR binary, .csv, or 'scenes'.")
    private String data = "";

    @Option(names = "--config", paramLabel = "FILE", description = "YAML with settings that replace the preset's.")
    private @Nullable Path config;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "One setting, as in config.yaml: pt.sigma=0.5.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--device", paramLabel = "DEVICE", description = "auto, cpu or cuda.")
    private @Nullable DeviceChoice device;

    @Option(names = "--seed", paramLabel = "N", description = "Every random draw derives from it.")
    private @Nullable Long seed;

    @Option(names = "--epochs", paramLabel = "N", description = "Epochs of every stage.")
    private @Nullable Integer epochs;

    @Option(names = "--limit", paramLabel = "N", description = "Training images used at most.")
    private @Nullable Integer limit;

    /** Whether {@code --seed} was given. */
    boolean hasSeed() {
        return seed != null;
    }

    /**
     * The configuration that the options make.
     *
     * @param more settings that stand for other options; as these they win over {@code --set}
     * @throws InvalidInputException if an option or a setting cannot be used
     */
    TrainingConfig resolve(String... more) {
        List<String> all = new ArrayList<>(settings);
        all.addAll(List.of(more));
        if (device != null) {
            all.add("runtime.device=" + device.name().toLowerCase(Locale.ROOT));
        }
        if (seed != null) {
            all.add("seed=" + seed);
        }
        if (epochs != null) {
            for (Stage stage : Stage.values()) {
                all.add(stage.key() + ".epochs=" + epochs);
            }
            all.add("anytime.scores.epochs=" + epochs);
            all.add("anytime.value_epochs=" + epochs);
        }
        if (limit != null) {
            all.add("data.train_limit=" + limit);
        }
        all.add("data.location=" + quoted(data));
        return ConfigFiles.resolve(preset, config, all);
    }

    /** A path may hold characters that YAML reads otherwise. */
    private static String quoted(String text) {
        if (text.indexOf('\n') >= 0) {
            throw new InvalidInputException("--data holds a line break", "give one path");
        }
        return "'" + text.replace("'", "''") + "'";
    }

    private static final class PresetNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Presets.NAMES.iterator();
        }
    }
}
