package io.patchdrop.server.zoom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.price.PriceList;
import io.patchdrop.imagery.json.Json;
import io.patchdrop.imagery.tiff.Rescale;
import io.patchdrop.server.http.Problem.Kind;
import io.patchdrop.server.http.ProblemException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZoomOrderTest {
    private static ZoomOrder order(String json) {
        return ZoomOrder.of(Json.readObject(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static final String ALL =
            """
            {"source": "a/b.tif", "look": "a/c.png", "asset": "visual", "windows": [[0, 0, 64, 64], [1, 2, 3, 4]],
             "bbox": [[-1.5, 2, 3, 4]], "chip": 64, "budget": 4, "enough": 0.9, "abstain": 0.2, "max_bytes": 1000,
             "max_price": 2.5, "prices": {"per_gigabyte": 1}, "bands": [3, 2, 1], "rescale": [[0, 3000]]}
            """;

    @Test
    void everyFieldIsRead() {
        ZoomOrder order = order(ALL);
        assertThat(order.source()).isEqualTo("a/b.tif");
        assertThat(order.look()).contains("a/c.png");
        assertThat(order.asset()).isEqualTo("visual");
        assertThat(order.layout().areas()).hasSize(3);
        assertThat(order.layout().side()).hasValue(64);
        assertThat(order.rule().patches()).hasValue(4);
        assertThat(order.enough()).hasValue(0.9);
        assertThat(order.abstain()).hasValue(0.2);
        assertThat(order.limits().bytes()).hasValue(1000);
        assertThat(order.limits().price()).hasValue(2.5);
        assertThat(order.prices().orElseThrow().perByte()).isEqualTo(1e-9);
        assertThat(order.tiff().bands()).containsExactly(3, 2, 1);
        assertThat(order.tiff().rescale()).containsExactly(new Rescale(0, 3000));
    }

    @Test
    void fieldsReadAsTheSameOrder() {
        ZoomOrder order = order(ALL);
        assertThat(ZoomOrder.of(Json.readObject(Json.write(order.fields())))).isEqualTo(order);
        ZoomOrder priced = order("{\"source\": \"a\"}").withPrices(PriceList.ofText("per_tile=0.5,currency=EUR"));
        assertThat(ZoomOrder.of(Json.readObject(Json.write(priced.fields()))).prices())
                .isEqualTo(priced.prices());
        assertThat(order(ALL).withPrices(PriceList.FREE)).isEqualTo(order);
    }

    @Test
    void unknownFieldsAreNamedWithTheNearest() {
        assertThatThrownBy(() -> order("{\"source\": \"a\", \"buget\": 4}"))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.problem().kind()).isEqualTo(Kind.BAD_REQUEST);
                    assertThat(e.problem().detail()).contains("'buget'").contains("did you mean budget?");
                });
        assertThatThrownBy(() -> order("{\"source\": \"a\", \"" + "x".repeat(40_000) + "\": 4}"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().detail().length()).isLessThan(500));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"source\": \"\"}",
                "{\"source\": 1}",
                "{\"source\": null}",
                "{\"source\": \"a\", \"look\": []}",
                "{\"source\": \"a\", \"chip\": 0}",
                "{\"source\": \"a\", \"chip\": -5}",
                "{\"source\": \"a\", \"chip\": 1.5}",
                "{\"source\": \"a\", \"chip\": 1e300}",
                "{\"source\": \"a\", \"chip\": \"64\"}",
                "{\"source\": \"a\", \"budget\": -1}",
                "{\"source\": \"a\", \"budget\": 99999999999999999999}",
                "{\"source\": \"a\", \"tau\": \"NaN\"}",
                "{\"source\": \"a\", \"tau\": 1e999}",
                "{\"source\": \"a\", \"budget\": 1, \"tau\": 0.5}",
                "{\"source\": \"a\", \"max_bytes\": -1}",
                "{\"source\": \"a\", \"max_price\": -1}",
                "{\"source\": \"a\", \"windows\": [[0, 0, 64]]}",
                "{\"source\": \"a\", \"windows\": [[0, 0, 64, -1]]}",
                "{\"source\": \"a\", \"windows\": [[0, 0, 64, 1e12]]}",
                "{\"source\": \"a\", \"windows\": [[0.5, 0, 64, 64]]}",
                "{\"source\": \"a\", \"windows\": [[0, 0, 64, null]]}",
                "{\"source\": \"a\", \"windows\": 7}",
                "{\"source\": \"a\", \"windows\": [7, []]}",
                "{\"source\": \"a\", \"bbox\": [[1, 2, 3, \"4\"]]}",
                "{\"source\": \"a\", \"prices\": 7}",
                "{\"source\": \"a\", \"prices\": {\"per_bite\": 1}}",
                "{\"source\": \"a\", \"prices\": {\"per_byte\": -1}}",
                "{\"source\": \"a\", \"bands\": [1, 2]}",
                "{\"source\": \"a\", \"bands\": [0, 1, 2]}",
                "{\"source\": \"a\", \"rescale\": [[1, 0]]}",
                "{\"source\": \"a\", \"rescale\": [[1]]}"
            })
    void whatMakesNoSenseIsABadRequest(String json) {
        assertThatThrownBy(() -> order(json)).isInstanceOfSatisfying(ProblemException.class, e -> assertThat(
                        e.problem().kind())
                .isEqualTo(Kind.BAD_REQUEST));
    }

    @Test
    void oneWindowNeedsNoSecondBrackets() {
        assertThat(order("{\"source\": \"a\", \"windows\": [0, 0, 64, 64]}").layout())
                .isEqualTo(order("{\"source\": \"a\", \"windows\": [[0, 0, 64, 64]]}")
                        .layout());
    }

    @Test
    void windowsHaveABound() {
        String many = "[0,0,1,1],".repeat(20_000);
        assertThatThrownBy(() -> order("{\"source\": \"a\", \"windows\": [" + many + "[0,0,1,1]]}"))
                .isInstanceOf(ProblemException.class);
    }
}
