package io.patchdrop.learn.stages;

import java.util.LinkedHashMap;
import java.util.Map;

/** Weighted running means of what a training step reports. */
final class Averages {
    private final Map<String, double[]> sums = new LinkedHashMap<>();

    /** Adds a mean over {@code weight} images. */
    void add(String name, double mean, double weight) {
        double[] sum = sums.computeIfAbsent(name, key -> new double[2]);
        sum[0] += mean * weight;
        sum[1] += weight;
    }

    /** The mean so far of each name. */
    Map<String, Double> means() {
        Map<String, Double> means = new LinkedHashMap<>();
        sums.forEach((name, sum) -> means.put(name, sum[0] / sum[1]));
        return means;
    }

    void clear() {
        sums.clear();
    }

    /** All sums as text that {@link #parse} takes back exactly: {@code name,sum,weight;...}. */
    String format() {
        StringBuilder text = new StringBuilder();
        sums.forEach((name, sum) -> text.append(name)
                .append(',')
                .append(sum[0])
                .append(',')
                .append(sum[1])
                .append(';'));
        return text.toString();
    }

    void parse(String text) {
        sums.clear();
        for (String entry : text.split(";", -1)) {
            if (!entry.isEmpty()) {
                String[] fields = entry.split(",", 3);
                sums.put(fields[0], new double[] {Double.parseDouble(fields[1]), Double.parseDouble(fields[2])});
            }
        }
    }
}
