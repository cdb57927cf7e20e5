package io.patchdrop.cli;

import io.patchdrop.core.Budget;
import io.patchdrop.core.Seeds;
import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.runtime.PatchDropModel;
import io.patchdrop.runtime.RuntimeOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Times a model with each number of patches, and without dropping. All of these are called in turn, round by round, so that
 * whatever else the machine does meets all alike; rounds before the first measured one warm up.
 */
final class Benchmark {
    private static final int FEWEST_ROUNDS = 5;
    /** The warm-up's share of the time. */
    private static final double WARM_UP = 0.2;

    private final PatchDropModel model;
    private final StageTimes stages;
    private final List<RgbImage> images;

    /**
     * Times of the calls of one kind, in milliseconds.
     *
     * @param patches taken of each image
     * @param total of whole calls, normalising pixels included
     * @param look of the LR look
     * @param classifier of the HR classifier's graphs
     */
    record Row(int patches, List<Double> total, List<Double> look, List<Double> classifier) {
        private Row(int patches) {
            this(patches, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        /** The value that a share of the times do not exceed. */
        static double percentile(List<Double> times, double share) {
            double[] sorted =
                    times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
        }
    }

    /**
     * What was measured.
     *
     * @param rows for 0 to P patches
     * @param dense whole images, by the HR classifier alone
     */
    record Times(List<Row> rows, Row dense) {}

    /** Adds up what the graphs take in a call. */
    private static final class StageTimes implements RuntimeOptions.GraphListener {
        private long look;
        private long classifier;

        @Override
        public void ran(String graph, int rows, long nanoseconds) {
            if (graph.equals(Manifest.LOOK)) {
                look += nanoseconds;
            } else {
                classifier += nanoseconds;
            }
        }
    }

    private Benchmark(PatchDropModel model, StageTimes stages, int batch) {
        this.model = model;
        this.stages = stages;
        this.images = new ArrayList<>();
        int side = model.manifest().imageSize();
        for (int i = 0; i < batch; i++) {
            byte[] pixels = new byte[3 * side * side];
            Seeds.generator(1, "benchmark", i).nextBytes(pixels);
            images.add(new RgbImage(side, side, pixels));
        }
    }

    /**
     * Measures.
     *
     * @param batch images of a call
     * @param threads that compute a graph
     * @param seconds to take; five rounds are made in any case
     */
    static Times run(Path bundle, int batch, int threads, double seconds) {
        StageTimes stages = new StageTimes();
        RuntimeOptions options = RuntimeOptions.defaults()
                .withThreads(threads)
                .withBatch(batch)
                .withCalls(1)
                .withListener(stages);
        try (PatchDropModel model = PatchDropModel.load(bundle, options)) {
            Benchmark benchmark = new Benchmark(model, stages, batch);
            benchmark.rounds(seconds * WARM_UP);
            return benchmark.rounds(seconds * (1 - WARM_UP));
        }
    }

    private Times rounds(double seconds) {
        List<Row> rows = new ArrayList<>();
        for (int count = 0; count <= model.manifest().patches(); count++) {
            rows.add(new Row(count));
        }
        Row dense = new Row(model.manifest().patches());
        long end = System.nanoTime() + (long) (seconds * 1e9);
        for (int round = 0; round < FEWEST_ROUNDS || System.nanoTime() < end; round++) {
            for (Row row : rows) {
                Budget budget = Budget.patches(row.patches());
                time(row, () -> model.classify(images, budget));
            }
            time(dense, () -> model.hrLogits(images));
        }
        return new Times(rows, dense);
    }

    private void time(Row row, Runnable call) {
        stages.look = 0;
        stages.classifier = 0;
        long start = System.nanoTime();
        call.run();
        row.total().add((System.nanoTime() - start) / 1e6);
        row.look().add(stages.look / 1e6);
        row.classifier().add(stages.classifier / 1e6);
    }
}
