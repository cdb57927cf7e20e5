package io.patchdrop.learn.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** {@code docs/configuration.md} says what the presets hold: every key, and its value in each of them. */
class ConfigurationPageTest {
    private static final Path PAGE = Path.of("..", "docs", "configuration.md");
    private static final YAMLMapper YAML = new YAMLMapper();

    @Test
    void everyKeyIsOnThePageAndNoOther() throws IOException {
        assertThat(page().keySet())
                .containsExactlyInAnyOrderElementsOf(flat(Presets.defaults()).keySet());
    }

    @Test
    void everyDefaultIsAsOnThePage() throws IOException {
        Map<String, String> defaults = flat(Presets.defaults());
        page().forEach((key, cells) ->
                assertThat(cells.get("Default")).as("default of %s", key).isEqualTo(defaults.get(key)));
    }

    @Test
    void everyPresetIsAsOnThePage() throws IOException {
        Map<String, Map<String, String>> page = page();
        for (String preset : Presets.NAMES) {
            Map<String, String> resolved = flat(ConfigFiles.toYaml(ConfigFiles.resolve(preset, null, List.of())));
            page.forEach((key, cells) -> assertThat(cells)
                    .as("%s in the preset %s", key, preset)
                    .containsKey(preset)
                    .hasEntrySatisfying(preset, cell -> assertThat(cell.isEmpty() ? cells.get("Default") : cell)
                            .isEqualTo(resolved.get(key))));
        }
    }

    /** The rows of all tables whose first column is called Key, by key: title of the column to value. */
    private static Map<String, Map<String, String>> page() throws IOException {
        Map<String, Map<String, String>> rows = new LinkedHashMap<>();
        List<String> header = List.of();
        for (String line : Files.readAllLines(PAGE)) {
            List<String> cells = cells(line);
            if (cells.isEmpty()) {
                header = List.of();
            } else if (header.isEmpty()) {
                header = cells;
            } else if (header.get(0).equals("Key") && !cells.get(0).startsWith("---")) {
                Map<String, String> values = new LinkedHashMap<>();
                for (int i = 1; i < cells.size(); i++) {
                    values.put(header.get(i), header.get(i).equals("Meaning") ? cells.get(i) : value(cells.get(i)));
                }
                assertThat(rows.put(cells.get(0).replace("`", ""), values))
                        .as("a second row %s", cells.get(0))
                        .isNull();
            }
        }
        return rows;
    }

    /** The cells of a line of a table; none if it is another line. */
    private static List<String> cells(String line) {
        if (!line.startsWith("|")) {
            return List.of();
        }
        String[] cells = line.strip().split("\\|", -1);
        return Arrays.stream(cells, 1, cells.length - 1).map(String::strip).toList();
    }

    private static String value(String cell) {
        return cell.isEmpty() ? "" : text(YAML.readTree(cell.replace("`", "")));
    }

    private static Map<String, String> flat(String yaml) {
        Map<String, String> flat = new LinkedHashMap<>();
        flatten("", YAML.readTree(yaml), flat);
        return flat;
    }

    private static void flatten(String key, JsonNode node, Map<String, String> flat) {
        if (node instanceof ObjectNode object) {
            object.properties()
                    .forEach(entry -> flatten(
                            key.isEmpty() ? entry.getKey() : key + "." + entry.getKey(), entry.getValue(), flat));
        } else {
            flat.put(key, text(node));
        }
    }

    /** A value as text, numbers in one way of writing, an empty text as two quotation marks. */
    private static String text(JsonNode node) {
        if (node.isArray()) {
            List<JsonNode> elements = new ArrayList<>();
            StreamSupport.stream(node.spliterator(), false).forEach(elements::add);
            return elements.stream().map(ConfigurationPageTest::text).collect(Collectors.joining(", ", "[", "]"));
        }
        if (node.isNumber()) {
            return new BigDecimal(node.asString()).stripTrailingZeros().toPlainString();
        }
        String text = node.asString();
        return text.isEmpty() ? "\"\"" : text;
    }
}
