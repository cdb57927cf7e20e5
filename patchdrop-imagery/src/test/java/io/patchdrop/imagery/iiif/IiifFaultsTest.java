package io.patchdrop.imagery.iiif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.UnusableImageException;
import io.patchdrop.imagery.bytes.ByteSourceException;
import io.patchdrop.imagery.bytes.Fetcher;
import io.patchdrop.imagery.bytes.Ledger;
import io.patchdrop.imagery.json.Json;
import io.patchdrop.imagery.source.Level;
import io.patchdrop.imagery.source.Piece;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Services that fail, lie or describe nonsense end in typed errors. */
class IiifFaultsTest {
    private static final RgbImage IMAGE = Services.image(128, 96, 0, 1);
    private static final IiifOptions OPTIONS =
            IiifOptions.DEFAULT.withFormat(IiifOptions.Format.PNG).withTile(64);

    private static IiifSource open(IiifServer server) throws IOException {
        return IiifSource.open(server.location(), Services.fetcher(), Optional.empty(), OPTIONS);
    }

    /** Answers every request with the same. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Same(byte[] answer) implements Fetcher {
        @Override
        public byte[] get(URI address, int longest) {
            return answer;
        }

        @Override
        public Ledger ledger() {
            return new Ledger();
        }

        @Override
        public void close() {}
    }

    private static IiifSource opened(byte[] info, IiifOptions options) throws IOException {
        return IiifSource.open("http://127.0.0.1/a", new Same(info), Optional.empty(), options);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static List<Arguments> wrongPieces() {
        return List.of(
                Arguments.of("a page", bytes("<html>come back later</html>"), "not a JPEG, PNG"),
                Arguments.of("nothing", new byte[0], "the file is empty"),
                Arguments.of("another size", null, "the service sent 128 x 96 pixels, not 64 x 32"),
                Arguments.of("a bomb", Bombs.png(30_000, 30_000), "are more than 4 megapixels"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongPieces")
    void aPieceThatIsNone(String name, byte @Nullable [] sent, String message) throws IOException {
        try (IiifServer server = new IiifServer(IMAGE, Services.version3(IMAGE, 2));
                IiifSource source = open(server)) {
            byte[] whole = Services.fetcher().get(URI.create(server.location() + "/full/max/0/default.png"), 1 << 20);
            server.fault = path -> path.startsWith("/64,64,")
                    ? Optional.of(new IiifServer.Answer(200, sent == null ? whole : sent))
                    : Optional.empty();
            Region all = Region.whole(128, 96);
            List<Piece> pieces = source.pieces(0, all);
            assertThatThrownBy(() -> source.buy(pieces))
                    .isInstanceOf(UnusableImageException.class)
                    .hasMessageContaining("/64,64,64,32/64,32/0/default.png: ")
                    .hasMessageContaining(message);
            assertThat(source.ledger().totals().gets()).isEqualTo(5);
            assertThat(source.rehearsal().plan(pieces).requests()).isEqualTo(1);
            server.fault = path -> Optional.empty();
            source.buy(pieces);
            assertThat(source.ledger().totals().gets()).isEqualTo(6);
            assertThat(source.read(0, all).pixels()).isEqualTo(IMAGE.pixels());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 500})
    void statusOfAFailure(int status) throws IOException {
        try (IiifServer server = new IiifServer(IMAGE, Services.version3(IMAGE, 2))) {
            IiifServer.Answer failure = new IiifServer.Answer(status, new byte[0]);
            try (IiifSource source = open(server)) {
                server.fault = path -> path.startsWith("/0,0,") ? Optional.of(failure) : Optional.empty();
                List<Piece> pieces = source.pieces(0, Region.whole(128, 96));
                assertThatThrownBy(() -> source.buy(pieces)).isInstanceOf(ByteSourceException.class);
                assertThat(source.rehearsal().plan(pieces).requests()).isEqualTo(1);
            }
            server.fault = path -> Optional.of(failure);
            assertThatThrownBy(() -> open(server)).isInstanceOf(ByteSourceException.class);
        }
    }

    @Test
    void answersOfMoreThanTheLimit() throws IOException {
        try (IiifServer server = new IiifServer(IMAGE, Services.version3(IMAGE, 2))) {
            IiifOptions small = new IiifOptions(OPTIONS.tile(), OPTIONS.format(), 50, 4);
            try (IiifSource source = IiifSource.open(server.location(), Services.fetcher(), Optional.empty(), small)) {
                assertThatThrownBy(() -> source.buy(source.pieces(0, new Region(0, 0, 1, 1))))
                        .isInstanceOf(ByteSourceException.class);
            }
            server.info = new byte[(1 << 20) + 1];
            assertThatThrownBy(() -> open(server)).isInstanceOf(ByteSourceException.class);
        }
    }

    @Test
    @Timeout(30)
    void closingEndsAPurchase() throws Exception {
        try (IiifServer server = new IiifServer(IMAGE, Services.version3(IMAGE, 2))) {
            IiifOptions one = new IiifOptions(OPTIONS.tile(), OPTIONS.format(), 1 << 20, 1);
            IiifSource source = IiifSource.open(server.location(), Services.fetcher(), Optional.empty(), one);
            CountDownLatch asked = new CountDownLatch(1);
            server.fault = path -> {
                asked.countDown();
                return Optional.empty();
            };
            server.latency = 300;
            AtomicReference<Throwable> failure = new AtomicReference<>();
            List<Piece> pieces = source.pieces(0, Region.whole(128, 96));
            Thread buyer = new Thread(() -> {
                try {
                    source.buy(pieces);
                } catch (IOException | RuntimeException e) {
                    failure.set(e);
                }
            });
            buyer.start();
            asked.await();
            source.close();
            buyer.join();
            assertThat(failure.get()).isInstanceOf(IOException.class);
        }
    }

    static List<Arguments> edits() {
        List<Arguments> edits = new ArrayList<>();
        add(edits, info -> info.remove("protocol"), "its field 'protocol' is missing");
        add(edits, info -> info.put("protocol", "http://example.org"), "its field 'protocol' is not");
        add(edits, info -> info.put("@context", "http://iiif.io/api/image/1/context.json"), "'@context' is not that");
        add(edits, info -> info.put("profile", "level7"), "'profile' is none of");
        add(edits, info -> info.put("profile", List.of()), "'profile' is none of");
        add(edits, info -> info.put("profile", "level0"), "delivers no parts");
        add(edits, info -> info.put("width", 0), "'width' is not a whole number from 1");
        add(edits, info -> info.put("width", "128"), "'width' is not a number");
        add(edits, info -> info.remove("height"), "'height' is missing");
        add(edits, info -> info.put("tiles", Services.tiles(64)), "'scaleFactors' does not have 1 to 64");
        add(edits, info -> info.put("tiles", List.of(1)), "tiles[0] is not a JSON object");
        add(edits, info -> info.put("tiles", Services.tiles(64, 0)), "'scaleFactors' is not a whole number");
        add(edits, info -> info.put("sizes", Services.tiles(64, 1)), "'height' is missing");
        add(edits, info -> info.put("maxWidth", 16), "pieces of 16 x 16 pixels are not of 32");
        add(edits, info -> info.put("maxArea", 1000), "pieces of 31 x 31 pixels are not of 32");
        add(edits, info -> info.put("extraFormats", "png"), "'extraFormats' is not an array");
        add(
                edits,
                info -> {
                    info.put("width", Integer.MAX_VALUE);
                    info.put("height", Integer.MAX_VALUE);
                },
                "more pieces than can be counted");
        return edits;
    }

    private static void add(List<Arguments> edits, Consumer<Map<String, Object>> edit, String message) {
        Map<String, Object> info = Services.version3(IMAGE, 2);
        edit.accept(info);
        edits.add(Arguments.of(Json.line(info), message));
    }

    @ParameterizedTest
    @MethodSource("edits")
    void aDescriptionThatIsWrong(String info, String message) {
        assertThatThrownBy(() -> opened(bytes(info), OPTIONS))
                .isInstanceOf(UnusableImageException.class)
                .hasMessageContaining(message);
    }

    @Test
    void whatTheServiceDoesNotOffer() {
        byte[] level1 = Json.write(Services.version3(IMAGE, 1));
        assertThatThrownBy(() -> opened(level1, OPTIONS))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("The service does not deliver png (take jpg)");
        for (String location : List.of("file:///etc/passwd", "a/info.json", "http:/a", "http://a b?key=secret")) {
            assertThatThrownBy(() -> IiifSource.open(location, new Same(level1), Optional.empty(), OPTIONS))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageNotContaining("secret");
        }
        assertThatThrownBy(() -> new IiifOptions(OPTIONS.tile(), OPTIONS.format(), 0, 1))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void limitsOfTheServiceMakePiecesSmaller() throws IOException {
        Map<String, Object> info = Services.version3(IMAGE, 2);
        info.put("maxWidth", 100);
        info.put("maxHeight", 80);
        try (IiifSource source = opened(Json.write(info), IiifOptions.DEFAULT)) {
            assertThat(source.region(new Piece(0, 0, 0))).isEqualTo(new Region(0, 0, 100, 80));
        }
        info.put("maxArea", 3600);
        try (IiifSource source = opened(Json.write(info), IiifOptions.DEFAULT)) {
            assertThat(source.region(new Piece(0, 0, 0))).isEqualTo(new Region(0, 0, 60, 60));
        }
    }

    @Test
    void mutatedDescriptionsEndInASourceOrATypedError() {
        Map<String, Object> third = Services.version3(IMAGE, 0);
        third.put("tiles", Services.tiles(64, 1, 2, 4));
        third.put("sizes", List.of(Map.of("width", 64, "height", 48)));
        third.put("maxWidth", 1000);
        third.put("extraFeatures", List.of("regionByPx", "sizeByW", "sizeByWh"));
        Map<String, Object> second = Services.version2(IMAGE, 2, List.of("sizeByWh"));
        second.put("tiles", Services.tiles(32, 1, 2));
        int usable = 0;
        for (int seed = 0; seed < 10_000; seed++) {
            Random random = new Random(seed);
            byte[] info = mutated(Json.write(seed % 2 == 0 ? third : second), random);
            try (IiifSource source = opened(info, IiifOptions.DEFAULT)) {
                usable++;
                use(source, random);
            } catch (UnusableImageException | InvalidInputException e) {
                assertThat(e.getMessage()).as("seed %d", seed).matches("[^\n]+");
            } catch (IOException | RuntimeException e) {
                fail("seed " + seed + ": " + new String(info, StandardCharsets.UTF_8), e);
            }
        }
        assertThat(usable).isBetween(100, 9_900);
    }

    private static void use(IiifSource source, Random random) throws IOException {
        List<Level> levels = source.levels();
        assertThat(levels.get(0).reduction()).isEqualTo(1);
        int level = random.nextInt(levels.size());
        int x = random.nextInt(levels.get(level).width());
        int y = random.nextInt(levels.get(level).height());
        Piece piece = source.pieces(level, new Region(x, y, 1, 1)).get(0);
        Region region = source.region(piece);
        assertThat(x - region.left()).isBetween(0, region.width() - 1);
        assertThat(y - region.top()).isBetween(0, region.height() - 1);
        assertThat(source.apart(List.of(piece)).bytes()).isPositive();
        assertThatThrownBy(() -> source.buy(List.of(piece))).isInstanceOf(UnusableImageException.class);
    }

    private static byte[] mutated(byte[] info, Random random) {
        byte[] text = info.clone();
        for (int count = random.nextInt(3); count >= 0; count--) {
            int at = random.nextInt(text.length);
            text[at] = (byte)
                    (switch (random.nextInt(4)) {
                        case 0 -> random.nextInt(256);
                        case 1 -> "{}[]\",:".charAt(random.nextInt(7));
                        default ->
                            Character.isDigit(text[at]) || random.nextBoolean() ? '0' + random.nextInt(10) : text[at];
                    });
        }
        return random.nextInt(10) > 0 ? text : Arrays.copyOf(text, random.nextInt(text.length));
    }
}
