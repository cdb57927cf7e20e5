package io.patchdrop.learn.nets;

import io.patchdrop.core.InvalidInputException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The usual names of nets, and help for whoever misspells one. */
final class NetNames {
    private static final List<String> COMMON = List.of(
            "cifar-resnet8",
            "cifar-resnet14",
            "cifar-resnet20",
            "cifar-resnet32",
            "cifar-resnet44",
            "cifar-resnet56",
            "cifar-resnet110",
            "resnet10",
            "resnet18",
            "resnet34",
            "resnet50",
            "grid-resnet8",
            "grid-resnet14",
            "grid-resnet20");

    private NetNames() {}

    /** The exception for a name that is none, with the nearest one and the list. */
    static InvalidInputException unknown(String text) {
        String wanted = text.toLowerCase(Locale.ROOT);
        Stream<String> names = Stream.concat(COMMON.stream(), COMMON.stream().map(name -> name + optionsOf(wanted)));
        String nearest = names.min(Comparator.comparingInt(name -> distance(name, wanted)))
                .orElseThrow();
        return new InvalidInputException(
                "unknown net '" + text + "'",
                "did you mean " + nearest + "? nets: " + String.join(", ", COMMON)
                        + ", with options as -w32 (width), -s2 (stem stride), -u64 (upsample first)");
    }

    /** The trailing options of a misspelt name, so that its other half is compared fairly. */
    private static String optionsOf(String text) {
        Matcher options = Pattern.compile("(?:-[wsu]\\d{1,4})+$").matcher(text);
        return options.find() ? options.group() : "";
    }

    /** Levenshtein's distance: the fewest insertions, deletions and replacements from one text to the other. */
    static int distance(String from, String to) {
        int[] previous = new int[to.length() + 1];
        Arrays.setAll(previous, index -> index);
        for (int row = 1; row <= from.length(); row++) {
            int[] current = new int[to.length() + 1];
            current[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int replaced = previous[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(replaced, 1 + Math.min(previous[column], current[column - 1]));
            }
            previous = current;
        }
        return previous[to.length()];
    }
}
