package io.patchdrop.spark;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.trim;

import io.patchdrop.core.InvalidInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Numbers the inputs of a batch, once, and says which of them are committed together. From then on the batch goes by this table:
 * whatever is added to a folder later is not part of it.
 */
final class InputPlan {
    /** Name of the part of the batch's folder. */
    static final String PART = "_inputs";

    private static final String LOCATION = "location";

    /** The columns of the inputs but {@code slice}, which is in the names of folders. */
    static final StructType SCHEMA = new StructType()
            .add("number", DataTypes.LongType)
            .add(LOCATION, DataTypes.StringType)
            .add("window", DataTypes.createArrayType(DataTypes.IntegerType, false))
            .add("problem", DataTypes.StringType);

    private static final int SMALLEST_SLICE = 1 << 12;
    private static final int LARGEST_SLICE = 1 << 16;
    /** So many slices let one that is interrupted lose little. */
    private static final int MANY_SLICES = 16;

    private final SparkSession spark;
    private final BatchRequest request;
    private final InputKind kind;
    private final boolean bytes;

    /** @throws InvalidInputException if there is no such table, or it has no such column */
    InputPlan(SparkSession spark, BatchRequest request) throws IOException {
        this.spark = spark;
        this.request = request;
        InputKind named = InputKind.of(request.input(), request.column().isPresent());
        this.kind = named == InputKind.IMAGES && holdsParquet(request.input()) ? InputKind.PARQUET : named;
        this.bytes = switch (kind) {
            case IMAGES, LIST -> false;
            case CSV, PARQUET -> ImageColumns.of(table().schema(), column()).bytes();
        };
    }

    private static boolean holdsParquet(String input) throws IOException {
        Path path = new Path(input);
        if (Locations.isWeb(input)) {
            return false;
        }
        FileStatus[] found = HadoopFiles.store(path).globStatus(new Path(path, "*.parquet"));
        return found != null && found.length > 0;
    }

    /** Whether the images lie in the table itself. */
    boolean holdsBytes() {
        return bytes;
    }

    private String column() {
        return request.column().orElse(LOCATION);
    }

    private Dataset<Row> table() {
        try {
            return kind == InputKind.CSV
                    ? spark.read().option("header", true).csv(request.input())
                    : spark.read().parquet(request.input());
        } catch (Exception e) {
            if (e instanceof AnalysisException) {
                throw new InvalidInputException(
                        "The table " + request.input() + " cannot be read: "
                                + Opener.firstLine(String.valueOf(e.getMessage())),
                        "give a CSV file with a line of names, or Parquet",
                        e);
            }
            throw e;
        }
    }

    /**
     * The inputs: {@code number}, {@code location}, {@code window} (null where an image is not cut), {@code problem} (why it
     * could not be cut, or null) and {@code slice}.
     *
     * @param model by whose options images are opened if they are cut
     * @throws InvalidInputException if there are none
     */
    Dataset<Row> inputs(SharedModel model) throws IOException {
        if (bytes) {
            if (request.chip() > 0) {
                throw new InvalidInputException("Images in a table are not cut", "leave out --chip, or give locations");
            }
            return slicedByFile();
        }
        if (kind == InputKind.IMAGES && request.chip() == 0) {
            return listed(ImageListing.list(request.input()));
        }
        Dataset<Row> locations = locations();
        Dataset<Row> windows = request.chip() > 0
                ? locations.flatMap(
                        new CutImages(model, request.options().access(), request.chip()),
                        Encoders.row(CutImages.SCHEMA))
                : locations
                        .withColumn("window", lit(null).cast("array<int>"))
                        .withColumn("problem", lit(null).cast("string"));
        Dataset<Row> numbered = windows.zipWithIndex("number");
        long slice = sliceSize(request.chip() > 0 ? 0 : numbered.count());
        return numbered.withColumn("slice", expr("cast(number div " + slice + " as int)"));
    }

    /** What the driver has listed is numbered by the driver. */
    private Dataset<Row> listed(List<String> locations) {
        long slice = sliceSize(locations.size());
        List<Row> rows = new ArrayList<>(locations.size());
        for (int i = 0; i < locations.size(); i++) {
            rows.add(RowFactory.create((long) i, locations.get(i), null, null, (int) (i / slice)));
        }
        return spark.createDataFrame(rows, SCHEMA.add("slice", DataTypes.IntegerType));
    }

    private long sliceSize(long inputs) {
        if (request.slice() > 0) {
            return request.slice();
        }
        // How many windows there are shows only when all images are cut.
        return inputs == 0 ? LARGEST_SLICE : Math.max(SMALLEST_SLICE, Math.min(LARGEST_SLICE, inputs / MANY_SLICES));
    }

    private Dataset<Row> locations() throws IOException {
        return switch (kind) {
            case IMAGES ->
                spark.createDataset(ImageListing.list(request.input()), Encoders.STRING())
                        .toDF(LOCATION);
            case LIST ->
                spark.read()
                        .textFile(request.input())
                        .toDF(LOCATION)
                        .filter(trim(col(LOCATION)).notEqual(""));
            case CSV, PARQUET -> table().select(col("`" + column() + "`").alias(LOCATION));
        };
    }

    /** Whole files of a table make a slice, so that each is read once. */
    private Dataset<Row> slicedByFile() {
        Dataset<Row> rows = spark.read()
                .parquet(request.input())
                .select(
                        col("_metadata.file_path").alias("file"),
                        col("_metadata.row_index").alias("row"));
        List<Row> counts = rows.groupBy("file")
                .agg(count(lit(1)).alias("rows"))
                .orderBy("file")
                .collectAsList();
        long total = counts.stream().mapToLong(each -> each.getLong(1)).sum();
        long size = sliceSize(total);
        List<Row> starts = new ArrayList<>();
        long start = 0;
        long inSlice = 0;
        int slice = 0;
        for (Row file : counts) {
            if (inSlice >= size) {
                slice++;
                inSlice = 0;
            }
            starts.add(RowFactory.create(file.getString(0), start, slice));
            start += file.getLong(1);
            inSlice += file.getLong(1);
        }
        Dataset<Row> files = spark.createDataFrame(
                starts,
                new StructType()
                        .add("file", DataTypes.StringType)
                        .add("start", DataTypes.LongType)
                        .add("slice", DataTypes.IntegerType));
        return rows.join(broadcast(files), "file")
                .select(
                        expr("start + row").alias("number"),
                        concat(col("file"), lit("#"), col("row")).alias(LOCATION),
                        lit(null).cast("array<int>").alias("window"),
                        lit(null).cast("string").alias("problem"),
                        col("slice"));
    }

    /** Rows of a slice, of any columns, with their images beside them in the column {@code image}. */
    Dataset<Row> withBytes(Dataset<Row> slice) {
        List<String> files = slice.select(
                        expr("regexp_replace(location, '#[0-9]+$', '')").alias("file"))
                .distinct()
                .as(Encoders.STRING())
                .collectAsList();
        Dataset<Row> images = spark.read()
                .parquet(files.toArray(String[]::new))
                .select(
                        concat(col("_metadata.file_path"), lit("#"), col("_metadata.row_index"))
                                .alias(LOCATION),
                        col("`" + column() + "`").alias("image"));
        return images.join(broadcast(slice), LOCATION);
    }
}
