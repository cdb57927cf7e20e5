package io.patchdrop.learn.run;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.report.EpochMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code metrics.jsonl}: {@code {"stage":"Pt","epoch":1,"train_reward":0.41,...}}, one line an epoch. */
public final class MetricsLog {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path file;

    MetricsLog(Path file) {
        this.file = file;
    }

    /** Appends one line. */
    public void append(EpochMetrics metrics) {
        try {
            Files.writeString(file, line(metrics), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /**
     * All lines. A last line that was cut short by a kill is left out.
     *
     * @throws InvalidInputException if another line cannot be read
     */
    public List<EpochMetrics> read() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            List<String> lines = Files.readAllLines(file);
            List<EpochMetrics> metrics = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                try {
                    metrics.add(parse(lines.get(i)));
                } catch (JacksonException | IllegalArgumentException e) {
                    if (i < lines.size() - 1) {
                        throw new InvalidInputException(
                                "line " + (i + 1) + " of " + file + " is not a line of metrics", "remove it", e);
                    }
                }
            }
            return metrics;
        } catch (IOException e) {
            throw new InvalidInputException("cannot read " + file, "check the run folder", e);
        }
    }

    /** Keeps only the lines of which {@code keep} says so: epochs that are about to be repeated go. */
    public void retain(Predicate<EpochMetrics> keep) {
        List<EpochMetrics> lines = read();
        StringBuilder text = new StringBuilder();
        lines.stream().filter(keep).map(MetricsLog::line).forEach(text::append);
        RunFolder.writeText(file, text.toString());
    }

    private static String line(EpochMetrics metrics) {
        ObjectNode node = JSON.createObjectNode();
        node.put("stage", metrics.stage());
        node.put("epoch", metrics.epoch());
        metrics.values().forEach((name, value) -> node.set(name, number(value)));
        return JSON.writeValueAsString(node) + "\n";
    }

    /** JSON has no number for what a diverged training gives: null then, which {@link #read} leaves out. */
    private static JsonNode number(double value) {
        return Double.isFinite(value)
                ? JSON.getNodeFactory().numberNode(Math.round(value * 1e6) / 1e6)
                : JSON.getNodeFactory().nullNode();
    }

    private static EpochMetrics parse(String line) {
        if (!(JSON.readTree(line) instanceof ObjectNode node) || !node.has("stage") || !node.has("epoch")) {
            throw new IllegalArgumentException("no stage and epoch");
        }
        Map<String, Double> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (entry.getValue().isNumber() && !entry.getKey().equals("epoch")) {
                values.put(entry.getKey(), entry.getValue().doubleValue());
            }
        }
        return new EpochMetrics(node.get("stage").asString(), node.get("epoch").intValue(), values);
    }
}
