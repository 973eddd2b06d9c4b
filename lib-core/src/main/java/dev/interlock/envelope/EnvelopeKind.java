package dev.interlock.envelope;

/** What an event can be wrapped in. */
public enum EnvelopeKind {
    /** An event of an EventBridge bus: strings {@code detail-type} and {@code source}, and a {@code detail}. */
    EVENTBRIDGE,
    /**
     * What EventBridge Scheduler sends if its target has no input. With an input it sends the input, without any
     * envelope.
     */
    SCHEDULER_DEFAULT,
    /** An element of an array of EventBridge Pipes; around the kind of its source. */
    PIPES,
    /** A message of an SQS queue. */
    SQS,
    /** A message of an SNS topic that invokes a function. */
    SNS,
    /** A message of an SNS topic as text in something else, such as an SQS queue. */
    SNS_NOTIFICATION,
    /** A record of a Kinesis data stream. */
    KINESIS,
    /** A record of a DynamoDB stream; the payload is {@code dynamodb}, with typed attributes. */
    DYNAMODB_STREAM,
    /** A notification of an S3 bucket; the payload is {@code s3}. */
    S3,
    /** An email that SES received; the payload is {@code ses}. */
    SES,
    /** Another {@code aws:} source with {@code Records}, such as CodeCommit; the payload is the record. */
    GENERIC_RECORD,
    /** A record of Apache Kafka, managed by AWS or not. */
    KAFKA,
    /** A message of ActiveMQ. */
    ACTIVEMQ,
    /** A message of RabbitMQ. */
    RABBITMQ,
    /** A record that Firehose wants transformed. */
    FIREHOSE,
    /** A record that Kinesis Data Analytics wants transformed. */
    KINESIS_ANALYTICS,
    /** A log event of a subscription of CloudWatch Logs. */
    CLOUDWATCH_LOGS,
    /** The action of a CloudWatch alarm; the payload is {@code alarmData}. */
    CLOUDWATCH_ALARM,
    /** What a Lambda destination gets; the payload is what the function was invoked with. */
    LAMBDA_DESTINATION,
    /** The task token of a state machine beside exactly one input or payload. */
    STEP_FUNCTIONS_TASK_TOKEN,
    /** A request of an API Gateway REST API, or of an HTTP API with payload format 1.0. */
    APIGW_V1,
    /** A request of an API Gateway HTTP API with payload format 2.0. */
    APIGW_V2,
    /** A message of an API Gateway WebSocket API. */
    APIGW_WEBSOCKET,
    /** A request of a Lambda function URL. */
    LAMBDA_URL,
    /** A request of an Application Load Balancer. */
    ALB,
    /** A request of VPC Lattice, version 2.0. */
    VPC_LATTICE_V2,
    /** A request for a custom resource of CloudFormation; the payload is {@code ResourceProperties}. */
    CLOUDFORMATION,
    /** A job of CodePipeline; the payload is its {@code data}. */
    CODEPIPELINE_JOB,
    /** A step of the rotation of a secret; the payload is the whole. */
    SECRETS_ROTATION,
    /** A task of S3 Batch Operations. */
    S3_BATCH,
    /** A JSON string that holds an envelope. */
    JSON_STRING,
    /** Compressed bytes. */
    GZIP
}
