package dev.interlock.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.schedule.Cycle;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeyTemplateTest {
    /** A trading day that is not the date of the tick, to tell the placeholders apart. */
    private static final Cycle CYCLE =
            new Cycle("2026-W22", Instant.parse("2026-05-30T09:00:00Z"), LocalDate.of(2026, 5, 29));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    latest.json                            | latest.json
                    {date}                                 | 2026-05-30
                    {trading_day}                          | 2026-05-29
                    {cycle_label}                          | 2026-W22
                    a/{date}/b/{trading_day}/{cycle_label} | a/2026-05-30/b/2026-05-29/2026-W22
                    {date}{date}                           | 2026-05-302026-05-30
                    signals/{date}.json                    | signals/2026-05-30.json
                    {{date}}                               | {date}
                    {{{date}}}                             | {2026-05-30}
                    {date}}}                               | 2026-05-30}
                    {{                                     | {
                    }}                                     | }
                    {{}}                                   | {}
                    a{{b}}c                                | a{b}c
                    {{{{                                   | {{
                    {{{{date}}}}                           | {{date}}
                    [date]                                 | [date]
                    ü/{date}                               | ü/2026-05-30
                    """)
    void render_knownPlaceholdersAndDoubledBraces_areReplaced(String template, String key) {
        assertThat(KeyTemplate.parse(template).render(CYCLE)).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {ticker}       | unknown placeholder {ticker}       | 0
                    a/{ticker}/b   | unknown placeholder {ticker}       | 2
                    {}             | unknown placeholder {}             | 0
                    {0}            | unknown placeholder {0}            | 0
                    { date }       | unknown placeholder { date }       | 0
                    {DATE}         | unknown placeholder {DATE}         | 0
                    {date!r}       | unknown placeholder {date!r}       | 0
                    {date:>12}     | unknown placeholder {date:>12}     | 0
                    {date.year}    | unknown placeholder {date.year}    | 0
                    {date[0]}      | unknown placeholder {date[0]}      | 0
                    {tick}/{date}  | unknown placeholder {tick}         | 0
                    {date}/{tick}  | unknown placeholder {tick}         | 7
                    {da{te}        | unknown placeholder {da{te}        | 0
                    {{{ticker}}}   | unknown placeholder {ticker}       | 2
                    {              | '{' without '}'                    | 0
                    a{             | '{' without '}'                    | 1
                    {{{            | '{' without '}'                    | 2
                    {date          | '{' without '}'                    | 0
                    {date}{date    | '{' without '}'                    | 6
                    }{date         | single '}'                         | 0
                    }              | single '}'                         | 0
                    a}b            | single '}'                         | 1
                    {date}}        | single '}'                         | 6
                    {{}            | single '}'                         | 2
                    }}}            | single '}'                         | 2
                    """, quoteCharacter = '"')
    void parse_anythingElseInBraces_isRefusedWithItsPosition(String template, String what, int position) {
        assertThatThrownBy(() -> KeyTemplate.parse(template))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("key template '" + template + "' has " + what + " at position " + (position + 1)
                        + "; use {date}, {trading_day} or {cycle_label}, and {{ or }} for a brace");
    }

    @Test
    void parse_emptyText_isRefused() {
        assertThatThrownBy(() -> KeyTemplate.parse(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("key template is empty");
    }

    @Test
    void parse_blankText_isALiteralKey() {
        assertThat(KeyTemplate.parse(" ").render(CYCLE)).isEqualTo(" ");
    }

    @Test
    void toString_isTheTextAsDeclared() {
        assertThat(KeyTemplate.parse("a/{{x}}/{date}.json")).hasToString("a/{{x}}/{date}.json");
    }
}
