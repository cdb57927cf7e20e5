package io.patchdrop.spark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Spark distribution: that of {@code SPARK_HOME}, or one that is put together of the jars that Maven fetched. Its {@code
 * spark-submit} is only a script that starts java with these jars and the class {@code SparkSubmit}, as here.
 */
record SparkHome(Path folder) {
    /** Jars of the class path that are none of Spark's. */
    private static final String OURS =
            ".*/(io/patchdrop|tools/jackson|com/microsoft|org/junit|org/assertj|com/tngtech|org/jspecify|info/picocli"
                    + "|com/twelvemonkeys|org/locationtech/proj4j|com/github/usefulness|org/opentest4j|org/apiguardian"
                    + "|com/github/luben)/.*";

    /** The distribution, made in an empty folder if there is none. */
    static SparkHome of(Path empty, Path zstd) throws IOException {
        Optional<String> installed = Optional.ofNullable(System.getenv("SPARK_HOME"));
        if (installed.isPresent()) {
            return new SparkHome(Path.of(installed.get()));
        }
        Path jars = Files.createDirectories(empty.resolve("jars"));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (entry.endsWith(".jar") && !entry.matches(OURS) && !entry.contains("/target/")) {
                Path jar = Path.of(entry);
                Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
            }
        }
        try (Stream<Path> found = Files.list(zstd)) {
            for (Path jar : found.toList()) {
                Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
            }
        }
        return new SparkHome(empty);
    }

    /** Starts {@code spark-submit}; what it prints goes to a file. */
    Process submit(Path log, String master, Path jar, List<String> settings, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + Path.of("java.options").toAbsolutePath());
        command.addAll(List.of("-Xmx1g", "-cp", folder.resolve("jars") + "/*"));
        command.add("org.apache.spark.deploy.SparkSubmit");
        command.addAll(List.of("--master", master));
        for (String setting : settings) {
            command.addAll(List.of("--conf", setting));
        }
        command.addAll(List.of("--class", "io.patchdrop.spark.BatchCommand", jar.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("SPARK_HOME", folder.toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13"); // as its load-spark-env.sh does
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }
}
