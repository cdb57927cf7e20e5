package io.patchdrop.spark;

import io.patchdrop.core.Budget;
import io.patchdrop.runtime.Answer;
import io.patchdrop.runtime.PatchDropModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** Rows of a batch without what differs from run to run. */
final class Answers {
    private Answers() {}

    /** What an input was answered. */
    record Answered(
            @Nullable String location,
            @Nullable String className,
            @Nullable Double confidence,
            List<Integer> patches,
            List<Long> mask,
            @Nullable String error) {}

    /** All rows, by number. */
    static List<Answered> of(SparkSession spark, Path output) {
        return rows(spark, output).stream().map(Answers::answered).toList();
    }

    static List<Row> rows(SparkSession spark, Path output) {
        return spark.read().parquet(output.toString()).orderBy("number").collectAsList();
    }

    private static Answered answered(Row row) {
        return new Answered(
                row.getAs("location"),
                row.getAs("class"),
                row.getAs("confidence"),
                row.getList(row.fieldIndex("patches")),
                row.getList(row.fieldIndex("mask")),
                row.getAs("error"));
    }

    /** What {@code classify} says of files, one by one. */
    static List<Answered> expected(PatchDropModel model, List<Path> files, Budget budget) {
        return files.stream()
                .map(file -> {
                    try {
                        Answer answer = model.classify(model.decode(Files.readAllBytes(file)), budget);
                        long mask = Arrays.stream(answer.purchases())
                                .mapToLong(patch -> 1L << patch)
                                .sum();
                        return new Answered(
                                file.toString(),
                                answer.className(),
                                answer.confidence(),
                                Arrays.stream(answer.purchases()).boxed().toList(),
                                List.of(mask),
                                null);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }
}
