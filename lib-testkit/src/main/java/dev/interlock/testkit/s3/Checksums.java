package dev.interlock.testkit.s3;

import dev.interlock.testkit.wire.WireRequest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** Holds the checksums that a client gave against the content that arrived. */
final class Checksums {
    private Checksums() {}

    /**
     * Whether all of them are right; a request without one is.
     *
     * @throws UnsupportedOperationException for an algorithm that the fake cannot compute
     */
    static boolean areRight(WireRequest request) {
        byte[] body = request.body();
        for (String header : request.headerNames()) {
            if (isChecksum(header)
                    && !request.header(header)
                            .orElse("")
                            .equals(Base64.getEncoder().encodeToString(of(header, body)))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isChecksum(String header) {
        return header.equals("content-md5")
                || (header.startsWith("x-amz-checksum-")
                        && !header.equals("x-amz-checksum-mode")
                        && !header.equals("x-amz-checksum-algorithm")
                        && !header.equals("x-amz-checksum-type"));
    }

    private static byte[] of(String header, byte[] body) {
        return switch (header) {
            case "content-md5" -> digest("MD5", body);
            case "x-amz-checksum-sha1" -> digest("SHA-1", body);
            case "x-amz-checksum-sha256" -> digest("SHA-256", body);
            case "x-amz-checksum-crc32" -> crc(new CRC32(), body);
            case "x-amz-checksum-crc32c" -> crc(new CRC32C(), body);
            default ->
                throw new UnsupportedOperationException(
                        "the fake S3 cannot compute " + header + "; use CRC32, CRC32C, SHA1 or SHA256");
        };
    }

    private static byte[] crc(Checksum crc, byte[] body) {
        crc.update(body);
        return ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
    }

    private static byte[] digest(String algorithm, byte[] body) {
        try {
            return MessageDigest.getInstance(algorithm).digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has " + algorithm, e);
        }
    }
}
