package io.patchdrop.spark;

import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/**
 * Answers all images of an input, slice by slice. A request that was interrupted goes on where it was: answers that are
 * committed stay, and each input has one row in the end, whatever failed on the way.
 */
public final class BatchJob {
    /** Rows of one task at least; fewer are not worth their start. */
    private static final int ROWS_OF_A_TASK = 256;

    private final SparkSession spark;
    private final BatchRequest request;
    private final BatchListener listener;
    private final SharedModel model;
    private final BatchFolder folder;
    private final InputPlan plan;
    /** How many inputs each slice has. */
    private SortedMap<Integer, Long> inputsOf = new TreeMap<>();

    private BatchJob(SparkSession spark, BatchRequest request, BatchListener listener) throws IOException {
        this.spark = spark;
        this.request = request;
        this.listener = listener;
        this.model = SharedModel.of(spark, request.options().bundle());
        if (request.options().budget() != null) {
            request.options()
                    .budget()
                    .budget()
                    .requireFits(model.get().manifest().patches());
        }
        this.plan = new InputPlan(spark, request);
        this.folder = BatchFolder.open(request.output(), request.description(model.sha256()));
    }

    /**
     * Runs a batch, or goes on with it.
     *
     * @throws io.patchdrop.core.InvalidInputException if the request cannot be met, or its folder is of another one
     * @throws IOException if the folder cannot be written
     * @throws BatchStoppedException if the listener asks for it
     */
    public static BatchSummary run(SparkSession spark, BatchRequest request, BatchListener listener)
            throws IOException {
        return new BatchJob(spark, request, listener).run();
    }

    private BatchSummary run() throws IOException {
        if (!folder.has(InputPlan.PART)) {
            folder.write(InputPlan.PART, plan.inputs(model), "slice");
        }
        SortedMap<Integer, Long> slices = slices();
        inputsOf = slices;
        SortedMap<Integer, Long> pending = without(slices, folder.slices(""));
        Optional<BatchSummary.Unbought> unbought = Optional.empty();
        if (request.maxPrice().isPresent()) {
            RoundJob rounds = new RoundJob(
                    spark,
                    folder,
                    slices,
                    listener,
                    new Rounds(model.get().manifest(), request.maxPrice().getAsDouble()));
            unbought = Optional.of(rounds.run(this::looks, this::purchases));
            if (!pending.isEmpty()) {
                Slices.run(
                        pending,
                        slice -> folder.write(BatchFolder.slice("", slice), rounds.answers(slice)),
                        BatchListener.stopping(listener));
            }
            rounds.removeStates();
        } else {
            long all = sum(slices);
            listener.planned(all, all - sum(pending));
            Slices.run(pending, slice -> folder.write(BatchFolder.slice("", slice), answers(slice)), listener);
        }
        return BatchSummary.of(spark.read().schema(AnswerInputs.SCHEMA).parquet(folder.address("")), unbought);
    }

    private static SortedMap<Integer, Long> without(SortedMap<Integer, Long> slices, Set<Integer> done) {
        SortedMap<Integer, Long> pending = new TreeMap<>(slices);
        pending.keySet().removeAll(done);
        return pending;
    }

    private static long sum(SortedMap<Integer, Long> slices) {
        return slices.values().stream().mapToLong(Long::longValue).sum();
    }

    private SortedMap<Integer, Long> slices() {
        SortedMap<Integer, Long> slices = new TreeMap<>();
        for (Row row : spark.read()
                .schema(InputPlan.SCHEMA.add("slice", DataTypes.IntegerType))
                .parquet(folder.address(InputPlan.PART))
                .groupBy("slice")
                .count()
                .collectAsList()) {
            slices.put(row.getInt(0), row.getLong(1));
        }
        return Collections.unmodifiableSortedMap(slices);
    }

    private Dataset<Row> inputs(int slice) {
        return spark.read().schema(InputPlan.SCHEMA).parquet(folder.address(BatchFolder.slice(InputPlan.PART, slice)));
    }

    private Dataset<Row> answers(int slice) {
        boolean bytes = plan.holdsBytes();
        AnswerInputs answering = new AnswerInputs(model, request.options(), bytes);
        return images(slice).mapPartitions(answering, Encoders.row(AnswerInputs.SCHEMA));
    }

    private Dataset<Row> images(int slice) {
        Dataset<Row> inputs = inputs(slice);
        return plan.holdsBytes() ? plan.withBytes(inputs) : spread(inputs, slice);
    }

    private Dataset<Row> looks(int slice) {
        BuyRound looking = new BuyRound(model, request.options(), plan.holdsBytes(), null);
        return images(slice).mapPartitions(looking, Encoders.row(BuyRound.SCHEMA));
    }

    private Dataset<Row> purchases(Dataset<Row> state, int slice, RoundPlan round) {
        BuyRound buying = new BuyRound(model, request.options(), plan.holdsBytes(), round);
        Dataset<Row> images = plan.holdsBytes() ? plan.withBytes(state) : spread(state, slice);
        return images.mapPartitions(buying, Encoders.row(BuyRound.SCHEMA));
    }

    /** Rows over the slots of the cluster; windows of one image stay together. */
    private Dataset<Row> spread(Dataset<Row> inputs, int slice) {
        int tasks = (int) Math.max(
                1,
                Math.min(
                        inputsOf.getOrDefault(slice, 0L) / ROWS_OF_A_TASK,
                        2L * spark.sparkContext().defaultParallelism()));
        Column number = col("number");
        return request.chip() > 0
                ? inputs.repartitionByRange(tasks, number).sortWithinPartitions(number)
                : inputs.repartition(tasks);
    }
}
