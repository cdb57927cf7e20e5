package io.patchdrop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.core.Seeds;
import io.patchdrop.core.bundle.Bundle;
import io.patchdrop.core.bundle.PatchAccuracy;
import io.patchdrop.fixtures.LinearModel;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.bytes.ByteRange;
import io.patchdrop.imagery.bytes.RangeServer;
import io.patchdrop.imagery.geo.AffineReference;
import io.patchdrop.imagery.tiff.TiffWriter;
import io.patchdrop.imagery.tiff.TiffWriterImage;
import io.patchdrop.imagery.tiff.TiffWriterOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code quote} and {@code zoom} on an image that a server has, by the server's own log. */
class ZoomTest extends CommandLineTest {
    private static final JsonMapper JSON = new JsonMapper();
    /** 64 px of 4 x 4 patches, each of them a tile. */
    private static final LinearModel LINEAR = new LinearModel(4, 16, 16, 4, 2, 5, true, true, 3);

    private static final int ACROSS = 4;
    private static final int SIDE = ACROSS * 64;

    private String bundle = "";
    private Path served = Path.of("");

    @SuppressWarnings("NullAway.Init") // set before each test
    private RangeServer server;

    private byte[] pixels = {};

    @BeforeEach
    void serve() throws IOException {
        Path model = folder.resolve("model.patchdrop");
        LinearModel.write(model, LINEAR.bundle());
        bundle = model.toString();
        served = Files.createDirectory(folder.resolve("served"));
        pixels = pixels();
        TiffWriter.write(
                served.resolve("scene.tif"),
                TiffWriterImage.of(new RgbImage(SIDE, SIDE, pixels)),
                TiffWriterOptions.defaults()
                        .withTileSize(16)
                        .withReductions(List.of(4))
                        .withGeoReference(AffineReference.of(32633, 500_000, 0.5, 0, 5_200_000, 0, -0.5)));
        server = RangeServer.start(served);
    }

    /** Random, but the mean of 4 x 4 pixels is a whole number, so that the overview loses nothing to rounding. */
    private static byte[] pixels() {
        RandomGenerator random = Seeds.generator(1, "pixels");
        byte[] pixels = new byte[3 * SIDE * SIDE];
        for (int y = 0; y < SIDE; y += 4) {
            for (int x = 0; x < SIDE; x += 4) {
                for (int channel = 0; channel < 3; channel++) {
                    int mean = random.nextInt(30, 226);
                    int contrast = random.nextInt(-30, 30);
                    for (int i = 0; i < 16; i++) {
                        int at = 3 * ((y + i / 4) * SIDE + x + i % 4) + channel;
                        pixels[at] = (byte) (mean + ((i / 4 + i) % 2 == 0 ? contrast : -contrast));
                    }
                }
            }
        }
        return pixels;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String scene() {
        return server.address("scene.tif").toString();
    }

    private Outcome zoom(String... more) {
        return command("zoom", more);
    }

    private Outcome command(String name, String... more) {
        List<String> arguments = new ArrayList<>(List.of(name, "--model", bundle, scene()));
        arguments.addAll(List.of(more));
        return run(arguments);
    }

    private JsonNode json(String name, String... more) {
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.addAll(List.of("--json", "-"));
        Outcome outcome = command(name, arguments.toArray(String[]::new));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return JSON.readTree(outcome.out());
    }

    private long bytesSent() {
        return server.log().stream().mapToLong(RangeServer.Logged::bytes).sum();
    }

    @Test
    void whatIsQuotedIsBought() {
        JsonNode quote = json("quote", "--budget", "4", "--prices", "per_gigabyte=1000,per_request=0.5");
        assertThat(quote.get("total").get("look_bytes").longValue()).isEqualTo(bytesSent());
        assertThat(quote.get("report").get("GET").get("count").longValue())
                .isEqualTo(server.log().size());
        server.clearLog();

        JsonNode zoom = json("zoom", "--budget", "4", "--prices", "per_gigabyte=1000,per_request=0.5");

        for (String field : List.of("bytes", "requests", "price", "full_bytes", "full_price")) {
            assertThat(zoom.get("total").get(field))
                    .as(field)
                    .isEqualTo(quote.get("total").get(field));
        }
        assertThat(zoom.get("total").get("bytes").longValue()).isEqualTo(bytesSent());
        assertThat(zoom.get("total").get("requests").longValue())
                .isEqualTo(server.log().size());
        assertThat(zoom.get("report").get("HEAD").get("count").intValue()).isZero();
        assertThat(zoom.get("report").get("GET").get("bytes").longValue()).isEqualTo(bytesSent());
        assertThat(zoom.get("report").get("GET").get("ranges").size())
                .isEqualTo(server.log().size());
        double price = zoom.get("total").get("bytes").longValue() * 1e-6
                + zoom.get("total").get("requests").longValue() * 0.5;
        assertThat(zoom.get("total").get("price").doubleValue()).isEqualTo(price, within(1e-9));
        assertThat(zoom.get("chips").size()).isEqualTo(ACROSS * ACROSS);
        for (int i = 0; i < ACROSS * ACROSS; i++) {
            JsonNode quoted = quote.get("chips").get(i);
            JsonNode bought = zoom.get("chips").get(i);
            assertThat(bought.propertyNames())
                    .contains("window", "class", "confidence", "patches", "bytes", "requests", "price");
            for (String field : List.of("window", "patches", "bytes", "requests", "price")) {
                assertThat(bought.get(field)).as(field).isEqualTo(quoted.get(field));
            }
            assertThat(bought.get("patches").size()).isEqualTo(4);
        }
    }

    /** Pixels bought as tiles, and a look from the overview. */
    @Test
    void answersAreThoseOfClassify() throws IOException {
        List<String> images = new ArrayList<>();
        for (int i = 0; i < ACROSS * ACROSS; i++) {
            images.add(Pictures.png(folder.resolve(i + ".png"), chip(i), 64).toString());
        }
        List<String> arguments = new ArrayList<>(List.of("classify", "--model", bundle, "--budget", "16"));
        arguments.addAll(images);
        List<String> expected = run(arguments).out().lines().toList();

        JsonNode zoom = json("zoom", "--budget", "16");

        for (int i = 0; i < images.size(); i++) {
            JsonNode line = JSON.readTree(expected.get(i));
            JsonNode chip = zoom.get("chips").get(i);
            assertThat(chip.get("class")).isEqualTo(line.get("class"));
            assertThat(chip.get("confidence").doubleValue())
                    .isEqualTo(line.get("confidence").doubleValue(), within(1e-5));
        }
    }

    private byte[] chip(int number) {
        byte[] chip = new byte[3 * 64 * 64];
        for (int row = 0; row < 64; row++) {
            int source = 3 * ((number / ACROSS * 64 + row) * SIDE + number % ACROSS * 64);
            System.arraycopy(pixels, source, chip, 3 * 64 * row, 3 * 64);
        }
        return chip;
    }

    @Test
    void aKilledZoomGoesOnAndPaysForNothingTwice() throws Exception {
        JsonNode whole =
                json("zoom", "--tau", "0.95", "--out", folder.resolve("whole").toString());
        server.clearLog();
        server.setLatency(Duration.ofMillis(60));
        Path out = folder.resolve("out");
        List<String> arguments = List.of(
                "zoom", "--model", bundle, scene(), "--tau", "0.95", "--connections", "2", "--out", out.toString());
        try (ChildProcess process = ChildProcess.start(arguments)) {
            while (server.log().size() < 12) {
                assertThat(process.isAlive()).as(process.messages()).isTrue();
                Thread.sleep(5);
            }
            process.kill();
        }
        int before = server.log().size();
        server.setLatency(Duration.ZERO);

        Outcome resumed = run(arguments);

        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(server.log().size()).isGreaterThan(before + 1);
        assertNothingTwice(before);
        List<String> lines = Files.readAllLines(out.resolve("chips.jsonl"), StandardCharsets.UTF_8);
        assertThat(lines).hasSize(ACROSS * ACROSS);
        for (int i = 0; i < lines.size(); i++) {
            JsonNode line = JSON.readTree(lines.get(i));
            for (String field : List.of("chip", "outcome", "class", "confidence", "patches")) {
                assertThat(line.get(field))
                        .as(field)
                        .isEqualTo(whole.get("chips").get(i).get(field));
            }
        }
        server.clearLog();

        Outcome again = run(arguments);

        assertThat(again.code()).as(again.err()).isZero();
        assertThat(bytesSent()).as("to see that the file is the same").isEqualTo(1);
    }

    /** What was under way when the process died never arrived; everything else was sent once. */
    private void assertNothingTwice(int before) {
        boolean[] bought = new boolean[1 << 20];
        List<RangeServer.Logged> log = server.log();
        int twice = 0;
        for (int i = 0; i < log.size(); i++) {
            ByteRange range = Objects.requireNonNull(log.get(i).request().range());
            if (i == before) {
                assertThat(range)
                        .as("the one byte that a run begins with again")
                        .isEqualTo(new ByteRange(0, 1));
                continue;
            }
            for (long at = range.offset(); at < range.end(); at++) {
                twice += bought[(int) at] ? 1 : 0;
                bought[(int) at] = true;
            }
        }
        // Two connections: two requests at most were not finished, each of a tile or a few.
        assertThat(twice).isLessThan(2 * 4 * 900);
    }

    @Test
    void whatCannotBeHadFailsOneChip() {
        JsonNode quote = json("quote", "--budget", "4");
        JsonNode victim = quote.get("chips").get(5);
        server.clearLog();
        json("zoom", "--budget", "4", "--window", window(victim));
        ByteRange lost = Objects.requireNonNull(
                server.log().get(server.log().size() - 1).request().range());
        server.setBehaviour((request, proper) ->
                lost.equals(request.range()) ? RangeServer.Answer.empty(500, proper.headers()) : proper);
        Path out = folder.resolve("out");

        Outcome outcome = zoom("--budget", "4", "--out", out.toString());

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err())
                .contains("15 zoomed, 1 failed", "patchdrop: chip 5 and perhaps more cannot be read: ");
        List<String> lines = outcome.out().lines().toList();
        assertThat(lines).hasSize(16);
        assertThat(JSON.readTree(lines.get(5)).get("outcome").asString()).isEqualTo("failed");
        assertThat(JSON.readTree(lines.get(5)).get("class").isNull()).isTrue();

        server.setBehaviour(RangeServer.Behaviour.PROPER);
        JsonNode mended = json("zoom", "--budget", "4", "--out", out.toString());
        assertThat(mended.get("chips").valueStream().map(chip -> chip.get("outcome")
                        .asString()))
                .allMatch("zoomed"::equals);
        assertThat(mended.get("chips").get(5).get("class")).isNotNull();
    }

    private static String window(JsonNode chip) {
        JsonNode window = chip.get("window");
        return window.get(0).intValue() + "," + window.get(1).intValue() + ","
                + window.get(2).intValue() + "," + window.get(3).intValue();
    }

    @Test
    void whatEndsAZoomIsSaidInOneLine() throws IOException {
        assertRefused(run("zoom", "--model", bundle, served.resolve("no.tif").toString()), "no.tif");
        assertRefused(run("zoom", "--model", bundle, server.address("no.tif").toString()), "no.tif");
        assertRefused(run("quote", "--model", bundle, "s3://bucket/scene.tif"), "https");
        Files.write(served.resolve("text.tif"), "no image".getBytes(StandardCharsets.UTF_8));
        assertRefused(run("zoom", "--model", bundle, server.address("text.tif").toString()), "text.tif: it is no TIFF");
        byte[] file = Files.readAllBytes(served.resolve("scene.tif"));
        Files.write(served.resolve("half.tif"), Arrays.copyOf(file, 200));
        assertRefused(run("zoom", "--model", bundle, server.address("half.tif").toString()), "TIFF");
        server.setBehaviour((request, proper) -> RangeServer.Answer.empty(403, proper.headers()));
        assertRefused(zoom(), "403");
        server.setBehaviour((request, proper) ->
                new RangeServer.Answer(200, proper.headers(), file.length, out -> out.write(file)));
        assertRefused(zoom(), "range");
        int[] answers = {0};
        server.setBehaviour((request, proper) -> answers[0]++ < 3 ? proper : proper.with("ETag", "\"another\""));
        assertRefused(zoom("--budget", "4"), "another version");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--chip 1000 | A chip of 1000 px does not fit",
                "--window 0,0,64 | does not have four numbers",
                "--window 0,0,64,1e9 | does not lie in the image",
                "--window 250,0,64,64 | does not lie in the image",
                "--bbox 0,0,1,1 | does not touch the image",
                "--budget 17 | 17 patches for images of 16",
                "--tau 2 | confidence tau is 2.0",
                "--max-risk 0.01 | never calibrated",
                "--enough 0 | confidence of enough is 0.0",
                "--prices per_byt=1 | per_byt",
                "--prices nowhere.json | there is no price list nowhere.json",
                "--max-bytes many | is no number of bytes",
                "--bands 1,2,9 | band",
                "--rescale 9 | is no range of values",
                "--header nothing | A header has no colon",
                "--connections 0 | connections is 0",
                "--windows nowhere.txt | there is no file nowhere.txt",
                "--look nowhere.jpg | nowhere.jpg",
            })
    void optionsThatMakeNoSenseAreRefused(String option, String part) {
        assertRefused(zoom(option.split(" ")), part);
        assertRefused(command("quote", option.split(" ")), part);
    }

    @Test
    void limitsHold() {
        JsonNode free = json("quote", "--budget", "8");
        long looks = free.get("total").get("look_bytes").longValue();
        long limit = looks + (free.get("total").get("bytes").longValue() - looks) / 2;
        for (String rule : List.of("--budget 8", "--tau 1")) {
            server.clearLog();
            JsonNode zoom = json("zoom", (rule + " --max-bytes " + limit).split(" "));
            assertThat(bytesSent()).as(rule).isLessThanOrEqualTo(limit).isGreaterThan(limit * 9 / 10);
            assertThat(zoom.get("chips").valueStream().map(chip -> chip.get("outcome")
                            .asString()))
                    .contains("limited");
        }
    }

    @Test
    void aFolderOfSomethingElseIsRefused() {
        String out = folder.resolve("out").toString();
        assertThat(zoom("--budget", "2", "--out", out).code()).isZero();
        assertRefused(zoom("--budget", "3", "--out", out), "holds a zoom of something else");
        assertThat(zoom("--budget", "2", "--out", out).code()).isZero();
    }

    @Test
    void aDryRunBuysNothing() {
        Outcome dry = zoom(
                "--budget", "4", "--dry-run", "--out", folder.resolve("out").toString());

        assertThat(dry.code()).as(dry.err()).isZero();
        assertThat(dry.out())
                .contains("64 of 256 patches", "Expected: 4.0 patches a chip, ", " % right by the value head.");
        long dryBytes = bytesSent();
        server.clearLog();
        assertThat(command("quote", "--budget", "4").out()).isEqualTo(dry.out());
        assertThat(bytesSent()).isEqualTo(dryBytes);
        assertThat(Files.exists(folder.resolve("out"))).isFalse();
    }

    /** The accuracies are made up: steps 0, 2, 4, ..., 16 with 40, 50, 60, ... percent. */
    @Test
    void aCalibratedBundleSaysWhatToExpect() throws IOException {
        Bundle uncalibrated = LINEAR.bundle();
        List<PatchAccuracy> accuracies = uncalibrated.manifest().steps().stream()
                .map(step -> new PatchAccuracy(step, Math.min(100, 40 + 5 * step)))
                .toList();
        LinearModel.write(
                Path.of(bundle),
                new Bundle(uncalibrated.manifest().withAccuracyByPatches(accuracies), uncalibrated.members()));

        assertThat(command("quote", "--budget", "3").out()).contains("Expected: 3.0 patches a chip, 55.0 % right.");
        assertThat(json("quote", "--budget", "3")
                        .get("total")
                        .get("expected_accuracy")
                        .doubleValue())
                .isCloseTo(0.55, within(1e-12));
    }

    @Test
    void aLookFromAnotherFile() throws IOException {
        server.clearLog();
        JsonNode own = json("zoom", "--budget", "4");
        TiffWriter.write(
                served.resolve("other.tif"),
                TiffWriterImage.of(new RgbImage(SIDE, SIDE, pixels)),
                TiffWriterOptions.defaults()
                        .withTileSize(64)
                        .withReductions(List.of(4))
                        .withGeoReference(AffineReference.of(32633, 500_000, 0.5, 0, 5_200_000, 0, -0.5)));

        JsonNode other = json(
                "zoom", "--budget", "4", "--look", server.address("other.tif").toString());

        for (int i = 0; i < ACROSS * ACROSS; i++) {
            for (String field : List.of("class", "confidence", "patches", "bytes")) {
                assertThat(other.get("chips").get(i).get(field))
                        .as(field)
                        .isEqualTo(own.get("chips").get(i).get(field));
            }
        }
    }
}
