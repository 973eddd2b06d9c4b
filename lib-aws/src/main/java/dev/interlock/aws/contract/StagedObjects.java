package dev.interlock.aws.contract;

import dev.interlock.Payload;
import dev.interlock.aws.internal.S3Objects;
import dev.interlock.contract.SetManifest;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Objects that are written once, under keys that only one attempt has, and read back exactly as they were written. */
record StagedObjects(S3Objects objects) {
    /** What a lifecycle rule may remove: it was never published. */
    static final String UNPUBLISHED = "interlock=unpublished";

    /** A manifest of 10,000 objects with long names has less. */
    static final int MAX_MANIFEST = 32 << 20;

    private static final int MAX_ATTEMPTS = 3;

    /** What became of a write. */
    sealed interface Stored {
        /** It is there, under this entity tag. */
        record Done(String etag) implements Stored {}

        /** Nobody can say, or somebody else wrote there. */
        record Failed(String cause) implements Stored {}
    }

    /** What a read brought. */
    sealed interface Read {
        /** Its whole content. */
        record Content(Payload payload) implements Read {}

        /** It could not be read, or is not what it should be. */
        record Failed(String cause) implements Read {}
    }

    /** What is to be written: how long it is, its digest, and the bytes as often as they are asked for. */
    record Source(long size, String sha256, RequestBody body) {
        static Source of(byte[] bytes) {
            return new Source(bytes.length, hex(digest().digest(bytes)), RequestBody.fromBytes(bytes));
        }

        String base64() {
            return StagedObjects.base64(sha256);
        }
    }

    /**
     * Writes an object that is not there yet. The key is this attempt's own, so what is there with the same digest is
     * ours: the SDK sends again what it has no answer to, and the second send is refused because of the first.
     */
    Stored put(String key, Source source, @Nullable String tags) {
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(objects.bucket())
                .key(key)
                .ifNoneMatch("*")
                .checksumSHA256(source.base64());
        if (key.endsWith(".json")) {
            request.contentType("application/json");
        }
        if (tags != null) {
            request.tagging(tags);
        }
        String trouble = "";
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            try {
                String etag =
                        objects.s3().putObject(request.build(), source.body()).eTag();
                if (etag != null) {
                    return new Stored.Done(etag);
                }
                trouble = "PUT " + objects.at(key) + " answered without an ETag";
            } catch (AwsServiceException e) {
                trouble = told("PUT", key, e);
                if (e.statusCode() == 400 || e.statusCode() == 403) {
                    return new Stored.Failed(trouble + needed(e, "s3:PutObject and s3:PutObjectTagging"));
                }
            } catch (SdkException e) {
                trouble = "PUT " + objects.at(key) + " failed: " + e;
            }
            Optional<Stored> there = written(key, source);
            if (there.isPresent()) {
                return there.get();
            }
        }
        return new Stored.Failed("gave up after " + MAX_ATTEMPTS + " writes: " + trouble);
    }

    /** What came of a write whose answer was none; empty if there is nothing, so that it may be sent again. */
    private Optional<Stored> written(String key, Source source) {
        try {
            HeadObjectResponse head = head(key);
            String etag = head.eTag();
            return Optional.of(
                    etag != null && source.base64().equals(head.checksumSHA256())
                            ? new Stored.Done(etag)
                            : new Stored.Failed(objects.at(key) + " was written by somebody else"));
        } catch (AwsServiceException e) {
            return e.statusCode() == 404 ? Optional.empty() : Optional.of(new Stored.Failed(told("HEAD", key, e)));
        } catch (SdkException e) {
            return Optional.of(new Stored.Failed("HEAD " + objects.at(key) + " failed: " + e));
        }
    }

    /** Why an object is not there as it was written; empty if it is. */
    Optional<String> difference(String key, SetManifest.Entry entry) {
        try {
            HeadObjectResponse head = head(key);
            boolean isSame = entry.etag().equals(head.eTag())
                    && Long.valueOf(entry.size()).equals(head.contentLength())
                    && base64(entry.sha256()).equals(head.checksumSHA256());
            return isSame ? Optional.empty() : Optional.of(changed(key));
        } catch (AwsServiceException e) {
            return Optional.of(
                    e.statusCode() == 404 ? objects.at(key) + " is gone since it was staged" : told("HEAD", key, e));
        } catch (SdkException e) {
            return Optional.of("HEAD " + objects.at(key) + " failed: " + e);
        }
    }

    /** The content of an object, if it is what the manifest says. */
    Read get(String key, SetManifest.Entry entry) {
        return get(key, entry.etag(), entry.size(), entry.sha256());
    }

    /** The content under a key, if it has this entity tag, unless that is null, up to this size, and this digest. */
    Read get(String key, @Nullable String etag, long most, String sha256) {
        try {
            byte[] bytes = objects.s3()
                    .getObject(r -> r.bucket(objects.bucket()).key(key).ifMatch(etag), firstBytes((int) most + 1));
            return hex(digest().digest(bytes)).equals(sha256)
                    ? new Read.Content(Payload.of(bytes))
                    : new Read.Failed(changed(key));
        } catch (AwsServiceException e) {
            return new Read.Failed(
                    switch (e.statusCode()) {
                        case 404 -> objects.at(key) + " is gone since it was staged";
                        case 412 -> changed(key);
                        default -> told("GET", key, e) + needed(e, "s3:GetObject");
                    });
        } catch (SdkException e) {
            return new Read.Failed("GET " + objects.at(key) + " failed: " + e);
        }
    }

    /** Takes the tag off, so that no lifecycle rule removes the object; tells why it could not. */
    Optional<String> keep(String key) {
        try {
            objects.s3().deleteObjectTagging(r -> r.bucket(objects.bucket()).key(key));
            return Optional.empty();
        } catch (AwsServiceException e) {
            return Optional.of(told("DELETE of the tags of", key, e) + needed(e, "s3:DeleteObjectTagging"));
        } catch (SdkException e) {
            return Optional.of("DELETE of the tags of " + objects.at(key) + " failed: " + e);
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private HeadObjectResponse head(String key) {
        return objects.s3().headObject(r -> r.bucket(objects.bucket()).key(key).checksumMode(ChecksumMode.ENABLED));
    }

    private String changed(String key) {
        return objects.at(key) + " is not what was staged";
    }

    private String told(String method, String key, AwsServiceException e) {
        return method + " " + objects.at(key) + " answered " + e.statusCode() + " " + S3Objects.code(e);
    }

    private static String needed(AwsServiceException e, String permissions) {
        return e.statusCode() == 403 ? "; it needs " + permissions : "";
    }

    private static String base64(String hex) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }

    private static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }

    private static ResponseTransformer<GetObjectResponse, byte[]> firstBytes(int most) {
        return new ResponseTransformer<>() {
            @Override
            public byte[] transform(GetObjectResponse answer, AbortableInputStream body) throws IOException {
                byte[] bytes = body.readNBytes(most);
                if (bytes.length == most) {
                    body.abort();
                }
                return bytes;
            }
        };
    }

    /** The digest and the length of a stream. */
    static Source measure(InputStream stream, RequestBody body) throws IOException {
        MessageDigest digest = digest();
        byte[] chunk = new byte[64 * 1024];
        long size = 0;
        for (int read = stream.read(chunk); read >= 0; read = stream.read(chunk)) {
            digest.update(chunk, 0, read);
            size += read;
        }
        return new Source(size, hex(digest.digest()), body);
    }
}
