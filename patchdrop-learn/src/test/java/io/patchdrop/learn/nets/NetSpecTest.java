package io.patchdrop.learn.nets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetSpecTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "cifar-resnet32",
                "cifar-resnet8-w32",
                "cifar-resnet8-w32-s2-u64",
                "cifar-resnet110-s2",
                "resnet10",
                "resnet18",
                "resnet34-u64",
                "resnet50",
                "grid-resnet8",
                "grid-resnet14-w24-u32",
                "bag-resnet14-w8-s2",
                "glimpse-resnet8-w24-u32"
            })
    void textFormIsReadAndWritten(String text) {
        assertThat(NetSpec.parse(text)).hasToString(text);
    }

    @Test
    void optionsComeInAnyOrderAndUsualOnesAreLeftOut() {
        assertThat(NetSpec.parse("cifar-resnet8-u64-s1-w16"))
                .isEqualTo(new NetSpec(NetSpec.Family.CIFAR_RESNET, 8, 16, 1, 64))
                .hasToString("cifar-resnet8-u64");
    }

    @ParameterizedTest
    @CsvSource({
        "cifr-resnet32, did you mean cifar-resnet32?",
        "cifar-resnet33, did you mean cifar-resnet32?",
        "cifarresnet8-w32, did you mean cifar-resnet8-w32?",
        "ResNet18, did you mean resnet18?",
        "resnet101, did you mean resnet10?",
        "resnet, did you mean resnet1",
        "grid-resnet9, did you mean grid-resnet8?",
        "'', nets: cifar-resnet8",
        "resnet18-, did you mean resnet18?",
        "resnet18-w32, options there: -uN",
        "grid-resnet8-s2, 'options there: -wN, -uN'",
        "bag-resnet8-u64, 'options there: -wN, -sN'",
        "glimpse-resnet9, did you mean glimpse-resnet8?",
        "cifar-resnet8-w16-w16, given twice",
        "cifar-resnet8-x5, does not belong to cifar-resnet",
        "cifar-resnet8-w0, choose 1 to 1024",
        "cifar-resnet8-s3, choose 1 to 2",
        "resnet18-u0, choose 2 to 1024",
    })
    void anyOtherTextIsRefusedWithHelp(String text, String help) {
        assertThatThrownBy(() -> NetSpec.parse(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(text)
                .hasMessageContaining(help);
    }

    @Test
    void sizesThatDoNotSuitAreRefused() {
        assertThatThrownBy(() -> NetSpec.parse("resnet18-u64").build(10, 128, 0, 1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("would shrink images of 128 pixels to 64");
        assertThatThrownBy(() -> NetSpec.parse("grid-resnet8").build(16, 18, 4, 1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("18 is not one of 4");
        assertThatThrownBy(() -> NetSpec.parse("grid-resnet8").build(16, 16, 0, 1))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> NetSpec.parse("grid-resnet8").build(10, 16, 4, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16, not 10");
    }
}
