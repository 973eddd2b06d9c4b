/**
 * Lets one run of a scheduled pipeline start, and no second one: {@link dev.interlock.mutex.ExecutionMutex} over an
 * {@link dev.interlock.mutex.AdmissionStore}.
 */
@NullMarked
package dev.interlock.mutex;

import org.jspecify.annotations.NullMarked;
