package io.patchdrop.learn.config;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.NearestName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** Reads, merges, compares and writes configurations. */
public final class ConfigFiles {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
            .build();

    private ConfigFiles() {}

    /**
     * Resolves a configuration: defaults, then the preset, then the user's file, then single settings.
     *
     * @param preset one of {@link Presets#NAMES}
     * @param file YAML with some of the keys, or null
     * @param settings {@code key=value} each, keys with dots: {@code pt.sigma=0.5}
     * @throws InvalidInputException on an unknown preset or key, a wrong type or a value out of range
     */
    public static TrainingConfig resolve(String preset, @Nullable Path file, List<String> settings) {
        ObjectNode tree = parse("defaults", Presets.defaults());
        merge(tree, parse(preset, Presets.yaml(preset)), "", " in the preset " + preset);
        tree.put("preset", preset);
        if (file != null) {
            merge(tree, parse(file.toString(), readText(file)), "", " in " + file);
        }
        for (String setting : settings) {
            merge(tree, settingTree(setting), "", "");
        }
        return bind(
                tree,
                key -> file == null || settings.stream().anyMatch(setting -> setting.startsWith(key))
                        ? ""
                        : " in " + file);
    }

    /** The configuration with further settings, as in {@link #resolve}. */
    public static TrainingConfig with(TrainingConfig config, List<String> settings) {
        ObjectNode tree = YAML.valueToTree(config);
        for (String setting : settings) {
            merge(tree, settingTree(setting), "", "");
        }
        return bind(tree, key -> "");
    }

    /** The value of a numeric setting, as {@code pt.sigma}. */
    public static double number(TrainingConfig config, String key) {
        ObjectNode tree = YAML.valueToTree(config);
        return tree.at("/" + key.replace('.', '/')).doubleValue();
    }

    /** Reads a complete configuration, as a run folder holds it. */
    public static TrainingConfig read(Path file) {
        return ofYaml(readText(file), file.toString());
    }

    /**
     * A configuration that {@link #toYaml} wrote; keys that it lacks have their defaults.
     *
     * @param source names it in errors
     * @throws InvalidInputException on an unknown key, a wrong type or a value out of range
     */
    public static TrainingConfig ofYaml(String yaml, String source) {
        ObjectNode tree = parse("defaults", Presets.defaults());
        merge(tree, parse(source, yaml), "", " in " + source);
        return bind(tree, key -> " in " + source);
    }

    /** The configuration as YAML text that {@link #read} takes back. */
    public static String toYaml(TrainingConfig config) {
        return YAML.writeValueAsString(config);
    }

    /** Keys whose values differ, as {@code key was OURS, is THEIRS}, those left out that do not change what is learnt. */
    public static List<String> differences(TrainingConfig ours, TrainingConfig theirs) {
        Map<String, String> left = flatten(ours);
        Map<String, String> right = flatten(theirs);
        List<String> keys = new ArrayList<>();
        left.forEach((key, value) -> {
            if (!value.equals(right.get(key))) {
                keys.add(key + " was " + value + ", is " + right.get(key));
            }
        });
        return keys;
    }

    /**
     * SHA-256 over all that changes what is learnt: the configuration without {@code runtime} and file names, and the data set's own
     * fingerprint. A checkpoint carries it, so that it is not resumed in another run.
     */
    public static String fingerprint(TrainingConfig config, String dataFingerprint) {
        Map<String, String> learnt = flatten(config);
        // Which images it leaves is told by the data set's own.
        learnt.remove("data.test_limit");
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(learnt.toString().getBytes(StandardCharsets.UTF_8));
            digest.update(dataFingerprint.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> flatten(TrainingConfig config) {
        Map<String, String> flat = new TreeMap<>();
        flatten("", YAML.valueToTree(config), flat);
        flat.keySet()
                .removeIf(key -> key.startsWith("runtime.")
                        || key.equals("data.location")
                        || key.equals("data.cache_mib")
                        || key.equals("data.workers"));
        return flat;
    }

    private static void flatten(String key, JsonNode node, Map<String, String> flat) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(entry -> flatten(join(key, entry.getKey()), entry.getValue(), flat));
        } else {
            flat.put(key, node.toString());
        }
    }

    private static String readText(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new InvalidInputException("cannot read " + file, "give a readable YAML file", e);
        }
    }

    private static ObjectNode parse(String name, String text) {
        JsonNode tree;
        try {
            tree = tree(name, text);
        } catch (JacksonException e) {
            throw new InvalidInputException(
                    name + " cannot be read: "
                            + e.getOriginalMessage().lines().findFirst().orElse(""),
                    "correct line "
                            + (e.getLocation() == null ? "1" : e.getLocation().getLineNr()),
                    e);
        }
        if (tree.isMissingNode() || tree.isNull()) {
            return YAML.createObjectNode();
        }
        if (tree instanceof ObjectNode object) {
            return object;
        }
        throw new InvalidInputException(name + " holds no keys", "write it as key: value lines");
    }

    /** Jackson reads an alias as the text of its name; that would be a value nobody wrote. */
    private static JsonNode tree(String name, String text) {
        try (JsonParser parser = YAML.createParser(text)) {
            while (parser.nextToken() != null) {
                if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
                    throw new InvalidInputException(
                            name + " uses the alias *" + parser.getString(), "write the value out at each place");
                }
            }
        }
        return YAML.readTree(text);
    }

    private static ObjectNode settingTree(String setting) {
        int equals = setting.indexOf('=');
        if (equals <= 0) {
            throw new InvalidInputException("--set " + setting + " has no value", "write it as --set key=value");
        }
        String[] path = setting.substring(0, equals).strip().split("\\.", -1);
        ObjectNode root = YAML.createObjectNode();
        ObjectNode node = root;
        for (int i = 0; i < path.length - 1; i++) {
            node = node.putObject(path[i]);
        }
        String text = setting.substring(equals + 1).strip();
        try {
            JsonNode value = tree("--set " + setting, text);
            node.set(
                    path[path.length - 1],
                    value.isMissingNode() ? YAML.getNodeFactory().stringNode("") : value);
        } catch (JacksonException e) {
            throw new InvalidInputException("--set " + setting + " has no readable value", "write it as YAML would", e);
        }
        return root;
    }

    /** Lays {@code overlay} over {@code base}, which holds every valid key; {@code source} ends messages. */
    private static void merge(ObjectNode base, ObjectNode overlay, String prefix, String source) {
        for (Map.Entry<String, JsonNode> entry : overlay.properties()) {
            String key = join(prefix, entry.getKey());
            JsonNode old = base.get(entry.getKey());
            if (old == null) {
                List<String> valid = new ArrayList<>();
                base.propertyNames().forEach(name -> valid.add(join(prefix, name)));
                throw new InvalidInputException(
                        "there is no setting " + key + source, "nearest: " + NearestName.of(key, valid));
            }
            if (holdsNull(entry.getValue())) {
                throw new InvalidInputException(
                        key + " has no value", "give one, \"\" for an empty text, or leave the key out");
            }
            if (old instanceof ObjectNode oldObject) {
                if (!(entry.getValue() instanceof ObjectNode object)) {
                    throw new InvalidInputException(
                            key + source + " is a group of settings, not a value",
                            "set one of its keys: " + String.join(", ", oldObject.propertyNames()));
                }
                merge(oldObject, object, key, source);
            } else if (entry.getValue() instanceof ObjectNode object && !object.isEmpty()) {
                throw new InvalidInputException(
                        "there is no setting "
                                + join(key, object.propertyNames().iterator().next()) + source,
                        key + " is a single value");
            } else {
                base.set(entry.getKey(), entry.getValue());
            }
        }
    }

    private static boolean holdsNull(JsonNode value) {
        return value.isNull() || (value.isArray() && value.valueStream().anyMatch(JsonNode::isNull));
    }

    /** {@code source} gives the end of a message about a key, such as {@code " in my.yaml"}. */
    private static TrainingConfig bind(ObjectNode tree, UnaryOperator<String> source) {
        try {
            return YAML.treeToValue(tree, TrainingConfig.class);
        } catch (JacksonException e) {
            String key = path(e);
            if (e.getCause() instanceof InvalidInputException cause) {
                // The records' messages begin with the key as it is called within the record.
                String problem = key.isEmpty() ? cause.problem() : key + "." + cause.problem();
                String fullKey = problem.split("[ :]", 2)[0];
                throw new InvalidInputException(problem + source.apply(fullKey), cause.remedy(), cause);
            }
            JsonNode value = tree.at("/" + key.replace('.', '/'));
            throw new InvalidInputException(
                    key + " is " + (value.isMissingNode() ? "missing" : value) + source.apply(key), expected(e), e);
        }
    }

    /** What a value of the right type would be. */
    private static String expected(JacksonException e) {
        Class<?> type = e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
        if (type == null) {
            return "it has the wrong type or is too large";
        }
        if (type.isEnum()) {
            return "it must be one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant -> YAML.valueToTree(constant).asString())
                            .collect(Collectors.joining(", "));
        }
        if (type == int.class || type == long.class) {
            return "it must be a whole number";
        }
        if (type == boolean.class) {
            return "it must be true or false";
        }
        if (type == String.class) {
            return "it must be a text";
        }
        return List.class.isAssignableFrom(type) ? "it must be a list of numbers" : "it must be a number";
    }

    private static String path(JacksonException e) {
        StringBuilder key = new StringBuilder();
        for (JacksonException.Reference reference : e.getPath()) {
            if (reference.getPropertyName() != null) {
                key.append(key.length() == 0 ? "" : ".").append(reference.getPropertyName());
            }
        }
        return key.toString();
    }

    private static String join(String prefix, String key) {
        return prefix.isEmpty() ? key : prefix + "." + key;
    }
}
