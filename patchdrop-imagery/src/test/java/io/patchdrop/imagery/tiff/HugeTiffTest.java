package io.patchdrop.imagery.tiff;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.imagery.Gdal;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.bytes.BoughtBytes;
import io.patchdrop.imagery.bytes.BuyingOptions;
import io.patchdrop.imagery.bytes.RangeStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images of 100,000 x 100,000 pixels, read by a process with a heap of 64 MiB. */
class HugeTiffTest {
    private static final int SIDE = 100_000;
    private static final int TILE = 256;
    private static final int TILE_BYTES = TILE * TILE;
    private static final int ACROSS = (SIDE + TILE - 1) / TILE;
    private static final Region WINDOW = new Region(70_000, 98_765, 1000, 1000);

    /** Reads a window of the file that is named and prints the milliseconds and the sum of the pixels. */
    public static void main(String[] arguments) throws IOException {
        long start = System.nanoTime();
        try (FileChannel channel = FileChannel.open(Path.of(arguments[0]));
                BoughtBytes bytes = new BoughtBytes(
                        new TestSource(channel.size(), (offset, length) -> read(channel, offset, length)),
                        RangeStore.temporary(),
                        BuyingOptions.DEFAULT)) {
            TiffSource source = TiffSource.open(bytes, TiffOptions.DEFAULT);
            source.buy(source.pieces(0, WINDOW));
            long sum = 0;
            for (byte each : source.read(0, WINDOW).pixels()) {
                sum += each & 0xff;
            }
            System.out.println((System.nanoTime() - start) / 1_000_000 + " " + sum);
        }
    }

    private static byte[] read(FileChannel channel, long offset, int length) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(length);
        while (target.hasRemaining() && channel.read(target, offset + target.position()) > 0) {
            // Until it is full.
        }
        return target.array();
    }

    /** The sum of the window's samples, three for each pixel. */
    private static long readInSmallHeap(Path folder, Path file) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String printed = Gdal.start(
                folder,
                java,
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                HugeTiffTest.class.getName(),
                file.toString());
        List<String> words = List.of(printed.strip().split(" ", 2));
        System.out.println(file.getFileName() + ": opened and read in " + words.get(0) + " ms");
        return Long.parseLong(words.get(1));
    }

    @Test
    void everyTileInASparseFile(@TempDir Path folder) throws IOException {
        int tiles = ACROSS * ACROSS;
        long first = 4 << 20;
        Map<Integer, TiffLayout.Values> fields = TiffLayout.grey(SIDE, SIDE, TILE, TILE);
        fields.put(
                Tag.TILE_OFFSETS,
                new TiffLayout.Values(
                        TiffLayout.LONG8,
                        LongStream.range(0, tiles)
                                .map(tile -> first + tile * TILE_BYTES)
                                .toArray()));
        fields.put(
                Tag.TILE_BYTE_COUNTS,
                new TiffLayout.Values(
                        TiffLayout.LONG,
                        LongStream.range(0, tiles).map(tile -> TILE_BYTES).toArray()));
        TiffLayout layout = new TiffLayout(ByteOrder.LITTLE_ENDIAN, true);
        layout.directory(fields);
        // One tile inside of the window is not black.
        int tile = 387 * ACROSS + 275;
        byte[] sevens = new byte[TILE_BYTES];
        Arrays.fill(sevens, (byte) 7);
        Path file = folder.resolve("huge.tif");
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.write(ByteBuffer.wrap(layout.bytes()), 0);
            channel.write(ByteBuffer.wrap(sevens), first + (long) tile * TILE_BYTES);
            channel.write(ByteBuffer.allocate(1), first + (long) tiles * TILE_BYTES - 1);
        }
        assertThat(Files.size(file)).isGreaterThan(10_000_000_000L);
        assertThat(readInSmallHeap(folder, file)).isEqualTo(3L * 7 * TILE_BYTES);
    }

    @Test
    void everyTileEmpty(@TempDir Path folder) throws IOException {
        Gdal.run(
                folder,
                "gdal_create",
                "-outsize",
                "" + SIDE,
                "" + SIDE,
                "-bands",
                "3",
                "-co",
                "TILED=YES",
                "-co",
                "SPARSE_OK=TRUE",
                "-co",
                "BIGTIFF=YES",
                "empty.tif");
        assertThat(readInSmallHeap(folder, folder.resolve("empty.tif"))).isZero();
    }
}
