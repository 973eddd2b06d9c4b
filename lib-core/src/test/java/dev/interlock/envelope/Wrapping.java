package dev.interlock.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.envelope.DedupId.Strength;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** An envelope of every kind, to be put around JSON; an empty id stands for none. */
enum Wrapping {
    EVENTBRIDGE(EnvelopeKind.EVENTBRIDGE, Form.VALUE, "/detail", Strength.STABLE, "eb-1", """
            {"version":"0","id":"eb-1","detail-type":"OrderPlaced","source":"shop","account":"111122223333",
             "time":"2026-05-27T13:35:00Z","region":"us-east-1","resources":[],"detail":@}"""),
    EVENTBRIDGE_TEXT(EnvelopeKind.EVENTBRIDGE, Form.TEXT, "/detail", Strength.STABLE, "eb-1", """
            {"id":"eb-1","detail-type":"OrderPlaced","source":"shop","detail":@}"""),
    SCHEDULER_DEFAULT(
            EnvelopeKind.SCHEDULER_DEFAULT,
            Form.TEXT,
            "/detail",
            Strength.STABLE,
            "arn:schedule@2026-05-27T13:35:00Z",
            """
            {"version":"0","id":"attempt","detail-type":"Scheduled Event","source":"aws.scheduler",
             "time":"2026-05-27T13:35:00Z","resources":["arn:schedule"],"detail":@}"""),
    SQS(EnvelopeKind.SQS, Form.TEXT, "/Records/0/body", Strength.PER_DELIVERY, "m-1", """
            {"Records":[{"messageId":"m-1","receiptHandle":"h","body":@,
             "attributes":{"ApproximateReceiveCount":"1"},"messageAttributes":{},"eventSource":"aws:sqs",
             "eventSourceARN":"arn:queue"}]}"""),
    SNS(EnvelopeKind.SNS, Form.TEXT, "/Records/0/Sns/Message", Strength.STABLE, "n-1", """
            {"Records":[{"EventSource":"aws:sns","EventVersion":"1.0","Sns":{"Type":"Notification",
             "MessageId":"n-1","TopicArn":"arn:topic","Subject":null,"Message":@}}]}"""),
    SNS_NOTIFICATION(EnvelopeKind.SNS_NOTIFICATION, Form.TEXT, "/Message", Strength.STABLE, "n-1", """
            {"Type":"Notification","MessageId":"n-1","TopicArn":"arn:topic","Message":@}"""),
    KINESIS(EnvelopeKind.KINESIS, Form.BASE64, "/Records/0/kinesis/data", Strength.STABLE, "shard:1", """
            {"Records":[{"kinesis":{"partitionKey":"p","sequenceNumber":"1","data":@},"eventSource":"aws:kinesis",
             "eventID":"shard:1","eventSourceARN":"arn:stream"}]}"""),
    DYNAMODB_STREAM(EnvelopeKind.DYNAMODB_STREAM, Form.LEAF, "/Records/0/dynamodb", Strength.STABLE, "d-1", """
            {"Records":[{"eventID":"d-1","eventName":"INSERT","eventSource":"aws:dynamodb","dynamodb":@}]}"""),
    S3(EnvelopeKind.S3, Form.LEAF, "/Records/0/s3", Strength.STABLE, "", """
            {"Records":[{"eventSource":"aws:s3","eventName":"ObjectCreated:Put","s3":@}]}"""),
    SES(EnvelopeKind.SES, Form.LEAF, "/Records/0/ses", Strength.STABLE, "", """
            {"Records":[{"eventSource":"aws:ses","ses":@}]}"""),
    GENERIC_RECORD(EnvelopeKind.GENERIC_RECORD, Form.WHOLE, "/Records/0", Strength.STABLE, "c-1", """
            {"Records":[{"eventSource":"aws:codecommit","eventId":"c-1","inside":@}]}"""),
    KAFKA(EnvelopeKind.KAFKA, Form.BASE64, "/records/a~1b~0-0/0/value", Strength.STABLE, "a/b~-0@15", """
            {"eventSource":"aws:kafka","eventSourceArn":"arn:cluster","records":{"a/b~-0":[
             {"topic":"a/b~","partition":0,"offset":15,"value":@}]}}"""),
    ACTIVEMQ(EnvelopeKind.ACTIVEMQ, Form.BASE64, "/messages/0/data", Strength.STABLE, "ID:1", """
            {"eventSource":"aws:mq","eventSourceArn":"arn:broker","messages":[
             {"messageID":"ID:1","correlationId":"from-the-broker","redelivered":false,"data":@}]}"""),
    RABBITMQ(EnvelopeKind.RABBITMQ, Form.BASE64, "/rmqMessagesByQueue/orders::~1/0/data", Strength.STABLE, "r-1", """
            {"eventSource":"aws:rmq","eventSourceArn":"arn:broker","rmqMessagesByQueue":{"orders::/":[
             {"basicProperties":{"messageId":"r-1"},"redelivered":false,"data":@}]}}"""),
    FIREHOSE(EnvelopeKind.FIREHOSE, Form.BASE64, "/records/0/data", Strength.PER_ATTEMPT, "f-1", """
            {"invocationId":"i","deliveryStreamArn":"arn:firehose","records":[{"recordId":"f-1","data":@}]}"""),
    KINESIS_ANALYTICS(EnvelopeKind.KINESIS_ANALYTICS, Form.BASE64, "/records/0/data", Strength.PER_ATTEMPT, "a-1", """
            {"invocationId":"i","applicationArn":"arn:application","records":[{"recordId":"a-1","data":@}]}"""),
    LOGS_IN_A_STREAM(EnvelopeKind.CLOUDWATCH_LOGS, Form.TEXT, "/logEvents/0/message", Strength.STABLE, "l-1", """
            {"messageType":"DATA_MESSAGE","logGroup":"g","logStream":"s","logEvents":[
             {"id":"l-1","timestamp":1,"message":@}]}"""),
    CLOUDWATCH_LOGS(
            EnvelopeKind.CLOUDWATCH_LOGS, Form.LOGS, "/awslogs/data/logEvents/0/message", Strength.STABLE, "l-1", """
            {"awslogs":{"data":@}}"""),
    CLOUDWATCH_ALARM(EnvelopeKind.CLOUDWATCH_ALARM, Form.VALUE, "/alarmData", Strength.STABLE, "", """
            {"source":"aws.cloudwatch","alarmArn":"arn:alarm","alarmData":@}"""),
    LAMBDA_DESTINATION(EnvelopeKind.LAMBDA_DESTINATION, Form.VALUE, "/requestPayload", Strength.STABLE, "q-1", """
            {"version":"1.0","requestContext":{"requestId":"q-1","functionArn":"arn:function",
             "condition":"RetriesExhausted","approximateInvokeCount":3},"requestPayload":@}"""),
    STEP_FUNCTIONS_TASK_TOKEN(
            EnvelopeKind.STEP_FUNCTIONS_TASK_TOKEN, Form.VALUE, "/input", Strength.PER_ATTEMPT, "AAAA", """
            {"taskToken":"AAAA","input":@}"""),
    APIGW_V1(EnvelopeKind.APIGW_V1, Form.TEXT, "/body", Strength.PER_ATTEMPT, "q-1", """
            {"resource":"/x","httpMethod":"POST","requestContext":{"requestId":"q-1"},"isBase64Encoded":false,
             "body":@}"""),
    APIGW_V2(EnvelopeKind.APIGW_V2, Form.BASE64, "/body", Strength.PER_ATTEMPT, "q-1", """
            {"version":"2.0","rawPath":"/x","requestContext":{"requestId":"q-1"},"isBase64Encoded":true,"body":@}"""),
    APIGW_WEBSOCKET(EnvelopeKind.APIGW_WEBSOCKET, Form.TEXT, "/body", Strength.PER_ATTEMPT, "q-1", """
            {"requestContext":{"connectionId":"c","eventType":"MESSAGE","requestId":"q-1"},"body":@}"""),
    LAMBDA_URL(EnvelopeKind.LAMBDA_URL, Form.TEXT, "/body", Strength.STABLE, "idem-1", """
            {"version":"2.0","rawPath":"/x","headers":{"Idempotency-Key":"idem-1"},"requestContext":
             {"requestId":"q-1","domainName":"abc.lambda-url.us-east-1.on.aws"},"body":@}"""),
    ALB(EnvelopeKind.ALB, Form.TEXT, "/body", Strength.PER_ATTEMPT, "Root=1", """
            {"requestContext":{"elb":{"targetGroupArn":"arn"}},"httpMethod":"POST",
             "multiValueHeaders":{"x-amzn-trace-id":["Root=1"]},"body":@}"""),
    VPC_LATTICE_V2(EnvelopeKind.VPC_LATTICE_V2, Form.TEXT, "/body", Strength.STABLE, "", """
            {"version":"2.0","path":"/x","requestContext":{"serviceNetworkArn":"arn"},"body":@}"""),
    CLOUDFORMATION(EnvelopeKind.CLOUDFORMATION, Form.VALUE, "/ResourceProperties", Strength.STABLE, "q-1", """
            {"RequestType":"Create","ResponseURL":"https://example.com","StackId":"arn:stack","RequestId":"q-1",
             "ResourceProperties":@}"""),
    CODEPIPELINE_JOB(EnvelopeKind.CODEPIPELINE_JOB, Form.VALUE, "/CodePipeline.job/data", Strength.STABLE, "j-1", """
            {"CodePipeline.job":{"id":"j-1","data":@}}"""),
    SECRETS_ROTATION(
            EnvelopeKind.SECRETS_ROTATION, Form.WHOLE, "", Strength.STABLE, "arn:secret#c-1#createSecret", """
            {"SecretId":"arn:secret","ClientRequestToken":"c-1","Step":"createSecret","inside":@}"""),
    S3_BATCH(EnvelopeKind.S3_BATCH, Form.WHOLE, "/tasks/0", Strength.STABLE, "job-1/t-1", """
            {"invocationSchemaVersion":"2.0","job":{"id":"job-1"},"tasks":[{"taskId":"t-1","inside":@}]}""");

    private static final String LOGS = """
            {"messageType":"DATA_MESSAGE","logGroup":"g","logStream":"s","logEvents":[{"id":"l-1","message":@}]}""";

    private final EnvelopeKind kind;
    private final Form form;
    private final String pointer;
    private final Strength strength;
    private final String id;
    private final String template;

    /** How the payload stands in it. */
    enum Form {
        /** As JSON, which may be an envelope. */
        VALUE,
        /** As text, which may be an envelope. */
        TEXT,
        /** In base64, which may hold an envelope. */
        BASE64,
        /** As text in log events that are compressed. */
        LOGS,
        /** As JSON that is a payload, whatever it looks like. */
        LEAF,
        /** As a field {@code inside} of a larger payload. */
        WHOLE
    }

    Wrapping(EnvelopeKind kind, Form form, String pointer, Strength strength, String id, String template) {
        this.kind = kind;
        this.form = form;
        this.pointer = pointer;
        this.strength = strength;
        this.id = id;
        this.template = template;
    }

    /** Those that an envelope may lie in. */
    static List<Wrapping> nesting() {
        return List.of(values()).stream()
                .filter(wrapping -> wrapping.form != Form.LEAF && wrapping.form != Form.WHOLE)
                .toList();
    }

    EnvelopeKind kind() {
        return kind;
    }

    String pointer() {
        return pointer;
    }

    Optional<DedupId> id() {
        return id.isEmpty() ? Optional.empty() : Optional.of(new DedupId(id, strength, kind));
    }

    /** Where the payload that was put in is, in the payload that comes out. */
    String inside() {
        return form == Form.WHOLE ? "/inside" : "";
    }

    /** The envelope around JSON. */
    String around(String json) {
        return template.replace("@", content(json));
    }

    private String content(String json) {
        return switch (form) {
            case VALUE, LEAF, WHOLE -> json;
            case TEXT -> quoted(json);
            case BASE64 -> quoted(base64(json.getBytes(UTF_8)));
            case LOGS -> quoted(base64(gzip(LOGS.replace("@", quoted(json)).getBytes(UTF_8))));
        };
    }

    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
