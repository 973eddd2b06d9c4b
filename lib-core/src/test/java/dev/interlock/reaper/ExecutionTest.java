package dev.interlock.reaper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ExecutionTest {
    private static final Execution.Revision REVISION = new Execution.Revision("running", 2, Instant.EPOCH);

    @Test
    void tenure_isOfOwnerFenceAndState() {
        Execution row = new Execution("a", REVISION, new Execution.Drive("b", 3, 1), "");

        assertThat(row.tenure()).isEqualTo(new Tenure("a", "running", "b", 3));
        assertThatIllegalStateException()
                .isThrownBy(() -> new Execution("a", REVISION, Execution.Drive.NONE, "").tenure())
                .withMessage("execution a is running and has no owner; take it with a transition to Next.drivenBy");
    }

    @Test
    void values_outOfTheirBounds_areRefused() {
        String long1025 = "x".repeat(1_025);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Execution(" ", REVISION, Execution.Drive.NONE, ""))
                .withMessage("id is blank: ' '");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Execution("a", REVISION, Execution.Drive.NONE, long1025))
                .withMessage("message has more than 1024 characters: 1025");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Execution.Revision("running", 0, Instant.EPOCH))
                .withMessage("version is below 1: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Execution.Revision("a#1", 1, Instant.EPOCH))
                .withMessage("state is not 1 to 64 letters, digits, hyphens and underscores: 'a#1'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Execution.Drive(long1025, 0, 0))
                .withMessage("owner has more than 1024 characters: 1025");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Execution.Drive("", -1, 0))
                .withMessage("fence is negative: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Execution.Drive("", 0, -1))
                .withMessage("redrives is negative: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Tenure("a", "running", "b", 0))
                .withMessage("fence is below 1: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Next.drivenBy("running", "", ""))
                .withMessage("owner is not 1 to 1024 characters: ''");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Page("", 0))
                .withMessage("page size is not within 1 and 1000: 0");
    }

    @Test
    void id_isBoundedByItsBytes() {
        String longest = "\u6f22".repeat(682) + "ab";
        assertThat(Execution.requireId(longest)).isSameAs(longest);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Execution.requireId(longest + "c"))
                .withMessage("id has more than 2048 bytes in UTF-8: 2049");
    }

    @Test
    void texts_withHalfOfASurrogatePair_areRefused() {
        String half = "a\ud800";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Execution.requireId(half))
                .withMessage("id has half of a surrogate pair");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Tenure("a", "running", half, 1))
                .withMessage("owner has half of a surrogate pair");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Execution.Drive(half, 1, 0))
                .withMessage("owner has half of a surrogate pair");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Next.of("failed", half))
                .withMessage("message has half of a surrogate pair");
    }

    @Test
    void drivenBy_hasTheOrderOfTheRecord() {
        assertThat(Next.drivenBy("running", "run-1", "why"))
                .isEqualTo(new Next("running", "run-1", Next.Count.KEEP, "why"));
    }

    @Test
    void unreadPage_saysWhy() {
        assertThat(StuckPage.unread("Query answered 500", "2"))
                .isEqualTo(new StuckPage(List.of(), List.of(), "Query answered 500", "2"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StuckPage.unread("", "2"))
                .withMessage("why is empty; say what could not be read");
    }

    @Test
    void transition_fold_handlesEveryCase() {
        Execution row = new Execution("a", REVISION, Execution.Drive.NONE, "");
        assertThat(told(new Transition.Won(row))).isEqualTo("won a");
        assertThat(told(new Transition.Lost(row))).isEqualTo("lost a");
        assertThat(told(new Transition.Gone())).isEqualTo("gone");
    }

    private static String told(Transition transition) {
        return transition.fold(
                won -> "won " + won.row().id(), lost -> "lost " + lost.current().id(), gone -> "gone");
    }
}
