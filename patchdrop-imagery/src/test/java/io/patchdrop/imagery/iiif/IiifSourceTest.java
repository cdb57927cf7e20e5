package io.patchdrop.imagery.iiif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.bytes.Fetcher;
import io.patchdrop.imagery.bytes.Ledger;
import io.patchdrop.imagery.source.Cost;
import io.patchdrop.imagery.source.ImageSource;
import io.patchdrop.imagery.source.Level;
import io.patchdrop.imagery.source.Piece;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Against a small service that cuts and scales by averages. */
class IiifSourceTest {
    private static final IiifOptions PNG = IiifOptions.DEFAULT.withFormat(IiifOptions.Format.PNG);

    private static IiifSource open(IiifServer server, IiifOptions options) throws IOException {
        return IiifSource.open(server.location(), Services.fetcher(), Optional.empty(), options);
    }

    /** Pixels of a level by the definition: means of squares, at the edge of what there is. */
    private static byte[] expected(RgbImage image, int factor, Region window) {
        byte[] pixels = new byte[3 * window.width() * window.height()];
        for (int i = 0; i < window.width() * window.height(); i++) {
            int x = (window.left() + i % window.width()) * factor;
            int y = (window.top() + i / window.width()) * factor;
            int colour = IiifServer.average(
                    image, x, y, Math.min(x + factor, image.width()), Math.min(y + factor, image.height()));
            for (int channel = 0; channel < 3; channel++) {
                pixels[3 * i + channel] = (byte) (colour >> (16 - 8 * channel));
            }
        }
        return pixels;
    }

    /** Equal, but for the pieces at the edges: the service scales them by a little more or less than the factor. */
    private static void assertPixels(RgbImage read, RgbImage image, int factor, Region window) {
        byte[] expected = expected(image, factor, window);
        assertThat(read.pixels()).hasSameSizeAs(expected);
        int right = image.width() % factor == 0 ? image.width() : image.width() / (64 * factor) * 64;
        int bottom = image.height() % factor == 0 ? image.height() : image.height() / (64 * factor) * 64;
        for (int i = 0; i < expected.length; i++) {
            int x = window.left() + i / 3 % window.width();
            int y = window.top() + i / 3 / window.width();
            int difference = Math.abs((read.pixels()[i] & 0xff) - (expected[i] & 0xff));
            assertThat(difference).isLessThanOrEqualTo(x < right && y < bottom ? 0 : 24);
        }
    }

    private static RgbImage bought(ImageSource source, int level, Region window) throws IOException {
        source.buy(source.pieces(level, window));
        return source.read(level, window);
    }

    static List<Arguments> services() {
        List<Arguments> services = new ArrayList<>();
        RgbImage even = Services.image(256, 128, 100, 1);
        RgbImage odd = Services.image(203, 149, 0, 2);
        for (RgbImage image : List.of(even, odd)) {
            Map<String, Object> third = Services.version3(image, 1);
            third.put("extraFormats", List.of("png"));
            third.put("tiles", Services.tiles(64, 1, 2, 4));
            services.add(Arguments.of("version 3", image, third, "\\d+,\\d+"));
            Map<String, Object> second = Services.version2(image, 1, List.of());
            second.put("tiles", Services.tiles(64, 1, 2, 4));
            services.add(Arguments.of("version 2, widths only", image, second, "\\d+,"));
            Map<String, Object> both = Services.version2(image, 2, List.of());
            both.put("tiles", Services.tiles(64, 1, 2, 4));
            services.add(Arguments.of("version 2", image, both, image.width() == 256 ? "\\d+," : "\\d+,\\d*"));
            Map<String, Object> features = Services.version2(image, 0, List.of("regionByPx", "sizeByWh"));
            features.put("tiles", Services.tiles(64, 1, 2, 4));
            services.add(Arguments.of("version 2 by features", image, features, "\\d+,\\d+"));
        }
        return services;
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("services")
    void pixelsOfEveryLevel(String name, RgbImage image, Map<String, Object> info, String sizes) throws IOException {
        try (IiifServer server = new IiifServer(image, info);
                IiifSource source = open(server, PNG)) {
            server.admits = path -> path.split("/", -1)[2].matches(sizes);
            assertThat(source.levels()).hasSize(3);
            assertThat(source.levels().get(0)).isEqualTo(new Level(image.width(), image.height(), 1));
            for (int level = 0; level < 3; level++) {
                Level size = source.levels().get(level);
                int factor = 1 << level;
                assertThat(size.reduction()).isEqualTo(factor);
                for (Region window : List.of(
                        Region.whole(size.width(), size.height()),
                        new Region(size.width() - 1, size.height() - 1, 1, 1),
                        new Region(size.width() / 3, 5, size.width() / 2, size.height() - 5))) {
                    RgbImage read = bought(source, level, window);
                    assertThat(read.width()).isEqualTo(window.width());
                    assertPixels(read, image, factor, window);
                }
            }
        }
    }

    @Test
    void jpegWithinItsLoss() throws IOException {
        RgbImage image = Services.image(300, 200, 0, 3);
        try (IiifServer server = new IiifServer(image, Services.version3(image, 2));
                IiifSource source = open(server, IiifOptions.DEFAULT.withTile(128))) {
            byte[] read = bought(source, 0, Region.whole(300, 200)).pixels();
            byte[] whole = expected(image, 1, Region.whole(300, 200));
            double sum = 0;
            for (int i = 0; i < read.length; i++) {
                sum += Math.abs((read[i] & 0xff) - (whole[i] & 0xff));
            }
            assertThat(sum / read.length).isLessThan(2);
            assertThat(source.levels()).extracting(Level::width).containsExactly(300, 150, 75);
            assertThat(server.requests()).contains("/256,128,44,72/44,72/0/default.jpg");
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void aFolderOfTiles(int version, int width, int height) throws IOException {
        RgbImage image = Services.image(width, height, 0, 4);
        Map<String, Object> info = version == 3 ? Services.version3(image, 0) : Services.version2(image, 0, List.of());
        info.put("extraFormats", List.of("png"));
        info.put("tiles", Services.tiles(64, 1, 2, 4));
        Set<String> files = Services.folder(version, width, height, 64, 1, 2, 4);
        try (IiifServer server = new IiifServer(image, info);
                IiifSource source = open(server, PNG)) {
            server.admits = files::contains;
            for (int level = 0; level < 3; level++) {
                Level size = source.levels().get(level);
                Region all = Region.whole(size.width(), size.height());
                assertPixels(bought(source, level, all), image, 1 << level, all);
            }
            assertThat(server.requests()).hasSize(files.size() + 1);
        }
    }

    static List<Arguments> folders() {
        return Stream.of(2, 3)
                .flatMap(version -> Stream.of(
                        Arguments.of(version, 256, 256),
                        Arguments.of(version, 250, 187),
                        Arguments.of(version, 65, 129)))
                .toList();
    }

    @Test
    void onlyCutsAndListedSizes() throws IOException {
        RgbImage image = Services.image(256, 128, 100, 5);
        Map<String, Object> info = Services.version3(image, 0);
        info.put("extraFeatures", List.of("regionByPx"));
        info.put("extraFormats", List.of("png"));
        info.put("sizes", List.of(Map.of("width", 64, "height", 32), Map.of("width", 60, "height", 60)));
        try (IiifServer server = new IiifServer(image, info);
                IiifSource source = open(server, PNG.withTile(100))) {
            server.admits = path -> path.matches("/[\\d,]+/max/.*|/full/64,32/.*");
            assertThat(source.levels()).containsExactly(new Level(256, 128, 1), new Level(64, 32, 4));
            Region window = new Region(90, 20, 120, 100);
            assertThat(bought(source, 0, window).pixels()).isEqualTo(expected(image, 1, window));
            Region all = Region.whole(64, 32);
            assertThat(bought(source, 1, all).pixels()).isEqualTo(expected(image, 4, all));
        }
    }

    @Test
    void nothingIsBoughtTwiceAlsoAfterReopening(@TempDir Path folder) throws IOException {
        RgbImage image = Services.image(256, 256, 50, 6);
        Path kept = folder.resolve("kept");
        try (IiifServer server = new IiifServer(image, Services.version3(image, 2))) {
            IiifOptions options = PNG.withTile(64);
            Cost after;
            try (IiifSource source =
                    IiifSource.open(server.location(), Services.fetcher(), Optional.of(kept), options)) {
                List<Piece> pieces = source.pieces(0, new Region(10, 10, 100, 100));
                ImageSource.Rehearsal rehearsal = source.rehearsal();
                assertThat(rehearsal.plan(pieces)).isEqualTo(new Cost(4, 4 * 64 * 64 * 2, false));
                assertThat(rehearsal.buy(pieces.subList(0, 3)).requests()).isEqualTo(3);
                assertThat(rehearsal.plan(pieces).requests()).isEqualTo(1);
                source.buy(pieces);
                source.buy(pieces);
                assertThat(server.requests()).hasSize(5);
                assertThat(source.rehearsal().plan(pieces)).isEqualTo(Cost.NONE);
                Ledger.Totals totals = source.ledger().totals();
                long infoBytes = source.ledger().entries().get(0).bytes();
                assertThat(source.apart(pieces)).isEqualTo(new Cost(4, totals.bytes() - infoBytes, true));
                after = source.apart(source.pieces(0, new Region(200, 200, 1, 1)));
                assertThat(after).isEqualTo(new Cost(1, Math.round((totals.bytes() - infoBytes) / 4.0), false));
            }
            // A kill while the last piece was written.
            byte[] all = Files.readAllBytes(kept);
            Files.write(kept, Arrays.copyOf(all, all.length - 1));
            try (IiifSource source =
                    IiifSource.open(server.location(), Services.fetcher(), Optional.of(kept), options)) {
                Region window = new Region(10, 10, 100, 100);
                assertThat(source.boughtBefore().requests()).isEqualTo(3);
                assertThatThrownBy(() -> source.read(0, window)).isInstanceOf(IllegalStateException.class);
                ImageSource.Shipment shipment = source.order(source.pieces(0, window));
                assertThat(shipment.cost().requests()).isEqualTo(1);
                shipment.await();
                assertThat(bought(source, 0, window).pixels()).isEqualTo(expected(image, 1, window));
                assertThat(server.requests()).hasSize(7);
                assertThat(source.apart(source.pieces(0, new Region(200, 200, 1, 1))))
                        .isEqualTo(after);
            }
            assertThatThrownBy(() -> IiifSource.open(
                            server.location(), Services.fetcher(), Optional.of(kept), options.withTile(128)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("keeps bytes of another file");
        }
    }

    @Test
    void requestsOverlapAndThreadsShareThem() throws Exception {
        RgbImage image = Services.image(256, 256, 0, 7);
        try (IiifServer server = new IiifServer(image, Services.version3(image, 2));
                IiifSource source =
                        open(server, new IiifOptions(OptionalInt.of(32), IiifOptions.Format.PNG, 1 << 20, 32))) {
            server.latency = 100;
            List<Piece> pieces = source.pieces(0, Region.whole(256, 256));
            ExecutorService threads = Executors.newFixedThreadPool(4);
            long start = System.nanoTime();
            List<Future<?>> callers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                callers.add(threads.submit(() -> {
                    source.buy(pieces);
                    return null;
                }));
            }
            for (Future<?> each : callers) {
                each.get();
            }
            threads.shutdown();
            assertThat((System.nanoTime() - start) / 1e6).isLessThan(64 * 100 / 4.0);
            assertThat(server.requests()).hasSize(65).doesNotHaveDuplicates();
        }
    }

    @Test
    void addressesAsPeopleGiveThem() throws IOException {
        RgbImage image = Services.image(64, 64, 0, 8);
        try (IiifServer server = new IiifServer(image, Services.version3(image, 2))) {
            for (String ending : List.of("", "/", "/info.json", "/info.json?key=secret")) {
                Fetcher fetcher = Services.fetcher();
                try (IiifSource source =
                        IiifSource.open(server.location() + ending, fetcher, Optional.empty(), IiifOptions.DEFAULT)) {
                    assertThat(source.name()).isEqualTo(server.location());
                    bought(source, 0, Region.whole(64, 64));
                }
                assertThatThrownBy(() -> fetcher.get(URI.create(server.location()), 1))
                        .hasMessageContaining("was closed");
            }
        }
    }
}
