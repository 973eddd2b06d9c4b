package dev.interlock.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.idempotency.Attempt;
import dev.interlock.idempotency.Commitment;
import dev.interlock.idempotency.CommitmentPort;
import dev.interlock.idempotency.DedupeStrength;
import dev.interlock.idempotency.IdempotencyToken;
import dev.interlock.idempotency.IdempotencyTokens;
import dev.interlock.idempotency.LookUp;
import dev.interlock.idempotency.Pages;
import dev.interlock.testkit.junit.StallPort.Order;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.opentest4j.TestAbortedException;

/** A port that is right passes, and one that is wrong in one thing fails the tests that are about it. */
final class CommitmentPortSuiteTest {
    private enum Verdict {
        PASSED,
        FAILED,
        SKIPPED
    }

    private interface Creating {
        Attempt create(CommitmentPort<Order> port, IdempotencyToken token, Order order);
    }

    private interface Finding {
        LookUp find(StallPort port, IdempotencyToken token, Order order);
    }

    /** A port that does one thing otherwise. */
    private record Bent(StallPort port, DedupeStrength strength, Finding finding, Creating creating)
            implements CommitmentPort<Order> {
        static Bent creating(StallPort port, Creating creating) {
            return new Bent(port, port.strength(), StallPort::find, creating);
        }

        static Bent finding(StallPort port, Finding finding) {
            return new Bent(port, port.strength(), finding, CommitmentPort::create);
        }

        @Override
        public LookUp find(IdempotencyToken token, Order order) {
            return finding.find(port, token, order);
        }

        @Override
        public Attempt create(IdempotencyToken token, Order order) {
            return creating.create(port, token, order);
        }
    }

    @ParameterizedTest
    @EnumSource(DedupeStrength.class)
    void suite_portThatIsRight_passes(DedupeStrength strength) {
        assertThat(verdicts(stall -> new StallPort(stall, strength)))
                .hasSizeGreaterThan(10)
                .doesNotContainValue(Verdict.FAILED);
    }

    @Test
    void suite_strength_decidesWhatIsAsked() {
        assertThat(skipped(DedupeStrength.NATIVE_TOKEN)).isZero();
        assertThat(skipped(DedupeStrength.BY_TAG)).isEqualTo(2);
        assertThat(skipped(DedupeStrength.NONE)).isGreaterThan(2);
    }

    private static long skipped(DedupeStrength strength) {
        return verdicts(stall -> new StallPort(stall, strength)).values().stream()
                .filter(Verdict.SKIPPED::equals)
                .count();
    }

    /** Where repeats are refused the service saves it; the answer betrays it. */
    @ParameterizedTest
    @EnumSource(
            value = DedupeStrength.class,
            names = {"NATIVE_TOKEN", "BY_TAG", "NONE"})
    void suite_createThatRepeatsItself_fails(DedupeStrength strength) {
        assertThat(failed(stall -> Bent.creating(new StallPort(stall, strength), (port, token, order) -> {
                    Attempt first = port.create(token, order);
                    return first instanceof Attempt.Created ? first : port.create(token, order);
                })))
                .containsExactly(
                        "buy_answerLost_buysOnceAndLooks",
                        "buy_errorAfterItWasBought_buysOnceAndLooks",
                        "buy_throttled_isRefusedForNowAndBuysNothing");
    }

    @Test
    void suite_createThatRepeatsItselfWhereAnIdIsTaken_failsIfThrottled() {
        assertThat(failed(stall ->
                        Bent.creating(new StallPort(stall, DedupeStrength.DETERMINISTIC_ID), (port, token, order) -> {
                            Attempt first = port.create(token, order);
                            return first instanceof Attempt.Created ? first : port.create(token, order);
                        })))
                .containsExactly("buy_throttled_isRefusedForNowAndBuysNothing");
    }

    @ParameterizedTest
    @EnumSource(DedupeStrength.class)
    void suite_errorOfTheServerTakenForNothingDone_fails(DedupeStrength strength) {
        assertThat(failed(stall -> Bent.creating(new StallPort(stall, strength), (port, token, order) -> {
                    Attempt made = port.create(token, order);
                    return made instanceof Attempt.Ambiguous doubt
                                    && doubt.cause().endsWith("500")
                            ? new Attempt.Retryable(doubt.cause())
                            : made;
                })))
                .containsExactly("buy_errorAfterItWasBought_buysOnceAndLooks");
    }

    @Test
    void suite_lostAnswerTakenForARefusal_fails() {
        assertThat(failed(stall ->
                        Bent.creating(new StallPort(stall, DedupeStrength.NATIVE_TOKEN), (port, token, order) -> {
                            Attempt made = port.create(token, order);
                            return made instanceof Attempt.Ambiguous doubt ? new Attempt.Final(doubt.cause()) : made;
                        })))
                .containsExactly("buy_answerLost_buysOnceAndLooks", "buy_errorAfterItWasBought_buysOnceAndLooks");
    }

    @Test
    void suite_idThatIsTakenTakenForARefusal_fails() {
        assertThat(failed(stall -> Bent.creating(new StallPort(stall, DedupeStrength.BY_NAME), (port, token, order) -> {
                    Attempt made = port.create(token, order);
                    return made instanceof Attempt.Ambiguous doubt
                                    && doubt.cause().endsWith("409")
                            ? new Attempt.Final(doubt.cause())
                            : made;
                })))
                .contains("create_sameTokenTwice_buysOnceWhereRepeatsAreRefused");
    }

    @ParameterizedTest
    @EnumSource(
            value = DedupeStrength.class,
            names = {"NATIVE_TOKEN", "DETERMINISTIC_ID", "BY_NAME"})
    void suite_idOfTheTime_fails(DedupeStrength strength) {
        AtomicInteger time = new AtomicInteger();
        assertThat(failed(stall -> Bent.creating(
                        new StallPort(stall, strength),
                        (port, token, order) -> port.create(
                                IdempotencyTokens.deriveIdempotencyToken("time", time.incrementAndGet()), order))))
                .contains(
                        "buy_sameTokenTwice_buysOnce",
                        "create_sameTokenTwice_buysOnceWhereRepeatsAreRefused",
                        "buy_answerLost_buysOnceAndLooks");
    }

    /** A change that loses the token on the way: the service sells under no key. */
    @Test
    void suite_tokenLostOnTheWay_fails() {
        assertThat(failed(stall -> new Bent(
                        new StallPort(stall, DedupeStrength.NONE),
                        DedupeStrength.NATIVE_TOKEN,
                        StallPort::find,
                        CommitmentPort::create)))
                .contains(
                        "buy_sameTokenTwice_buysOnce",
                        "create_sameTokenTwice_buysOnceWhereRepeatsAreRefused",
                        "buy_fromManyThreads_buysOnceAndTellsAllOfIt");
    }

    /** What is only tagged afterwards is not what refuses a repeat. */
    @Test
    void suite_strengthOverstated_fails() {
        assertThat(failed(stall -> new Bent(
                        new StallPort(stall, DedupeStrength.BY_TAG),
                        DedupeStrength.BY_NAME,
                        StallPort::find,
                        CommitmentPort::create)))
                .contains("buy_answerLost_buysOnceAndLooks", "create_sameTokenTwice_buysOnceWhereRepeatsAreRefused");
    }

    @ParameterizedTest
    @EnumSource(
            value = DedupeStrength.class,
            names = {"NATIVE_TOKEN", "DETERMINISTIC_ID", "BY_NAME", "BY_TAG"})
    void suite_pageLeftOut_fails(DedupeStrength strength) {
        Function<MarketStall, CommitmentPort<Order>> firstPageAlone = stall -> Bent.finding(
                new StallPort(stall, strength),
                (port, token, order) -> among(port.stall().page("").items(), token));
        Function<MarketStall, CommitmentPort<Order>> allButTheSecond =
                stall -> Bent.finding(new StallPort(stall, strength), (port, token, order) -> {
                    List<MarketStall.Sale> sales = Pages.all(Pages.CAP, port.stall()::page);
                    List<MarketStall.Sale> kept = new ArrayList<>(sales);
                    sales.stream().skip(100).limit(50).forEach(kept::remove);
                    return among(kept, token);
                });

        assertThat(failed(firstPageAlone)).contains("redrive_amongManyOthersOnManyPages_findsIt");
        assertThat(failed(allButTheSecond)).contains("redrive_amongManyOthersOnManyPages_findsIt");
    }

    @Test
    void suite_pageThatFailedTakenForTheLast_fails() {
        assertThat(failed(stall -> Bent.finding(new StallPort(stall, DedupeStrength.BY_TAG), (port, token, order) -> {
                    List<MarketStall.Sale> read = new ArrayList<>();
                    try {
                        String next = "";
                        do {
                            Pages.Page<MarketStall.Sale> page = port.stall().page(next);
                            read.addAll(page.items());
                            next = page.next();
                        } while (next != null);
                    } catch (MarketStall.NoSale e) {
                        if (read.isEmpty()) {
                            return new LookUp.Failed("answered " + e.status);
                        }
                    }
                    return among(read, token);
                })))
                .containsExactly("redrive_laterRequestOfTheLookUpFails_findsItOrRefuses");
    }

    @Test
    void suite_lookUpThatFailsTakenForNothingFound_fails() {
        assertThat(failed(stall ->
                        Bent.finding(new StallPort(stall, DedupeStrength.NATIVE_TOKEN), (port, token, order) -> {
                            LookUp seen = port.find(token, order);
                            return seen instanceof LookUp.Failed ? new LookUp.NotFound() : seen;
                        })))
                .containsExactly(
                        "buy_lookUpFails_refusesAndBuysNothing",
                        "redrive_laterRequestOfTheLookUpFails_findsItOrRefuses");
    }

    @Test
    void suite_termUntoldOrUnderAnotherName_fails() {
        assertThat(failed(telling(terms -> Map.of("item", terms.get("item")))))
                .contains("find_whatWasBought_tellsAllTermsUnderTheirNames", "buy_sameTokenTwice_buysOnce");
        assertThat(failed(telling(terms -> Map.of("item", terms.get("item"), "quantity", terms.get("count")))))
                .contains("find_whatWasBought_tellsAllTermsUnderTheirNames", "buy_sameTokenTwice_buysOnce");
    }

    /** It tells what was asked for, and not what is there. */
    @Test
    void suite_termsOfTheRequestToldAsThoseOfTheCommitment_fails() {
        assertThat(failed(stall -> Bent.finding(
                        new StallPort(stall, DedupeStrength.NATIVE_TOKEN),
                        (port, token, order) -> retold(port.find(token, order), terms -> order.terms()))))
                .containsExactly("redrive_anotherRequestWithTheToken_isAMismatch");
    }

    @Test
    void suite_tokenInACause_fails() {
        assertThat(failed(stall -> Bent.creating(new StallPort(stall, DedupeStrength.BY_TAG), (port, token, order) -> {
                    Attempt made = port.create(token, order);
                    return made instanceof Attempt.Ambiguous
                            ? new Attempt.Ambiguous("time-out of " + token.toGuid())
                            : made;
                })))
                .containsExactly("buy_answerLost_buysOnceAndLooks", "buy_errorAfterItWasBought_buysOnceAndLooks");
    }

    private static Function<MarketStall, CommitmentPort<Order>> telling(
            Function<Map<String, String>, Map<String, String>> terms) {
        return stall -> Bent.finding(
                new StallPort(stall, DedupeStrength.DETERMINISTIC_ID),
                (port, token, order) -> retold(port.find(token, order), terms));
    }

    private static LookUp retold(LookUp seen, Function<Map<String, String>, Map<String, String>> terms) {
        return seen instanceof LookUp.Found found
                ? LookUp.of(found.commitments().stream()
                        .map(commitment -> new Commitment(
                                commitment.id(),
                                commitment.standing(),
                                commitment.state(),
                                terms.apply(commitment.terms())))
                        .toList())
                : seen;
    }

    private static LookUp among(List<MarketStall.Sale> sales, IdempotencyToken token) {
        return LookUp.of(sales.stream()
                .filter(sale -> sale.key().equals(token.value()))
                .map(StallPort::commitment)
                .toList());
    }

    private static List<String> failed(Function<MarketStall, CommitmentPort<Order>> port) {
        return verdicts(port).entrySet().stream()
                .filter(test -> test.getValue() == Verdict.FAILED)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Runs each test of the suite on a port of its own, as JUnit does; by name. */
    private static Map<String, Verdict> verdicts(Function<MarketStall, CommitmentPort<Order>> port) {
        Map<String, Verdict> verdicts = new TreeMap<>();
        for (Method test : CommitmentPortSuite.class.getDeclaredMethods()) {
            if (test.isAnnotationPresent(Test.class)) {
                verdicts.put(test.getName(), verdict(test, new StallSuite(port)));
            }
        }
        return verdicts;
    }

    private static Verdict verdict(Method test, StallSuite suite) {
        try {
            test.invoke(suite);
            return Verdict.PASSED;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof TestAbortedException) {
                return Verdict.SKIPPED;
            } else if (e.getCause() instanceof AssertionError) {
                return Verdict.FAILED;
            }
            throw new AssertionError(test.getName() + " ended by no assertion", e.getCause());
        } catch (IllegalAccessException e) {
            throw new AssertionError("the suite is in this package", e);
        }
    }
}
