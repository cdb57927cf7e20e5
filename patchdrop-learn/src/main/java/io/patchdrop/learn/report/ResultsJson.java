package io.patchdrop.learn.report;

import io.patchdrop.core.InvalidInputException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Results to and from JSON, field by field: the names are a contract with scripts, and an error names the field at fault.
 */
final class ResultsJson {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String REMEDY = "run compare again, or give a results.json that it wrote";

    private ResultsJson() {}

    static String write(Results results) {
        ObjectNode root = head(results);
        root.put("patches", results.patches());
        return text(root, results.systems());
    }

    static String write(SeedSummary summary) {
        Results mean = summary.mean();
        ObjectNode root = head(mean);
        ArrayNode seeds = root.putArray("seeds");
        summary.seeds().forEach(seeds::add);
        root.put("patches", mean.patches());
        ArrayNode array = root.putArray("systems");
        for (SystemSummary system : summary.systems()) {
            ObjectNode node = array.addObject();
            put(node, system.mean());
            node.put("accuracy_std", rounded(system.accuracyStd(), 2));
            node.put("patches_mean_std", rounded(system.patchesMeanStd(), 2));
        }
        return text(root);
    }

    static String write(Evaluation evaluation) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("dataset", evaluation.dataset());
        root.put("split", evaluation.split());
        root.put("images", evaluation.images());
        return text(root, evaluation.systems());
    }

    /** Reads results; {@code source} names the file in errors. */
    static Results read(String json, String source) {
        Fields fields = fields(json, source);
        List<SystemResult> list = systems(fields);
        return new Results(
                fields.text("dataset"),
                fields.text("preset"),
                fields.text("recipe"),
                fields.require("seed", JsonNode::canConvertToLong, "an integer").longValue(),
                fields.integer("patches"),
                list);
    }

    /** Reads the systems alone, which every such file has. */
    static List<SystemResult> readSystems(String json, String source) {
        return systems(fields(json, source));
    }

    private static Fields fields(String json, String source) {
        try {
            return new Fields(source, "", MAPPER.readTree(json));
        } catch (JacksonException e) {
            throw new InvalidInputException(
                    source + " is not JSON: line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(),
                    REMEDY,
                    e);
        }
    }

    private static List<SystemResult> systems(Fields fields) {
        JsonNode systems = fields.require("systems", JsonNode::isArray, "a list");
        List<SystemResult> list = new ArrayList<>();
        for (int i = 0; i < systems.size(); i++) {
            list.add(system(new Fields(fields.source(), "systems[" + i + "].", systems.get(i))));
        }
        return list;
    }

    private static ObjectNode head(Results results) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("dataset", results.dataset());
        root.put("preset", results.preset());
        root.put("recipe", results.recipe());
        root.put("seed", results.seed());
        return root;
    }

    private static String text(ObjectNode root, List<SystemResult> systems) {
        ArrayNode array = root.putArray("systems");
        for (SystemResult system : systems) {
            put(array.addObject(), system);
        }
        return text(root);
    }

    private static String text(ObjectNode root) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    private static void put(ObjectNode node, SystemResult system) {
        node.put("name", system.name());
        node.put("stage", system.stage());
        node.put("accuracy", rounded(system.accuracy(), 2));
        node.put("patches", rounded(system.patches(), 2));
        node.put("patches_std", rounded(system.patchesStd(), 2));
        node.put("masks", system.masks());
        node.put("ms_per_image", rounded(system.msPerImage(), 3));
        node.put("train_seconds", rounded(system.trainSeconds(), 1));
        if (system.tau() != null) {
            node.put("tau", system.tau());
        }
        if (system.lambda() != null) {
            node.put("lambda", system.lambda());
        }
    }

    private static SystemResult system(Fields fields) {
        return new SystemResult(
                fields.text("name"),
                fields.text("stage"),
                fields.number("accuracy"),
                fields.number("patches"),
                fields.number("patches_std"),
                fields.integer("masks"),
                fields.number("ms_per_image"),
                fields.number("train_seconds"),
                fields.optionalNumber("tau"),
                fields.optionalNumber("lambda"));
    }

    /** JSON has no NaN: what was not measured is null. */
    private static @Nullable Double rounded(double value, int decimals) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value)
                        .setScale(decimals, RoundingMode.HALF_UP)
                        .doubleValue()
                : null;
    }

    /** The fields of one object; {@code path} leads to it, such as {@code systems[2].}. */
    private record Fields(String source, String path, JsonNode node) {
        String text(String key) {
            return require(key, JsonNode::isString, "a string").stringValue();
        }

        int integer(String key) {
            return require(key, value -> value.isIntegralNumber() && value.canConvertToInt(), "an integer")
                    .intValue();
        }

        double number(String key) {
            JsonNode value = require(key, found -> found.isNumber() || found.isNull(), "a number or null");
            return value.isNull() ? Double.NaN : value.doubleValue();
        }

        @Nullable
        Double optionalNumber(String key) {
            return node.has(key)
                    ? (Double) require(key, JsonNode::isNumber, "a number").doubleValue()
                    : null;
        }

        JsonNode require(String key, java.util.function.Predicate<JsonNode> fits, String expected) {
            JsonNode value = node.get(key);
            if (value == null) {
                throw new InvalidInputException(source + " has no \"" + path + key + "\"", REMEDY);
            }
            if (!fits.test(value)) {
                throw new InvalidInputException(
                        source + ": \"" + path + key + "\" is " + value + " and should be " + expected, REMEDY);
            }
            return value;
        }
    }
}
