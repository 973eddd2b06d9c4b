package dev.interlock.testkit.dynamodb;

/** What a key holds in one item; without a range attribute, the range is the same in all. */
record ItemKey(Value hash, Value range) {}
