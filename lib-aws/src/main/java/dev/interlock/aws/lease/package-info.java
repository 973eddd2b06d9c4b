/** Leases in S3, and writes to S3 and DynamoDB that carry a fence. */
@NullMarked
package dev.interlock.aws.lease;

import org.jspecify.annotations.NullMarked;
