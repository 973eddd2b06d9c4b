package dev.interlock.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.idempotency.Pages.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;

final class PagesTest {
    @ParameterizedTest
    @NullAndEmptySource
    void all_lastTokenIsNullOrEmpty_readsToTheEnd(String last) {
        Map<String, Page<Integer>> listing =
                Map.of("", new Page<>(List.of(1, 2), "a"), "a", new Page<>(List.of(), "b"), "b", page(last, 3));

        assertThat(Pages.all(3, listing::get)).containsExactly(1, 2, 3);
    }

    @Test
    void all_morePagesThanTheCap_isAnErrorAndNoPart() {
        List<String> read = new ArrayList<>();
        assertThatThrownBy(() -> Pages.all(3, token -> {
                    read.add(token);
                    return page(token + "x", 1);
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the listing has more than 3 pages");
        assertThat(read).hasSize(3);
    }

    @Test
    void all_tokenComesAgain_isAnErrorAndNoLoop() {
        assertThatThrownBy(() -> Pages.all(1000, token -> page(token.equals("a") ? "b" : "a", 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the listing goes round: the token after page 3 came before");
    }

    @Test
    void all_interrupted_isAnErrorAndNoPart() {
        assertThatThrownBy(() -> Pages.all(1000, token -> {
                    if (token.equals("ab")) {
                        Thread.currentThread().interrupt();
                    }
                    return page(token.isEmpty() ? "a" : token + "b", 1);
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("interrupted before page 4 of the listing");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void all_aPageThrows_throws() {
        assertThatThrownBy(() -> Pages.all(3, token -> {
                    if (token.equals("a")) {
                        throw new IllegalArgumentException("page of " + token);
                    }
                    return page("a", 1);
                }))
                .hasMessage("page of a");
    }

    @Test
    void all_noPages_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pages.all(0, token -> page("", 1)))
                .withMessage("cap is below 1: 0");
    }

    private static Page<Integer> page(String next, int item) {
        return new Page<>(List.of(item), next);
    }
}
