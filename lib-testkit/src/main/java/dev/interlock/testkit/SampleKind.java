package dev.interlock.testkit;

/**
 * The shape of an event. {@code @name} is put in as a JSON string and {@code #name#} within one: what the event is made
 * with, and its id; {@code @content} is what it carries.
 */
enum SampleKind {
    EVENT_BRIDGE(Carries.JSON, """
            {"version":"0","id":@id,"detail-type":@type,"source":@source,"account":"123456789012",\
            "time":"2026-05-27T13:45:00Z","region":"us-east-1","resources":[],"detail":@content}"""),
    SCHEDULER(Carries.INPUT, """
            {"version":"0","id":@id,"detail-type":"Scheduled Event","source":"aws.scheduler","account":"123456789012",\
            "time":@time,"region":"us-east-1",\
            "resources":["arn:aws:scheduler:us-east-1:123456789012:schedule/default/#schedule#"],"detail":"{}"}"""),
    SNS(Carries.TEXT, """
            {"Records":[{"EventVersion":"1.0",\
            "EventSubscriptionArn":"arn:aws:sns:us-east-1:123456789012:#topic#:2d6d2ea2-9d5f-4c32-8b0c-3f5d2f0d9a11",\
            "EventSource":"aws:sns","Sns":{"Type":"Notification","MessageId":@id,\
            "TopicArn":"arn:aws:sns:us-east-1:123456789012:#topic#","Subject":null,"Message":@content,\
            "Timestamp":"2026-05-27T13:45:00.000Z","SignatureVersion":"1","Signature":"EXAMPLE",\
            "SigningCertUrl":"https://sns.us-east-1.amazonaws.com/SimpleNotificationService.pem",\
            "UnsubscribeUrl":"https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe","MessageAttributes":{}}}]}"""),
    SNS_NOTIFICATION(Carries.TEXT, """
            {"Type":"Notification","MessageId":@id,"TopicArn":"arn:aws:sns:us-east-1:123456789012:#topic#",\
            "Message":@content,"Timestamp":"2026-05-27T13:45:00.000Z","SignatureVersion":"1","Signature":"EXAMPLE",\
            "SigningCertURL":"https://sns.us-east-1.amazonaws.com/SimpleNotificationService.pem",\
            "UnsubscribeURL":"https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe"}"""),
    SQS(Carries.TEXT, """
            {"Records":[{"messageId":@id,"receiptHandle":"AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a","body":@content,\
            "attributes":{"ApproximateReceiveCount":"1","SentTimestamp":"1779889500000",\
            "SenderId":"AIDAIENQZJOLO23YVJ4VO","ApproximateFirstReceiveTimestamp":"1779889500010"},\
            "messageAttributes":{},"md5OfBody":"e4e68fb7bd0e697a0ae8f1bb342846b3","eventSource":"aws:sqs",\
            "eventSourceARN":"arn:aws:sqs:us-east-1:123456789012:#queue#","awsRegion":"us-east-1"}]}"""),
    SQS_FIFO(Carries.TEXT, """
            {"Records":[{"messageId":@id,"receiptHandle":"AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a","body":@content,\
            "attributes":{"ApproximateReceiveCount":"1","SentTimestamp":"1779889500000",\
            "SequenceNumber":"18849496460467696128","MessageGroupId":@group,"SenderId":"AIDAIENQZJOLO23YVJ4VO",\
            "MessageDeduplicationId":@id,"ApproximateFirstReceiveTimestamp":"1779889500010"},\
            "messageAttributes":{},"md5OfBody":"e4e68fb7bd0e697a0ae8f1bb342846b3","eventSource":"aws:sqs",\
            "eventSourceARN":"arn:aws:sqs:us-east-1:123456789012:#queue#","awsRegion":"us-east-1"}]}"""),
    KINESIS(Carries.BASE64, """
            {"Records":[{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"1",\
            "sequenceNumber":@id,"data":@content,"approximateArrivalTimestamp":1779889500.000},\
            "eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"shardId-000000000000:#id#",\
            "eventName":"aws:kinesis:record","invokeIdentityArn":"arn:aws:iam::123456789012:role/sample",\
            "awsRegion":"us-east-1","eventSourceARN":"arn:aws:kinesis:us-east-1:123456789012:stream/#stream#"}]}"""),
    DYNAMODB_STREAM(Carries.RECORD, """
            {"Records":[{"eventID":@id,"eventName":"INSERT","eventVersion":"1.1","eventSource":"aws:dynamodb",\
            "awsRegion":"us-east-1","dynamodb":@content,"eventSourceARN":\
            "arn:aws:dynamodb:us-east-1:123456789012:table/#table#/stream/2026-05-27T00:00:00.000"}]}"""),
    S3(Carries.RECORD, """
            {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-east-1",\
            "eventTime":"2026-05-27T13:45:00.000Z","eventName":"ObjectCreated:Put",\
            "userIdentity":{"principalId":"AWS:AIDAIENQZJOLO23YVJ4VO"},\
            "requestParameters":{"sourceIPAddress":"203.0.113.1"},\
            "responseElements":{"x-amz-request-id":"D82B88E5F771F645","x-amz-id-2":"EXAMPLE"},"s3":@content}]}"""),
    KAFKA(Carries.BASE64, """
            {"eventSource":"aws:kafka",\
            "eventSourceArn":"arn:aws:kafka:us-east-1:123456789012:cluster/sample/6cc0432b-8618-4f44-bccc-e1fbd8fb7c4d-2",\
            "bootstrapServers":"b-1.sample.kafka.us-east-1.amazonaws.com:9092","records":{"#topic#-0":[\
            {"topic":@topic,"partition":0,"offset":#offset#,"timestamp":1779889500000,"timestampType":"CREATE_TIME",\
            "key":null,"value":@content,"headers":[]}]}}"""),
    LAMBDA_DESTINATION(Carries.EVENT, """
            {"version":"1.0","timestamp":"2026-05-27T13:45:00.000Z","requestContext":{"requestId":@id,\
            "functionArn":"arn:aws:lambda:us-east-1:123456789012:function:#function#:$LATEST",\
            "condition":"RetriesExhausted","approximateInvokeCount":3},"requestPayload":@content,\
            "responseContext":{"statusCode":200,"executedVersion":"$LATEST","functionError":"Unhandled"},\
            "responsePayload":{"errorMessage":"sample","errorType":"java.lang.IllegalStateException"}}"""),
    CLOUDWATCH_LOGS(Carries.COMPRESSED, """
            {"awslogs":{"data":@content}}"""),
    SUBSCRIPTION(Carries.TEXT, """
            {"messageType":"DATA_MESSAGE","owner":"123456789012","logGroup":@group,"logStream":"sample",\
            "subscriptionFilters":["sample"],"logEvents":[{"id":@id,"timestamp":1779889500000,"message":@content}]}"""),
    API_GATEWAY(Carries.TEXT, """
            {"version":"2.0","routeKey":"$default","rawPath":@path,"rawQueryString":"",\
            "headers":{"content-type":"application/json"},"requestContext":{"accountId":"123456789012",\
            "apiId":"r3pmxmplak","domainName":"r3pmxmplak.execute-api.us-east-1.amazonaws.com",\
            "domainPrefix":"r3pmxmplak","http":{"method":@method,"path":@path,"protocol":"HTTP/1.1",\
            "sourceIp":"203.0.113.1","userAgent":"sample"},"requestId":@id,"routeKey":"$default","stage":"$default",\
            "time":"27/May/2026:13:45:00 +0000","timeEpoch":1779889500000},"body":@content,"isBase64Encoded":false}""");

    private final Carries carries;
    private final String template;

    SampleKind(Carries carries, String template) {
        this.carries = carries;
        this.template = template;
    }

    /** How it carries its content. */
    enum Carries {
        /** As JSON, a message. */
        JSON,
        /** As JSON, an event of a function. */
        EVENT,
        /** As JSON of its own, and no other event. */
        RECORD,
        /** Instead of itself. */
        INPUT,
        /** As text. */
        TEXT,
        /** In base64. */
        BASE64,
        /** As text in a subscription, compressed and in base64. */
        COMPRESSED
    }

    Carries carries() {
        return carries;
    }

    String template() {
        return template;
    }
}
