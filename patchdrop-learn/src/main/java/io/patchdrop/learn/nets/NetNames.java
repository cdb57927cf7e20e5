package io.patchdrop.learn.nets;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.NearestName;
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
            "grid-resnet20",
            "bag-resnet8",
            "bag-resnet14",
            "bag-resnet20",
            "refine-resnet12",
            "refine-resnet16",
            "refine-resnet20",
            "attention-resnet8",
            "attention-resnet14",
            "glimpse-resnet8");

    private NetNames() {}

    /** The exception for a name that is none, with the nearest one and the list. */
    static InvalidInputException unknown(String text) {
        String wanted = text.toLowerCase(Locale.ROOT);
        List<String> names = Stream.concat(COMMON.stream(), COMMON.stream().map(name -> name + optionsOf(wanted)))
                .toList();
        String nearest = NearestName.of(wanted, names);
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
}
