/** Executions without a database: {@link dev.interlock.testkit.reaper.InMemoryExecutionStore}. */
@NullMarked
package dev.interlock.testkit.reaper;

import org.jspecify.annotations.NullMarked;
