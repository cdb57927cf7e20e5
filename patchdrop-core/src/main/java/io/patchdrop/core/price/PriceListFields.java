package io.patchdrop.core.price;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.NearestName;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads and writes price lists. */
final class PriceListFields {
    private static final double GIGABYTE = 1e9;

    private static final List<String> NAMES = List.of(
            "currency",
            "per_byte",
            "per_gigabyte",
            "per_request",
            "per_patch",
            "per_tile",
            "tiles",
            "owned",
            "per_square_kilometre",
            "minimum_square_kilometres");

    private final Map<String, Object> values = new LinkedHashMap<>();

    private PriceListFields(Map<?, ?> json) {
        json.forEach((name, value) -> {
            if (!(name instanceof String text && NAMES.contains(text))) {
                throw unknown(String.valueOf(name));
            }
            if (value != null) {
                values.put(text, value);
            }
        });
    }

    static PriceList priceList(Map<?, ?> json) {
        PriceListFields fields = new PriceListFields(json);
        if (fields.values.containsKey("per_byte") && fields.values.containsKey("per_gigabyte")) {
            throw new InvalidInputException("The price list has both per_byte and per_gigabyte", "give one of the two");
        }
        return new PriceList(
                fields.currency(),
                fields.price("per_byte") + fields.price("per_gigabyte") / GIGABYTE,
                fields.price("per_request"),
                fields.price("per_patch"),
                fields.price("per_tile"),
                fields.tiles(),
                fields.owned(),
                fields.price("per_square_kilometre"),
                fields.price("minimum_square_kilometres"));
    }

    /** What {@link #priceList} reads as an equal list. */
    static Map<String, Object> of(PriceList prices) {
        Map<String, Object> tiles = new LinkedHashMap<>();
        prices.tiles().forEach((tile, price) -> tiles.put(tile.toString(), price));
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("currency", prices.currency());
        fields.put("per_byte", prices.perByte());
        fields.put("per_request", prices.perRequest());
        fields.put("per_patch", prices.perPatch());
        fields.put("per_tile", prices.perTile());
        fields.put("tiles", tiles);
        fields.put("owned", prices.owned().stream().map(Tile::toString).toList());
        fields.put("per_square_kilometre", prices.perSquareKilometre());
        fields.put("minimum_square_kilometres", prices.minimumSquareKilometres());
        return fields;
    }

    private String currency() {
        Object value = values.getOrDefault("currency", "USD");
        if (value instanceof String text) {
            return text;
        }
        throw wrong("currency", "text, such as \"USD\"");
    }

    private double price(String name) {
        double price = number(name, values.getOrDefault(name, 0));
        PriceList.requirePrice(name, price);
        return price;
    }

    private SortedMap<Tile, Double> tiles() {
        if (!(values.getOrDefault("tiles", Map.of()) instanceof Map<?, ?> prices)) {
            throw wrong("tiles", "an object of tiles and their prices, such as {\"3/5\": 0.2}");
        }
        SortedMap<Tile, Double> tiles = new TreeMap<>();
        prices.forEach((tile, price) -> tiles.put(Tile.of(String.valueOf(tile)), number("tiles", price)));
        return tiles;
    }

    private SortedSet<Tile> owned() {
        if (!(values.getOrDefault("owned", List.of()) instanceof List<?> texts)) {
            throw wrong("owned", "a list of tiles, such as [\"3/5\"]");
        }
        SortedSet<Tile> owned = new TreeSet<>();
        texts.forEach(text -> owned.add(Tile.of(String.valueOf(text))));
        return owned;
    }

    private static double number(String name, @Nullable Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw wrong(name, name.equals("tiles") ? "an object of tiles and their prices" : "a number");
    }

    private static InvalidInputException wrong(String name, String what) {
        return new InvalidInputException("The field " + name + " of the price list is wrong", "give " + what);
    }

    private static InvalidInputException unknown(String name) {
        String shown = shown(name);
        return new InvalidInputException(
                "The price list has the unknown field '" + shown + "'",
                "did you mean " + NearestName.of(shown, NAMES) + "? There are " + String.join(", ", NAMES));
    }

    /** Text that may be anything, for a message of one line. */
    static String shown(String text) {
        String safe = text.replaceAll("\\p{C}", "?");
        return safe.length() <= 40 ? safe : safe.substring(0, 40) + "...";
    }

    /** The fields that a line of text has. */
    static Map<String, Object> fields(String text) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            int sign = part.indexOf('=');
            if (sign < 0) {
                throw new InvalidInputException(
                        "'" + shown(part.strip()) + "' is no part of a price list",
                        "write key=value,key=value, such as per_gigabyte=0.09,per_request=0.0004");
            }
            String name = part.substring(0, sign).strip();
            if (fields.put(name, value(name, part.substring(sign + 1).strip())) != null) {
                throw new InvalidInputException("The price list has " + shown(name) + " twice", "give it once");
            }
        }
        return fields;
    }

    private static Object value(String name, String text) {
        return switch (name) {
            case "currency" -> text;
            case "owned" -> Arrays.asList(text.split("\\+", -1));
            case "tiles" -> tiles(text);
            default -> NAMES.contains(name) ? numberOf(name, text) : text;
        };
    }

    private static Map<String, Object> tiles(String text) {
        Map<String, Object> tiles = new LinkedHashMap<>();
        for (String part : text.split("\\+", -1)) {
            int sign = part.indexOf(':');
            if (sign < 0 || tiles.put(part.substring(0, sign), numberOf("tiles", part.substring(sign + 1))) != null) {
                throw wrong("tiles", "each tile once with its price, such as 3/5:0.2+4/5:0.1");
            }
        }
        return tiles;
    }

    private static double numberOf(String name, String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new InvalidInputException(
                    name + " of the price list is '" + shown(text) + "'", "give a number, such as 0.09", e);
        }
    }
}
