package io.patchdrop.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.price.PriceList;
import io.patchdrop.runtime.PatchDropModel;
import io.patchdrop.spark.Answers.Answered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images in tables, the DataFrame API and the SQL function. */
class TableTest {
    private static final int SCENES = 60;

    @TempDir
    private static Path shared = Path.of("");

    private static SparkSession spark = Local.spark();
    private static PatchDropModel model = Local.model();
    private static List<Path> files = List.of();
    private static List<Answered> expected = List.of();

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void scenes() throws IOException {
        files = SceneImages.write(shared.resolve("scenes"), SCENES);
        expected = Answers.expected(model, files, model.manifest().decision().budget());
    }

    @AfterAll
    static void close() {
        model.close();
    }

    /** Columns {@code id}, {@code image} (the bytes; one row has none, one is no image) and {@code place}. */
    private static Dataset<Row> table() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < SCENES; i++) {
            byte[] image = i == 5 ? null : i == 6 ? new byte[] {1, 2, 3} : SceneImages.png(i);
            rows.add(RowFactory.create(i, image, files.get(i).toString()));
        }
        return spark.createDataFrame(
                rows,
                new StructType()
                        .add("id", DataTypes.IntegerType)
                        .add("image", DataTypes.BinaryType)
                        .add("place", DataTypes.StringType));
    }

    private BatchRequest request(Path input, String column) {
        return BatchRequest.of(input.toString(), folder.resolve("answers").toString(), ClassifyOptions.of(Local.BUNDLE))
                .withColumn(column)
                .withSlice(25);
    }

    @Test
    void bytesInParquet() throws IOException {
        Path input = folder.resolve("input");
        table().repartition(4).write().parquet(input.toString());

        BatchSummary summary = BatchJob.run(spark, request(input, "image"), BatchListener.NONE);

        assertThat(summary.inputs()).isEqualTo(SCENES);
        assertThat(summary.errors()).isEqualTo(2);
        List<Row> rows = Answers.rows(spark, folder.resolve("answers"));
        assertThat(rows).extracting(row -> row.<Long>getAs("number")).doesNotHaveDuplicates();
        assertThat(rows)
                .filteredOn(row -> row.isNullAt(row.fieldIndex("error")))
                .extracting(row -> row.<Double>getAs("confidence"))
                .containsExactlyInAnyOrderElementsOf(expectedConfidences());
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.<String>getAs("location")).matches("file:.*\\.parquet#\\d+"));
    }

    private BatchRequest limited(Path input) {
        ClassifyOptions options = ClassifyOptions.of(Local.BUNDLE).withPrices(PriceList.ofText("per_patch=1"));
        return BatchRequest.of(input.toString(), folder.resolve("answers").toString(), options)
                .withColumn("image")
                .withMaxPrice(60);
    }

    private static List<Double> expectedConfidences() {
        List<Double> confidences = new ArrayList<>();
        for (int i = 0; i < SCENES; i++) {
            Double confidence = expected.get(i).confidence();
            if (i != 5 && i != 6 && confidence != null) {
                confidences.add(confidence);
            }
        }
        return confidences;
    }

    @Test
    void bytesInParquetUnderALimit() throws IOException {
        Path input = folder.resolve("input");
        table().repartition(3).write().parquet(input.toString());

        BatchSummary summary = BatchJob.run(spark, limited(input), BatchListener.NONE);

        assertThat(summary.inputs()).isEqualTo(SCENES);
        assertThat(summary.errors()).isEqualTo(2);
        assertThat(summary.price()).isEqualTo(60);
    }

    @Test
    void locationsInTables() throws IOException {
        Path parquet = folder.resolve("input.parquet");
        table().coalesce(1).write().parquet(parquet.toString());
        BatchJob.run(spark, request(parquet, "place"), BatchListener.NONE);
        assertThat(Answers.of(spark, folder.resolve("answers"))).isEqualTo(expected);

        StringBuilder csv = new StringBuilder("label,location\n");
        files.forEach(file -> csv.append("x,").append(file).append('\n'));
        Path list = Files.writeString(folder.resolve("list.csv"), csv);
        BatchRequest request =
                BatchRequest.of(list.toString(), folder.resolve("second").toString(), ClassifyOptions.of(Local.BUNDLE));
        BatchJob.run(spark, request, BatchListener.NONE);
        assertThat(Answers.of(spark, folder.resolve("second"))).isEqualTo(expected);
    }

    @Test
    void whatIsNoColumnOfImagesIsRefused() {
        Path parquet = folder.resolve("input.parquet");
        table().write().parquet(parquet.toString());
        assertThatThrownBy(() -> BatchJob.run(spark, request(parquet, "picture"), BatchListener.NONE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no column picture (give one of id, image, place)");
        assertThatThrownBy(() -> BatchJob.run(spark, request(parquet, "id"), BatchListener.NONE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is of type int");
    }

    /** The ten lines of docs/spark.md. */
    @Test
    void theExampleOfTheDocumentation() {
        table().createOrReplaceTempView("images");
        Path bundle = Local.BUNDLE;
        // begin
        Dataset<Row> images = spark.table("images");
        Dataset<Row> answers = PatchDropSpark.classify(images, "image", ClassifyOptions.of(bundle));
        answers.where("error is null").groupBy("class").count().show();

        PatchDropSpark.register(spark, bundle);
        Dataset<Row> sure = spark.sql(
                """
                select id, answer.class, answer.confidence
                from (select id, patchdrop_classify(image) as answer from images)
                where answer.confidence > 0.9""");
        sure.show();
        // end

        List<Row> rows = answers.orderBy("id").collectAsList();
        assertThat(rows).hasSize(SCENES);
        for (int i = 0; i < SCENES; i++) {
            Row row = rows.get(i);
            if (i == 5 || i == 6) {
                assertThat(row.<String>getAs("error")).isNotEmpty();
            } else {
                assertThat(row.<String>getAs("class")).isEqualTo(expected.get(i).className());
                assertThat(row.<Double>getAs("confidence"))
                        .isEqualTo(expected.get(i).confidence());
            }
        }
        assertThat(sure.count())
                .isEqualTo(answers.where("confidence > 0.9").count())
                .isPositive();
    }
}
