package dev.interlock.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** An S3 client that answers as a vector says: with a body, or after an exclamation mark with an error of that code. */
final class ScriptedObjects implements S3Client {
    private static final Set<String> MISSING = Set.of("NoSuchKey", "NoSuchBucket", "NotFound", "404");

    private final Map<String, String> objects;
    private final List<String> requests = new ArrayList<>();

    ScriptedObjects(Map<String, String> objects) {
        this.objects = Map.copyOf(objects);
    }

    List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public <T> T getObject(GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
        requests.add("get " + request.key());
        String body = body(request.key(), "!NoSuchKey");
        try {
            return transformer.transform(
                    GetObjectResponse.builder().build(),
                    AbortableInputStream.create(new ByteArrayInputStream(body.getBytes(UTF_8))));
        } catch (Exception e) { // as the interface declares it
            throw SdkClientException.create("the body cannot be read", e);
        }
    }

    @Override
    public HeadObjectResponse headObject(HeadObjectRequest request) {
        requests.add("head " + request.key());
        body(request.key(), "!404");
        return HeadObjectResponse.builder().build();
    }

    @Override
    public String serviceName() {
        return "s3";
    }

    @Override
    public void close() {}

    private String body(String key, String missing) {
        String object = objects.getOrDefault(key, missing);
        if (!object.startsWith("!")) {
            return object;
        }
        String code = object.substring(1);
        throw S3Exception.builder()
                .statusCode(MISSING.contains(code) ? 404 : code.equals("AccessDenied") ? 403 : 500)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }
}
