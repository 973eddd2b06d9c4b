package dev.interlock.testkit.s3;

/** An error answer of S3. */
record S3Error(int status, String code, String message) {
    static final S3Error PRECONDITION_FAILED =
            new S3Error(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
    static final S3Error CONFLICT = new S3Error(
            409,
            "ConditionalRequestConflict",
            "A conflicting operation occurred during the execution of this conditional request");
    static final S3Error SLOW_DOWN = new S3Error(503, "SlowDown", "Please reduce your request rate.");
    static final S3Error INTERNAL = new S3Error(500, "InternalError", "We encountered an internal error.");
    static final S3Error NO_SUCH_BUCKET = new S3Error(404, "NoSuchBucket", "The specified bucket does not exist");
    static final S3Error NO_SUCH_KEY = new S3Error(404, "NoSuchKey", "The specified key does not exist.");
    static final S3Error NO_SUCH_VERSION = new S3Error(404, "NoSuchVersion", "The specified version does not exist.");
    static final S3Error NOT_MODIFIED = new S3Error(304, "NotModified", "Not Modified");
    static final S3Error ACCESS_DENIED = new S3Error(403, "AccessDenied", "Access Denied");
    static final S3Error METHOD_NOT_ALLOWED =
            new S3Error(405, "MethodNotAllowed", "The specified method is not allowed against this resource.");
    static final S3Error NOT_IMPLEMENTED =
            new S3Error(501, "NotImplemented", "A header you provided implies functionality that is not implemented");
    static final S3Error BUCKET_EXISTS = new S3Error(
            409, "BucketAlreadyOwnedByYou", "The bucket you tried to create already exists, and you own it.");
    static final S3Error BUCKET_NOT_EMPTY =
            new S3Error(409, "BucketNotEmpty", "The bucket you tried to delete is not empty");
    static final S3Error BAD_DIGEST = new S3Error(
            400, "BadDigest", "The checksum that was given did not match the one of the content that was received");
    static final S3Error COPY_CHANGES_NOTHING = new S3Error(
            400,
            "InvalidRequest",
            "This copy request is illegal because it copies an object to itself and changes nothing");
    static final S3Error MALFORMED_XML = new S3Error(400, "MalformedXML", "The XML you provided was not well-formed");
    static final S3Error INVALID_RANGE = new S3Error(416, "InvalidRange", "The requested range is not satisfiable");
}
