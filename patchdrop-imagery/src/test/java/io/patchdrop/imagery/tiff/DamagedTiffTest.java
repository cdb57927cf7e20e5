package io.patchdrop.imagery.tiff;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.UnusableImageException;
import io.patchdrop.imagery.bytes.BoughtBytes;
import io.patchdrop.imagery.bytes.BuyingOptions;
import io.patchdrop.imagery.bytes.RangeStore;
import io.patchdrop.imagery.source.Level;
import io.patchdrop.imagery.tiff.TiffLayout.Values;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that make no sense, or are of a kind that is not read, end in one line that says why. */
class DamagedTiffTest {
    private static final int SHORT = TiffLayout.SHORT;
    private static final int LONG = TiffLayout.LONG;
    private static final int LONG8 = TiffLayout.LONG8;
    private static final int SIDE = 16;

    private static Map<Integer, Values> fields() {
        Map<Integer, Values> fields = TiffLayout.grey(2 * SIDE, SIDE, SIDE, SIDE);
        fields.put(Tag.TILE_OFFSETS, new Values(LONG, 1000, 1000));
        fields.put(Tag.TILE_BYTE_COUNTS, new Values(LONG, SIDE * SIDE, SIDE * SIDE));
        return fields;
    }

    private static byte[] file(TiffLayout layout) {
        layout.skipTo(4000);
        return layout.bytes();
    }

    private static byte[] with(Consumer<Map<Integer, Values>> change) {
        Map<Integer, Values> fields = fields();
        change.accept(fields);
        TiffLayout layout = new TiffLayout(ByteOrder.LITTLE_ENDIAN, false);
        layout.directory(fields);
        return file(layout);
    }

    private static byte[] with(int tag, int type, long... values) {
        return with(fields -> fields.put(tag, new Values(type, values)));
    }

    private static void readAll(byte[] file) throws IOException {
        try (BoughtBytes bytes = TestSource.buying(file)) {
            TiffSource source = TiffSource.open(bytes, TiffOptions.DEFAULT);
            for (int i = 0; i < source.levels().size(); i++) {
                Level level = source.levels().get(i);
                Region whole = Region.whole(level.width(), level.height());
                source.buy(source.pieces(i, whole));
                source.read(i, whole);
            }
        }
    }

    private static void refused(byte[] file, String why) {
        assertThatExceptionOfType(UnusableImageException.class)
                .isThrownBy(() -> readAll(file))
                .withMessageContaining(why)
                .withMessageNotContaining("\n");
    }

    @Test
    void theFileThatIsDamagedBelowIsReadWhenItIsNot() {
        assertThatNoException().isThrownBy(() -> readAll(with(fields -> {})));
    }

    @Test
    void noTiffFile() {
        refused(new byte[0], "no TIFF file");
        refused(new byte[] {'I', 'I', 42}, "no TIFF file");
        refused("II*\0no".getBytes(StandardCharsets.US_ASCII), "no TIFF file");
        refused(new byte[1000], "no TIFF file");
        refused("\u0089PNG and so on".getBytes(StandardCharsets.ISO_8859_1), "no TIFF file");
        refused(new byte[] {'I', 'I', 43, 0, 4, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0}, "no TIFF file");
        refused(new byte[] {'I', 'I', 43, 0, 8, 0, 0, 0}, "ends before");
        refused(new byte[] {'M', 'M', 0, 42, 0, 0, 0, 0}, "without an image");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void directoriesThatLeadBack(boolean big) {
        TiffLayout toItself = new TiffLayout(ByteOrder.BIG_ENDIAN, big);
        toItself.linkTo(toItself.directory(fields()));
        refused(file(toItself), "lead back");
        TiffLayout toTheFirst = new TiffLayout(ByteOrder.LITTLE_ENDIAN, big);
        int first = toTheFirst.directory(fields());
        toTheFirst.directory(fields());
        toTheFirst.directory(fields());
        toTheFirst.linkTo(first);
        refused(file(toTheFirst), "lead back");
    }

    @ParameterizedTest
    @ValueSource(longs = {4000, 3999, 0xffffffffL, -1, Long.MAX_VALUE, Long.MIN_VALUE})
    void directoriesBehindTheEnd(long offset) {
        TiffLayout layout = new TiffLayout(ByteOrder.LITTLE_ENDIAN, true);
        layout.directory(fields());
        layout.linkTo(offset);
        refused(file(layout), "ends before");
    }

    @Test
    void absurdNumbersOfDirectoriesAndFields() {
        TiffLayout many = new TiffLayout(ByteOrder.LITTLE_ENDIAN, false);
        for (int i = 0; i < 1001; i++) {
            many.directory(Map.of());
        }
        refused(file(many), "1000 directories");
        for (long count : new long[] {4097, -1, Long.MAX_VALUE, Long.MAX_VALUE / 20}) {
            TiffLayout layout = new TiffLayout(ByteOrder.LITTLE_ENDIAN, true);
            layout.offsetAt(layout.directory(fields()), count);
            refused(file(layout), "fields");
        }
        refused(Arrays.copyOf(with(fields -> {}), 60), "ends before");
    }

    @ParameterizedTest
    @ValueSource(longs = {3_000_000_000L, -1, Long.MAX_VALUE, Long.MIN_VALUE})
    void absurdNumbersOfValues(long count) {
        for (int tag : new int[] {Tag.BITS_PER_SAMPLE, Tag.JPEG_TABLES, Tag.EXTRA_SAMPLES, Tag.GDAL_NODATA}) {
            TiffLayout layout = new TiffLayout(ByteOrder.BIG_ENDIAN, true);
            layout.directory(fields(), tag, SHORT, count, 500);
            refused(file(layout), "values");
        }
        for (int tag : new int[] {Tag.TILE_OFFSETS, Tag.TILE_BYTE_COUNTS}) {
            TiffLayout layout = new TiffLayout(ByteOrder.BIG_ENDIAN, true);
            layout.directory(fields(), tag, LONG8, count, 3990);
            refused(file(layout), "ends before");
        }
    }

    @Test
    void lengthsThatNoFileHas() throws IOException {
        TiffLayout layout = new TiffLayout(ByteOrder.LITTLE_ENDIAN, true);
        Map<Integer, Values> fields = TiffLayout.grey(0x7fffffff, 0x7fffffff, 1, 1);
        fields.put(Tag.TILE_OFFSETS, new Values(LONG8, 1, 1));
        layout.directory(fields, Tag.TILE_BYTE_COUNTS, LONG8, Long.MAX_VALUE, 100);
        refusedAtLength(layout, Long.MAX_VALUE - 1, "tiles");
        layout.linkTo(Long.MAX_VALUE - 10);
        refusedAtLength(layout, Long.MAX_VALUE, "ends before");
    }

    /** The bytes behind the layout are zeros: the directory there has no fields. */
    private static void refusedAtLength(TiffLayout layout, long length, String why) throws IOException {
        byte[] start = layout.bytes();
        TestSource source =
                new TestSource(length, (offset, count) -> offset == 0 ? Arrays.copyOf(start, count) : new byte[count]);
        try (BoughtBytes bytes = new BoughtBytes(source, RangeStore.temporary(), BuyingOptions.DEFAULT)) {
            assertThatExceptionOfType(UnusableImageException.class)
                    .isThrownBy(() -> TiffSource.open(bytes, TiffOptions.DEFAULT))
                    .withMessageContaining(why);
        }
    }

    @Test
    void valuesBehindTheEnd() {
        TiffLayout layout = new TiffLayout(ByteOrder.LITTLE_ENDIAN, false);
        layout.directory(fields(), Tag.EXTRA_SAMPLES, SHORT, 100, 3900);
        refused(file(layout), "ends before");
    }

    @Test
    void absurdSizes() {
        refused(with(Tag.IMAGE_WIDTH, LONG, 0), "field 256 is 0");
        refused(with(Tag.IMAGE_HEIGHT, LONG, 0xffffffffL), "field 257");
        refused(with(Tag.IMAGE_WIDTH, LONG, 1_000_000), "lists 2 of 62500 tiles");
        refused(with(Tag.TILE_WIDTH, LONG, 0), "field 322 is 0");
        refused(with(Tag.TILE_WIDTH, LONG, 0x7fffffff), "its tiles");
        refused(with(Tag.SAMPLES_PER_PIXEL, SHORT, 0), "field 277 is 0");
        refused(
                with(fields -> {
                    fields.put(Tag.IMAGE_WIDTH, new Values(LONG, 0x7fffffff));
                    fields.put(Tag.IMAGE_HEIGHT, new Values(LONG, 0x7fffffff));
                    fields.put(Tag.TILE_WIDTH, new Values(LONG, 1));
                    fields.put(Tag.TILE_HEIGHT, new Values(LONG, 1));
                    fields.put(Tag.SAMPLES_PER_PIXEL, new Values(SHORT, 60000));
                    fields.put(Tag.PLANAR_CONFIGURATION, new Values(SHORT, 2));
                }),
                "tiles");
    }

    @Test
    void absurdTiles() {
        refused(with(Tag.TILE_OFFSETS, LONG, 1000, 3900), "ends before");
        refused(with(Tag.TILE_OFFSETS, LONG, 1000, 0xffffffffL), "ends before");
        refused(with(Tag.TILE_BYTE_COUNTS, LONG, 256, 100_000), "bytes, more than");
        refused(with(Tag.TILE_BYTE_COUNTS, LONG, 256, 0xffffffffL), "bytes, more than");
        refused(with(Tag.TILE_BYTE_COUNTS, LONG8, 256, -1), "bytes, more than");
        refused(with(Tag.TILE_OFFSETS, LONG8, 1000, Long.MIN_VALUE), "ends before");
        refused(with(Tag.TILE_OFFSETS, LONG, 1000), "lists 1 of 2 tiles");
        refused(with(Tag.TILE_OFFSETS, 2, 1, 1), "of type ASCII");
        refused(with(fields -> fields.remove(Tag.TILE_BYTE_COUNTS)), "325 is missing");
        refused(with(fields -> fields.remove(Tag.TILE_OFFSETS)), "273 is missing");
        refused(with(Tag.TILE_BYTE_COUNTS, LONG, 256, 100), "");
    }

    @Test
    void tilesThatCanBeHadAreBoughtBesideADamagedOne() throws IOException {
        try (BoughtBytes bytes = TestSource.buying(with(Tag.TILE_OFFSETS, LONG, 1000, 3900))) {
            TiffSource source = TiffSource.open(bytes, TiffOptions.DEFAULT);
            assertThatExceptionOfType(UnusableImageException.class)
                    .isThrownBy(() -> source.buy(source.pieces(0, Region.whole(2 * SIDE, SIDE))));
            assertThatNoException().isThrownBy(() -> source.read(0, Region.whole(SIDE, SIDE)));
        }
    }

    @Test
    void tilesThatDoNotDecode() {
        // Zeros are no stream of any compression: LZW, JPEG, DEFLATE, Zstandard, WebP.
        for (int compression : new int[] {5, 7, 8, 50000, 50001}) {
            refused(
                    with(fields -> {
                        fields.put(Tag.COMPRESSION, new Values(SHORT, compression));
                        fields.put(Tag.SAMPLES_PER_PIXEL, new Values(SHORT, 3));
                        fields.put(Tag.PHOTOMETRIC, new Values(SHORT, 2));
                    }),
                    "");
        }
    }

    @Test
    void kindsThatAreNotSupported() {
        refused(with(Tag.BITS_PER_SAMPLE, SHORT, 12), "gdal_translate");
        refused(with(Tag.BITS_PER_SAMPLE, SHORT, 0), "gdal_translate");
        refused(with(Tag.SAMPLE_FORMAT, SHORT, 5), "gdal_translate");
        refused(with(Tag.COMPRESSION, SHORT, 34887), "LERC");
        refused(with(Tag.COMPRESSION, SHORT, 6), "gdal_translate");
        refused(with(Tag.PHOTOMETRIC, SHORT, 5), "CMYK");
        refused(with(Tag.PHOTOMETRIC, SHORT, 6), "YCbCr");
        refused(with(Tag.PHOTOMETRIC, SHORT, 8), "colours of kind 8");
        refused(with(Tag.PHOTOMETRIC, SHORT, 3), "palette");
        refused(with(Tag.FILL_ORDER, SHORT, 3), "field 266 is 3");
        refused(
                with(fields -> {
                    fields.put(Tag.SAMPLES_PER_PIXEL, new Values(SHORT, 2));
                    fields.put(Tag.BITS_PER_SAMPLE, new Values(SHORT, 8, 16));
                }),
                "different depths");
        refused(with(Tag.BITS_PER_SAMPLE, SHORT, 32), "rescale");
        refused(
                with(fields -> {
                    fields.remove(Tag.TILE_OFFSETS);
                    fields.put(Tag.STRIP_OFFSETS, new Values(LONG, 1000));
                    fields.put(Tag.STRIP_BYTE_COUNTS, new Values(LONG, 512));
                    fields.put(Tag.ROWS_PER_STRIP, new Values(LONG, 0));
                }),
                "strips of no rows");
    }
}
