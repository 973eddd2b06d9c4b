/** Executions in DynamoDB: {@link dev.interlock.aws.reaper.DynamoDbExecutionStore}. */
@NullMarked
package dev.interlock.aws.reaper;

import org.jspecify.annotations.NullMarked;
