package io.patchdrop.spark;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.source.Level;
import io.patchdrop.runtime.zoom.Chip;
import io.patchdrop.runtime.zoom.Chips;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Cuts images into squares: a row for each, or one that says why an image cannot be cut. */
final class CutImages implements FlatMapFunction<Row, Row> {
    static final StructType SCHEMA = new StructType()
            .add("location", DataTypes.StringType)
            .add("window", DataTypes.createArrayType(DataTypes.IntegerType, false))
            .add("problem", DataTypes.StringType);

    private static final long serialVersionUID = 1L;

    private final SharedModel model;
    private final Access access;
    private final int side;

    CutImages(SharedModel model, Access access, int side) {
        this.model = model;
        this.access = access;
        this.side = side;
    }

    @Override
    public Iterator<Row> call(Row location) {
        return cut(location.getString(0)).iterator();
    }

    private List<Row> cut(@Nullable String location) {
        if (location == null || location.isBlank()) {
            return List.of(row(location, null, "there is no location"));
        }
        Opener opener = new Opener(model.get(), access.opening(), false);
        try (OpenImage image = opener.opened(location)) {
            Level full = image.source().levels().get(0);
            List<Chip> chips =
                    Chips.cut(List.of(Region.whole(full.width(), full.height())), full.width(), full.height(), side);
            List<Row> rows = new ArrayList<>(chips.size());
            chips.forEach(chip -> rows.add(row(location, chip.window(), null)));
            return rows;
        } catch (InvalidInputException e) {
            return List.of(row(location, null, Opener.firstLine(e.problem())));
        } catch (IOException e) {
            return List.of(row(location, null, Opener.reason(e)));
        }
    }

    private static Row row(@Nullable String location, @Nullable Region window, @Nullable String problem) {
        Object[] numbers =
                window == null ? null : new Object[] {window.left(), window.top(), window.width(), window.height()};
        return RowFactory.create(location, numbers, problem);
    }
}
