package dev.interlock.aws.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.InterlockEvent;
import dev.interlock.Payload;
import dev.interlock.contract.Contract;
import dev.interlock.contract.ContractReport;
import dev.interlock.contract.ContractSuite;
import dev.interlock.contract.Document;
import dev.interlock.contract.JsonCheck;
import dev.interlock.contract.Outcome;
import dev.interlock.contract.SetPointer;
import dev.interlock.contract.StagedRun;
import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.s3.S3Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.services.s3.S3Client;

final class AuditedPublisherTest {
    private static final String BUCKET = "research-bucket";
    private static final String POINTER = "market_data/latest_weekly.json";
    private static final LocalDate DATE = LocalDate.of(2026, 5, 30);
    private static final Payload MACRO = Payload.of("{\"fed_funds_rate\":4.33}");
    private static final ContractSuite<ObjectSet> SUITE = ContractSuite.<ObjectSet>postflight("phase 1", () -> 0)
            .add(Contract.of("macro", "research", AuditedPublisherTest::macro))
            .build();

    private final FakeAws aws = FakeAws.create();
    private final S3Client s3 = aws.connect(S3Client.builder()).build();
    private final AtomicInteger nonces = new AtomicInteger();
    private final AuditedPublisher publisher = AuditedPublisher.create(s3, BUCKET, "market_data/weekly")
            .pointer(POINTER)
            .nonces(() -> "n" + nonces.incrementAndGet());

    AuditedPublisherTest() {
        aws.s3().createBucket(BUCKET);
    }

    @Test
    void publish_auditPasses_readersAreGivenTheSet() {
        String told = published(MACRO);

        assertThat(told).isEqualTo("published market_data/weekly/runs/2026-05-30/n1/");
        assertThat(read("macro.json")).isEqualTo(new String(MACRO.bytes(), UTF_8));
        assertThat(aws.s3().keys(BUCKET))
                .containsExactly(
                        POINTER,
                        "market_data/weekly/runs/2026-05-30/n1/macro.json",
                        "market_data/weekly/runs/2026-05-30/n1/manifest.json",
                        "market_data/weekly/runs/2026-05-30/n1/report.json");
    }

    // @start region="publish"
    private String published(Payload macro) {
        Publication publication = publisher
                .begin(LocalDate.of(2026, 5, 30), "2026-05-30") // fenced(lease.fence()) first, under a lease
                .put("macro.json", macro)
                .publish(SUITE::run);
        return publication.fold(
                published -> "published " + published.pointer().run().prefix(),
                rejected -> "not published: " + rejected.report().violations(),
                superseded -> "run " + superseded.by() + " was first",
                unknown -> "begin again: " + unknown.cause());
    }
    // @end

    @Test
    void publish_auditFails_leavesThePointerAndAReport() {
        published(MACRO);

        Publication publication = publish(publisher, "second", Payload.of("{}"));

        assertThat(publication).isInstanceOfSatisfying(Publication.Rejected.class, rejected -> {
            assertThat(rejected.report().violations())
                    .extracting(Object::toString)
                    .containsExactly(
                            "macro (for research): macro.json /fed_funds_rate: expected a number, found nothing");
            assertThat(rejected.stored())
                    .isEqualTo("s3://research-bucket/market_data/weekly/runs/second/n2/report.json");
        });
        assertThat(stored("market_data/weekly/runs/second/n2/report.json")).contains("\"passed\":false");
        assertThat(pointer().run().nonce()).isEqualTo("n1");
    }

    @Test
    void publish_reportCannotBeStored_isRejectedAllTheSame() {
        aws.s3().deny(S3Action.PUT_OBJECT, BUCKET, "market_data/weekly/runs/second/n1/report.json");

        assertThat(publish(publisher, "second", Payload.of("{}")))
                .isInstanceOfSatisfying(
                        Publication.Rejected.class,
                        rejected -> assertThat(rejected.stored())
                                .startsWith("not stored: PUT s3://research-bucket/market_data")
                                .contains("answered 403 AccessDenied"));
    }

    @Test
    void publish_nobodyCanTell_isRejected() {
        ContractSuite<ObjectSet> blind = ContractSuite.<ObjectSet>postflight("phase 1", () -> 0)
                .add(Contract.of("macro", "research", set -> Outcome.cannotTell("no answer")))
                .build();

        assertThat(publisher.begin(DATE, "first").put("macro.json", MACRO).publish(blind::run))
                .isInstanceOf(Publication.Rejected.class);
        assertThat(aws.s3().object(BUCKET, POINTER)).isEmpty();
    }

    @Test
    void publish_auditThrows_isUnknownAndNotPublished() {
        Publication publication = publisher
                .begin(DATE, "first")
                .put("macro.json", MACRO)
                .publish(set -> {
                    throw new IllegalStateException("out of disk");
                });

        assertThat(publication)
                .isEqualTo(new Publication.Unknown("the audit threw java.lang.IllegalStateException: out of disk;"
                        + " the pointer was not moved"));
    }

    static Stream<Throwable> thrownByAnAudit() {
        return Stream.of(
                new AssertionError("expected 4.33"),
                new NoClassDefFoundError("Validator"),
                new StackOverflowError("deep"),
                new Error("of its own"));
    }

    @ParameterizedTest
    @MethodSource("thrownByAnAudit")
    void publish_auditThrowsAnError_isUnknownAndNotPublished(Error thrown) {
        Publication publication = publisher
                .begin(DATE, "first")
                .put("macro.json", MACRO)
                .publish(set -> {
                    throw thrown;
                });

        assertThat(publication)
                .isEqualTo(new Publication.Unknown("the audit threw " + thrown + "; the pointer was not moved"));
        assertThat(aws.s3().object(BUCKET, POINTER)).isEmpty();
    }

    @Test
    void publish_machineIsBroken_isThrown() {
        Staging staging = publisher.begin(DATE, "first").put("macro.json", MACRO);

        assertThatThrownBy(() -> staging.publish(set -> {
                    throw new OutOfMemoryError("heap");
                }))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(aws.s3().object(BUCKET, POINTER)).isEmpty();
    }

    @Test
    void publish_auditLooksElsewhere_isUnknownAndNotPublished() {
        write("market_data/weekly/macro.json", MACRO.text());
        ContractSuite<ObjectSet> elsewhere = ContractSuite.<ObjectSet>postflight("phase 1", () -> 0)
                .add(Contract.of(
                        "macro",
                        "research",
                        JsonCheck.<ObjectSet>of(S3Checks.create(s3, BUCKET)
                                        .document(set -> "market_data/weekly/macro.json", 1_000))
                                .present("/fed_funds_rate")))
                .build();

        assertThat(publisher.begin(DATE, "first").put("macro.json", MACRO).publish(elsewhere::run))
                .isEqualTo(
                        new Publication.Unknown("the audit looked at nothing of the set; the pointer was not moved"));
        assertThat(aws.s3().object(BUCKET, POINTER)).isEmpty();
    }

    @Test
    void publish_objectThatNoContractRead_isUnknownUnlessItIsSaidToBeUnaudited() {
        Staging silent = publisher.begin(DATE, "silent").put("macro.json", MACRO);
        IntStream.range(0, 11).forEach(i -> silent.put("log-" + i, Payload.of("")));
        assertThat(silent.publish(SUITE::run))
                .isEqualTo(new Publication.Unknown(
                        "the audit did not look at 11 objects that are not said to be unaudited:"
                                + " log-0, log-1, log-2, log-3, log-4, log-5, log-6, log-7, log-8, log-9, ...;"
                                + " the pointer was not moved"));
        assertThat(aws.s3().object(BUCKET, POINTER)).isEmpty();

        Staging frank = publisher.begin(DATE, "frank").put("macro.json", MACRO).put("log", Payload.of(""));
        assertThat(frank.unaudited("log").publish(SUITE::run)).isInstanceOf(Publication.Published.class);
    }

    @Test
    void publish_everythingUnaudited_isUnknownAndNotPublished() {
        ContractSuite<ObjectSet> easy = ContractSuite.<ObjectSet>postflight("phase 1", () -> 0)
                .add(Contract.of("nothing", "nobody", set -> Outcome.pass()))
                .build();

        assertThat(publisher
                        .begin(DATE, "first")
                        .put("macro.json", MACRO)
                        .unaudited("macro.json")
                        .publish(easy::run))
                .isEqualTo(
                        new Publication.Unknown("the audit looked at nothing of the set; the pointer was not moved"));
    }

    @Test
    void publish_objectThatCouldNotBeRead_doesNotCountAsRead() {
        ContractSuite<ObjectSet> careless = ContractSuite.<ObjectSet>postflight("phase 1", () -> 0)
                .add(Contract.of("macro", "research", set -> {
                    set.read("macro.json");
                    return Outcome.pass();
                }))
                .build();
        aws.faults()
                .on("GetObject")
                .key("market_data/weekly/runs/first/n1/macro.json")
                .answer(403, "AccessDenied");

        assertThat(publisher.begin(DATE, "first").put("macro.json", MACRO).publish(careless::run))
                .isEqualTo(
                        new Publication.Unknown("the audit looked at nothing of the set; the pointer was not moved"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void publish_reportOfAPreflight_isUnknownAndNotPublished(boolean isPass) {
        Outcome outcome = isPass ? Outcome.pass() : Outcome.cannotTell("no answer");

        Publication publication = publisher
                .begin(DATE, "first")
                .put("macro.json", MACRO)
                .publish(set -> {
                    set.read("macro.json");
                    return new ContractReport(
                            "by hand",
                            ContractReport.Stage.PREFLIGHT,
                            List.of(new ContractReport.Result("macro", List.of("research"), outcome, Duration.ZERO)));
                });

        assertThat(publication)
                .isEqualTo(new Publication.Unknown("the audit's report is one of stage PREFLIGHT and not POSTFLIGHT;"
                        + " the pointer was not moved"));
        assertThat(aws.s3().object(BUCKET, POINTER)).isEmpty();
    }

    @Test
    void publish_reportOfAGoodSetCannotBeStored_isUnknownAndThePointerStays() {
        published(MACRO);
        aws.s3().deny(S3Action.PUT_OBJECT, BUCKET, "market_data/weekly/runs/second/n2/report.json");

        assertThat(publish(publisher, "second", MACRO))
                .isInstanceOfSatisfying(
                        Publication.Unknown.class,
                        unknown -> assertThat(unknown.cause())
                                .startsWith("PUT s3://research-bucket/market_data/weekly/runs/second/n2/report.json")
                                .endsWith("; the pointer was not moved"));
        assertThat(pointer().run().nonce()).isEqualTo("n1");
    }

    @Test
    void publish_whatIsNotPublished_isHeardOfAndWhatIsPublishedIsNot() {
        List<String> heard = new ArrayList<>();
        AuditedPublisher told = publisher.listener(event -> {
            heard.add(event.kind() + " " + event.primitive() + " " + event.subject() + " " + event.reason());
            throw new IllegalStateException("deaf");
        });
        Staging slow = told.begin(DATE, "slow").put("macro.json", MACRO);
        Staging fenced = told.fenced(2).begin(DATE, "fenced").put("macro.json", MACRO);
        AuditedPublisher own = told.nonces(() -> "own").pointer(POINTER);
        publish(own, "quick", MACRO);

        slow.publish(SUITE::run);
        publish(own, "poor", Payload.of("{}"));
        aws.s3().deny(S3Action.PUT_OBJECT, BUCKET, "market_data/weekly/runs/poorer/own/report.json");
        publish(own, "poorer", Payload.of("{}"));
        fenced.publish(set -> {
            throw new IllegalStateException("sk-secret");
        });
        aws.faults().on("PutObject").key(POINTER).loseRequest();
        publish(told, "lost", MACRO);

        String runs = "audited-publisher s3://research-bucket/market_data/weekly/runs/";
        assertThat(heard)
                .containsExactly(
                        "CONFLICT " + runs + "slow/n1/ was overtaken by run quick",
                        "REJECTED " + runs + "poor/own/ did not pass its audit; report: "
                                + "s3://research-bucket/market_data/weekly/runs/poor/own/report.json",
                        "REJECTED " + runs + "poorer/own/ did not pass its audit; report: not stored: PUT "
                                + "s3://research-bucket/market_data/weekly/runs/poorer/own/report.json answered"
                                + " 403 AccessDenied; it needs s3:PutObject and s3:PutObjectTagging",
                        "UNKNOWN " + runs + "fenced/n2/ was not published",
                        "UNKNOWN " + runs + "lost/n3/ may have been published");
    }

    @Test
    void publish_overtakenByAPointerOfTheOlderForm_isHeardWithoutARun() {
        List<InterlockEvent> heard = new ArrayList<>();
        Staging slow = publisher.listener(heard::add).begin(DATE, "slow").put("macro.json", MACRO);
        write(POINTER, "{\"date\":\"2026-05-29\",\"s3_prefix\":\"market_data/weekly/2026-05-29/\"}");

        assertThat(slow.publish(SUITE::run)).isEqualTo(new Publication.Superseded("", 0));
        assertThat(heard)
                .extracting(InterlockEvent::reason)
                .containsExactly("was overtaken by a pointer without a run");
    }

    @Test
    void publish_superseded_keepsTheTagByWhichItExpires() {
        Staging slow = publisher.begin(DATE, "slow").put("macro.json", MACRO);
        publish(publisher, "quick", MACRO);

        assertThat(slow.publish(SUITE::run)).isEqualTo(new Publication.Superseded("quick", 0));
        assertThat(headers(slow.run().prefix() + "macro.json")).containsEntry("x-amz-tagging", "interlock=unpublished");
        assertThat(headers(pointer().run().prefix() + "macro.json")).doesNotContainKey("x-amz-tagging");
    }

    @Test
    void publish_swapLandsUnansweredAndAnotherPublishesBeforeTheLook_isUnknown() {
        AtomicReference<Publication> others = new AtomicReference<>();
        ExecutionInterceptor another = new ExecutionInterceptor() {
            private boolean hasSwapped;

            @Override
            public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
                boolean isPointer = context.httpRequest().encodedPath().endsWith(POINTER);
                boolean isPut = context.httpRequest().method() == SdkHttpMethod.PUT;
                if (isPointer && !isPut && hasSwapped && others.get() == null) {
                    others.set(publish(publisher, "quick", MACRO));
                }
                hasSwapped |= isPointer && isPut;
            }
        };
        aws.faults().on("PutObject").key(POINTER).first(1).loseAnswer();
        try (S3Client slow = aws.connect(S3Client.builder()
                        .overrideConfiguration(
                                c -> c.addExecutionInterceptor(another).retryStrategy(AwsRetryStrategy.doNotRetry())))
                .build()) {
            AuditedPublisher slowly = AuditedPublisher.create(slow, BUCKET, "market_data/weekly")
                    .pointer(POINTER)
                    .nonces(() -> "slow");

            assertThat(publish(slowly, "slow", MACRO))
                    .isInstanceOfSatisfying(
                            Publication.Unknown.class,
                            unknown -> assertThat(unknown.cause())
                                    .startsWith("it may have been published before run quick was: PUT s3://"));
        }
        assertThat(others.get()).isInstanceOf(Publication.Published.class);
        assertThat(pointer().run().run()).isEqualTo("quick");
    }

    @Test
    void publish_fenced_replacesAPointerOfTheOlderFormThatMovedSince() {
        Staging staging = publisher.fenced(1).begin(DATE, "fenced").put("macro.json", MACRO);
        write(POINTER, "{\"date\":\"2026-05-29\",\"s3_prefix\":\"market_data/weekly/2026-05-29/\"}");

        assertThat(staging.publish(SUITE::run)).isInstanceOf(Publication.Published.class);
    }

    @Test
    void read_manifestIsThatOfAnotherRun_isUnknown() {
        published(MACRO);
        SetPointer pointer = pointer();
        StagedRun other = new StagedRun("market_data/weekly", DATE, "other", "n2");
        write(other.manifestKey(), stored(pointer.run().manifestKey()));
        write(
                POINTER,
                new SetPointer(other, pointer.manifestSha256(), 0).payload().text());

        assertThat(PublishedSet.read(s3, BUCKET, POINTER))
                .isEqualTo(new PublishedSet.Unknown("the manifest is that of market_data/weekly/runs/2026-05-30/n1/,"
                        + " and the pointer names market_data/weekly/runs/other/n2/"));
    }

    @Test
    void runStatus_isKeptByWhatWasPublishedAlone() {
        ContractReport report = new ContractReport("phase 1", ContractReport.Stage.POSTFLIGHT, List.of());
        StagedRun run = new StagedRun("market_data/weekly", DATE, "first", "n1");

        assertThat(Stream.of(
                                new Publication.Published(new SetPointer(run, "0".repeat(64), 0)),
                                new Publication.Rejected(report, ""),
                                new Publication.Superseded("other", 0),
                                new Publication.Unknown("no answer"))
                        .map(publication -> publication.runStatus("ok")))
                .containsExactly("ok", "postflight_failed", "failed", "failed");
    }

    @Test
    void publish_somebodyElseHasSince_isSuperseded() {
        Staging slow = publisher.begin(DATE, "slow").put("macro.json", MACRO);
        publish(publisher, "quick", MACRO);

        assertThat(slow.publish(SUITE::run)).isEqualTo(new Publication.Superseded("quick", 0));
        assertThat(pointer().run().run()).isEqualTo("quick");
    }

    @Test
    void publish_olderFence_isSupersededBeforeAnythingIsWritten() {
        publish(publisher.fenced(7), "newer", MACRO);
        int before = aws.requests("PutObject").size();

        assertThat(publish(publisher.fenced(6), "zombie", MACRO)).isEqualTo(new Publication.Superseded("newer", 7));
        assertThat(publish(publisher, "without", MACRO)).isEqualTo(new Publication.Superseded("newer", 7));
        assertThat(aws.requests("PutObject")).hasSize(before);
    }

    @Test
    void publish_newerFence_replacesWhatAnOlderOnePublishedSince() {
        Staging newer = publisher.fenced(7).begin(DATE, "newer").put("macro.json", MACRO);
        publish(publisher.fenced(6), "older", MACRO);

        assertThat(newer.publish(SUITE::run)).isInstanceOf(Publication.Published.class);
        assertThat(pointer().fence()).isEqualTo(7);
    }

    @Test
    void publish_sameFence_replacesOnlyWhatItSaw() {
        publish(publisher.fenced(7), "one", MACRO);
        Staging three = publisher.fenced(7).begin(DATE, "three").put("macro.json", MACRO);

        assertThat(publish(publisher.fenced(7), "two", MACRO)).isInstanceOf(Publication.Published.class);
        assertThat(three.publish(SUITE::run)).isEqualTo(new Publication.Superseded("two", 7));
    }

    @Test
    void publish_answerOfTheSwapLost_isRecognizedAsItsOwn() {
        published(MACRO);
        aws.faults().on("PutObject").key(POINTER).first(4).loseAnswer();

        assertThat(published(MACRO)).isEqualTo("published market_data/weekly/runs/2026-05-30/n2/");
    }

    @Test
    void publish_swapInConflict_isTriedAgainAndGivenUp() {
        aws.faults().on("PutObject").key(POINTER).first(2).conflict();
        assertThat(published(MACRO)).startsWith("published");

        aws.faults().on("PutObject").key(POINTER).conflict();
        assertThat(published(MACRO))
                .isEqualTo("begin again: gave up after 5 writes: PUT s3://research-bucket/" + POINTER
                        + " answered 409 ConditionalRequestConflict");
    }

    @Test
    void publish_swapLandsLateAfterAnother_doesNotMoveThePointer() {
        published(MACRO);
        aws.faults().on("PutObject").key(POINTER).landLate(Duration.ofMinutes(5));
        assertThat(published(MACRO)).startsWith("begin again: gave up after 5 writes: ");
        aws.faults().clear();
        publish(publisher, "other", MACRO);

        assertThat(aws.landLateRequests()).isPositive();
        assertThat(pointer().run().run()).isEqualTo("other");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void publish_crashAtEachRequest_leavesTheOldSetOrTheNew_andTheNextAttemptPublishes(boolean isCarriedOut) {
        int requests = 0;
        boolean isDone = false;
        while (!isDone) {
            published(MACRO);
            String old = pointer().run().nonce();
            isDone = publishedUpTo(++requests, isCarriedOut);

            assertThat(read("macro.json")).as("after request %s", requests).isEqualTo(MACRO.text());
            assertThat(pointer().run().nonce()).as("after request %s", requests).isIn(old, "crashing-" + requests);
            assertThat(published(MACRO)).startsWith("published market_data/weekly/runs/2026-05-30/n");
        }
        assertThat(requests).as("each request was the last one once").isEqualTo(11);
    }

    /** Whether it comes to its end before the process dies of its n-th request, which is carried out or not. */
    private boolean publishedUpTo(int n, boolean isCarriedOut) {
        AtomicInteger requests = new AtomicInteger();
        ExecutionInterceptor death = new ExecutionInterceptor() {
            @Override
            public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
                if (requests.incrementAndGet() == n && !isCarriedOut) {
                    throw new Death();
                }
            }

            @Override
            public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
                if (requests.get() == n) {
                    throw new Death();
                }
            }
        };
        try (S3Client mortal = aws.connect(
                        S3Client.builder().overrideConfiguration(c -> c.addExecutionInterceptor(death)))
                .build()) {
            AuditedPublisher.create(mortal, BUCKET, "market_data/weekly")
                    .pointer(POINTER)
                    .nonces(() -> "crashing-" + n)
                    .begin(DATE, "crashing")
                    .put("macro.json", MACRO)
                    .publish(SUITE::run);
            return true;
        } catch (Death e) {
            return false;
        }
    }

    /** Past every handler of exceptions, and of what an audit may throw. */
    private static final class Death extends VirtualMachineError {
        private static final long serialVersionUID = 1;
    }

    @Test
    void put_answerLost_isRecognizedAsItsOwn() {
        aws.faults()
                .on("PutObject")
                .key("market_data/weekly/runs/2026-05-30/n1/macro.json")
                .first(4)
                .loseAnswer();

        assertThat(published(MACRO)).startsWith("published");
    }

    @Test
    void put_somebodyElseWroteThere_isNotPublished() {
        write("market_data/weekly/runs/2026-05-30/n1/macro.json", "theirs");

        assertThat(published(MACRO))
                .isEqualTo("begin again: s3://research-bucket/market_data/weekly/runs/2026-05-30/n1/macro.json"
                        + " was written by somebody else; the pointer was not moved");
    }

    @Test
    void put_refused_endsTheAttemptAndTellsWhatIsNeeded() {
        aws.s3().deny(S3Action.PUT_OBJECT_TAGGING, BUCKET);

        assertThat(published(MACRO))
                .contains("answered 403 AccessDenied; it needs s3:PutObject and s3:PutObjectTagging;"
                        + " the pointer was not moved");
        assertThat(aws.requests("PutObject")).hasSize(1);
    }

    @Test
    void put_file_isStagedWhole(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("macro.json"), "{\"fed_funds_rate\":4.33}");

        assertThat(publisher.begin(DATE, "first").put("macro.json", file).publish(SUITE::run))
                .isInstanceOf(Publication.Published.class);
        assertThat(publisher
                        .begin(DATE, "second")
                        .put("a", folder.resolve("none"))
                        .publish(SUITE::run))
                .isInstanceOfSatisfying(
                        Publication.Unknown.class,
                        unknown -> assertThat(unknown.cause()).startsWith("a cannot be read to be staged: "));
    }

    @Test
    void publish_objectChangedAfterItWasStaged_isNotPublished() {
        Staging staging = publisher.begin(DATE, "first").put("macro.json", MACRO);
        write(staging.run().prefix() + "macro.json", "{\"fed_funds_rate\":9.99}");

        assertThat(staging.publish(SUITE::run))
                .isEqualTo(new Publication.Unknown("s3://research-bucket/market_data/weekly/runs/first/n1/macro.json"
                        + " is not what was staged; the pointer was not moved"));
    }

    @Test
    void read_objectChangedAfterTheAudit_isNeverGivenToReaders() {
        published(MACRO);
        write("market_data/weekly/runs/2026-05-30/n1/macro.json", "{\"fed_funds_rate\":9.99}");

        assertThat(set().read("macro.json"))
                .isEqualTo(new Document.Unreadable(
                        "s3://research-bucket/market_data/weekly/runs/2026-05-30/n1/macro.json",
                        "s3://research-bucket/market_data/weekly/runs/2026-05-30/n1/macro.json"
                                + " is not what was staged"));
        assertThat(set().read("other.json"))
                .isEqualTo(
                        new Document.Absent("s3://research-bucket/market_data/weekly/runs/2026-05-30/n1/other.json"));
    }

    @Test
    void read_whileAnotherIsPublished_staysInOneSet() {
        published(MACRO);
        ObjectSet before = set();
        publish(publisher, "second", Payload.of("{\"fed_funds_rate\":5}"));

        assertThat(before.read("macro.json"))
                .isInstanceOfSatisfying(
                        Document.Loaded.class,
                        loaded -> assertThat(loaded.payload().text()).isEqualTo(MACRO.text()));
    }

    @Test
    void read_manifestIsNotThePointers_isUnknown() {
        published(MACRO);
        write("market_data/weekly/runs/2026-05-30/n1/manifest.json", "{}");

        assertThat(PublishedSet.read(s3, BUCKET, POINTER))
                .isEqualTo(
                        new PublishedSet.Unknown(
                                "s3://research-bucket/market_data/weekly/runs/2026-05-30/n1/manifest.json is not what was staged"));
    }

    @Test
    void read_nothingPublished_isAbsent_refused_isUnknown() {
        assertThat(PublishedSet.read(s3, BUCKET, POINTER)).isEqualTo(new PublishedSet.Absent());
        aws.s3().deny(S3Action.LIST_BUCKET, BUCKET);
        assertThat(PublishedSet.read(s3, BUCKET, POINTER)).isInstanceOf(PublishedSet.Unknown.class);
    }

    @Test
    void publish_overAPointerOfTheOlderForm_replacesItUnlessItMoved() {
        write(POINTER, "{\"date\":\"2026-05-23\",\"s3_prefix\":\"market_data/weekly/2026-05-23/\"}");
        Staging slow = publisher.begin(DATE, "slow").put("macro.json", MACRO);
        write(POINTER, "{\"date\":\"2026-05-29\",\"s3_prefix\":\"market_data/weekly/2026-05-29/\"}");

        assertThat(slow.publish(SUITE::run)).isEqualTo(new Publication.Superseded("", 0));
        assertThat(publish(publisher, "next", MACRO)).isInstanceOf(Publication.Published.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"v\":2}",
                "{\"v\":2,\"date\":\"2026-05-29\",\"s3_prefix\":\"market_data/weekly/2026-05-29/\"}",
                "{\"v\":1,\"date\":\"today\"}"
            })
    void publish_overWhatNobodyUnderstands_isUnknownAndLeavesIt(String there) {
        write(POINTER, there);

        assertThat(published(MACRO))
                .startsWith(
                        "begin again: what stands at s3://research-bucket/" + POINTER + " is not replaced: pointer");
        assertThat(stored(POINTER)).isEqualTo(there);
    }

    @Test
    void publish_pointerDeletedMeanwhile_isUnknown() {
        published(MACRO);
        Staging staging = publisher.begin(DATE, "second").put("macro.json", MACRO);
        s3.deleteObject(r -> r.bucket(BUCKET).key(POINTER));

        assertThat(staging.publish(SUITE::run))
                .isEqualTo(new Publication.Unknown("s3://research-bucket/" + POINTER
                        + " was deleted since this attempt began, so nobody knows who has published"));
    }

    @Test
    void publish_tagsCannotBeTakenOff_isNotPublished() {
        aws.s3().deny(S3Action.DELETE_OBJECT_TAGGING, BUCKET);

        assertThat(published(MACRO)).contains("it needs s3:DeleteObjectTagging; the pointer was not moved");
        assertThat(aws.s3()
                        .object(BUCKET, "market_data/weekly/runs/2026-05-30/n1/macro.json")
                        .orElseThrow()
                        .headers())
                .containsEntry("x-amz-tagging", "interlock=unpublished");
    }

    @Test
    void stored_documents_areTheDocumentedBytes() {
        publish(publisher.fenced(42), "2026-05-30", MACRO);
        String prefix = "market_data/weekly/runs/2026-05-30/n1/";

        assertThat(stored(prefix + "manifest.json"))
                .isEqualTo("{\"v\":1,\"dataset\":\"market_data/weekly\",\"date\":\"2026-05-30\",\"run\":\"2026-05-30\","
                        + "\"nonce\":\"n1\",\"objects\":[{\"name\":\"macro.json\",\"size\":23,"
                        + "\"sha256\":\"78cc811427142a68246ca9a775af80b1095b8779774911597cee38dbbf8362dc\","
                        + "\"etag\":\"\\\"96547a7b8cb9766e0a931e03cad23450\\\"\"}]}");
        assertThat(stored(POINTER))
                .isEqualTo(
                        "{\"v\":1,\"dataset\":\"market_data/weekly\",\"date\":\"2026-05-30\",\"run\":\"2026-05-30\","
                                + "\"nonce\":\"n1\",\"s3_prefix\":\"market_data/weekly/runs/2026-05-30/n1/\","
                                + "\"manifest\":\"market_data/weekly/runs/2026-05-30/n1/manifest.json\","
                                + "\"manifest_sha256\":\"d6f00da0f84ce51e5f24b5dfe0212b5b950cdfdeebf279308f15b903a5d840ed\",\"fence\":42}");
        assertThat(stored(prefix + "report.json")).isEqualTo(SUITE.run(set()).toJson());
    }

    @Test
    void misuse_isRefusedAtOnce() {
        Staging staging = publisher.begin(DATE, "first").put("a", MACRO);

        assertThatThrownBy(() -> staging.put("a", MACRO)).hasMessage("name was put before: a");
        assertThatThrownBy(() -> staging.put("manifest.json", MACRO))
                .hasMessage("name is that of what is written beside a set: manifest.json");
        assertThatThrownBy(() -> publisher.begin(DATE, "empty").publish(SUITE::run))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("nothing was put into market_data/weekly/runs/empty/n2/");
        assertThatThrownBy(() -> staging.unaudited("b")).hasMessage("name was not put, so it cannot be unaudited: b");
        staging.publish(SUITE::run);
        assertThatThrownBy(() -> staging.unaudited("a")).hasMessageStartingWith("the attempt ");
        assertThatThrownBy(() -> staging.publish(SUITE::run))
                .hasMessage("the attempt market_data/weekly/runs/first/n1/ is over; begin another");
        assertThatThrownBy(() -> publisher.pointer("market_data/weekly/runs/a"))
                .hasMessage("key of the pointer is among the staged objects: market_data/weekly/runs/a");
        assertThatThrownBy(() -> publisher.pointer(" ")).hasMessage("key of the pointer is blank");
        assertThatThrownBy(() -> publisher.fenced(0)).hasMessage("fence is not from 1 to 999999999999999999: 0");
        assertThatThrownBy(() -> publisher.begin(DATE, "a/b")).hasMessageStartingWith("run is not up to 128");
        assertThatThrownBy(() -> AuditedPublisher.create(s3, BUCKET, "a//b")).hasMessageStartingWith("dataset is no");
        assertThatThrownBy(() -> AuditedPublisher.create(s3, " ", "a")).hasMessage("bucket is blank");
        assertThatThrownBy(() -> PublishedSet.read(s3, BUCKET, "")).hasMessage("pointer is blank");
    }

    @Test
    @NullUnmarked
    void nullArgument_isRefusedByName() {
        Staging staging = publisher.begin(DATE, "first");

        refuses("s3", () -> AuditedPublisher.create(null, BUCKET, "a"));
        refuses("bucket", () -> AuditedPublisher.create(s3, null, "a"));
        refuses("dataset", () -> AuditedPublisher.create(s3, BUCKET, null));
        refuses("key", () -> publisher.pointer(null));
        refuses("nonces", () -> publisher.nonces(null));
        refuses("listener", () -> publisher.listener(null));
        refuses("date", () -> publisher.begin(null, "run"));
        refuses("run", () -> publisher.begin(DATE, null));
        refuses("name", () -> staging.put(null, MACRO));
        refuses("content", () -> staging.put("a", (Payload) null));
        refuses("file", () -> staging.put("a", (Path) null));
        refuses("name", () -> staging.unaudited(null));
        refuses("status", () -> new Publication.Unknown("").runStatus(null));
        refuses("audit", () -> staging.publish(null));
        refuses("pointer", () -> PublishedSet.read(s3, BUCKET, null));
        refuses("pointer", () -> new Publication.Published(null));
        refuses("report", () -> new Publication.Rejected(null, ""));
        refuses("by", () -> new Publication.Superseded(null, 0));
        refuses("cause", () -> new Publication.Unknown(null));
        refuses("objects", () -> new PublishedSet.Found(null));
        refuses("cause", () -> new PublishedSet.Unknown(null));
    }

    private static void refuses(String name, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(NullPointerException.class).hasMessage(name);
    }

    private Publication publish(AuditedPublisher by, String run, Payload macro) {
        return by.begin(DATE, run).put("macro.json", macro).publish(SUITE::run);
    }

    private static Outcome macro(ObjectSet set) {
        return set.read("macro.json")
                .fold(
                        loaded -> loaded.payload().at("/fed_funds_rate").isPresent()
                                ? Outcome.pass()
                                : Outcome.violated("macro.json /fed_funds_rate", "a number", "nothing"),
                        absent -> Outcome.violated("macro.json", "present", "absent"),
                        unreadable -> Outcome.cannotTell(unreadable.cause()));
    }

    private ObjectSet set() {
        Function<Object, ObjectSet> none = other -> {
            throw new AssertionError("nothing is published: " + other);
        };
        return PublishedSet.read(s3, BUCKET, POINTER).fold(PublishedSet.Found::objects, none, none);
    }

    private String read(String name) {
        return set().read(name)
                .fold(loaded -> loaded.payload().text(), absent -> "absent", unreadable -> unreadable.cause());
    }

    private SetPointer pointer() {
        return SetPointer.parse(Payload.of(stored(POINTER)));
    }

    private String stored(String key) {
        return aws.s3().object(BUCKET, key).orElseThrow().text();
    }

    private Map<String, String> headers(String key) {
        return aws.s3().object(BUCKET, key).orElseThrow().headers();
    }

    private void write(String key, String text) {
        aws.s3().put(BUCKET, key, text.getBytes(UTF_8), aws.clock().instant());
    }
}
