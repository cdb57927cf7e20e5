package io.patchdrop.core.bundle;

import io.patchdrop.core.InvalidInputException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object that may hold anything. Each value is fetched once, as what it should be; whatever has not been fetched in
 * the end is unknown.
 */
final class Fields {
    private final String place;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Set<String> fetched = new HashSet<>();

    /** @param place where the object stands, such as {@code "members.look.onnx."}; empty for the whole */
    Fields(String place, Map<?, ?> json) {
        this.place = place;
        json.forEach((name, value) -> {
            if (!(name instanceof String text)) {
                throw wrong(place + "a name is not text");
            }
            if (value != null) {
                values.put(text, value);
            }
        });
    }

    static InvalidInputException wrong(String problem) {
        return new InvalidInputException("the bundle's manifest is wrong: " + problem, "export the bundle again");
    }

    /** The names of all values, in their order. */
    List<String> names() {
        return List.copyOf(values.keySet());
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    String text(String name) {
        return as(String.class, "text", place + name, value(name));
    }

    boolean flag(String name) {
        return as(Boolean.class, "true or false", place + name, value(name));
    }

    double number(String name) {
        return number(place + name, value(name));
    }

    long whole(String name) {
        return whole(place + name, value(name));
    }

    int integer(String name) {
        return integer(place + name, value(name));
    }

    List<String> texts(String name) {
        return list(name, (at, value) -> as(String.class, "text", at, value));
    }

    List<Double> numbers(String name) {
        return list(name, Fields::number);
    }

    List<Integer> integers(String name) {
        return list(name, Fields::integer);
    }

    List<List<Double>> numberLists(String name) {
        return list(name, (at, value) -> list(at, value, Fields::number));
    }

    /** An object, of which every field must be fetched. */
    <T> T object(String name, Function<Fields, T> reading) {
        return object(place + name, value(name), reading);
    }

    <T> List<T> objects(String name, Function<Fields, T> reading) {
        return list(name, (at, value) -> object(at, value, reading));
    }

    /** @throws InvalidInputException if a value has not been fetched */
    void requireNoOther() {
        for (String name : values.keySet()) {
            if (!fetched.contains(name)) {
                throw wrong("the field '" + ManifestChecks.printable(place + name) + "' is unknown");
            }
        }
    }

    private Object value(String name) {
        fetched.add(name);
        Object value = values.get(name);
        if (value == null) {
            throw wrong("the field '" + ManifestChecks.printable(place + name) + "' is missing");
        }
        return value;
    }

    private interface Reading<T> {
        T read(String place, @Nullable Object value);
    }

    private <T> List<T> list(String name, Reading<T> reading) {
        return list(place + name, value(name), reading);
    }

    private static <T> List<T> list(String place, @Nullable Object value, Reading<T> reading) {
        List<T> read = new ArrayList<>();
        for (Object element : as(List.class, "a list", place, value)) {
            read.add(reading.read(place + "[" + read.size() + "]", element));
        }
        return read;
    }

    private static <T> T object(String place, @Nullable Object value, Function<Fields, T> reading) {
        Fields fields = new Fields(place + ".", as(Map.class, "an object", place, value));
        T read = reading.apply(fields);
        fields.requireNoOther();
        return read;
    }

    private static double number(String place, @Nullable Object value) {
        return as(Number.class, "a number", place, value).doubleValue();
    }

    /** A whole number; JSON has one kind of numbers, so that 4.0 is as good as 4. */
    private static long whole(String place, @Nullable Object value) {
        Number number = as(Number.class, "a whole number", place, value);
        if (number instanceof Integer || number instanceof Long) {
            return number.longValue();
        }
        double real = number.doubleValue();
        if (real != Math.rint(real) || Math.abs(real) > 1L << 53) {
            throw wrong(ManifestChecks.printable(place) + " is not a whole number of 64 bits");
        }
        return (long) real;
    }

    private static int integer(String place, @Nullable Object value) {
        long whole = whole(place, value);
        if (whole != (int) whole) {
            throw wrong(ManifestChecks.printable(place) + " is " + whole + ", which is too large");
        }
        return (int) whole;
    }

    private static <T> T as(Class<T> type, String what, String place, @Nullable Object value) {
        if (!type.isInstance(value)) {
            throw wrong(ManifestChecks.printable(place) + " is not " + what);
        }
        return type.cast(value);
    }
}
