/** The fake DynamoDB: an in-memory, linearizable store behind the wire protocol. */
@NullMarked
package dev.interlock.testkit.dynamodb;

import org.jspecify.annotations.NullMarked;
