package dev.interlock.testkit.s3;

/** A permission of S3, as a policy names it: {@code s3:} and the {@linkplain #policyName name}. */
public enum S3Action {
    /**
     * Reading objects, their headers included; also needed for a write or delete that names a tag in {@code If-Match}.
     */
    GET_OBJECT("GetObject"),
    /** Writing objects. */
    PUT_OBJECT("PutObject"),
    /** Deleting objects. */
    DELETE_OBJECT("DeleteObject"),
    /** Writing objects with tags, beside {@link #PUT_OBJECT}. */
    PUT_OBJECT_TAGGING("PutObjectTagging"),
    /** Taking the tags off objects. */
    DELETE_OBJECT_TAGGING("DeleteObjectTagging"),
    /** Listing a bucket, and being told that a key is missing: without it a missing key answers 403 and not 404. */
    LIST_BUCKET("ListBucket");

    private final String name;

    S3Action(String name) {
        this.name = name;
    }

    /** The name in a policy, such as {@code s3:GetObject}. */
    public String policyName() {
        return "s3:" + name;
    }
}
