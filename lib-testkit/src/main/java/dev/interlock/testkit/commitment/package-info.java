/**
 * Seven services where capacity is reserved: EC2, ElastiCache, MemoryDB, OpenSearch, RDS, Redshift and Savings Plans;
 * see {@link dev.interlock.testkit.commitment.FakeCommitments}.
 */
@NullMarked
package dev.interlock.testkit.commitment;

import org.jspecify.annotations.NullMarked;
