package io.patchdrop.spark;

import io.patchdrop.core.Budget;
import io.patchdrop.imagery.source.Cost;
import io.patchdrop.runtime.PatchDropModel;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Answers inputs of a batch: a row with number, location and window, then the columns of the answer. */
final class AnswerInputs extends RowBatches implements MapPartitionsFunction<Row, Row> {
    static final StructType SCHEMA = PatchDropSpark.joined(
            new StructType()
                    .add("number", DataTypes.LongType)
                    .add("location", DataTypes.StringType)
                    .add("window", DataTypes.createArrayType(DataTypes.IntegerType, false)),
            AnswerColumns.SCHEMA);

    private static final long serialVersionUID = 1L;

    private final BudgetRule rule;
    private final Prices prices;
    private final boolean bytes;

    AnswerInputs(SharedModel model, ClassifyOptions options, boolean bytes) {
        super(model, options.access(), false);
        this.rule = options.budget() == null
                ? BudgetRule.of(model.get().manifest().decision().budget())
                : options.budget();
        this.prices = options.prices();
        this.bytes = bytes;
    }

    @Override
    List<Row> answer(List<Row> rows, Answering answering, PatchDropModel model) {
        Budget budget = rule.budget();
        List<ImageRequest> requests = new ArrayList<>();
        for (Row row : rows) {
            if (row.getAs("problem") == null) {
                requests.add(InputRows.request(row, bytes, List.of(budget), null));
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
            Row input = RowFactory.create(row.getAs("number"), row.getAs("location"), row.getAs("window"));
            answered.add(AnswerColumns.joined(input, AnswerColumns.row(result, prices, modelSha256())));
        }
        return answered;
    }
}
