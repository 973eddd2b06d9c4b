package dev.interlock.aws.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.Payload;
import dev.interlock.lease.FencedWrite;
import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.interleaving.Actor;
import dev.interlock.testkit.interleaving.Hazard;
import dev.interlock.testkit.interleaving.History;
import dev.interlock.testkit.interleaving.Interleaving;
import dev.interlock.testkit.interleaving.Run;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.S3Client;

/** Three writers with three fences who write at once, step by step: what they are told is what was done. */
final class FencedWriterInterleavingTest {
    private static final int COUNT = Integer.getInteger("proof.interleavings", 2_000) / 8;
    private static final int FENCES = 3;
    private static final String PLACE = "universe";

    private record Told(String nonce, FencedWrite outcome) {}

    /** What is there, and by which write. */
    private record Stored(long fence, String nonce) {}

    private interface Writing {
        FencedWrite write(Actor actor, long fence, String nonce);
    }

    @Test
    void s3_everySeed_tellsWhatWasDone() {
        explore(
                aws -> aws.s3().createBucket(PLACE),
                (actor, fence, nonce) -> {
                    try (S3Client s3 = actor.connect(S3Client.builder()).build()) {
                        return S3FencedWriter.create(s3, PLACE)
                                .nonces(() -> nonce)
                                .write("current", fence, RequestBody.fromString(nonce));
                    }
                },
                aws -> aws.s3()
                        .object(PLACE, "current")
                        .map(object -> Payload.of(object.body()))
                        .map(pointer -> stored(pointer, "/fence", "/nonce"))
                        .orElse(new Stored(0, "")));
    }

    @Test
    void dynamoDb_everySeed_tellsWhatWasDone() {
        explore(
                FencedWriterInterleavingTest::createTable,
                (actor, fence, nonce) -> {
                    try (DynamoDbClient dynamoDb =
                            actor.connect(DynamoDbClient.builder()).build()) {
                        return DynamoDbFencedWriter.create(dynamoDb, PLACE)
                                .nonces(() -> nonce)
                                .put(Map.of("pk", AttributeValue.fromS("current")), fence);
                    }
                },
                aws -> aws.dynamoDb().items(PLACE).stream()
                        .map(Payload::of)
                        .map(item -> stored(item, "/lastFence/N", "/lastWrite/S"))
                        .findFirst()
                        .orElse(new Stored(0, "")));
    }

    private static void explore(Consumer<FakeAws> place, Writing writing, Function<FakeAws, Stored> look) {
        Interleaving.of(run -> {
                    place.accept(run.aws());
                    for (int fence = 1; fence <= FENCES; fence++) {
                        actor(run, fence, writing);
                    }
                    run.watch("what is stored", look).check(FencedWriterInterleavingTest::toldWhatWasDone);
                })
                .hazards(
                        Hazard.REQUEST_LOST,
                        Hazard.ANSWER_LOST,
                        Hazard.LANDS_LATE,
                        Hazard.CONFLICT,
                        Hazard.FAILS_AFTERWARDS,
                        Hazard.REFUSED_WITH_200)
                .explore(1, COUNT);
    }

    private static void actor(Run run, long fence, Writing writing) {
        run.actor("fence-" + fence, actor -> {
            String nonce = "write-" + fence;
            actor.note(new Told(nonce, writing.write(actor, fence, nonce)));
        });
    }

    /** Unknown is always right, and rare enough: what was accepted was done, and what was refused never. */
    private static void toldWhatWasDone(History history) {
        Set<String> done = new HashSet<>();
        for (History.Event<History.Change> change : history.events(History.Change.class)) {
            Stored before = (Stored) change.what().before();
            Stored after = (Stored) change.what().after();
            assertThat(after.fence()).as("step %s: fences rise", change.step()).isGreaterThan(before.fence());
            done.add(after.nonce());
        }
        Map<String, FencedWrite> told = new HashMap<>();
        history.events(Told.class)
                .forEach(event -> told.put(event.what().nonce(), event.what().outcome()));
        told.forEach((nonce, outcome) -> {
            if (outcome instanceof FencedWrite.Accepted) {
                assertThat(done).as("%s was accepted", nonce).contains(nonce);
            }
            if (outcome instanceof FencedWrite.Refused) {
                assertThat(done).as("%s was refused", nonce).doesNotContain(nonce);
            }
        });
    }

    private static Stored stored(Payload json, String fence, String nonce) {
        return new Stored(
                Long.parseLong(json.at(fence).orElseThrow().text()),
                json.at(nonce).orElseThrow().text());
    }

    private static void createTable(FakeAws aws) {
        try (DynamoDbClient dynamoDb = aws.connect(DynamoDbClient.builder()).build()) {
            dynamoDb.createTable(r -> r.tableName(PLACE)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .keySchema(KeySchemaElement.builder()
                            .attributeName("pk")
                            .keyType(KeyType.HASH)
                            .build())
                    .attributeDefinitions(AttributeDefinition.builder()
                            .attributeName("pk")
                            .attributeType(ScalarAttributeType.S)
                            .build()));
        }
    }
}
