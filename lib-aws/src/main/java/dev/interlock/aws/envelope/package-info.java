/** A Lambda function of the steps that an event goes through. */
@NullMarked
package dev.interlock.aws.envelope;

import org.jspecify.annotations.NullMarked;
