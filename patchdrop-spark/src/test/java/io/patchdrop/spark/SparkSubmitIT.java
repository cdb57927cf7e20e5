package io.patchdrop.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.json.Json;
import io.patchdrop.imagery.tiff.TiffWriter;
import io.patchdrop.imagery.tiff.TiffWriterImage;
import io.patchdrop.imagery.tiff.TiffWriterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged jar under {@code spark-submit}, where Spark's own Jackson, protobuf, zstd and logging are: in one JVM, and with
 * executors of their own that are killed.
 */
class SparkSubmitIT {
    private static final int SCENES = 600;
    private static final long MINUTES = 5;

    @TempDir
    private static Path folder = Path.of("");

    private static SparkHome spark = new SparkHome(folder);
    private static Path jar = folder;
    private static Path list = folder;

    @BeforeAll
    static void prepare() throws IOException, InterruptedException {
        String property = System.getProperty("patchdrop.jar", "");
        assumeTrue(
                !property.isEmpty() && Files.exists(Path.of(property)),
                "there is no packaged jar: mvn -pl patchdrop-spark -am verify makes it");
        jar = Path.of(property);
        spark = SparkHome.of(
                Files.createDirectories(folder.resolve("spark")),
                Path.of(System.getProperty("patchdrop.spark-zstd", "")));
        List<String> locations = new ArrayList<>();
        SceneImages.write(folder.resolve("scenes"), SCENES).forEach(file -> locations.add(file.toString()));
        Path zstd = tiff();
        locations.add(zstd.toString());
        Path item = Files.writeString(
                folder.resolve("item.json"),
                """
                {"type": "Feature", "stac_version": "1.0.0", "id": "scene", "geometry": null,
                 "properties": {"datetime": "2026-01-01T00:00:00Z"}, "links": [],
                 "assets": {"visual": {"href": "tiled.tif",
                   "type": "image/tiff; application=geotiff; profile=cloud-optimized", "roles": ["visual"]}}}
                """);
        locations.add(item.toString());
        locations.add(folder.resolve("missing.png").toString());
        list = Files.write(folder.resolve("list.txt"), locations);
    }

    /** A tiled TIFF file with overviews, packed with Zstandard if GDAL is here to do so. */
    private static Path tiff() throws IOException, InterruptedException {
        Path plain = folder.resolve("deflate.tif");
        TiffWriter.write(
                plain,
                TiffWriterImage.of(new RgbImage(64, 64, SceneImages.scene(1).pixels())),
                TiffWriterOptions.defaults().withTileSize(16).withReductions(List.of(2, 4)));
        Path packed = folder.resolve("tiled.tif");
        try {
            int code = new ProcessBuilder(
                            "gdal_translate",
                            "-q",
                            "-co",
                            "TILED=YES",
                            "-co",
                            "COMPRESS=ZSTD",
                            "-co",
                            "BLOCKXSIZE=16",
                            "-co",
                            "BLOCKYSIZE=16",
                            "-co",
                            "COPY_SRC_OVERVIEWS=YES",
                            plain.toString(),
                            packed.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (code == 0) {
                return packed;
            }
        } catch (IOException e) {
            // Said below: the plain one it is.
        }
        Files.copy(plain, packed, StandardCopyOption.REPLACE_EXISTING);
        return packed;
    }

    private static List<String> arguments(String name) {
        return List.of(
                "--model",
                Local.BUNDLE.toString(),
                "--input",
                list.toString(),
                "--output",
                folder.resolve(name).toString(),
                "--slice",
                "120",
                "--json",
                folder.resolve(name + ".json").toString());
    }

    private static Map<?, ?> finished(Process process, String name) throws IOException, InterruptedException {
        boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
        process.destroyForcibly();
        String log = Files.readString(folder.resolve(name + ".log"));
        assertThat(ended).as(log).isTrue();
        assertThat(process.exitValue()).as(log).isZero();
        assertThat(log).doesNotContain("NoSuchMethodError", "NoClassDefFoundError", "multiple SLF4J", "LinkageError");
        return Json.readObject(Files.readAllBytes(folder.resolve(name + ".json")));
    }

    private static Process submit(String name, String master, String... settings) throws IOException {
        List<String> all = new ArrayList<>(List.of("spark.ui.enabled=false", "spark.sql.shuffle.partitions=2"));
        all.addAll(List.of(settings));
        return spark.submit(folder.resolve(name + ".log"), master, jar, all, arguments(name));
    }

    @Test
    void killedExecutorsChangeNothing() throws IOException, InterruptedException {
        Map<?, ?> undisturbed = finished(submit("local", "local[2]"), "local");
        assertThat(undisturbed.get("inputs")).isEqualTo(SCENES + 3);
        assertThat(undisturbed.get("errors")).isEqualTo(1);

        Process process = submit(
                "cluster",
                "local-cluster[2,1,1024]",
                "spark.executor.memory=900m",
                "spark.executor.extraJavaOptions=-XX:+UseSerialGC",
                "spark.deploy.maxExecutorRetries=20");
        int killed = 0;
        Set<Long> seen = new HashSet<>();
        while (process.isAlive() && killed < 2) {
            if (committed("cluster") > killed) {
                killed += kill(process, seen);
            }
            Thread.sleep(20);
        }
        Map<?, ?> disturbed = finished(process, "cluster");

        assertThat(killed).isEqualTo(2);
        assertThat(disturbed.get("inputs")).isEqualTo(undisturbed.get("inputs"));
        assertThat(disturbed.get("errors")).isEqualTo(undisturbed.get("errors"));
        assertThat(disturbed.get("patches")).isEqualTo(undisturbed.get("patches"));
        assertThat(rows("cluster")).isEqualTo(rows("local"));
    }

    private static List<Answers.Answered> rows(String name) {
        return Answers.of(Local.spark(), folder.resolve(name));
    }

    private static int committed(String name) throws IOException {
        Path output = folder.resolve(name);
        if (!Files.exists(output)) {
            return 0;
        }
        try (Stream<Path> found = Files.list(output)) {
            return (int) found.filter(file -> file.getFileName().toString().startsWith("slice="))
                    .count();
        }
    }

    /** Kills one executor that was not seen before. */
    private static int kill(Process driver, Set<Long> seen) {
        for (ProcessHandle child : driver.descendants().toList()) {
            String command = child.info().commandLine().orElse("");
            boolean executor = command.contains("CoarseGrainedExecutorBackend")
                    || arguments(child).contains("Executor");
            if (executor && seen.add(child.pid())) {
                return child.destroyForcibly() ? 1 : 0;
            }
        }
        return 0;
    }

    private static String arguments(ProcessHandle process) {
        return String.join(" ", process.info().arguments().orElse(new String[0]));
    }
}
