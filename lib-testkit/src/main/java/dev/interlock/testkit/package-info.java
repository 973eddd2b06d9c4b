/**
 * A fake AWS behind the real SDK clients: {@link dev.interlock.testkit.FakeAws} answers their requests in memory, and
 * {@link dev.interlock.testkit.Faults} makes it answer as a bad day would.
 */
@NullMarked
package dev.interlock.testkit;

import org.jspecify.annotations.NullMarked;
