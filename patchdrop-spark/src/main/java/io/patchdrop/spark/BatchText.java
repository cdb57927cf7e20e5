package io.patchdrop.spark;

import java.util.Locale;

/** A summary for people. */
final class BatchText {
    private BatchText() {}

    /** A few lines, each with its end. */
    static String of(BatchSummary summary, String currency, String output) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%,d inputs, %,d without an answer; %,d patches, %,d bytes in %,d requests, price %s %s%n",
                summary.inputs(),
                summary.errors(),
                summary.patches(),
                summary.bytes(),
                summary.requests(),
                number(summary.price()),
                currency));
        summary.unbought()
                .ifPresent(left -> text.append(String.format(
                        Locale.ROOT,
                        "left unbought: %,d patches of %,d inputs; %s %s not spent; buying on would bring about %s more"
                                + " right answers%n",
                        left.patches(),
                        left.inputs(),
                        number(left.money()),
                        currency,
                        number(left.expectedGain()))));
        return text.append("answers in ")
                .append(output)
                .append(System.lineSeparator())
                .toString();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.6g", value)
                .replaceFirst("(\\.\\d*?)0+$", "$1")
                .replaceFirst("\\.$", "");
    }
}
