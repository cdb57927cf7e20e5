package io.patchdrop.learn.nets;

import static org.bytedeco.pytorch.global.torch.avg_pool2d;
import static org.bytedeco.pytorch.global.torch.upsample_nearest2d;

import io.patchdrop.learn.onnx.OnnxGraph;
import org.bytedeco.pytorch.Tensor;

/** Maps of a whole image, and their parts by patch. */
final class Cells {
    private Cells() {}

    /** The patches of {@code [N, 3, G * p, G * p]}, row by row, image after image: {@code [N * G * G, p, p, 3]}. */
    static Tensor patches(Tensor images, long grid, long patch) {
        return images.permute(0, 2, 3, 1)
                .reshape(images.size(0), grid, patch, grid, patch, 3)
                .permute(0, 1, 3, 2, 4, 5)
                .reshape(-1, patch, patch, 3);
    }

    /** From rows by patch {@code [N, G * G, C * side * side]} to maps {@code [N, C, G * side, G * side]}. */
    static Tensor map(Tensor rows, long grid, long side) {
        long images = rows.size(0);
        long channels = rows.size(2) / (side * side);
        return rows.view(images, grid, grid, channels, side, side)
                .permute(0, 3, 1, 4, 2, 5)
                .reshape(images, channels, grid * side, grid * side);
    }

    /** From maps {@code [N, C, G * side, G * side]} to rows by patch {@code [N, G * G, C * side * side]}. */
    static Tensor rows(Tensor maps, long grid, long side) {
        long images = maps.size(0);
        long channels = maps.size(1);
        return maps.reshape(images, channels, grid, side, grid, side)
                .permute(0, 2, 4, 1, 3, 5)
                .reshape(images, grid * grid, channels * side * side);
    }

    /** Each cell {@code times} times in both directions. */
    static Tensor repeated(Tensor maps, long times) {
        return times == 1 ? maps : upsample_nearest2d(maps, new long[] {maps.size(2) * times, maps.size(3) * times});
    }

    /** Maps of {@code size} cells a side, from maps whose side is a multiple or a divisor of it. */
    static Tensor resized(Tensor maps, long size) {
        long side = maps.size(2);
        if (side > size) {
            return avg_pool2d(maps, side / size, side / size);
        }
        return repeated(maps, size / side);
    }

    /** Writes {@link #map}. */
    static String writeMap(OnnxGraph graph, String rows, long grid, long channels, long side) {
        String byPatch = graph.reshape(rows, 0, grid, grid, channels, side, side);
        return graph.reshape(graph.transpose(byPatch, 0, 3, 1, 4, 2, 5), 0, channels, grid * side, grid * side);
    }

    /** Writes {@link #rows}. */
    static String writeRows(OnnxGraph graph, String maps, long grid, long channels, long side) {
        String byPatch = graph.reshape(maps, 0, channels, grid, side, grid, side);
        return graph.reshape(graph.transpose(byPatch, 0, 2, 4, 1, 3, 5), 0, grid * grid, channels * side * side);
    }

    /** Writes {@link #repeated}. */
    static String writeRepeated(OnnxGraph graph, String maps, int times) {
        return times == 1 ? maps : graph.repeatPixels(maps, times);
    }

    /** Writes {@link #resized} of maps of a known size. */
    static String writeResized(OnnxGraph graph, String maps, int from, int to) {
        return from > to ? graph.averagePool(maps, from / to) : writeRepeated(graph, maps, to / from);
    }
}
