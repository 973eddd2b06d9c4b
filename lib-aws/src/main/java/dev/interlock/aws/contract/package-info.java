/** Checks of contracts on S3 and over HTTP. */
@NullMarked
package dev.interlock.aws.contract;

import org.jspecify.annotations.NullMarked;
