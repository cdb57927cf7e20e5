package io.patchdrop.spark;

import io.patchdrop.core.Budget;
import java.util.List;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Rows of the table of inputs. */
final class InputRows {
    private InputRows() {}

    /**
     * The image of a row.
     *
     * @param bytes whether it lies in the column {@code image}
     * @param kept what was bought of it before
     */
    static ImageRequest request(Row row, boolean bytes, List<Budget> budgets, byte @Nullable [] kept) {
        if (bytes) {
            byte[] image = row.getAs("image");
            return new ImageRequest(null, image == null ? new byte[0] : image, null, budgets, null);
        }
        int window = row.fieldIndex("window");
        return new ImageRequest(
                row.getAs("location"),
                null,
                row.isNullAt(window) ? null : ImageColumns.windowOf(row, window),
                budgets,
                kept);
    }
}
