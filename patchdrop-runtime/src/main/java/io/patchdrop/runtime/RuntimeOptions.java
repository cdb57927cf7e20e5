package io.patchdrop.runtime;

import io.patchdrop.core.InvalidInputException;

/**
 * How a model uses the machine.
 *
 * @param threads that compute one graph, at least 1
 * @param batch images that are answered side by side at most, at least 1
 * @param calls that compute at the same time at most, at least 1; further ones wait
 * @param memory bytes that all calls together may use beside the weights, roughly: the images side by side become fewer
 *     to keep to it, down to one
 * @param listener is told of every run of a graph
 */
public record RuntimeOptions(int threads, int batch, int calls, long memory, GraphListener listener) {
    /** Is told of the runs of graphs. */
    @FunctionalInterface
    public interface GraphListener {
        /**
         * A graph has been run; called by the thread that did it.
         *
         * @param graph name of the member, such as {@code encode.onnx}
         * @param rows images, or patches of an encoder
         * @param nanoseconds it took
         */
        void ran(String graph, int rows, long nanoseconds);
    }

    /** @throws InvalidInputException if a number is not positive */
    public RuntimeOptions {
        requirePositive("threads", threads);
        requirePositive("batch", batch);
        requirePositive("calls", calls);
        requirePositive("memory", memory);
    }

    /** One thread a processor, 32 images side by side, one call a processor, 1 GiB. */
    public static RuntimeOptions defaults() {
        int processors = Runtime.getRuntime().availableProcessors();
        return new RuntimeOptions(processors, 32, processors, 1L << 30, (graph, rows, nanoseconds) -> {});
    }

    /** The same with so many threads a graph. */
    public RuntimeOptions withThreads(int number) {
        return new RuntimeOptions(number, batch, calls, memory, listener);
    }

    /** The same with so many images side by side. */
    public RuntimeOptions withBatch(int images) {
        return new RuntimeOptions(threads, images, calls, memory, listener);
    }

    /** The same with so many calls at a time. */
    public RuntimeOptions withCalls(int number) {
        return new RuntimeOptions(threads, batch, number, memory, listener);
    }

    /** The same with so much memory. */
    public RuntimeOptions withMemory(long bytes) {
        return new RuntimeOptions(threads, batch, calls, bytes, listener);
    }

    /** The same with another listener. */
    public RuntimeOptions withListener(GraphListener newListener) {
        return new RuntimeOptions(threads, batch, calls, memory, newListener);
    }

    private static void requirePositive(String what, long value) {
        if (value < 1) {
            throw new InvalidInputException("The option " + what + " is " + value, "give a number of at least 1");
        }
    }
}
