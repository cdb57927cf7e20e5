package io.patchdrop.imagery.json;

import io.patchdrop.core.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;

/**
 * Reads and writes JSON. An object is a map from strings that keeps the order, an array a list; the rest are strings,
 * numbers, booleans and null.
 */
public final class Json {
    /** Bytes of the longest text that is read unless another limit is given. */
    public static final int LONGEST = 16 << 20;

    /** Objects and arrays inside of each other at most. */
    public static final int DEEPEST = 100;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();

    private Json() {}

    /** Reads a text of at most {@link #LONGEST} bytes; as {@link #read(byte[], int)}. */
    public static @Nullable Object read(byte[] text) {
        return read(text, LONGEST);
    }

    /**
     * Reads one value of whatever kind.
     *
     * @param text in UTF-8
     * @param longest bytes it may have, positive. What is read takes up to about thirty times as much memory
     * @return maps, lists, strings, numbers, booleans or null; whoever gets it may change it
     * @throws InvalidInputException if it is not exactly one value, is longer or nests deeper than it may, or an object has
     *     a name twice
     */
    public static @Nullable Object read(byte[] text, int longest) {
        if (text.length > longest) {
            throw unusable("it is longer than " + longest + " bytes", null);
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() == null) {
                throw unusable("it is empty", null);
            }
            Object value = value(parser);
            if (parser.nextToken() != null) {
                throw unusable("something follows behind its end", null);
            }
            return value;
        } catch (JacksonException e) {
            throw unusable(e.getOriginalMessage(), e);
        }
    }

    /**
     * Reads an object; as {@link #read(byte[])}.
     *
     * @throws InvalidInputException also if it is something other than an object
     */
    public static Map<?, ?> readObject(byte[] text) {
        if (!(read(text) instanceof Map<?, ?> fields)) {
            throw unusable("it is not an object", null);
        }
        return fields;
    }

    private static InvalidInputException unusable(String why, @Nullable Throwable cause) {
        return new InvalidInputException("The JSON cannot be used: " + quotable(why), "give valid JSON", cause);
    }

    /** Text of others, as part of a message of one line. */
    static String quotable(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ");
        return line.length() <= 200 ? line : line.substring(0, 200) + "...";
    }

    /** The value that begins at the parser's token; afterwards that is its last one. */
    private static @Nullable Object value(JsonParser parser) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                fields.put(name, value(parser));
            }
            return fields;
        }
        if (token == JsonToken.START_ARRAY) {
            List<@Nullable Object> values = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                values.add(value(parser));
            }
            return values;
        }
        if (token == JsonToken.VALUE_STRING) {
            return parser.getString();
        }
        if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
            return parser.getNumberValue();
        }
        return token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE
                ? (Object) parser.getBooleanValue()
                : null;
    }

    /**
     * Writes a value on one line, without a line end.
     *
     * @param value as {@link #read} returns them
     * @return UTF-8
     * @throws IllegalArgumentException if something in it is of another class, or a number is not finite
     */
    public static byte[] write(@Nullable Object value) {
        return write(value, ObjectWriteContext.empty());
    }

    /** As {@link #write}, as text. */
    public static String line(@Nullable Object value) {
        return new String(write(value), StandardCharsets.UTF_8);
    }

    /** As {@link #write}, with a line for each field of objects, arrays on one line, and a line end. */
    public static byte[] pretty(@Nullable Object value) {
        return (new String(write(value, new Pretty()), StandardCharsets.UTF_8) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static final class Pretty extends ObjectWriteContext.Base {
        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }

        @Override
        public PrettyPrinter getPrettyPrinter() {
            Separators separators = Separators.createDefaultInstance()
                    .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                    .withArrayElementSpacing(Separators.Spacing.AFTER)
                    .withObjectEmptySeparator("")
                    .withArrayEmptySeparator("");
            return new DefaultPrettyPrinter(separators)
                    .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                    .withArrayIndenter(new DefaultPrettyPrinter.NopIndenter());
        }
    }

    private static byte[] write(@Nullable Object value, ObjectWriteContext context) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (JsonGenerator generator = FACTORY.createGenerator(context, text)) {
            write(generator, value);
        }
        return text.toByteArray();
    }

    private static void write(JsonGenerator generator, @Nullable Object value) {
        if (value instanceof Map<?, ?> fields) {
            generator.writeStartObject();
            fields.forEach((name, field) -> {
                generator.writeName((String) name);
                write(generator, field);
            });
            generator.writeEndObject();
        } else if (value instanceof List<?> values) {
            generator.writeStartArray();
            values.forEach(each -> write(generator, each));
            generator.writeEndArray();
        } else if (value instanceof String text) {
            generator.writeString(text);
        } else if (value instanceof Boolean flag) {
            generator.writeBoolean(flag);
        } else if (value instanceof Number number) {
            write(generator, number);
        } else if (value == null) {
            generator.writeNull();
        } else {
            throw new IllegalArgumentException("JSON has no " + value.getClass().getName());
        }
    }

    private static void write(JsonGenerator generator, Number number) {
        if (!Double.isFinite(number.doubleValue()) && (number instanceof Double || number instanceof Float)) {
            throw new IllegalArgumentException("JSON has no number " + number);
        }
        if (number instanceof Double value) {
            generator.writeNumber(value);
        } else if (number instanceof Float value) {
            generator.writeNumber(value);
        } else if (number instanceof BigInteger value) {
            generator.writeNumber(value);
        } else if (number instanceof BigDecimal value) {
            generator.writeNumber(value);
        } else {
            generator.writeNumber(number.longValue());
        }
    }
}
