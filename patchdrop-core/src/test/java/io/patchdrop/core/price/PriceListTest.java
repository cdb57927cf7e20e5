package io.patchdrop.core.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.core.InvalidInputException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PriceListTest {
    private static final PriceList ALL = new PriceList(
            "EUR",
            9e-11,
            0.0004,
            0.01,
            0.5,
            Map.of(new Tile(3, 5), 0.25, new Tile(0, 0), 7.0),
            Set.of(new Tile(1, 0), new Tile(0, 0)),
            3,
            25);

    private static Map<String, Object> allFields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("currency", "EUR");
        fields.put("per_gigabyte", 0.09);
        fields.put("per_request", 0.0004);
        fields.put("per_patch", 0.01);
        fields.put("per_tile", 0.5);
        fields.put("tiles", Map.of("3/5", 0.25, "0/0", 7));
        fields.put("owned", List.of("1/0", "0/0"));
        fields.put("per_square_kilometre", 3);
        fields.put("minimum_square_kilometres", 25L);
        return fields;
    }

    @Test
    void fieldsReadAsAnEqualList() {
        assertThat(PriceList.ofFields(ALL.fields())).isEqualTo(ALL);
        assertThat(PriceList.ofFields(PriceList.FREE.fields())).isEqualTo(PriceList.FREE);
    }

    @Test
    void eachPartIsPricedByItself() {
        Purchase purchase = new Purchase(
                2_000_000_000L,
                30,
                4,
                Set.of(new Tile(3, 5), new Tile(0, 0), new Tile(1, 0), new Tile(9, 9)),
                List.of(10.0, 40.0));
        Bill bill = ALL.price(purchase);
        assertThat(bill.bytes()).isCloseTo(0.18, within(1e-12));
        assertThat(bill.requests()).isCloseTo(0.012, within(1e-12));
        assertThat(bill.patches()).isCloseTo(0.04, within(1e-12));
        // 3/5 has its price, 0/0 and 1/0 are owned, 9/9 costs what any tile does.
        assertThat(bill.tiles()).isCloseTo(0.75, within(1e-12));
        // The smaller polygon counts as the minimum.
        assertThat(bill.area()).isCloseTo(3 * (25 + 40), within(1e-12));
        assertThat(bill.total()).isCloseTo(0.18 + 0.012 + 0.04 + 0.75 + 195, within(1e-9));
        assertThat(ALL.price(Purchase.NONE).total()).isZero();
        assertThat(PriceList.FREE.price(purchase).total()).isZero();
        assertThat(ALL.pricesArea()).isTrue();
        assertThat(PriceList.FREE.pricesArea()).isFalse();
    }

    @Test
    void fieldsAndTextSayTheSame() {
        PriceList fromFields = PriceList.ofFields(allFields());
        assertThat(fromFields).isEqualTo(ALL);
        assertThat(PriceList.ofText(
                        "currency=EUR, per_gigabyte=0.09,per_request=4e-4,per_patch=0.01,per_tile=0.5,tiles=3/5:0.25+0/0:7,"
                                + "owned=1/0+0/0,per_square_kilometre=3,minimum_square_kilometres=25"))
                .isEqualTo(ALL);
        assertThat(PriceList.ofFields(Map.of())).isEqualTo(PriceList.FREE);
        assertThat(PriceList.ofText("per_byte=2").perByte()).isEqualTo(2);
    }

    static Stream<Arguments> wrongFields() {
        return Stream.of(
                Arguments.of("per_tiles", 1, "unknown field 'per_tiles' (did you mean per_tile?"),
                Arguments.of("per_giga\nbyte", 1, "did you mean per_gigabyte?"),
                Arguments.of("per_byte", 1, "both per_byte and per_gigabyte"),
                Arguments.of("currency", 1, "currency of the price list is wrong (give text"),
                Arguments.of("currency", "", "currency of the price list is no word"),
                Arguments.of("currency", "U S D", "is no word"),
                Arguments.of("currency", "x".repeat(21), "is no word"),
                Arguments.of("per_request", -1, "per_request of the price list is -1.0"),
                Arguments.of("per_gigabyte", Double.NaN, "per_gigabyte of the price list is NaN"),
                Arguments.of("per_gigabyte", -1, "per_gigabyte of the price list is -1"),
                Arguments.of("per_patch", Double.POSITIVE_INFINITY, "per_patch of the price list is Infinity"),
                Arguments.of("per_tile", "1", "per_tile of the price list is wrong (give a number"),
                Arguments.of("tiles", List.of(), "tiles of the price list is wrong (give an object"),
                Arguments.of("tiles", Map.of("3-5", 1), "'3-5' is no tile"),
                Arguments.of("tiles", Map.of("-1/0", 1), "'-1/0' is no tile"),
                Arguments.of("tiles", Map.of("1/99999999999", 1), "is no tile"),
                Arguments.of("tiles", Map.of("1/2", -1), "tiles 1/2 of the price list is -1.0"),
                Arguments.of("tiles", Map.of("1/2", "x"), "tiles of the price list is wrong"),
                Arguments.of("owned", "1/2", "owned of the price list is wrong"),
                Arguments.of("owned", List.of(1), "'1' is no tile"),
                Arguments.of("minimum_square_kilometres", -2, "minimum_square_kilometres of the price list is -2"));
    }

    @ParameterizedTest
    @MethodSource("wrongFields")
    void whatIsWrongIsSaidInOneLine(String name, Object value, String message) {
        Map<String, Object> fields = allFields();
        fields.put(name, value);
        assertThatThrownBy(() -> PriceList.ofFields(fields))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void wrongTextIsRefused() {
        assertWrong("", "'' is no part of a price list");
        assertWrong("per_byte=1,", "'' is no part of a price list");
        assertWrong("per_byte", "'per_byte' is no part of a price list");
        assertWrong("per_byte=x", "per_byte of the price list is 'x'");
        assertWrong("per_byte=1,per_byte=1", "per_byte twice");
        assertWrong("per_bytes=1", "did you mean per_byte?");
        assertWrong("tiles=1/2", "each tile once");
        assertWrong("tiles=1/2:1+1/2:2", "each tile once");
        assertWrong("tiles=1/2:x", "tiles of the price list is 'x'");
        assertWrong("owned=", "'' is no tile");
        Map<Object, Object> nameless = new HashMap<>();
        nameless.put(null, 1);
        assertThatThrownBy(() -> PriceList.ofFields(nameless)).hasMessageContaining("unknown field 'null'");
    }

    private static void assertWrong(String text, String message) {
        assertThatThrownBy(() -> PriceList.ofText(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message);
    }

    @Test
    void purchasesAreNotNegative() {
        assertThatThrownBy(() -> new Purchase(-1, 0, 0, Set.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Purchase(0, 0, 0, Set.of(), List.of(Double.NaN)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new Tile(1, 2)).isGreaterThan(new Tile(2, 1)).hasToString("1/2");
    }
}
