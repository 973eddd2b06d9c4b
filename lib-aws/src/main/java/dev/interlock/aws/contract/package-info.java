/**
 * Checks of what producers leave in S3 and of what they depend on over HTTP; and write, audit, publish: sets of objects
 * that readers see entire and audited, or not at all.
 */
@NullMarked
package dev.interlock.aws.contract;

import org.jspecify.annotations.NullMarked;
