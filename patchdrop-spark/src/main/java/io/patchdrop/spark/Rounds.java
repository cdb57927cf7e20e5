package io.patchdrop.spark;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;

import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.spark.allocation.Allocation;
import io.patchdrop.spark.allocation.Cell;
import io.patchdrop.spark.allocation.Movements;
import io.patchdrop.spark.allocation.Worth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Decides round by round who buys. Only counts come to the driver: how many images are in which cell and how confidences moved.
 */
final class Rounds {
    private final Manifest manifest;
    private final double maxPrice;

    Rounds(Manifest manifest, double maxPrice) {
        this.manifest = manifest;
        this.maxPrice = maxPrice;
    }

    /**
     * The next round.
     *
     * @param state of all inputs
     * @return nothing if no image can or need buy any more
     */
    Optional<RoundPlan> next(Dataset<Row> state) {
        double money = money(state);
        if (money <= 0) {
            return Optional.empty();
        }
        List<Allocation.Group> groups = groups(state);
        Allocation.Decision decision = Allocation.decide(worth(state), groups, money);
        Set<List<Integer>> whole = new HashSet<>();
        long inputs = 0;
        double price = 0;
        for (Allocation.Group group : groups) {
            if (decision.whole().contains(group.cell())) {
                whole.add(RoundPlan.numbers(group.cell()));
                inputs += group.images();
                price += group.price();
            }
        }
        if (decision.part().isPresent()) {
            Row part = part(state, decision.part().get(), decision.left());
            if (part.getLong(0) > 0) {
                return Optional.of(new RoundPlan(
                        whole,
                        RoundPlan.numbers(decision.part().get()),
                        part.getLong(1),
                        inputs + part.getLong(0),
                        price + part.getDouble(2)));
            }
        }
        return whole.isEmpty() ? Optional.empty() : Optional.of(new RoundPlan(whole, List.of(), -1, inputs, price));
    }

    private double money(Dataset<Row> state) {
        return maxPrice - state.selectExpr("coalesce(sum(price), 0d)").first().getDouble(0);
    }

    private static Dataset<Row> open(Dataset<Row> state) {
        return state.where("next_price is not null")
                .selectExpr(
                        "number",
                        "next_price",
                        "size(curve) - 1 as step",
                        "element_at(curve, -1) as bin",
                        "unit",
                        "size(patches) as bought");
    }

    private static List<Allocation.Group> groups(Dataset<Row> state) {
        List<Allocation.Group> groups = new ArrayList<>();
        for (Row row : open(state)
                .groupBy("step", "bin", "unit")
                .agg(count(lit(1)), sum("next_price"))
                .collectAsList()) {
            groups.add(new Allocation.Group(
                    new Cell(row.getInt(0), row.getInt(1), row.getInt(2)), row.getLong(3), row.getDouble(4)));
        }
        return groups;
    }

    private Worth worth(Dataset<Row> state) {
        Movements movements = new Movements(manifest.steps().size() - 1);
        for (Row row : state.where("size(curve) > 1")
                .selectExpr("curve", "explode(sequence(0, size(curve) - 2)) as step")
                .selectExpr("step", "curve[step] as before", "curve[step + 1] as after")
                .groupBy("step", "before", "after")
                .count()
                .collectAsList()) {
            movements.add(row.getInt(0), row.getInt(1), row.getInt(2), row.getLong(3));
        }
        return new Worth(movements, manifest.steps());
    }

    /** The images of a cell, by their numbers, that some money is enough for: how many, the last number, and their price. */
    private static Row part(Dataset<Row> state, Cell cell, double money) {
        Dataset<Row> members = open(state)
                .where(col("step")
                        .equalTo(cell.step())
                        .and(col("bin").equalTo(cell.bin()))
                        .and(col("unit").equalTo(cell.unit())));
        Dataset<Row> running = members.withColumn(
                "running",
                sum("next_price")
                        .over(Window.orderBy("number").rowsBetween(Window.unboundedPreceding(), Window.currentRow())));
        return running.where(col("running").leq(money))
                .agg(count(lit(1)), coalesce(max("number"), lit(-1L)), coalesce(max("running"), lit(0.0)))
                .first();
    }

    /** What is left when nobody buys any more. */
    BatchSummary.Unbought unbought(Dataset<Row> state) {
        Worth worth = worth(state);
        double gain = 0;
        for (Allocation.Group group : groups(state)) {
            gain += group.images()
                    * worth.gain(group.cell().step(), group.cell().bin());
        }
        Row left = open(state)
                .selectExpr("count(*)", "coalesce(sum(" + manifest.patches() + " - bought), 0)")
                .first();
        return new BatchSummary.Unbought(left.getLong(0), left.getLong(1), money(state), gain);
    }

    /** What {@link #unbought} said, as JSON has it. */
    static BatchSummary.Unbought unbought(Map<?, ?> fields) {
        return new BatchSummary.Unbought(
                Stored.number(fields, "inputs").longValue(),
                Stored.number(fields, "patches").longValue(),
                Stored.number(fields, "money").doubleValue(),
                Stored.number(fields, "expected_gain").doubleValue());
    }
}
