package io.patchdrop.learn.config;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.NearestName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The presets that come with patchdrop: one YAML file each, beside this class. */
public final class Presets {
    /** Names that {@code --preset} takes. */
    public static final List<String> NAMES =
            List.of("demo", "cifar10", "cifar100", "aid", "ucmerced", "fmow", "imagenet");

    private static final String FOLDER = "/io/patchdrop/learn/presets/";

    private Presets() {}

    /** The YAML text of {@code defaults.yaml}, which holds every key. */
    static String defaults() {
        return read("defaults");
    }

    /**
     * The YAML text of a preset.
     *
     * @throws InvalidInputException if there is none of that name
     */
    static String yaml(String name) {
        if (!NAMES.contains(name)) {
            throw new InvalidInputException(
                    "there is no preset " + name + "; nearest: " + NearestName.of(name, NAMES),
                    "presets: " + String.join(", ", NAMES));
        }
        return read(name);
    }

    private static String read(String name) {
        try (@Nullable InputStream in = Presets.class.getResourceAsStream(FOLDER + name + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException("the preset " + name + " is missing from the build");
            }
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
