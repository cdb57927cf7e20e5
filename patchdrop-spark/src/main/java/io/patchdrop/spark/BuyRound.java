package io.patchdrop.spark;

import io.patchdrop.core.Budget;
import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.imagery.source.Cost;
import io.patchdrop.runtime.PatchDropModel;
import io.patchdrop.spark.allocation.Cell;
import io.patchdrop.spark.allocation.ConfidenceBins;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** A round of purchases: who is chosen buys the next step and is answered anew; the others stay as they are. */
final class BuyRound extends RowBatches implements MapPartitionsFunction<Row, Row> {
    /**
     * The state of an input: the columns of an answer, and
     *
     * <pre>
     * curve       bins of the confidence after each step so far, the look first
     * next_price  of the next step; null if there is none
     * unit        that of the cell; null if there is no next step
     * kept        what was bought of it, to go on from; null if reading it again costs nothing
     * </pre>
     */
    static final StructType SCHEMA = AnswerInputs.SCHEMA
            .add("problem", DataTypes.StringType)
            .add("curve", DataTypes.createArrayType(DataTypes.IntegerType, false))
            .add("next_price", DataTypes.DoubleType)
            .add("unit", DataTypes.IntegerType)
            .add("kept", DataTypes.BinaryType);

    private static final long serialVersionUID = 1L;

    private final @Nullable RoundPlan plan;
    private final Prices prices;
    private final boolean bytes;

    /** @param plan who buys; null for the look at all inputs */
    BuyRound(SharedModel model, ClassifyOptions options, boolean bytes, @Nullable RoundPlan plan) {
        super(model, options.access(), true);
        this.plan = plan;
        this.prices = options.prices();
        this.bytes = bytes;
    }

    @Override
    boolean isDone(Row row) {
        if (plan == null) {
            return false;
        }
        List<Integer> curve = row.getList(row.fieldIndex("curve"));
        if (row.getAs("unit") == null) {
            return true;
        }
        int unit = row.getAs("unit");
        long number = row.getAs("number");
        return !plan.buys(curve.size() - 1, curve.get(curve.size() - 1), unit, number);
    }

    @Override
    Row passed(Row row) {
        Object[] values = new Object[SCHEMA.size()];
        String[] names = SCHEMA.fieldNames();
        for (int i = 0; i < values.length; i++) {
            values[i] = row.getAs(names[i]);
        }
        return RowFactory.create(values);
    }

    @Override
    List<Row> answer(List<Row> rows, Answering answering, PatchDropModel model) {
        Manifest manifest = model.manifest();
        List<ImageRequest> requests = new ArrayList<>();
        for (Row row : rows) {
            if (row.getAs("problem") == null) {
                int patches = manifest.steps().get(curve(row).size());
                requests.add(InputRows.request(
                        row, bytes, List.of(Budget.patches(patches)), plan == null ? null : row.getAs("kept")));
            }
        }
        List<ImageResult> results = answering.answer(requests);
        List<Row> answered = new ArrayList<>(rows.size());
        int next = 0;
        for (Row row : rows) {
            String problem = row.getAs("problem");
            ImageResult result = problem == null
                    ? results.get(next++)
                    : new ImageResult(List.of(), Cost.NONE, 0, null, null, problem);
            answered.add(state(row, result, manifest));
        }
        return answered;
    }

    private List<Integer> curve(Row row) {
        return plan == null ? List.of() : row.getList(row.fieldIndex("curve"));
    }

    private Row state(Row row, ImageResult result, Manifest manifest) {
        Cost cost = total(row, result);
        Row answer = AnswerColumns.row(result.withCost(cost, milliseconds(row, result)), prices, modelSha256());
        List<Integer> curve = new ArrayList<>(curve(row));
        Double nextPrice = null;
        Integer unit = null;
        if (result.error() == null) {
            int bought = result.answer().purchases().length;
            int more = Steps.after(manifest, bought) - bought;
            curve.add(ConfidenceBins.of(result.answer().confidence()));
            if (more > 0) {
                Cost next = result.next() == null ? Cost.NONE : result.next();
                nextPrice = prices.price(next, more);
                unit = Cell.unit(nextPrice / more);
            }
        }
        Row input = RowFactory.create(row.getAs("number"), row.getAs("location"), row.getAs("window"));
        Row rest = RowFactory.create(row.getAs("problem"), curve.toArray(), nextPrice, unit, result.kept());
        return AnswerColumns.joined(AnswerColumns.joined(input, answer), rest);
    }

    /** What the image has taken in all rounds. Reading a file of one's own again takes nothing. */
    private Cost total(Row row, ImageResult result) {
        if (plan == null) {
            return result.cost();
        }
        Cost before = new Cost(row.<Long>getAs("requests"), row.<Long>getAs("bytes"), true);
        return result.kept() == null && result.error() == null ? before : before.plus(result.cost());
    }

    private double milliseconds(Row row, ImageResult result) {
        return plan == null ? result.milliseconds() : row.<Double>getAs("milliseconds") + result.milliseconds();
    }
}
