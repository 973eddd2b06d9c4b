package dev.interlock.aws.reaper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.Payload;
import dev.interlock.StoreException;
import dev.interlock.aws.idempotency.DynamoDbIdempotencyStore;
import dev.interlock.idempotency.Claim;
import dev.interlock.idempotency.ClaimPolicy;
import dev.interlock.idempotency.ClaimRequest;
import dev.interlock.idempotency.Failure;
import dev.interlock.idempotency.Fingerprint;
import dev.interlock.idempotency.IdempotencyTokens;
import dev.interlock.idempotency.Idempotent;
import dev.interlock.reaper.Disposition;
import dev.interlock.reaper.Execution;
import dev.interlock.reaper.ExecutionStore;
import dev.interlock.reaper.Next;
import dev.interlock.reaper.ReapPolicy;
import dev.interlock.reaper.Sweep;
import dev.interlock.reaper.SweepReport;
import dev.interlock.reaper.Transition;
import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.interleaving.Actor;
import dev.interlock.testkit.interleaving.Hazard;
import dev.interlock.testkit.interleaving.History;
import dev.interlock.testkit.interleaving.Interleaving;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/**
 * One execution, those who drive it, sweep it and try it again, and the rules that every run of them must keep.
 *
 * <p>An executor takes the approved row, shows life, has its effect under a claim, and ends; or dies, rests or is
 * paused at any place. Two sweeps look for it at the same time, by one policy, and redrive in place; a user approves it
 * again when it failed, and drives it. The effect refuses an older fence, and tells whoever finds unfinished claims
 * whether it was had. The index lags now and then.
 *
 * <p>Whether somebody lived is judged by when heartbeats were sent, by everybody's clock, and not by what the row says
 * of it.
 */
final class ReaperProof {
    static final Duration SILENCE = Duration.ofSeconds(30);
    static final Duration SKEW = Duration.ofSeconds(4);
    static final Duration MARGIN = SKEW.multipliedBy(2);
    static final Duration THRESHOLD = Duration.ofSeconds(60);
    private static final Duration LEASE = Duration.ofSeconds(40);
    private static final ClaimPolicy CLAIM = ClaimPolicy.of(LEASE, Duration.ofDays(30));
    static final int SHARDS = 1; // each part is a request of its own, and a step
    private static final int MAX_REDRIVES = 1;
    private static final String TABLE = "executions";
    private static final String CLAIMS = "claims";
    private static final String ID = "execution-1";

    /** What happens in the runs, so that a test can tell that they were worth running. */
    enum Sight {
        COMPLETED,
        REAPED,
        REDRIVEN,
        RACE_LOST,
        ERRORED,
        ALIVE,
        LATE,
        RETRIED,
        EFFECT,
        REPLAYED,
        REFUSED_EFFECT,
        DIED,
        INDEX_LAGS,
        ENDED_BY_THE_LAST_SWEEPS
    }

    /** The parts that can be got wrong. */
    interface Parts {
        ExecutionStore store(DynamoDbClient dynamoDb, InstantSource clock);

        /** Whether a redrive claims before it has its effect. */
        boolean claims();

        /** Whether a redriver drives. */
        default boolean drives() {
            return true;
        }
    }

    static final class Delivered implements Parts {
        @Override
        public ExecutionStore store(DynamoDbClient dynamoDb, InstantSource clock) {
            return DynamoDbExecutionStore.create(dynamoDb, TABLE, clock, policy().states())
                    .sharded(SHARDS);
        }

        @Override
        public boolean claims() {
            return true;
        }
    }

    private ReaperProof() {}

    static ReapPolicy policy() {
        return ReapPolicy.builder(SILENCE, MARGIN)
                .redrive("approved", THRESHOLD)
                .redrive("running", THRESHOLD)
                .redriveAtMost(MAX_REDRIVES, Disposition.FAIL)
                .build();
    }

    /** The end of a process where it stands. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** The effect refused a fence that is older than one that it has seen. */
    private static final class Superseded extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** What the effect changes, which looks at fences. One for each run. */
    private static final class Ledger {
        private long fence;
        private int effects;

        boolean isThere(long reader) {
            fence = Math.max(fence, reader);
            return effects > 0;
        }

        void add(long writer) {
            if (writer < fence) {
                throw new Superseded();
            }
            fence = writer;
            effects++;
        }
    }

    /** The row, as far as it matters. */
    private record Row(String state, long version, String owner, long fence, int redrives, Instant updatedAt) {
        static Row of(FakeAws aws) {
            Payload item = Payload.of(aws.dynamoDb().items(TABLE).get(0));
            return new Row(
                    text(item, "/execution_state/S"),
                    Long.parseLong(text(item, "/row_version/N")),
                    text(item, "/execution_owner/S"),
                    Long.parseLong(text(item, "/fence/N")),
                    Integer.parseInt(text(item, "/redrives/N")),
                    Instant.ofEpochMilli(Long.parseLong(text(item, "/updated_at/N"))));
        }

        private static String text(Payload item, String pointer) {
            return item.at(pointer).map(Payload::text).orElse("");
        }

        boolean isEnded() {
            return state.equals("completed") || state.equals("failed");
        }
    }

    /**
     * A heartbeat that was answered as won.
     *
     * @param fence of the drive that showed life
     * @param sentAt by everybody's clock
     */
    private record Life(long fence, Instant sentAt) {}

    static Interleaving of(Parts parts, Map<Sight, Integer> sights) {
        return Interleaving.of(run -> {
                    FakeAws aws = run.aws();
                    Ledger ledger = new Ledger();
                    DynamoDbClient setUp = client(aws.connect(DynamoDbClient.builder()), 2);
                    ExecutionFixture.createTable(setUp, TABLE);
                    ExecutionFixture.createClaims(setUp, CLAIMS);
                    parts.store(setUp, aws.clock()).create(ID, "approved");
                    run.actor("executor", actor -> new ActorProcess(actor, parts, ledger).execute());
                    run.actor("reaper", actor -> new ActorProcess(actor, parts, ledger).sweepAgainAndAgain(aws));
                    run.actor("recovery", actor -> new ActorProcess(actor, parts, ledger).sweepAgainAndAgain(aws));
                    run.actor("user", actor -> new ActorProcess(actor, parts, ledger).retry());
                    run.watch("row", Row::of);
                    run.always(() -> assertThat(ledger.effects)
                            .as("how often the effect was had")
                            .isLessThan(2));
                    run.check(history -> {
                        keepsTheRules(history);
                        Map<Sight, Integer> seen = new EnumMap<>(Sight.class);
                        history.events(Sight.class).forEach(event -> seen.merge(event.what(), 1, Integer::sum));
                        if (!Row.of(aws).isEnded()) {
                            seen.merge(Sight.ENDED_BY_THE_LAST_SWEEPS, 1, Integer::sum);
                            endsWithinTwoSweeps(aws, parts, setUp, ledger);
                        }
                        synchronized (sights) {
                            seen.forEach((sight, times) -> sights.merge(sight, times, Integer::sum));
                        }
                    });
                })
                .hazards(
                        Hazard.REQUEST_LOST,
                        Hazard.ANSWER_LOST,
                        Hazard.LANDS_LATE,
                        Hazard.THROTTLED,
                        Hazard.FAILS_BEFORE,
                        Hazard.FAILS_AFTERWARDS,
                        Hazard.CRASH,
                        Hazard.PAUSE,
                        Hazard.TIME_PASSES)
                .maxHazards(6)
                .pauses(Duration.ofSeconds(5), LEASE, THRESHOLD.plusSeconds(10), THRESHOLD.multipliedBy(2))
                .skews(Duration.ZERO, SKEW, SKEW.negated());
    }

    /** Signatures take time and have no part in this; few attempts, so that some calls end without an answer. */
    private static DynamoDbClient client(DynamoDbClientBuilder builder, int attempts) {
        return builder.credentialsProvider(AnonymousCredentialsProvider.create())
                .overrideConfiguration(
                        config -> config.retryStrategy(AwsRetryStrategy.forRetryMode(RetryMode.STANDARD).toBuilder()
                                .maxAttempts(attempts)
                                .backoffStrategy(BackoffStrategy.retryImmediately())
                                .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                                .build()))
                .build();
    }

    /** Everybody is dead by now, and nothing goes wrong any more. */
    private static void endsWithinTwoSweeps(FakeAws aws, Parts parts, DynamoDbClient dynamoDb, Ledger ledger) {
        ExecutionStore store = parts.store(dynamoDb, aws.clock());
        aws.faults().clear();
        boolean mayBeRedriven = Row.of(aws).redrives() < MAX_REDRIVES;
        Drive drive = new Drive(calm(aws), store, claims(dynamoDb, aws.clock()), ledger, parts.claims());
        Sweep sweep = Sweep.builder(store, policy(), "last")
                .repeatable(row -> true)
                .redriver(row -> redrive(parts, drive, row))
                .build();
        for (int sweeps = 0; sweeps < 2 && !Row.of(aws).isEnded(); sweeps++) {
            aws.clock().advance(THRESHOLD.plus(SKEW));
            sweep.run(aws.clock().instant()).orThrow();
        }
        assertThat(Row.of(aws).state())
                .as("it ends within two sweeps of its threshold: %s", Row.of(aws))
                .isEqualTo(mayBeRedriven ? "completed" : "failed");
        assertThat(ledger.effects).as("how often the effect was had").isLessThan(2);
    }

    private static void redrive(Parts parts, Drive drive, Execution row) {
        if (parts.drives()) {
            drive.run(row);
        }
    }

    private static Idempotent claims(DynamoDbClient dynamoDb, InstantSource clock) {
        return Idempotent.create(
                DynamoDbIdempotencyStore.create(dynamoDb, CLAIMS, clock).tolerating(MARGIN),
                failure -> new Failure.Ambiguous(),
                event -> {});
    }

    /** What happens to a drive, and who hears of it. */
    private interface Surroundings {
        void rest(String where);

        void saw(Object sight);

        /** Everybody's clock. */
        Instant now();
    }

    private static Surroundings calm(FakeAws aws) {
        return new Surroundings() {
            @Override
            public void rest(String where) {}

            @Override
            public void saw(Object sight) {}

            @Override
            public Instant now() {
                return aws.clock().instant();
            }
        };
    }

    /** Drives a row that its owner has: the effect under a claim, then the end. */
    private static final class Drive {
        private final Surroundings surroundings;
        private final ExecutionStore store;
        private final Idempotent once;
        private final Ledger ledger;
        private final boolean claims;

        Drive(Surroundings surroundings, ExecutionStore store, Idempotent once, Ledger ledger, boolean claims) {
            this.surroundings = surroundings;
            this.store = store;
            this.once = once;
            this.ledger = ledger;
            this.claims = claims;
        }

        private void rest(String where) {
            surroundings.rest(where);
        }

        private void saw(Object sight) {
            surroundings.saw(sight);
        }

        void run(Execution row) {
            rest("has the row");
            if (!showsLife(row)) {
                return;
            }
            rest("has shown life");
            if (hasEffect(row) && store.finish(row.tenure(), "completed", "") instanceof Transition.Lost) {
                saw(Sight.LATE);
            }
        }

        private boolean showsLife(Execution row) {
            Instant sentAt = surroundings.now();
            if (!(store.heartbeat(row.tenure()) instanceof Transition.Won)) {
                saw(Sight.LATE);
                return false;
            }
            saw(Sight.ALIVE);
            saw(new Life(row.drive().fence(), sentAt));
            return true;
        }

        /** Whether the effect is had, here or before. */
        private boolean hasEffect(Execution row) {
            if (!claims) {
                rest("is about to have its effect, without a claim");
                ledger.effects++;
                return true;
            }
            ClaimRequest request = new ClaimRequest(
                    IdempotencyTokens.deriveIdempotencyToken(ID, 0),
                    row.drive().owner() + "-" + row.drive().fence(),
                    Fingerprint.unchecked(),
                    CLAIM);
            return once.run(request, this::effect)
                    .fold(
                            done -> {
                                saw(Sight.REPLAYED);
                                return true;
                            },
                            failed -> false,
                            retryable -> false,
                            ambiguous -> {
                                saw(Sight.REFUSED_EFFECT);
                                return false;
                            },
                            unstored -> true,
                            busy -> false,
                            mismatch -> false,
                            unknown -> false);
        }

        private Payload effect(Claim.Granted granted) {
            rest("is claimed");
            if (granted.unfinished() > 0 && ledger.isThere(granted.fence())) {
                return Payload.of("found");
            }
            rest("is about to have its effect");
            ledger.add(granted.fence());
            saw(Sight.EFFECT);
            rest("has had its effect");
            return Payload.of("had");
        }
    }

    /** One actor's process. */
    private static final class ActorProcess {
        private final Actor actor;
        private final Parts parts;
        private final ExecutionStore store;
        private final Drive drive;

        ActorProcess(Actor actor, Parts parts, Ledger ledger) {
            this.actor = actor;
            this.parts = parts;
            DynamoDbClient dynamoDb = client(
                    actor.connect(DynamoDbClient.builder()), 1 + actor.choose("how often a request is sent again", 3));
            store = parts.store(dynamoDb, actor.clock());
            Surroundings surroundings = new Surroundings() {
                @Override
                public void rest(String where) {
                    mayDie(where);
                }

                @Override
                public void saw(Object sight) {
                    actor.note(sight);
                }

                @Override
                public Instant now() {
                    return actor.now();
                }
            };
            drive = new Drive(surroundings, store, claims(dynamoDb, actor.clock()), ledger, parts.claims());
        }

        private void mayDie(String where) {
            switch (actor.choose(where + ", and then", 12)) {
                case 0 -> {
                    actor.note(Sight.DIED);
                    throw new Death();
                }
                case 1 -> actor.sleep(SILENCE.dividedBy(2));
                case 2 -> actor.sleep(THRESHOLD.plus(SILENCE)); // hangs
                default -> actor.step(where);
            }
        }

        void execute() {
            try {
                takeAndDrive();
            } catch (Death e) {
                return; // where it stood
            }
        }

        private void takeAndDrive() {
            try {
                Optional<Execution> row = store.find(ID);
                if (row.isPresent() && row.get().state().equals("approved")) {
                    Transition taken = store.transition(row.get(), Next.drivenBy("running", actor.name(), ""));
                    if (taken instanceof Transition.Won won) {
                        drive.run(won.row());
                    }
                }
            } catch (StoreException e) {
                actor.note("gives up: " + e.getMessage());
            }
        }

        void sweepAgainAndAgain(FakeAws aws) {
            try {
                for (int sweeps = 0; sweeps < 4; sweeps++) {
                    actor.sleep(
                            actor.choose("how long to wait", 2) == 0 ? THRESHOLD.dividedBy(2) : THRESHOLD.plus(SKEW));
                    if (actor.choose("whether the index lags", 4) == 0) {
                        aws.faults().on("Query").nth(1).stale(1);
                        actor.note(Sight.INDEX_LAGS);
                    }
                    tell(sweep().run(actor.clock().instant()));
                }
            } catch (Death e) {
                return; // where it stood
            }
        }

        private Sweep sweep() {
            return Sweep.builder(store, policy(), actor.name())
                    .repeatable(row -> true)
                    .redriver(row -> redrive(parts, drive, row))
                    .build();
        }

        private void tell(SweepReport report) {
            note(report.reaped(), Sight.REAPED);
            note(report.redriven(), Sight.REDRIVEN);
            note(report.raceLost(), Sight.RACE_LOST);
            note(report.errored(), Sight.ERRORED);
        }

        private void note(int times, Sight sight) {
            if (times > 0) {
                actor.note(sight);
            }
        }

        /** Looks now and then; what failed is approved again, and driven. */
        void retry() {
            try {
                for (int looks = 0; looks < 3; looks++) {
                    actor.sleep(THRESHOLD.plus(SILENCE));
                    Optional<Execution> row = look();
                    if (row.isPresent() && row.get().state().equals("failed")) {
                        approve(row.get());
                    } else if (row.isPresent() && row.get().state().equals("completed")) {
                        actor.note(Sight.COMPLETED);
                        return;
                    }
                }
            } catch (Death e) {
                return; // where it stood
            }
        }

        private Optional<Execution> look() {
            try {
                return store.find(ID);
            } catch (StoreException e) {
                return Optional.empty(); // looks again later
            }
        }

        private void approve(Execution failed) {
            try {
                if (store.transition(failed, Next.of("approved", "tried again").afresh()) instanceof Transition.Won) {
                    actor.note(Sight.RETRIED);
                }
            } catch (StoreException e) {
                actor.note("does not know whether it is approved");
            }
            takeAndDrive();
        }
    }

    // The rules.

    private static void keepsTheRules(History history) {
        List<Life> lives =
                history.events(Life.class).stream().map(History.Event::what).toList();
        List<String> allowedFromFailed = List.of("approved", "running"); // the second by a write that landed unheard
        for (History.Event<History.Change> event : history.events(History.Change.class)) {
            Row before = (Row) event.what().before();
            Row after = (Row) event.what().after();
            String where = "step " + event.step() + " by " + event.actor() + ": " + before + " -> " + after;
            assertThat(before.state()).as("%s: what is completed stays", where).isNotEqualTo("completed");
            assertThat(after.version()).as("%s: versions rise", where).isGreaterThan(before.version());
            assertThat(after.fence()).as("%s: fences do not fall", where).isGreaterThanOrEqualTo(before.fence());
            boolean isOwn = before.owner().equals(event.actor());
            switch (after.state()) {
                case "completed" ->
                    assertThat(before.state().equals("running") && isOwn)
                            .as("%s: ended by whom it is driven", where)
                            .isTrue();
                case "failed" -> {
                    wasSilent(event, before, lives, where);
                    assertThat(before.redrives())
                            .as("%s: given up after its redrives", where)
                            .isEqualTo(MAX_REDRIVES);
                }
                case "approved" -> assertThat(before.state()).as(where).isEqualTo("failed");
                default -> {
                    if (before.fence() == after.fence()) {
                        assertThat(isOwn)
                                .as("%s: life shown by whom it is driven", where)
                                .isTrue();
                    } else if (before.state().equals("running")) {
                        wasSilent(event, before, lives, where);
                    } else {
                        assertThat(before.state()).as(where).isEqualTo("approved");
                    }
                }
            }
            assertThat(before.state().equals("failed") && !allowedFromFailed.contains(after.state()))
                    .as("%s: what failed is not revived", where)
                    .isFalse();
        }
    }

    /** The row's time is that of its writer, and the sweep's that of the sweep: each may be off by the skew. */
    private static void wasSilent(History.Event<History.Change> event, Row before, List<Life> lives, String where) {
        assertThat(Duration.between(before.updatedAt(), event.at()))
                .as("%s: for how long it had shown no life", where)
                .isGreaterThanOrEqualTo(THRESHOLD.minus(SKEW));
        for (Life life : lives) {
            if (life.fence() == before.fence()) {
                assertThat(Duration.between(life.sentAt(), event.at()))
                        .as("%s: how long ago it had sent a heartbeat that was won", where)
                        .isGreaterThanOrEqualTo(THRESHOLD.minus(MARGIN));
            }
        }
    }
}
