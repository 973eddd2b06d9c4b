package dev.interlock.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * An S3 client that answers HEAD as a vector says. Not the wire: vectors have times below a second and errors without a
 * status, which HTTP cannot carry.
 */
final class ScriptedS3 implements S3Client {
    private final Map<String, Json> objects;
    private final List<String> heads = new ArrayList<>();

    ScriptedS3(Map<String, Json> objects) {
        this.objects = Map.copyOf(objects);
    }

    List<String> heads() {
        return List.copyOf(heads);
    }

    @Override
    public HeadObjectResponse headObject(HeadObjectRequest request) {
        heads.add(request.key());
        Json object = objects.get(request.key());
        if (object == null) {
            throw error("404", 404);
        }
        if (object.names().contains("error")) {
            throw error(
                    object.at("error").at("code").text(),
                    object.at("error").at("status").integer());
        }
        if (object.names().contains("exception")) {
            throw SdkClientException.create(object.at("message").text());
        }
        HeadObjectResponse.Builder response = HeadObjectResponse.builder();
        object.at("last_modified")
                .optionalText()
                .ifPresent(time -> response.lastModified(Python.time(time).toInstant()));
        return response.build();
    }

    @Override
    public String serviceName() {
        return "s3";
    }

    @Override
    public void close() {}

    private static RuntimeException error(String code, int status) {
        return S3Exception.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }
}
