package io.patchdrop.spark;

import io.patchdrop.runtime.PatchDropModel;
import io.patchdrop.runtime.RuntimeOptions;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** Spark in this JVM, one session for all tests, and the bundle of the built-in scenes. */
final class Local {
    static final Path BUNDLE =
            Path.of("..", "models", "scenes.patchdrop").toAbsolutePath().normalize();

    private Local() {}

    /** Two slots; a task may fail three times. */
    static SparkSession spark() {
        return SparkSession.builder()
                .master("local[2,4]")
                .appName("tests")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "localhost")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.hadoop.fs.faulty.impl", FaultyFiles.class.getName())
                .getOrCreate();
    }

    /** A model of its own, as {@code classify} has it. */
    static PatchDropModel model() {
        return PatchDropModel.load(BUNDLE, RuntimeOptions.defaults().withThreads(1));
    }
}
