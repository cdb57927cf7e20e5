package io.patchdrop.imagery.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class JsonFieldsTest {
    private static final JsonFields FIELDS = read(
            """
            {"text": "a", "nothing": null, "half": 0.5, "three": 3.0, "huge": 1e400, "big": 99999999999999999999,
             "far": 9223372036854775808.0, "list": [1, 2], "mixed": ["a", 1], "texts": ["a", "b"],
             "object": {"inner": {"deep": []}}, "objects": [{"a": 1}, {}]}""");

    private static JsonFields read(String text) {
        return JsonFields.read(text.getBytes(StandardCharsets.UTF_8), 1000, "the document", "give another");
    }

    private static void assertWrong(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(InvalidInputException.class).hasMessage(message + " (give another)");
    }

    @Test
    void fieldsOfTheirKinds() {
        assertThat(FIELDS.text("text")).isEqualTo("a");
        assertThat(FIELDS.optionalText("nothing")).isEmpty();
        assertThat(FIELDS.optionalText("none")).isEmpty();
        assertThat(FIELDS.number("half")).isEqualTo(0.5);
        assertThat(FIELDS.whole("three", 3, 3)).isEqualTo(3);
        assertThat(FIELDS.optionalWhole("none", 0, 1)).isEmpty();
        assertThat(FIELDS.optionalWholes("list", 1, 2)).isEqualTo(List.of(1L, 2L));
        assertThat(FIELDS.optionalNumbers("list")).isEqualTo(List.of(1.0, 2.0));
        assertThat(FIELDS.optionalTexts("texts")).isEqualTo(List.of("a", "b"));
        assertThat(FIELDS.optionalTexts("none")).isEmpty();
        assertThat(FIELDS.object("object").object("inner").list("deep")).isEmpty();
        assertThat(FIELDS.optionalObjects("objects").get(0).whole("a", 0, 9)).isEqualTo(1);
        assertThat(FIELDS.has("nothing")).isFalse();
        assertThat(FIELDS.names()).contains("nothing").hasSize(12);
    }

    @Test
    void otherKindsAreNamed() {
        assertWrong(() -> FIELDS.text("list"), "the document: its field 'list' is not a string");
        assertWrong(() -> FIELDS.text("nothing"), "the document: its field 'nothing' is missing");
        assertWrong(() -> FIELDS.number("huge"), "the document: its field 'huge' is not a number");
        assertWrong(
                () -> FIELDS.whole("half", 0, 9), "the document: its field 'half' is not a whole number from 0 to 9");
        assertWrong(
                () -> FIELDS.whole("three", 4, 9), "the document: its field 'three' is not a whole number from 4 to 9");
        for (String name : List.of("big", "far")) {
            assertThatThrownBy(() -> FIELDS.whole(name, 0, Long.MAX_VALUE)).isInstanceOf(InvalidInputException.class);
        }
        assertWrong(() -> FIELDS.list("text"), "the document: its field 'text' is not an array");
        assertWrong(() -> FIELDS.list("none"), "the document: its field 'none' is missing");
        assertWrong(
                () -> FIELDS.optionalTexts("mixed"),
                "the document: its field 'mixed' has something in it that is not a string");
        assertWrong(
                () -> FIELDS.object("object").object("inner").text("deep"),
                "the document: object: inner: its field 'deep' is not a string");
        assertWrong(() -> FIELDS.optionalObjects("list"), "the document: list[0] is not a JSON object");
    }

    @Test
    void aDocumentThatIsNoObjectIsNamed() {
        assertWrong(() -> read("[]"), "the document is not a JSON object");
        assertWrong(() -> read("{"), "the document: " + problem("{"));
    }

    private static String problem(String text) {
        try {
            Json.read(text.getBytes(StandardCharsets.UTF_8));
        } catch (InvalidInputException e) {
            return e.problem();
        }
        throw new AssertionError(text);
    }
}
