package io.patchdrop.spark;

import io.patchdrop.core.Budget;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Images in tables are classified by a bundle. */
public final class PatchDropSpark {
    /** Name of the SQL function that {@link #register} makes. */
    public static final String FUNCTION = "patchdrop_classify";

    private PatchDropSpark() {}

    /**
     * Classifies the images of a table: its rows with the columns {@code class}, {@code confidence}, {@code patches}, {@code
     * mask}, {@code bytes}, {@code requests}, {@code price}, {@code milliseconds}, {@code model_sha256} and {@code error} behind
     * theirs. An image that cannot be read has null as its class, and the reason in {@code error}.
     *
     * @param images must not have columns of these names
     * @param column with locations (paths, or addresses that the executors reach) or with the bytes of image files
     * @throws io.patchdrop.core.InvalidInputException if there is no such bundle or column, or the budget does not fit
     */
    public static Dataset<Row> classify(Dataset<Row> images, String column, ClassifyOptions options) {
        SharedModel model = SharedModel.of(images.sparkSession(), options.bundle());
        return classify(images, ImageColumns.of(images.schema(), column), model, options);
    }

    /** As the other, with a model that is at hand. */
    static Dataset<Row> classify(
            Dataset<Row> images, ImageColumns columns, SharedModel model, ClassifyOptions options) {
        ClassifyRows rows = new ClassifyRows(model, columns, options);
        return images.mapPartitions(rows, Encoders.row(joined(images.schema(), AnswerColumns.SCHEMA)));
    }

    /**
     * Makes the SQL function {@code patchdrop_classify(bytes)} for a session. It takes the bytes of an image file and gives a
     * struct with the columns of {@link #classify}. It answers row by row; {@link #classify} is quicker.
     *
     * @throws io.patchdrop.core.InvalidInputException if there is no such bundle
     */
    public static void register(SparkSession spark, Path bundle) {
        SharedModel model = SharedModel.of(spark, bundle);
        BudgetRule rule = BudgetRule.of(model.get().manifest().decision().budget());
        UDF1<byte[], Row> function = bytes -> {
            Budget budget = rule.budget();
            try (Answering answering = new Answering(model.get(), Access.DEFAULT, 1, false)) {
                List<ImageResult> results = answering.answer(List.of(ImageRequest.ofBytes(bytes, budget)));
                return AnswerColumns.row(results.get(0), Prices.FREE, model.sha256());
            }
        };
        spark.udf().register(FUNCTION, function, AnswerColumns.SCHEMA);
    }

    /** The fields of one schema, then those of another. */
    static StructType joined(StructType one, StructType other) {
        StructType both = one;
        for (StructField field : other.fields()) {
            both = both.add(field);
        }
        return both;
    }
}
