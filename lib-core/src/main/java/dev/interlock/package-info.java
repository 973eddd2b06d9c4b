/** Values that every feature shares: {@link dev.interlock.Severity} and {@link dev.interlock.DedupKey}. */
@NullMarked
package dev.interlock;

import org.jspecify.annotations.NullMarked;
