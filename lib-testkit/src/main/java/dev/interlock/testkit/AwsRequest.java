package dev.interlock.testkit;

import static java.util.Objects.requireNonNull;

/**
 * One request as it left a client, retries included.
 *
 * @param service the service it was signed for, such as {@code s3}
 * @param operation as the SDK's model spells it, such as {@code PutObject}
 * @param key what it was about, an object's key for example; may be empty
 * @param attempt 1 for the first send of a call, 2 for its first retry
 */
public record AwsRequest(String service, String operation, String key, int attempt) {
    public AwsRequest {
        requireNonNull(service, "service");
        requireNonNull(operation, "operation");
        requireNonNull(key, "key");
    }
}
