package io.patchdrop.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class BudgetTest {
    @Test
    void numbersOutOfRangeAreRefused() {
        assertRefused(() -> Budget.patches(-1), "-1 patches");
        assertRefused(() -> Budget.patches(17).requireFits(16), "17 patches for images of 16");
        for (double tau : new double[] {0, -0.5, 1.0000001, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertRefused(() -> Budget.confidence(tau), "tau is " + tau);
        }
        for (double bad : new double[] {-1e-9, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertRefused(() -> Budget.price(bad, 1), bad + " as lambda");
            assertRefused(() -> Budget.price(1, 1, bad), bad + " as the price");
        }
        assertRefused(() -> Budget.price(1), "no prices");
        assertRefused(() -> Budget.price(1, 1, 2).requireFits(4), "2 prices for 4 patches");
    }

    @Test
    void theEndsOfTheRangesAreAllowed() {
        Budget.patches(0).requireFits(16);
        Budget.patches(16).requireFits(16);
        Budget.confidence(1).requireFits(16);
        Budget.policy().requireFits(1);
        Budget.price(0, 0).requireFits(16);
        Budget.price(0.1, 1, 2, 3, 4).requireFits(4);
        assertThat(((Budget.Price) Budget.price(0.1, 1, 2)).of(1)).isEqualTo(2);
        assertThat(((Budget.Price) Budget.price(0.1, 3)).of(7)).isEqualTo(3);
    }

    private static void assertRefused(ThrowingCallable call, String text) {
        assertThatThrownBy(call).isInstanceOf(InvalidInputException.class).hasMessageContaining(text);
    }
}
