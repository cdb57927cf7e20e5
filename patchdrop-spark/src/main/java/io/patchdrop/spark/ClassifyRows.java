package io.patchdrop.spark;

import io.patchdrop.core.Budget;
import io.patchdrop.runtime.PatchDropModel;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/** Puts the columns of an answer behind those of each row. */
final class ClassifyRows extends RowBatches implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1L;

    private final ImageColumns columns;
    private final BudgetRule rule;
    private final Prices prices;

    ClassifyRows(SharedModel model, ImageColumns columns, ClassifyOptions options) {
        super(model, options.access(), false);
        this.columns = columns;
        this.rule = options.budget() == null
                ? BudgetRule.of(model.get().manifest().decision().budget())
                : options.budget();
        this.prices = options.prices();
    }

    @Override
    List<Row> answer(List<Row> rows, Answering answering, PatchDropModel model) {
        Budget budget = rule.budget();
        List<ImageRequest> requests = new ArrayList<>(rows.size());
        for (Row row : rows) {
            requests.add(columns.request(row, budget));
        }
        List<ImageResult> results = answering.answer(requests);
        List<Row> answered = new ArrayList<>(rows.size());
        for (int i = 0; i < results.size(); i++) {
            Row columnsOfAnswer = AnswerColumns.row(results.get(i), prices, modelSha256());
            answered.add(AnswerColumns.joined(rows.get(i), columnsOfAnswer));
        }
        return answered;
    }
}
