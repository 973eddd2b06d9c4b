/** Keeps the markers of phases in S3. */
@NullMarked
package dev.interlock.aws.phase;

import org.jspecify.annotations.NullMarked;
