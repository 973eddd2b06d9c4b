/** Looks for artifacts in S3. */
@NullMarked
package dev.interlock.aws.freshness;

import org.jspecify.annotations.NullMarked;
