package io.patchdrop.imagery.tiff;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.imagery.bytes.BoughtBytes;
import io.patchdrop.imagery.tiff.TiffLayout.Values;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TileCacheTest {
    private static TileIndex image() throws IOException {
        Map<Integer, Values> fields = TiffLayout.grey(16, 16, 16, 16);
        fields.put(Tag.TILE_OFFSETS, new Values(TiffLayout.LONG, 0));
        fields.put(Tag.TILE_BYTE_COUNTS, new Values(TiffLayout.LONG, 0));
        TiffLayout layout = new TiffLayout(ByteOrder.LITTLE_ENDIAN, false);
        layout.directory(fields);
        try (BoughtBytes bytes = TestSource.buying(layout.bytes())) {
            return TiffImage.of(TiffFile.open(bytes).directories().get(0)).index();
        }
    }

    @Test
    void keepsWhatWasUsedLately() throws IOException {
        TileIndex image = image();
        TileCache cache = new TileCache(100);
        List<Long> decoded = new ArrayList<>();
        for (long tile : new long[] {1, 2, 1, 1, 3, 1, 2, 4, 2, 1}) {
            byte[] samples = cache.get(image, tile, () -> {
                decoded.add(tile);
                return new byte[] {(byte) tile, 0, 0};
            });
            assertThat(samples[0]).isEqualTo((byte) tile);
        }
        assertThat(decoded).containsExactly(1L, 2L, 3L, 4L);

        decoded.clear();
        TileCache small = new TileCache(7);
        for (long tile : new long[] {1, 2, 1, 3, 1, 2}) {
            small.get(image, tile, () -> {
                decoded.add(tile);
                return new byte[3];
            });
        }
        assertThat(decoded).containsExactly(1L, 2L, 3L, 2L);
    }

    @Test
    void tellsImagesApartAndDoesNotKeepWhatIsTooLarge() throws IOException {
        TileCache cache = new TileCache(10);
        byte[] ofOne = cache.get(image(), 0, () -> new byte[5]);
        assertThat(cache.get(image(), 0, () -> new byte[5])).isNotSameAs(ofOne);
        TileIndex image = image();
        byte[] large = cache.get(image, 1, () -> new byte[11]);
        assertThat(cache.get(image, 1, () -> new byte[11])).isNotSameAs(large);
    }
}
