/** Keeps claims in DynamoDB. */
@NullMarked
package dev.interlock.aws.idempotency;

import org.jspecify.annotations.NullMarked;
