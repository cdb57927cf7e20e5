package io.patchdrop.server.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.core.price.PriceList;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Tiles of scenes against the pixels of the scene itself. */
class DeepZoomTest {
    private static final int ACROSS = 7;
    private static final int SIDE = ACROSS * JobScene.CHIP;
    /** 448 pixels are more than 2^8. */
    private static final int LAST = 9;

    private final Path folder;
    private final Path state;

    @SuppressWarnings("NullAway.Init") // set before each test
    private JobScene scene;

    DeepZoomTest(@TempDir Path folder) {
        this.folder = folder;
        this.state = folder.resolve("state");
    }

    @BeforeEach
    void makeScene() throws IOException {
        scene = JobScene.in(folder, ACROSS);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private static BufferedImage tile(JobServer server, String path, int level, int column, int row)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = server.get(path + "/image_files/" + level + "/" + column + "_" + row + ".png");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("image/png");
        return Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(answer.body())));
    }

    private static BufferedImage whole(JobServer server, String path) throws IOException, InterruptedException {
        BufferedImage whole = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < 2; row++) {
            for (int column = 0; column < 2; column++) {
                BufferedImage tile = tile(server, path, LAST, column, row);
                assertThat(tile.getWidth()).isEqualTo(column == 0 ? 256 : SIDE - 256);
                assertThat(tile.getHeight()).isEqualTo(row == 0 ? 256 : SIDE - 256);
                whole.getGraphics().drawImage(tile, 256 * column, 256 * row, null);
            }
        }
        return whole;
    }

    /** Patches as column and row of all patches of the scene. */
    private static Set<List<Integer>> bought(JsonNode result) {
        Set<List<Integer>> bought = new HashSet<>();
        for (JsonNode chip : result.get("chips")) {
            int number = chip.get("chip").asInt();
            for (JsonNode patch : chip.get("patches")) {
                bought.add(List.of(number % ACROSS * 4 + patch.asInt() % 4, number / ACROSS * 4 + patch.asInt() / 4));
            }
        }
        return bought;
    }

    private void assertShows(BufferedImage image, Set<List<Integer>> bought) {
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int found = image.getRGB(x, y) & 0xffffff;
                if (bought.contains(List.of(x / 16, y / 16))) {
                    assertThat(found)
                            .as("%d, %d is as sharp as it was bought", x, y)
                            .isEqualTo(scene.colour(x, y));
                } else {
                    assertLookAt(x, y, found);
                }
            }
        }
    }

    /** What lies between means of 4 x 4 pixels: of this one and its neighbours in the chip. */
    private void assertLookAt(int x, int y, int found) {
        for (int shift = 0; shift <= 16; shift += 8) {
            int least = 255;
            int most = 0;
            for (int v = -1; v <= 1; v++) {
                for (int u = -1; u <= 1; u++) {
                    int column = Math.max(x / 64 * 16, Math.min(x / 64 * 16 + 15, x / 4 + u));
                    int row = Math.max(y / 64 * 16, Math.min(y / 64 * 16 + 15, y / 4 + v));
                    int mean = mean(column, row, shift);
                    least = Math.min(least, mean);
                    most = Math.max(most, mean);
                }
            }
            assertThat(found >> shift & 0xff)
                    .as("%d, %d is as the look has it", x, y)
                    .isBetween(least - 1, most + 1);
        }
    }

    private int mean(int column, int row, int shift) {
        int sum = 0;
        for (int i = 0; i < 16; i++) {
            sum += scene.colour(4 * column + i % 4, 4 * row + i / 4) >> shift & 0xff;
        }
        return sum / 16;
    }

    @Test
    void tilesShowWhatWasBoughtAndAskNobody() throws IOException, InterruptedException {
        String path;
        JsonNode result;
        try (JobServer server = JobServer.start(state, scene)) {
            path = server.submit(Map.of("source", scene.source(), "budget", 3));
            server.ended(path);
            result = server.json(path + "/result");
            int requests = scene.server().log().size();
            String description = new String(server.get(path + "/image.dzi").body(), StandardCharsets.UTF_8);
            assertThat(description)
                    .contains("<Size Width=\"448\" Height=\"448\"/>")
                    .contains("TileSize=\"256\"");

            assertThat(bought(result)).hasSize(3 * ACROSS * ACROSS);
            assertShows(whole(server, path), bought(result));

            assertThat(scene.server().log()).hasSize(requests);
            for (String missing : List.of("9/2_0", "9/0_2", "10/0_0", "9/999999999_0", "9/-1_0", "9/0_x", "x/0_0")) {
                assertThat(server.get(path + "/image_files/" + missing + ".png").statusCode())
                        .as(missing)
                        .isEqualTo(404);
            }
            for (int level = 0; level < LAST; level++) {
                BufferedImage tile = tile(server, path, level, 0, 0);
                assertThat(tile.getWidth()).isEqualTo(-Math.floorDiv(-SIDE, 1 << (LAST - level)));
            }
        }
        scene.server().close();
        try (JobServer server = JobServer.start(state, scene)) {
            assertShows(whole(server, path), bought(result));
        }
    }

    @Test
    void coarseTilesAreMeansOfFinerOnes() throws IOException, InterruptedException {
        try (JobServer server = JobServer.start(state, scene)) {
            String path = server.submit(Map.of("source", scene.source(), "budget", 16));
            server.ended(path);
            BufferedImage whole = whole(server, path);
            BufferedImage half = tile(server, path, LAST - 1, 0, 0);
            BufferedImage eighth = tile(server, path, LAST - 3, 0, 0);
            for (int y = 0; y < SIDE / 8; y++) {
                for (int x = 0; x < SIDE / 8; x++) {
                    assertThat(eighth.getRGB(x, y) & 0xff).isCloseTo(mean(whole, 8, x, y), byOne());
                }
            }
            for (int y = 0; y < SIDE / 2; y++) {
                for (int x = 0; x < SIDE / 2; x++) {
                    assertThat(half.getRGB(x, y) & 0xff).isCloseTo(mean(whole, 2, x, y), byOne());
                }
            }
        }
    }

    private static org.assertj.core.data.Offset<Integer> byOne() {
        return org.assertj.core.api.Assertions.within(1);
    }

    private static int mean(BufferedImage image, int size, int column, int row) {
        int sum = 0;
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                sum += image.getRGB(size * column + x, size * row + y) & 0xff;
            }
        }
        return Math.round((float) sum / (size * size));
    }

    @Test
    void tilesShowAJobThatRuns() throws IOException, InterruptedException {
        try (JobServer server = new JobServer(JobOptions.in(state), scene.model(), scene.allowed(), PriceList.FREE)) {
            scene.server().setLatency(Duration.ofMillis(100));
            String path = server.submit(Map.of("source", scene.source(), "tau", 1.0));
            server.until(path, job -> job.get("looked").asInt() == scene.chips());
            assertShows(whole(server, path), Set.of());
            server.delete(path);
            server.ended(path);
        }
    }
}
