package dev.interlock.aws.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.Payload;
import dev.interlock.aws.internal.S3Objects;
import dev.interlock.contract.Contract;
import dev.interlock.contract.ContractSuite;
import dev.interlock.contract.Document;
import dev.interlock.contract.Outcome;
import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.interleaving.Actor;
import dev.interlock.testkit.interleaving.History;
import dev.interlock.testkit.interleaving.Interleaving;
import dev.interlock.testkit.s3.StoredObject;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Writers that publish sets of two objects through one pointer, readers that look at all times, and what must hold in
 * every run.
 *
 * <p>Two writers are of one run, as if the first was started again; each may stage a good set, one of which a part is
 * missing, or one with a bad part. Any of them may crash anywhere, and so may its requests go astray.
 */
final class PublishProof {
    static final String BUCKET = "research-bucket";
    static final String DATASET = "market_data/weekly";
    static final String POINTER = DATASET + "/latest.json";
    private static final LocalDate DATE = LocalDate.of(2026, 5, 30);
    private static final String NOBODY = "nobody";
    private static final String FIRST = "first";
    private static final int POLLS = 3;

    /** What happens in the runs, so that a test can tell that they were worth running. */
    enum Sight {
        PUBLISHED,
        REJECTED,
        SUPERSEDED,
        UNKNOWN,
        MOVE,
        MOVE_OF_NO_SURVIVOR,
        READ_OLD,
        READ_NEW,
        READER_BLIND
    }

    /** How an attempt is made; the one that is delivered, or one that is known to be wrong. */
    interface Attempt {
        Publication publish(Actor actor, S3Client s3, Parts parts, String nonce, long fence);
    }

    /** What a writer puts into its set. */
    enum Parts {
        GOOD,
        PARTIAL,
        BAD;

        boolean has(String name) {
            return this != PARTIAL || name.equals("x.json");
        }

        Payload content(String name, String nonce) {
            boolean isGood = this == GOOD || name.equals("x.json");
            return Payload.of("{\"by\":\"" + nonce + "\",\"good\":" + isGood + "}");
        }
    }

    private record Began(String nonce, String basis) {}

    private record Told(String nonce, long fence, Publication publication) {}

    private record Saw(String nonce) {}

    private record Blind(String cause) {}

    /** What the pointer says. */
    record Pointer(String nonce, long fence) {
        static Pointer of(FakeAws aws) {
            return aws.s3()
                    .object(BUCKET, POINTER)
                    .map(object -> Payload.of(object.body()))
                    .map(json -> new Pointer(text(json, "/nonce"), Long.parseLong(text(json, "/fence"))))
                    .orElse(new Pointer(NOBODY, 0));
        }
    }

    private PublishProof() {}

    /**
     * The program for attempts of one kind, under fences or without, with or without a set that was published before.
     */
    static Interleaving of(Attempt attempt, boolean isFenced, boolean hasFirst, Map<Sight, Integer> sights) {
        Map<String, byte[]> first = first(isFenced ? 1 : 0);
        return Interleaving.of(run -> {
                    FakeAws aws = run.aws();
                    aws.s3().createBucket(BUCKET);
                    if (hasFirst) {
                        first.forEach((key, body) ->
                                aws.s3().put(BUCKET, key, body, aws.clock().instant()));
                    }
                    long[] fences = {isFenced ? 1 : 0};
                    for (String writer : List.of("a", "a-again", "b")) {
                        run.actor(writer, actor -> {
                            try (S3Client s3 = client(actor)) {
                                actor.sleep(Duration.ofSeconds(actor.choose("when to begin", 3)));
                                long fence = isFenced ? ++fences[0] : 0;
                                Parts parts = Parts.values()[Math.max(0, actor.choose("what to stage", 4) - 1)];
                                String nonce = "n-" + actor.name();
                                actor.note(new Told(nonce, fence, attempt.publish(actor, s3, parts, nonce, fence)));
                            }
                        });
                    }
                    run.actor("reader", PublishProof::poll);
                    run.watch("pointer", Pointer::of).always(() -> leadsToAnAuditedSet(aws));
                    run.check(history -> {
                        keepsTheRules(history, isFenced, hasFirst ? FIRST : NOBODY);
                        count(history, sights);
                    });
                })
                .maxHazards(10)
                .pauses(Duration.ofSeconds(1), Duration.ofMinutes(1));
    }

    /** As it is delivered. */
    static Publication delivered(Actor actor, S3Client s3, Parts parts, String nonce, long fence) {
        AuditedPublisher publisher =
                AuditedPublisher.create(s3, BUCKET, DATASET).nonces(() -> nonce);
        Staging staging = (fence > 0 ? publisher.fenced(fence) : publisher).begin(DATE, run(actor));
        actor.note(new Began(nonce, basis(staging.start())));
        for (String name : List.of("x.json", "y.json")) {
            if (parts.has(name)) {
                staging.put(name, parts.content(name, nonce));
            }
        }
        return staging.publish(audit(actor)::run);
    }

    /** For attempts that look for themselves. */
    static void noteBeginning(Actor actor, S3Objects objects, String nonce) {
        actor.note(new Began(nonce, basis(PointerState.of(objects.read(POINTER), POINTER))));
    }

    static String run(Actor actor) {
        return actor.name().equals("b") ? "run-b" : "run-a";
    }

    static ContractSuite<ObjectSet> audit(Actor actor) {
        return audit(actor::nanoTime);
    }

    private static ContractSuite<ObjectSet> audit(LongSupplier ticker) {
        return ContractSuite.<ObjectSet>postflight("parts", ticker)
                .add(Contract.of("x", "reader", set -> part(set, "x.json")))
                .add(Contract.of("y", "reader", set -> part(set, "y.json")))
                .build();
    }

    private static Outcome part(ObjectSet set, String name) {
        return set.read(name)
                .fold(
                        loaded -> text(loaded.payload(), "/good").equals("true")
                                ? Outcome.pass()
                                : Outcome.violated(name, "good", "bad"),
                        absent -> Outcome.violated(name, "present", "absent"),
                        unreadable -> Outcome.cannotTell(unreadable.cause()));
    }

    private static String basis(PointerState start) {
        return start instanceof PointerState.Named named ? named.pointer().run().nonce() : NOBODY;
    }

    /**
     * What a writer without trouble leaves, made once: a third of the requests of a run would be the same in all of
     * them.
     */
    private static Map<String, byte[]> first(long fence) {
        FakeAws aws = FakeAws.create();
        aws.s3().createBucket(BUCKET);
        try (S3Client s3 = aws.connect(S3Client.builder()).build()) {
            AuditedPublisher publisher =
                    AuditedPublisher.create(s3, BUCKET, DATASET).nonces(() -> FIRST);
            Publication publication = (fence > 0 ? publisher.fenced(fence) : publisher)
                    .begin(DATE, "run-first")
                    .put("x.json", Parts.GOOD.content("x.json", FIRST))
                    .put("y.json", Parts.GOOD.content("y.json", FIRST))
                    .publish(audit(() -> 0)::run);
            assertThat(publication).isInstanceOf(Publication.Published.class);
        }
        return aws.s3().keys(BUCKET).stream()
                .collect(Collectors.toMap(
                        key -> key,
                        key -> aws.s3().object(BUCKET, key).orElseThrow().body()));
    }

    /**
     * Signatures, and checksums that nobody asked for, take time and have no part in the protocol. Half of the clients
     * give up at once.
     */
    private static S3Client client(Actor actor) {
        S3ClientBuilder builder = actor.connect(S3Client.builder())
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        if (actor.choose("to be patient", 2) == 0) {
            builder.overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()));
        }
        return builder.build();
    }

    private static void poll(Actor actor) {
        try (S3Client s3 = client(actor)) {
            for (int i = 0; i < POLLS; i++) {
                actor.note(PublishedSet.read(s3, BUCKET, POINTER)
                        .fold(
                                found -> read(found.objects()),
                                absent -> new Saw(NOBODY),
                                unknown -> new Blind(unknown.cause())));
                actor.sleep(Duration.ofSeconds(actor.choose("when to look again", 3)));
            }
        }
    }

    private static Object read(ObjectSet set) {
        assertThat(set.names()).as("what a reader is given").containsExactly("x.json", "y.json");
        String nonce = set.run().nonce();
        for (String name : set.names()) {
            Document content = set.read(name);
            if (content instanceof Document.Loaded loaded) {
                assertThat(loaded.payload().text()).isEqualTo("{\"by\":\"" + nonce + "\",\"good\":true}");
            } else {
                return new Blind(content.toString());
            }
        }
        return new Saw(nonce);
    }

    /** Looks at the store itself, after every step. */
    private static void leadsToAnAuditedSet(FakeAws aws) {
        Payload pointer = aws.s3()
                .object(BUCKET, POINTER)
                .map(object -> Payload.of(object.body()))
                .orElse(Payload.none());
        if (pointer.size() == 0) {
            return;
        }
        String prefix = text(pointer, "/s3_prefix");
        Payload report = Payload.of(object(aws, prefix + "report.json").body());
        assertThat(text(report, "/passed")).as("the report of %s", prefix).isEqualTo("true");
        for (String name : List.of("x.json", "y.json")) {
            StoredObject part = object(aws, prefix + name);
            assertThat(part.text())
                    .as(prefix + name)
                    .isEqualTo("{\"by\":\"" + text(pointer, "/nonce") + "\",\"good\":true}");
            assertThat(part.headers()).as("a lifecycle rule keeps it").doesNotContainKey("x-amz-tagging");
        }
    }

    private static StoredObject object(FakeAws aws, String key) {
        return aws.s3()
                .object(BUCKET, key)
                .orElseThrow(() -> new AssertionError("the pointer leads to what is not there: " + key));
    }

    private static void keepsTheRules(History history, boolean isFenced, String first) {
        Set<String> published = new LinkedHashSet<>(List.of(first));
        Map<String, String> bases = new HashMap<>();
        for (History.Event<Object> event : history.events()) {
            if (event.what() instanceof Began began) {
                bases.put(began.nonce(), began.basis());
            } else if (event.what() instanceof History.Change change) {
                Pointer before = (Pointer) change.before();
                Pointer after = (Pointer) change.after();
                assertThat(published.add(after.nonce()))
                        .as("step %s: %s is published once", event.step(), after.nonce())
                        .isTrue();
                if (isFenced) {
                    assertThat(after.fence())
                            .as("step %s: fences rise", event.step())
                            .isGreaterThan(before.fence());
                } else {
                    assertThat(bases.get(after.nonce()))
                            .as("step %s: %s replaces what it saw when it began", event.step(), after.nonce())
                            .isEqualTo(before.nonce());
                }
            }
        }
        history.events(Told.class).forEach(event -> wasDone(event.what(), published));
        readerFollows(history, List.copyOf(published));
    }

    /** What a writer was told is what was done; unknown is always right. */
    private static void wasDone(Told told, Set<String> published) {
        if (told.publication() instanceof Publication.Published) {
            assertThat(published).as("was told that it is published").contains(told.nonce());
        } else if (!(told.publication() instanceof Publication.Unknown)) {
            assertThat(published).as("was told %s", told.publication()).doesNotContain(told.nonce());
        }
        if (told.publication() instanceof Publication.Superseded superseded && told.fence() > 0) {
            assertThat(superseded.fence()).isGreaterThan(told.fence());
        }
    }

    /** Each look brings a set that was published, none brings an earlier one than the look before. */
    private static void readerFollows(History history, List<String> published) {
        int last = 0;
        for (History.Event<Object> event : history.events()) {
            if (event.what() instanceof Saw saw) {
                int place = published.indexOf(saw.nonce());
                assertThat(place)
                        .as("step %s: sees %s, of %s", event.step(), saw.nonce(), published)
                        .isGreaterThanOrEqualTo(last);
                last = place;
            } else if (event.what() instanceof Blind blind) {
                assertThat(blind.cause())
                        .as("step %s", event.step())
                        .doesNotContain("is not what was staged", "is gone", "leads nowhere");
            }
        }
    }

    private static void count(History history, Map<Sight, Integer> sights) {
        Set<Sight> seen = new TreeSet<>();
        Set<String> told = new TreeSet<>();
        for (History.Event<Told> event : history.events(Told.class)) {
            told.add(event.what().nonce());
            seen.add(event.what()
                    .publication()
                    .fold(
                            published -> Sight.PUBLISHED,
                            rejected -> Sight.REJECTED,
                            superseded -> Sight.SUPERSEDED,
                            unknown -> Sight.UNKNOWN));
        }
        for (History.Event<History.Change> event : history.events(History.Change.class)) {
            String nonce = ((Pointer) event.what().after()).nonce();
            seen.add(told.contains(nonce) ? Sight.MOVE : Sight.MOVE_OF_NO_SURVIVOR);
        }
        for (History.Event<Saw> event : history.events(Saw.class)) {
            boolean isOld =
                    event.what().nonce().equals(FIRST) || event.what().nonce().equals(NOBODY);
            seen.add(isOld ? Sight.READ_OLD : Sight.READ_NEW);
        }
        if (!history.events(Blind.class).isEmpty()) {
            seen.add(Sight.READER_BLIND);
        }
        synchronized (sights) {
            seen.forEach(sight -> sights.merge(sight, 1, Integer::sum));
        }
    }

    static String text(Payload json, String at) {
        return json.at(at).map(Payload::text).orElse("");
    }
}
