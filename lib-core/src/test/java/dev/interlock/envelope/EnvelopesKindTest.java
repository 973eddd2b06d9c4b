package dev.interlock.envelope;

import static dev.interlock.envelope.Unwrapping.kinds;
import static dev.interlock.envelope.Unwrapping.message;
import static dev.interlock.envelope.Unwrapping.told;
import static dev.interlock.envelope.Unwrapping.unwrap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.Payload;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of envelope: how it is recognised, what is in it, where, and by which id. */
final class EnvelopesKindTest {
    /** Digits that a double would lose, and names that look like envelopes. */
    private static final String ORDER =
            "{\"price\":1.10,\"large\":1e400,\"count\":1234567890123456789012345678901234567890,\"detail\":{},\"Records\":[1]}";

    @ParameterizedTest
    @EnumSource
    void unwrap_envelopeOfKind_tellsPayloadPlaceAndId(Wrapping wrapping) {
        Message message = message(wrapping.around(ORDER));

        assertThat(kinds(message)).containsExactly(wrapping.kind());
        assertThat(message.pointer()).isEqualTo(wrapping.pointer());
        assertThat(message.payload().kind()).isEqualTo(Payload.Kind.JSON);
        assertThat(message.payload().at(wrapping.inside()).orElseThrow().text()).isEqualTo(ORDER);
        assertThat(message.dedupId()).isEqualTo(wrapping.id());
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void unwrap_envelopeInEnvelope_isTakenOffTwice(Wrapping outer, Wrapping inner) {
        Message message = message(outer.around(inner.around(ORDER)));

        assertThat(kinds(message)).containsExactly(outer.kind(), inner.kind());
        assertThat(message.pointer()).isEqualTo(outer.pointer() + inner.pointer());
        assertThat(message.payload().at(inner.inside()).orElseThrow().text()).isEqualTo(ORDER);
        assertThat(message.dedupIds())
                .containsExactlyElementsOf(Stream.of(inner, outer)
                        .flatMap(wrapping -> wrapping.id().stream())
                        .toList());
    }

    static Stream<Arguments> pairs() {
        return Wrapping.nesting().stream()
                .flatMap(outer -> Arrays.stream(Wrapping.values()).map(inner -> Arguments.of(outer, inner)));
    }

    @ParameterizedTest
    @EnumSource
    void unwrap_envelopeAsJsonString_isTakenOff(Wrapping wrapping) {
        Message message = message(Wrapping.quoted(wrapping.around(ORDER)));

        assertThat(kinds(message)).containsExactly(EnvelopeKind.JSON_STRING, wrapping.kind());
        assertThat(message.pointer()).isEqualTo(wrapping.pointer());
    }

    @Test
    void wrapping_allOfThem_areAllKinds() {
        Set<EnvelopeKind> others = EnumSet.of(EnvelopeKind.PIPES, EnvelopeKind.JSON_STRING, EnvelopeKind.GZIP);
        Set<EnvelopeKind> wrappings =
                Arrays.stream(Wrapping.values()).map(Wrapping::kind).collect(Collectors.toSet());

        assertThat(wrappings).doesNotContainAnyElementsOf(others).hasSize(EnvelopeKind.values().length - others.size());
    }

    /** What carries nothing to process. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{'Records':[]}",
                "{'Service':'Amazon S3','Event':'s3:TestEvent','Bucket':'b'}",
                "{'messageType':'CONTROL_MESSAGE','logGroup':'','logStream':'','logEvents':[{'id':'','message':'CWL'}]}",
                "{'messageType':'DATA_MESSAGE','logGroup':'g','logEvents':[]}",
                "{'eventSource':'aws:kafka','records':{}}",
                "{'eventSource':'aws:kafka','records':{'t-0':[]}}",
                "{'eventSource':'aws:mq','messages':[]}",
                "{'eventSource':'aws:rmq','rmqMessagesByQueue':{}}",
                "{'deliveryStreamArn':'arn','records':[]}",
                "{'applicationArn':'arn','records':[]}",
                "{'invocationSchemaVersion':'2.0','tasks':[]}"
            })
    void unwrap_nothingToProcess_isNothing(String event) {
        String json = event.replace('\'', '"');

        assertThat(unwrap(json)).isEmpty();
        assertThat(unwrap(Wrapping.SQS.around(json))).isEmpty();
        assertThat(unwrap(around(8, json)))
                .as("at the limit, where another envelope is too deep")
                .isEmpty();
    }

    private static String around(int times, String json) {
        return times == 0 ? json : Wrapping.EVENTBRIDGE.around(around(times - 1, json));
    }

    /** What is an envelope but for one thing is a payload. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{'detail':{'a':1}}",
                "{'detail-type':'T','source':'s'}",
                "{'detail-type':'T','detail':{}}",
                "{'detailType':'T','source':'s','detail':{}}",
                "{'detail-type':7,'source':'s','detail':{}}",
                "{'detail-type':null,'source':'s','detail':{}}",
                "{'Records':[{'sku':1}],'orderId':9}",
                "{'Records':[{'sku':1}]}",
                "{'Records':[1,'two',null,[]]}",
                "{'Records':[],'orderId':9}",
                "{'Records':{'eventSource':'aws:sqs'}}",
                "{'Records':[{'eventSource':'shop:sqs','body':'x'}]}",
                "{'records':[{'recordId':'1','data':'eA=='}]}",
                "{'messages':[]}",
                "{'Type':'Notification','MessageId':'m','Message':'x'}",
                "{'Type':'SubscriptionConfirmation','MessageId':'m','TopicArn':'t','Message':'x'}",
                "{'eventSource':'aws:kafka','records':[]}",
                "{'eventSource':'aws:mq','messages':{}}",
                "{'messageType':'DATA_MESSAGE','logGroup':'g'}",
                "{'messageType':'DATA_MESSAGE','logGroup':'g','logEvents':{}}",
                "{'awslogs':{}}",
                "{'awslogs':{'data':'eA=='},'orderId':9}",
                "{'awslogs':'eA=='}",
                "{'source':'aws.cloudwatch','alarmArn':'arn'}",
                "{'requestContext':{'functionArn':'f','condition':'c'}}",
                "{'requestContext':{'functionArn':'f'},'requestPayload':{}}",
                "{'requestContext':7,'body':'x'}",
                "{'requestContext':{'requestId':'q'},'body':'x'}",
                "{'taskToken':'AAAA','input':{},'orderId':1}",
                "{'taskToken':'AAAA','orderId':1}",
                "{'taskToken':7,'input':{}}",
                "{'TaskToken':'AAAA','taskToken':'BBBB'}",
                "{'RequestType':'Create','StackId':'s'}",
                "{'CodePipeline.job':'j'}",
                "{'SecretId':'s','Step':'createSecret'}",
                "{'tasks':[{'taskId':'t'}]}",
                "{'invocationSchemaVersion':'2.0','tasks':{'taskId':'t'}}",
                "{'invocationSchemaVersion':'2.0','tasks':null}",
                "{'Event':'s3:TestEvent'}",
                "{}",
                "[]",
                "[{'id':1}]",
                "[{'eventSource':'aws:sqs','body':'x'},{'id':1}]",
                "[{'eventSource':'shop','body':'x'}]",
                "true",
                "12.50"
            })
    void unwrap_businessJson_passesUntouched(String event) {
        String json = event.replace('\'', '"');

        Message message = message(json);

        assertThat(message.layers()).isEmpty();
        assertThat(message.pointer()).isEmpty();
        assertThat(message.payload().kind()).isEqualTo(Payload.Kind.JSON);
        assertThat(message.payload().text()).isEqualTo(json);
        assertThat(message.dedupId()).isEmpty();
    }

    @Test
    void unwrap_null_isAMessageWithoutPayload() {
        assertThat(told(unwrap(" null "))).containsExactly(" [] NONE ");
    }

    @Test
    void unwrap_elementsOfAPipe_areRecordsOfTheirSources() {
        String event = """
                [{"messageId":"m-1","body":"{\\"a\\":1}","eventSource":"aws:sqs"},
                 {"partitionKey":"p","data":"eyJiIjoyfQ==","eventID":"shard:1","eventSource":"aws:kinesis"},
                 {"eventID":"d-1","dynamodb":{"Keys":{}},"eventSource":"aws:dynamodb"},
                 {"topic":"t","partition":0,"offset":1,"value":"eA==","eventSource":"aws:kafka"},
                 {"messageID":"ID:1","data":"eA==","eventSource":"aws:mq"},
                 {"queue":"q","basicProperties":{"messageId":"r-1"},"data":"eA==","eventSource":"aws:rmq"},
                 {"eventID":"x-1","eventSource":"aws:other"}]""";

        List<Unwrapped> records = unwrap(event);

        assertThat(told(records))
                .containsExactly(
                        "/0/body [PIPES, SQS] JSON {\"a\":1}",
                        "/1/data [PIPES, KINESIS] JSON {\"b\":2}",
                        "/2/dynamodb [PIPES, DYNAMODB_STREAM] JSON {\"Keys\":{}}",
                        "/3/value [PIPES, KAFKA] TEXT x",
                        "/4/data [PIPES, ACTIVEMQ] TEXT x",
                        "/5/data [PIPES, RABBITMQ] TEXT x",
                        "/6 [PIPES, GENERIC_RECORD] JSON {\"eventID\":\"x-1\",\"eventSource\":\"aws:other\"}");
        assertThat(records.stream()
                        .map(record ->
                                message(List.of(record)).dedupId().orElseThrow().value()))
                .containsExactly("m-1", "shard:1", "d-1", "t-0@1", "ID:1", "r-1", "x-1");
    }

    @Test
    void unwrap_dynamoDbStream_leavesTypedAttributesAndNamesExpiry() {
        Message message = message("""
                {"Records":[{"eventID":"d-1","eventName":"REMOVE","eventSource":"aws:dynamodb","eventSourceARN":"arn:table",
                 "userIdentity":{"type":"Service","principalId":"dynamodb.amazonaws.com"},
                 "dynamodb":{"OldImage":{"detail":{"N":"1.10"}},"detail-type":"T","source":"s","detail":{}}}]}""");

        assertThat(kinds(message)).containsExactly(EnvelopeKind.DYNAMODB_STREAM);
        assertThat(message.payload().at("/OldImage/detail/N").orElseThrow().text())
                .isEqualTo("1.10");
        assertThat(message.layers().get(0).attributes())
                .containsOnly(
                        Map.entry("event_name", "REMOVE"),
                        Map.entry("scope", "arn:table"),
                        Map.entry("ttl_delete", "true"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a+b%20c%2Fd.txt | a b c/d.txt",
                "caf%C3%A9.txt   | café.txt",
                "100%            | 100%",
                "plain.txt       | plain.txt"
            })
    void unwrap_s3Notification_decodesTheKeyAndKeepsItInTheId(String key, String decoded) {
        Message message = message(Wrapping.S3.around("{\"bucket\":{\"name\":\"b\"},\"object\":{\"key\":\"" + key
                + "\",\"eTag\":\"e\",\"sequencer\":\"01\"}}"));

        assertThat(message.attribute("decoded_key")).contains(decoded);
        assertThat(message.dedupId().orElseThrow().value()).isEqualTo("b/" + key + "#e#01#ObjectCreated:Put");
    }

    @Test
    void unwrap_s3NotificationOfAVersion_hasTheVersionInTheId() {
        Message message = message(
                Wrapping.S3.around(
                        "{\"bucket\":{\"name\":\"b\"},\"object\":{\"key\":\"k\",\"eTag\":\"e\",\"versionId\":\"v\",\"sequencer\":\"01\"}}"));

        assertThat(message.dedupId().orElseThrow().value()).isEqualTo("b/k#v#01#ObjectCreated:Put");
    }

    @Test
    void unwrap_alarm_isToldFromAnEventAndHasTheChangeInItsId() {
        Message message = message(Wrapping.CLOUDWATCH_ALARM.around("{\"state\":{\"timestamp\":\"2026-05-27\"}}"));

        assertThat(message.dedupId().orElseThrow().value()).isEqualTo("arn:alarm@2026-05-27");
        assertThat(
                        kinds(
                                message(
                                        "{\"source\":\"aws.cloudwatch\",\"alarmArn\":\"a\",\"alarmData\":{},\"detail-type\":\"T\",\"detail\":1}")))
                .containsExactly(EnvelopeKind.EVENTBRIDGE);
    }

    @Test
    void unwrap_kafkaTombstone_isAMessageWithoutPayload() {
        assertThat(told(unwrap(Wrapping.KAFKA.around("").replace("\"value\":\"\"", "\"value\":null"))))
                .containsExactly("/records/a~1b~0-0/0/value [KAFKA] NONE ");
    }

    @Test
    void unwrap_requestWithoutBody_isAMessageWithoutPayload() {
        String request = "{\"version\":\"2.0\",\"rawPath\":\"/x\",\"requestContext\":{},\"body\":@}";

        assertThat(told(unwrap(request.replace("@", "null")))).containsExactly("/body [APIGW_V2] NONE ");
        assertThat(told(unwrap(request.replace("@", "\"\"")))).containsExactly("/body [APIGW_V2] NONE ");
        assertThat(told(unwrap(request.replace(",\"body\":@", "")))).containsExactly("/body [APIGW_V2] NONE ");
    }

    @Test
    void unwrap_deadLettersOfARule_tellWhy() {
        Message message = message(Wrapping.SQS
                .around(Wrapping.EVENTBRIDGE.around("{}"))
                .replace(
                        "\"messageAttributes\":{}",
                        "\"messageAttributes\":{\"RULE_ARN\":{\"stringValue\":\"arn:rule\"},"
                                + "\"ERROR_CODE\":{\"stringValue\":\"NO_PERMISSIONS\"}}"));

        assertThat(message.attribute("dlq_rule_arn")).contains("arn:rule");
        assertThat(message.attribute("dlq_error_code")).contains("NO_PERMISSIONS");
    }
}
