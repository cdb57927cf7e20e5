package io.patchdrop.learn.stages;

/**
 * A piece of a system that is trained in one go: a classifier, a policy, the joint fine-tuning of both. Its finished
 * weights are one file of the run folder, its state under way another.
 */
public interface Part {
    /** The name in tables and metrics: {@code Ft-1}, {@code Fixed-H Ft-1}. */
    String title();

    /** The name in files and settings, unique in a run folder: {@code ft1}, {@code fixed-h-ft1}. */
    String key();

    /** Name of the file in a run folder that holds the finished part's weights. */
    default String fileName() {
        return key() + ".safetensors";
    }

    /**
     * A part of a system of its own.
     *
     * @param system name of the system in tables: {@code Fixed-H}
     * @param stage the stage in tables, {@code Ft-1}; {@code -} for a system that is trained in one go
     */
    static Part of(String system, String stage) {
        String title = stage.equals("-") ? system : system + " " + stage;
        String key =
                title.toLowerCase(java.util.Locale.ROOT).replace("ft-", "ft").replaceAll("[^a-z0-9]+", "-");
        return new Named(title, key);
    }

    /**
     * A part that is no stage of the published recipe.
     *
     * @param title the name in tables and metrics
     * @param key the name in files
     */
    record Named(String title, String key) implements Part {}
}
