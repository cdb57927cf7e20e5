package io.patchdrop.cli;

import io.patchdrop.learn.config.ConfigFiles;
import io.patchdrop.learn.config.DeviceChoice;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.run.RunFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that works with a run as it is. */
final class RunOptions {
    @Option(
            names = "--run",
            required = true,
            paramLabel = "RUN",
            description = "Folder that train, compare or demo wrote to.")
    private Path run = Path.of("");

    @Option(names = "--data", paramLabel = "PATH", description = "Images (default: those the run was trained on).")
    private @Nullable String data;

    @Option(names = "--device", paramLabel = "DEVICE", description = "auto, cpu or cuda.")
    private @Nullable DeviceChoice device;

    /**
     * The run.
     *
     * @throws io.patchdrop.core.InvalidInputException if there is none
     */
    RunFolder folder() {
        return RunFolder.open(run);
    }

    /** The run's configuration with what the options change. */
    TrainingConfig config() {
        return changed(folder().config(), data, device);
    }

    /** A run's configuration with what options change, and further settings. */
    static TrainingConfig changed(
            TrainingConfig config, @Nullable String data, @Nullable DeviceChoice device, String... more) {
        List<String> settings = new ArrayList<>(List.of(more));
        if (data != null) {
            settings.add("data.location='" + data.replace("'", "''") + "'");
        }
        if (device != null) {
            settings.add("runtime.device=" + device.name().toLowerCase(Locale.ROOT));
        }
        return ConfigFiles.with(config, settings);
    }
}
