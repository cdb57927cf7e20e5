package io.patchdrop.core.bundle;

import io.patchdrop.core.InvalidInputException;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/** Chooses among what calibration has promised. */
public final class Guarantees {
    private Guarantees() {}

    /**
     * The guarantee that asks for the fewest patches among those that hold what is wanted: that of the largest epsilon up to
     * the one given.
     *
     * @param epsilon accuracy that may be lost against all patches, in (0, 1)
     * @throws InvalidInputException if the manifest has none so small, or epsilon is out of its range
     */
    public static Guarantee forRisk(Manifest manifest, double epsilon) {
        if (!(epsilon > 0 && epsilon < 1)) {
            throw new InvalidInputException(
                    "A risk of " + epsilon, "give a number above 0 and below 1, such as 0.01 for one point of percent");
        }
        List<Guarantee> rows = manifest.guarantees();
        return rows.stream()
                .filter(row -> row.epsilon() <= epsilon)
                .reduce((first, second) -> second)
                .orElseThrow(() -> new InvalidInputException(
                        "The bundle " + manifest.name() + " guarantees no risk of at most " + plain(epsilon)
                                + (rows.isEmpty() ? ": it was never calibrated" : ", only of " + risks(rows)),
                        "calibrate it: patchdrop calibrate --model BUNDLE --data PATH --epsilon " + plain(epsilon)));
    }

    private static String risks(List<Guarantee> rows) {
        return rows.stream().map(row -> plain(row.epsilon())).collect(Collectors.joining(", "));
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
