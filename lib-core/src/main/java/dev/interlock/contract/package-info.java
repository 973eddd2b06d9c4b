/**
 * What consumers ask of a producer, checked by the producer before anybody reads: a
 * {@link dev.interlock.contract.ContractSuite} of {@link dev.interlock.contract.Contract}s, and the
 * {@link dev.interlock.contract.ContractReport} that it ends in.
 */
@NullMarked
package dev.interlock.contract;

import org.jspecify.annotations.NullMarked;
