package dev.interlock.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Asks a real bucket what it answers to conditional requests, and prints it as facts beside what a lease counts on.
 *
 * <p>Nothing runs it but you: {@code mvn -q -pl docs/examples exec:java@conditions "-Dconditions.arguments=my-bucket
 * eu-central-1"}. It writes a few objects of one byte under {@code interlock-probe/} and a random name, and deletes
 * them again; in a bucket with versions, their versions stay. It needs {@code s3:PutObject}, {@code s3:GetObject},
 * {@code s3:DeleteObject} and {@code s3:ListBucket}.
 */
public final class S3Conditions {
    private final S3Client s3;
    private final String bucket;
    private final String folder;
    private final PrintStream out;
    private final List<String> surprises = new ArrayList<>();

    private S3Conditions(S3Client s3, String bucket, String folder, PrintStream out) {
        this.s3 = s3;
        this.bucket = bucket;
        this.folder = folder;
        this.out = out;
    }

    /** Asks the bucket that the first argument names, in the Region that the second one names. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, UTF_8);
        if (arguments.length != 2) {
            out.println("usage: S3Conditions BUCKET REGION");
            return;
        }
        try (S3Client s3 = S3Client.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .region(Region.of(arguments[1]))
                .build()) {
            ask(s3, arguments[0], "interlock-probe/" + UUID.randomUUID() + "/", out);
        }
    }

    /** The questions whose answer is not the one that a lease counts on. */
    static List<String> ask(S3Client s3, String bucket, String folder, PrintStream out) {
        S3Conditions conditions = new S3Conditions(s3, bucket, folder, out);
        conditions.ask();
        return List.copyOf(conditions.surprises);
    }

    private void ask() {
        out.printf(Locale.ROOT, "%-44s  %-28s  %s%n", "request", "answer", "a lease counts on");
        fact("PUT If-None-Match: *, nothing there", "200", () -> create("a"));
        fact("PUT If-None-Match: *, something there", "412 PreconditionFailed", () -> create("a"));
        String first = s3.headObject(r -> r.bucket(bucket).key(folder + "a")).eTag();
        fact("PUT If-Match: its tag", "200", () -> replace("a", first, "2"));
        fact("PUT If-Match: an older tag", "412 PreconditionFailed", () -> replace("a", first, "3"));
        fact("PUT If-Match: a tag, nothing there", "404 NoSuchKey", () -> replace("none", first, "4"));
        String second = s3.headObject(r -> r.bucket(bucket).key(folder + "a")).eTag();
        fact("DELETE If-Match: an older tag", "412 PreconditionFailed", () -> delete("a", first));
        fact("DELETE If-Match: its tag", "204", () -> delete("a", second));
        fact("DELETE If-Match: a tag, nothing there", "404 NoSuchKey", () -> delete("a", second));
        fact("GET, deleted or never there", "404 NoSuchKey", () -> get("a"));
        fact("PUT If-None-Match: *, deleted before", "200", () -> create("a"));
        fact("GET has Date, Last-Modified and ETag", "yes", this::clocks);
        fact("404 has Date", "yes", this::dateOfAMiss);
        s3.deleteObject(r -> r.bucket(bucket).key(folder + "a"));
        out.println(surprises.isEmpty() ? "as expected" : "not as expected: " + surprises);
    }

    private void fact(String question, String expected, Supplier<String> request) {
        String answer = request.get();
        if (!answer.equals(expected)) {
            surprises.add(question);
        }
        out.printf(Locale.ROOT, "%-44s  %-28s  %s%n", question, answer, expected);
    }

    private String create(String key) {
        return status(() ->
                s3.putObject(r -> r.bucket(bucket).key(folder + key).ifNoneMatch("*"), RequestBody.fromString("1")));
    }

    private String replace(String key, String tag, String body) {
        return status(
                () -> s3.putObject(r -> r.bucket(bucket).key(folder + key).ifMatch(tag), RequestBody.fromString(body)));
    }

    private String delete(String key, String tag) {
        return status(
                () -> s3.deleteObject(r -> r.bucket(bucket).key(folder + key).ifMatch(tag)));
    }

    private String get(String key) {
        return status(() ->
                s3.getObjectAsBytes(r -> r.bucket(bucket).key(folder + key)).response());
    }

    private String clocks() {
        SdkHttpResponse answer =
                s3.headObject(r -> r.bucket(bucket).key(folder + "a")).sdkHttpResponse();
        List<String> missing = new ArrayList<>(List.of("Date", "Last-Modified", "ETag"));
        missing.removeIf(header -> answer.firstMatchingHeader(header).isPresent());
        return missing.isEmpty() ? "yes" : "without " + missing;
    }

    private String dateOfAMiss() {
        try {
            s3.getObjectAsBytes(r -> r.bucket(bucket).key(folder + "none"));
            return "something is there";
        } catch (AwsServiceException e) {
            return e.awsErrorDetails()
                            .sdkHttpResponse()
                            .firstMatchingHeader("Date")
                            .isPresent()
                    ? "yes"
                    : "no";
        }
    }

    /**
     * The SDK may have sent a request more than once; the number then stands beside the answer, which is worth nothing.
     */
    private static String status(Supplier<? extends SdkResponse> request) {
        try {
            return Integer.toString(request.get().sdkHttpResponse().statusCode());
        } catch (AwsServiceException e) {
            Integer attempts = e.numAttempts();
            String told = e.statusCode() + " " + e.awsErrorDetails().errorCode();
            return attempts == null || attempts == 1 ? told : told + " after " + attempts + " requests";
        }
    }
}
