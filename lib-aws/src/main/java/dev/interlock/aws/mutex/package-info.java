/** Keeps admissions of the execution mutex in DynamoDB. */
@NullMarked
package dev.interlock.aws.mutex;

import org.jspecify.annotations.NullMarked;
