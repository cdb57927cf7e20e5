package io.patchdrop.spark;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.bundle.BundleArchive;
import io.patchdrop.runtime.PatchDropModel;
import io.patchdrop.runtime.RuntimeOptions;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * A model of which each JVM has one, shared by all tasks that run in it. The bundle comes to an executor as a broadcast, once.
 * Each graph is computed by the thread of the task that asks for it: as many tasks as there are slots compute side by side.
 */
final class SharedModel implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Loaded in this JVM, by the SHA-256 of their bundles. They stay for as long as the JVM lives. */
    private static final Map<String, PatchDropModel> LOADED = new HashMap<>();

    private static final int TOGETHER = 64;

    private final String sha256;
    private final Broadcast<byte[]> bundle;
    private final int slots;

    private SharedModel(String sha256, Broadcast<byte[]> bundle, int slots) {
        this.sha256 = sha256;
        this.bundle = bundle;
        this.slots = slots;
    }

    /**
     * Reads a bundle, checks it by loading it here, and hands it to the executors.
     *
     * @throws InvalidInputException if it is not a bundle
     */
    static SharedModel of(SparkSession spark, Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException(
                    file + (Files.exists(file) ? " is not a file" : " does not exist"), "give the file of a bundle");
        }
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new InvalidInputException(file + " cannot be read", "give the file of a bundle", e);
        }
        String sha256 = BundleArchive.sha256(content);
        int slots = slots(spark);
        load(sha256, file, slots);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        return new SharedModel(sha256, context.broadcast(content), slots);
    }

    /** Tasks that run in one executor at a time; 0 if only the executor knows. */
    private static int slots(SparkSession spark) {
        return spark.sparkContext().isLocal()
                ? spark.sparkContext().defaultParallelism()
                : spark.sparkContext().getConf().getInt("spark.executor.cores", 0);
    }

    /** SHA-256 of the bundle. */
    String sha256() {
        return sha256;
    }

    /** Tasks that run in one executor at a time. */
    int slots() {
        return slots == 0 ? Runtime.getRuntime().availableProcessors() : slots;
    }

    /** The model of this JVM. */
    PatchDropModel get() {
        synchronized (LOADED) {
            PatchDropModel model = LOADED.get(sha256);
            return model == null ? unpacked() : model;
        }
    }

    private PatchDropModel unpacked() {
        try {
            Path file = Files.createTempFile("patchdrop-", ".patchdrop");
            try {
                Files.write(file, bundle.value());
                return load(sha256, file, slots());
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PatchDropModel load(String sha256, Path file, int slots) {
        synchronized (LOADED) {
            return LOADED.computeIfAbsent(
                    sha256,
                    key -> PatchDropModel.load(
                            file,
                            RuntimeOptions.defaults()
                                    .withThreads(1)
                                    .withCalls(Math.max(1, slots))
                                    .withBatch(TOGETHER)));
        }
    }

    /** How many models this JVM has loaded. */
    static int loaded() {
        synchronized (LOADED) {
            return LOADED.size();
        }
    }
}
