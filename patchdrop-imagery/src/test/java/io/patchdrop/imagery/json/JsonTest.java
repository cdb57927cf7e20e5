package io.patchdrop.imagery.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.patchdrop.core.InvalidInputException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private static final String EVERYTHING =
            "{\"b\":1,\"a\":[true,false,null,[]],\"c\":{\"d\":-2.5,\"e\":{}},\"f\":\"ü\\n\\\"\",\"g\":12345678901234567890}";

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, @Nullable Object> everything() {
        Map<String, @Nullable Object> expected = new LinkedHashMap<>();
        expected.put("b", 1);
        expected.put("a", Arrays.asList(true, false, null, List.of()));
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("d", -2.5);
        inner.put("e", Map.of());
        expected.put("c", inner);
        expected.put("f", "ü\n\"");
        expected.put("g", new BigInteger("12345678901234567890"));
        return expected;
    }

    @Test
    void valuesOfEveryKind() {
        Object value = Json.read(bytes(EVERYTHING));
        assertThat(value).isEqualTo(everything());
        assertThat(Json.line(value)).isEqualTo(EVERYTHING);
        assertThat(Json.read(bytes(" 7 "))).isEqualTo(7);
        assertThat(Json.read(bytes("null"))).isNull();
        assertThat(Json.line(List.of(1L << 40, 0.1f, 1e300, "x"))).isEqualTo("[1099511627776,0.1,1.0E300,\"x\"]");
    }

    @Test
    void prettyIsTheSameToRead() {
        byte[] pretty = Json.pretty(everything());
        assertThat(Json.read(pretty)).isEqualTo(everything());
        assertThat(new String(pretty, StandardCharsets.UTF_8))
                .startsWith(
                        "{\n  \"b\": 1,\n  \"a\": [true, false, null, []],\n  \"c\": {\n    \"d\": -2.5,\n    \"e\": {}\n  },")
                .endsWith("\n}\n");
    }

    @Test
    void whatIsNoJsonValueIsNotWritten() {
        assertThatThrownBy(() -> Json.write(List.of(Double.NaN))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Json.write(Float.POSITIVE_INFINITY)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Json.write(new int[0])).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1",
                "[1,]",
                "{\"a\":1,\"a\":2}",
                "{\"a\"}",
                "{} {}",
                "nul",
                "'a'",
                "01",
                "NaN",
                "\"\u0001\"",
                "[1] x",
                "{a:1}",
                "// no\n1"
            })
    void whatIsNotExactlyOneValueIsRefused(String text) {
        assertThatThrownBy(() -> Json.read(bytes(text)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageMatching("The JSON cannot be used: .+ \\(give valid JSON\\)");
    }

    @Test
    void lengthAndNestingAreLimited() {
        assertThat(Json.read(bytes("[1,2]"), 5)).isEqualTo(List.of(1, 2));
        assertThatThrownBy(() -> Json.read(bytes("[1,2]"), 4)).hasMessageContaining("longer than 4 bytes");
        Json.read(bytes("[".repeat(Json.DEEPEST) + "]".repeat(Json.DEEPEST)));
        assertThatThrownBy(() -> Json.read(bytes("[".repeat(1_000_000)))).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Json.read(bytes("{\"a\":".repeat(200) + "1" + "}".repeat(200))))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Json.read(bytes("9".repeat(5000)))).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void objectsOnly() {
        assertThat(Json.readObject(bytes("{\"a\":null}")).containsKey("a")).isTrue();
        assertThatThrownBy(() -> Json.readObject(bytes("[]"))).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void mutatedTextsEndInAValueOrTheOneException() {
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            byte[] text = bytes(EVERYTHING);
            for (int count = random.nextInt(3); count >= 0; count--) {
                text[random.nextInt(text.length)] =
                        (byte) (random.nextBoolean() ? random.nextInt(256) : "{}[]\",:0e-".charAt(random.nextInt(10)));
            }
            try {
                Object value =
                        Json.read(random.nextInt(4) > 0 ? text : Arrays.copyOf(text, random.nextInt(text.length)));
                if (!Json.line(value).contains("\\u0000")) {
                    assertThat(Json.read(Json.write(value))).as("seed %d", seed).isEqualTo(value);
                }
            } catch (InvalidInputException e) {
                assertThat(e.getMessage()).as("seed %d", seed).doesNotContain("\n");
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).as("seed %d", seed).contains("Infinity");
            } catch (RuntimeException e) {
                fail("seed " + seed, e);
            }
        }
    }
}
