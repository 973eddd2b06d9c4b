package dev.interlock.aws.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.InterlockEvent;
import dev.interlock.aws.commitment.Shop.Policy;
import dev.interlock.idempotency.DedupeStrength;
import dev.interlock.idempotency.IdempotencyToken;
import dev.interlock.idempotency.IdempotencyTokens;
import dev.interlock.idempotency.Purchase;
import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.commitment.BoughtCommitment;
import dev.interlock.testkit.commitment.CommitmentService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process dies at any step, answers are lost, requests land late; and whoever drives the decision again buys nothing
 * more.
 */
final class CommitmentCrashTest {
    private static final int RUNS = 2000;
    private static final int RUNS_IN_AN_ACCOUNT = 10;
    private static final long SEED = 20261120;
    private static final int MOST_DRIVES = 60;
    private static final int MOST_STEPS = 12;

    @ParameterizedTest
    @EnumSource(CommitmentService.class)
    void redrive_afterADeathAtEachStep_buysNothingMore(CommitmentService service) {
        int steps = 0;
        for (int step = 1; step <= MOST_STEPS; step++) {
            FakeAws aws = FakeAws.create();
            aws.commitments().offer(service, "o-1", Shop.TYPE, Shop.TERM);
            Crash crash = new Crash();
            try (Shop shop = Shop.open(service, aws, Policy.DEFAULT, crash)) {
                IdempotencyToken token = IdempotencyTokens.deriveIdempotencyToken("step-" + step, 0);
                crash.dieAtStep(step);
                boolean died = drive(shop, token, "o-1", false) == null;
                crash.live();
                steps += died ? 1 : 0;
                int before = aws.commitments().bought().size();

                Purchase second = shop.redrive(token, "o-1", 1);

                if (Shop.refusesRepeats(service)) {
                    assertThat(saysBought(second)).as("step %d", step).isTrue();
                    assertThat(aws.commitments().bought()).hasSize(1);
                } else {
                    assertThat(aws.commitments().bought()).as("step %d", step).hasSize(before);
                }
            }
        }
        assertThat(steps).isGreaterThanOrEqualTo(4); // before and after the look-up, before and after the purchase
    }

    @ParameterizedTest
    @EnumSource(CommitmentService.class)
    void redrive_amidDeathsAndLostAnswers_neverBuysTwice(CommitmentService service) {
        int bought = 0;
        int late = 0;
        for (Run run : runs(service, DedupeStrength.BY_NAME)) {
            late += run.late();
            assertThat(run.bought()).as(run.name()).hasSizeLessThanOrEqualTo(1);
            if (Shop.refusesRepeats(service)) {
                assertThat(run.bought()).as(run.name()).hasSize(1);
                assertThat(run.saysBought()).as(run.name()).isTrue();
            }
            bought += run.bought().size();
        }
        assertThat(bought).isGreaterThan(RUNS / 4); // or this test would show nothing
        assertThat(late).isPositive();
    }

    /**
     * Where a re-drive may buy although the service cannot dedupe, doubles happen; each was told of before it happened.
     */
    @ParameterizedTest
    @EnumSource(
            value = CommitmentService.class,
            names = {"EC2", "REDSHIFT"})
    void redrive_policyOpen_buysTwiceOnlyWhatWasNotTaggedAndSaysSo(CommitmentService service) {
        int doubles = 0;
        for (Run run : runs(service, DedupeStrength.BY_TAG)) {
            int surplus = Math.max(0, run.bought().size() - 1);
            long untagged =
                    run.bought().stream().filter(c -> c.tags().isEmpty()).count();
            assertThat(untagged).as(run.name()).isGreaterThanOrEqualTo(surplus);
            assertThat(run.failedOpen()).as(run.name()).isGreaterThanOrEqualTo(surplus);
            doubles += surplus;
        }
        assertThat(doubles).isPositive(); // or this test would show nothing
    }

    /**
     * What became of one decision.
     *
     * @param name how to run it again
     * @param bought what was bought of its offering
     * @param saysBought whether the last drive said so
     * @param failedOpen how often the listener heard that a re-drive goes on to buy
     * @param late how many requests landed when nobody waited for them any more
     */
    private record Run(String name, List<BoughtCommitment> bought, boolean saysBought, int failedOpen, int late) {}

    private static List<Run> runs(CommitmentService service, DedupeStrength demanded) {
        List<Run> runs = new ArrayList<>();
        IntStream.range(0, RUNS / RUNS_IN_AN_ACCOUNT)
                .forEach(account -> runs.addAll(account(service, demanded, account)));
        return runs;
    }

    private static List<Run> account(CommitmentService service, DedupeStrength demanded, int account) {
        long seed = SEED + account;
        FakeAws aws = FakeAws.create();
        aws.commitments().page(7);
        aws.faults().onAny().chance(0.1, seed).loseAnswer();
        aws.faults().onAny().chance(0.03, seed).landLate(Duration.ofSeconds(2));
        List<InterlockEvent> heard = new ArrayList<>();
        Crash crash = new Crash();
        SplittableRandom random = new SplittableRandom(seed);
        List<Run> runs = new ArrayList<>();
        try (Shop shop = Shop.open(service, aws, new Policy(demanded, 2, heard::add), crash)) {
            for (int i = 0; i < RUNS_IN_AN_ACCOUNT; i++) {
                runs.add(run(service, aws, shop, crash, random, heard, "account " + account + ", run " + i));
            }
        }
        return runs;
    }

    private static Run run(
            CommitmentService service,
            FakeAws aws,
            Shop shop,
            Crash crash,
            SplittableRandom random,
            List<InterlockEvent> heard,
            String name) {
        heard.clear();
        aws.commitments().offer(service, name, Shop.TYPE, Shop.TERM);
        IdempotencyToken token = IdempotencyTokens.deriveIdempotencyToken(name, 0);
        boolean saysBought = false;
        for (int drive = 0; drive < MOST_DRIVES && !saysBought; drive++) {
            if (drive < 3 && random.nextInt(3) > 0) {
                crash.dieAtStep(1 + random.nextInt(MOST_STEPS));
            } else {
                crash.live();
            }
            int before = bought(service, aws, name).size();
            Purchase purchase = drive(shop, token, name, drive > 0);
            saysBought = purchase != null && saysBought(purchase);
            assertThat(purchase instanceof Purchase.Mismatch).as(name).isFalse();
            if (saysBought) {
                assertThat(bought(service, aws, name)).as(name).isNotEmpty();
            }
            if (purchase instanceof Purchase.Bought || purchase instanceof Purchase.PartlyBought) {
                assertThat(bought(service, aws, name)).as(name).hasSizeGreaterThan(before);
            }
            if (purchase instanceof Purchase.Refused refused
                    && !Shop.refusesRepeats(service)
                    && refused.reason() == Purchase.Reason.TOO_WEAK) {
                break;
            }
            aws.clock().advance(Duration.ofMinutes(1));
        }
        int late = aws.landLateRequests();
        int failedOpen = (int) heard.stream()
                .filter(event -> event.kind() == InterlockEvent.Kind.FAILED_OPEN)
                .count();
        return new Run("seed " + SEED + ", " + name, bought(service, aws, name), saysBought, failedOpen, late);
    }

    /** Null if the process died. */
    private static @Nullable Purchase drive(Shop shop, IdempotencyToken token, String offering, boolean isRedrive) {
        try {
            return isRedrive ? shop.redrive(token, offering, 1) : shop.buy(token, offering, 1);
        } catch (Crash.Death e) {
            return null;
        }
    }

    private static List<BoughtCommitment> bought(CommitmentService service, FakeAws aws, String offering) {
        return aws.commitments().bought(service).stream()
                .filter(commitment -> commitment.order().offering().id().equals(offering))
                .toList();
    }

    private static boolean saysBought(Purchase purchase) {
        return purchase.fold(
                bought -> true, already -> true, mismatch -> false, refused -> false, unknown -> false, partly -> true);
    }
}
