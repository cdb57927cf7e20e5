package io.patchdrop.server.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.server.http.Problem;
import io.patchdrop.server.http.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    @Test
    void lessThanTheMostComesIn() {
        Admission admission = new Admission(3, 1e9);
        List<Admission.Ticket> tickets = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            tickets.add(admission.enter(1));
        }
        assertThat(admission.isFull()).isTrue();
        assertThatThrownBy(() -> admission.enter(1)).isInstanceOfSatisfying(ProblemException.class, refused -> {
            assertThat(refused.problem().kind()).isEqualTo(Problem.Kind.BUSY);
            assertThat(refused.retryAfter()).hasValue(1);
        });
        tickets.get(0).leave(true);
        assertThat(admission.inside()).isEqualTo(2);
        admission.enter(1);
        assertThat(admission.inside()).isEqualTo(3);
    }

    @Test
    void oneRequestAloneComesInHoweverLarge() {
        Admission admission = new Admission(3, 1e9);
        Admission.Ticket large = admission.enter(100);
        assertThatThrownBy(() -> admission.enter(1)).isInstanceOf(ProblemException.class);
        large.leave(true);
        assertThat(admission.inside()).isZero();
    }

    @Test
    void theLimitFollowsWhatImagesTake() throws InterruptedException {
        Admission admission = new Admission(1000, 4);
        for (int i = 0; i < 3; i++) {
            Admission.Ticket alone = admission.enter(1);
            Thread.sleep(20);
            alone.leave(true);
        }
        assertThat(admission.limit()).isEqualTo(1000); // nothing is known of those that come together
        admission.answered(10, 100_000_000);
        // At least 20 ms alone, 10 ms more for each before: eight make it wait four times as long.
        assertThat(admission.limit()).isBetween(8, 40);
        for (int i = 0; i < 200; i++) {
            admission.answered(10, 10_000_000_000L);
        }
        assertThat(admission.limit()).isEqualTo(2); // there is always some company
    }
}
