package dev.interlock.contract;

import static java.util.Objects.requireNonNull;

import dev.interlock.Payload;
import dev.interlock.internal.Json;
import java.util.regex.Pattern;

/**
 * Which set is the published one: the document that readers look at first. Immutable.
 *
 * <p>Stored as JSON, see {@code docs/formats.md}: {@code parse(p.payload()).equals(p)}. A reader of the older form
 * finds {@code date} and {@code s3_prefix} where it always did.
 *
 * @param run whose set it is
 * @param manifestSha256 of the manifest under {@link StagedRun#manifestKey}, byte for byte: 64 hex digits in lower case
 * @param fence of the lease under which it was published; 0 without a lease
 */
public record SetPointer(StagedRun run, String manifestSha256, long fence) {
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final long MAX_FENCE = 999_999_999_999_999_999L;

    /**
     * A pointer.
     *
     * @throws IllegalArgumentException if the digest is none, or the fence is negative or has more than 18 digits
     */
    public SetPointer {
        requireNonNull(run, "run");
        if (!SHA_256.matcher(requireNonNull(manifestSha256, "manifestSha256")).matches()) {
            throw new IllegalArgumentException("manifestSha256 is not 64 hex digits in lower case: " + manifestSha256);
        }
        if (fence < 0 || fence > MAX_FENCE) {
            throw new IllegalArgumentException("fence is not from 0 to " + MAX_FENCE + ": " + fence);
        }
    }

    /** The pointer as it is stored. */
    public Payload payload() {
        return Payload.of("{\"v\":1," + SetDocument.of(run) + ",\"s3_prefix\":" + Json.quoted(run.prefix())
                + ",\"manifest\":" + Json.quoted(run.manifestKey()) + ",\"manifest_sha256\":\"" + manifestSha256
                + "\",\"fence\":" + fence + "}");
    }

    /**
     * Reads what {@link #payload} wrote. Fields that it does not know are passed over.
     *
     * @throws IllegalArgumentException if it is no pointer of version 1; names the place
     */
    public static SetPointer parse(Payload stored) {
        SetDocument document = SetDocument.of("pointer", requireNonNull(stored, "stored"));
        StagedRun run = document.run();
        document.require("s3_prefix", run.prefix());
        document.require("manifest", run.manifestKey());
        return document.valid(() -> new SetPointer(run, document.text("manifest_sha256"), document.whole("fence")));
    }
}
