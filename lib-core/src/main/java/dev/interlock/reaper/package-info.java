/**
 * Executions that died are found, and those that live are left alone: {@link dev.interlock.reaper.Sweep} by a
 * {@link dev.interlock.reaper.ReapPolicy} over an {@link dev.interlock.reaper.ExecutionStore}.
 */
@NullMarked
package dev.interlock.reaper;

import org.jspecify.annotations.NullMarked;
