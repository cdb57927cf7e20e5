package io.patchdrop.server.zoom;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.NearestName;
import io.patchdrop.core.price.PriceList;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.json.JsonFields;
import io.patchdrop.imagery.tiff.Rescale;
import io.patchdrop.imagery.tiff.TiffOptions;
import io.patchdrop.runtime.zoom.ChipLayout;
import io.patchdrop.runtime.zoom.Limits;
import io.patchdrop.runtime.zoom.ZoomRule;
import io.patchdrop.server.http.Problem;
import io.patchdrop.server.http.Problem.Kind;
import io.patchdrop.server.http.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The JSON of a {@link ZoomOrder}. */
final class OrderFields {
    private static final List<String> NAMES = List.of(
            "source",
            "look",
            "asset",
            "windows",
            "bbox",
            "chip",
            "budget",
            "tau",
            "lambda",
            "max_risk",
            "enough",
            "abstain",
            "max_bytes",
            "max_price",
            "prices",
            "bands",
            "rescale");

    private static final String WHAT = "The request";
    private static final String REMEDY = "see /openapi.json";
    private static final int LONGEST_SHOWN = 50;
    private static final int MOST_AREAS = 10_000;

    private final JsonFields fields;

    private OrderFields(JsonFields fields) {
        this.fields = fields;
    }

    static ZoomOrder read(Map<?, ?> body) {
        try {
            for (Object name : body.keySet()) {
                requireKnown(String.valueOf(name));
            }
            return new OrderFields(JsonFields.of(body, WHAT, REMEDY)).order(body);
        } catch (InvalidInputException e) {
            throw new ProblemException(new Problem(Kind.BAD_REQUEST, String.valueOf(e.getMessage())), e);
        }
    }

    private static void requireKnown(String name) {
        if (NAMES.contains(name)) {
            return;
        }
        String shown = name.substring(0, Math.min(name.length(), LONGEST_SHOWN)).replaceAll("\\p{Cntrl}", "?");
        throw new InvalidInputException(
                WHAT + " has no field '" + shown + "'",
                "did you mean " + NearestName.of(shown, NAMES) + "? There are " + String.join(", ", NAMES));
    }

    private ZoomOrder order(Map<?, ?> body) {
        Map<String, Object> given = new LinkedHashMap<>();
        body.forEach((name, value) -> {
            if (value != null) {
                given.put(String.valueOf(name), value);
            }
        });
        OptionalLong chip = fields.optionalWhole("chip", 1, Integer.MAX_VALUE);
        OptionalLong patches = fields.optionalWhole("budget", 0, Integer.MAX_VALUE);
        return new ZoomOrder(
                text("source").orElseThrow(() -> fields.wrong("source", "is missing")),
                text("look"),
                new TiffOptions(
                        fields.optionalWholes("bands", 1, 1 << 16).stream()
                                .map(Math::toIntExact)
                                .toList(),
                        rows("rescale", 2).stream()
                                .map(row -> new Rescale(row[0], row[1]))
                                .toList()),
                fields.optionalText("asset").orElse(""),
                new ChipLayout(areas(), whole(chip)),
                new ZoomRule(
                        whole(patches),
                        fields.optionalNumber("tau"),
                        fields.optionalNumber("lambda"),
                        fields.optionalNumber("max_risk")),
                fields.optionalNumber("enough"),
                fields.optionalNumber("abstain"),
                new Limits(fields.optionalWhole("max_bytes", 0, Long.MAX_VALUE), fields.optionalNumber("max_price")),
                Optional.ofNullable(fields.value("prices")).map(this::prices),
                given);
    }

    private Optional<String> text(String name) {
        Optional<String> text = fields.optionalText(name);
        if (text.isPresent() && text.get().isBlank()) {
            throw fields.wrong(name, "is empty");
        }
        return text;
    }

    private PriceList prices(Object value) {
        if (value instanceof Map<?, ?> map) {
            return PriceList.ofFields(map);
        }
        throw fields.wrong("prices", "is not an object");
    }

    private static OptionalInt whole(OptionalLong value) {
        return value.isPresent() ? OptionalInt.of(Math.toIntExact(value.getAsLong())) : OptionalInt.empty();
    }

    private List<ChipLayout.Area> areas() {
        List<ChipLayout.Area> areas = new ArrayList<>();
        for (double[] row : rows("windows", 4)) {
            for (double number : row) {
                if (number != Math.rint(number) || number < 0 || number > Integer.MAX_VALUE) {
                    throw fields.wrong("windows", "has a window that is not four whole numbers of at least 0");
                }
            }
            areas.add(new ChipLayout.Window(new Region((int) row[0], (int) row[1], (int) row[2], (int) row[3])));
        }
        for (double[] row : rows("bbox", 4)) {
            areas.add(new ChipLayout.Box(row[0], row[1], row[2], row[3]));
        }
        return areas;
    }

    /** Rows of finite numbers; a single row may stand without its outer brackets. */
    private List<double[]> rows(String name, int length) {
        List<?> list = fields.optionalList(name);
        if (list.size() > MOST_AREAS) {
            throw fields.wrong(name, "has more than " + MOST_AREAS + " entries");
        }
        boolean single = !list.isEmpty() && list.stream().allMatch(Number.class::isInstance);
        List<double[]> rows = new ArrayList<>();
        for (Object each : single ? List.of(list) : list) {
            rows.add(row(name, each, length));
        }
        return rows;
    }

    private double[] row(String name, Object row, int length) {
        if (row instanceof List<?> numbers && numbers.size() == length) {
            double[] values = new double[length];
            for (int i = 0; i < length; i++) {
                values[i] = numbers.get(i) instanceof Number number ? number.doubleValue() : Double.NaN;
                if (!Double.isFinite(values[i])) {
                    throw fields.wrong(name, "has something in it that is not a number");
                }
            }
            return values;
        }
        throw fields.wrong(name, "has something in it that is not an array of " + length + " numbers");
    }
}
