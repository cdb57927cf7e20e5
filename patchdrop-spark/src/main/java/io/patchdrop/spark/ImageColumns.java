package io.patchdrop.spark;

import io.patchdrop.core.Budget;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.Region;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Which columns of a table say what an image is.
 *
 * @param image place of the column with the location or the bytes
 * @param bytes whether it holds the bytes
 * @param window place of the column with {@code [x, y, width, height]}; -1 if there is none
 */
record ImageColumns(int image, boolean bytes, int window) implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * The columns of a table.
     *
     * @throws InvalidInputException if there is no such column, or it holds neither text nor bytes
     */
    static ImageColumns of(StructType schema, String column) {
        if (!List.of(schema.fieldNames()).contains(column)) {
            throw new InvalidInputException(
                    "The table has no column " + column, "give one of " + String.join(", ", schema.fieldNames()));
        }
        int place = schema.fieldIndex(column);
        DataType type = schema.fields()[place].dataType();
        if (!type.equals(DataTypes.BinaryType) && !type.equals(DataTypes.StringType)) {
            throw new InvalidInputException(
                    "The column " + column + " is of type " + type.simpleString(),
                    "give one that holds locations or the bytes of image files");
        }
        return new ImageColumns(place, type.equals(DataTypes.BinaryType), -1);
    }

    /** The same with a column of windows. */
    ImageColumns withWindow(int place) {
        return new ImageColumns(image, bytes, place);
    }

    /** The image of a row. */
    ImageRequest request(Row row, Budget budget) {
        if (bytes) {
            return ImageRequest.ofBytes(row.<byte[]>getAs(image), budget);
        }
        return ImageRequest.ofLocation(row.getString(image), window < 0 ? null : windowOf(row, window), budget);
    }

    /** A window as it stands in a table. */
    static Region windowOf(Row row, int place) {
        List<Integer> numbers = row.getList(place);
        return new Region(numbers.get(0), numbers.get(1), numbers.get(2), numbers.get(3));
    }
}
