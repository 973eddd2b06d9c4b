/**
 * What a fake service is made of. Of interest only to those who add one; see
 * {@link dev.interlock.testkit.wire.FakeService}.
 */
@NullMarked
package dev.interlock.testkit.wire;

import org.jspecify.annotations.NullMarked;
