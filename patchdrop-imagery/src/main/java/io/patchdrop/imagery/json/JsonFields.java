package io.patchdrop.imagery.json;

import io.patchdrop.core.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object that somebody else wrote. A field of another kind than asked for ends in an {@link
 * InvalidInputException} that names it, and so does one that is missing, unless the method is one of those called optional.
 * A field that is null is missing.
 */
public final class JsonFields {
    private final Map<?, ?> fields;
    private final String what;
    private final String remedy;

    private JsonFields(Map<?, ?> fields, String what, String remedy) {
        this.fields = fields;
        this.what = what;
        this.remedy = remedy;
    }

    /**
     * Reads an object.
     *
     * @param longest bytes that the text may have
     * @param what names the document in messages, such as {@code info.json}
     * @param remedy what the user can do if it is wrong
     * @throws InvalidInputException if the text is no JSON object
     */
    public static JsonFields read(byte[] text, int longest, String what, String remedy) {
        Object value;
        try {
            value = Json.read(text, longest);
        } catch (InvalidInputException e) {
            throw new InvalidInputException(what + ": " + e.problem(), remedy, e);
        }
        return of(value, what, remedy);
    }

    /**
     * The fields of a value that was read.
     *
     * @param what names it in messages
     * @param remedy what the user can do if it is wrong
     * @throws InvalidInputException if it is no object
     */
    public static JsonFields of(@Nullable Object value, String what, String remedy) {
        if (value instanceof Map<?, ?> fields) {
            return new JsonFields(fields, what, remedy);
        }
        throw new InvalidInputException(what + " is not a JSON object", remedy);
    }

    /** The exception that says what is wrong with a field. */
    public InvalidInputException wrong(String name, String problem) {
        return new InvalidInputException(what + ": its field '" + Json.quotable(name) + "' " + problem, remedy);
    }

    private InvalidInputException missing(String name) {
        return wrong(name, "is missing");
    }

    /** The names of all fields, in order. */
    public List<String> names() {
        return fields.keySet().stream().map(String.class::cast).toList();
    }

    /** Whether there is such a field and it is not null. */
    public boolean has(String name) {
        return fields.get(name) != null;
    }

    /** The value as it was read; null if it is missing. */
    public @Nullable Object value(String name) {
        return fields.get(name);
    }

    /** A string. */
    public String text(String name) {
        return optionalText(name).orElseThrow(() -> missing(name));
    }

    /** A string. */
    public Optional<String> optionalText(String name) {
        Object value = fields.get(name);
        if (value != null && !(value instanceof String)) {
            throw wrong(name, "is not a string");
        }
        return Optional.ofNullable((String) value);
    }

    /** A finite number. */
    public double number(String name) {
        return optionalNumber(name).orElseThrow(() -> missing(name));
    }

    /** A finite number. */
    public OptionalDouble optionalNumber(String name) {
        Object value = fields.get(name);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(number(name, value));
    }

    private double number(String name, @Nullable Object value) {
        if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        throw wrong(name, "is not a number");
    }

    /** A whole number from {@code least} to {@code most}, also if it is written as 3.0. */
    public long whole(String name, long least, long most) {
        return optionalWhole(name, least, most).orElseThrow(() -> missing(name));
    }

    /** As {@link #whole}. */
    public OptionalLong optionalWhole(String name, long least, long most) {
        Object value = fields.get(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(whole(name, value, least, most));
    }

    private long whole(String name, @Nullable Object value, long least, long most) {
        double rounded = number(name, value);
        boolean written = value instanceof Double && rounded == Math.rint(rounded) && Math.abs(rounded) < 0x1p63;
        boolean exact = written || value instanceof Integer || value instanceof Long;
        long number = value instanceof Number any ? any.longValue() : 0;
        if (!exact || number < least || number > most) {
            throw wrong(name, "is not a whole number from " + least + " to " + most);
        }
        return number;
    }

    /** An array. */
    public List<?> list(String name) {
        if (!has(name)) {
            throw missing(name);
        }
        return optionalList(name);
    }

    /** An array; empty if it is missing. */
    public List<?> optionalList(String name) {
        Object value = fields.get(name);
        if (value != null && !(value instanceof List<?>)) {
            throw wrong(name, "is not an array");
        }
        return value == null ? List.of() : (List<?>) value;
    }

    /** An array of strings; empty if it is missing. */
    public List<String> optionalTexts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object each : optionalList(name)) {
            if (!(each instanceof String text)) {
                throw wrong(name, "has something in it that is not a string");
            }
            texts.add(text);
        }
        return texts;
    }

    /** An array of finite numbers; empty if it is missing. */
    public List<Double> optionalNumbers(String name) {
        List<Double> numbers = new ArrayList<>();
        for (Object each : optionalList(name)) {
            numbers.add(number(name, each));
        }
        return numbers;
    }

    /** An array of whole numbers from {@code least} to {@code most}; empty if it is missing. */
    public List<Long> optionalWholes(String name, long least, long most) {
        List<Long> numbers = new ArrayList<>();
        for (Object each : optionalList(name)) {
            numbers.add(whole(name, each, least, most));
        }
        return numbers;
    }

    /** An object. */
    public JsonFields object(String name) {
        return optionalObject(name).orElseThrow(() -> missing(name));
    }

    /** An object. */
    public Optional<JsonFields> optionalObject(String name) {
        return has(name) ? Optional.of(of(fields.get(name), inside(name), remedy)) : Optional.empty();
    }

    /** An array of objects; empty if it is missing. */
    public List<JsonFields> optionalObjects(String name) {
        List<JsonFields> objects = new ArrayList<>();
        for (Object each : optionalList(name)) {
            objects.add(of(each, inside(name) + "[" + objects.size() + "]", remedy));
        }
        return objects;
    }

    private String inside(String name) {
        return what + ": " + Json.quotable(name);
    }
}
