/** The fake S3: an in-memory, linearizable store behind the wire protocol. */
@NullMarked
package dev.interlock.testkit.s3;

import org.jspecify.annotations.NullMarked;
