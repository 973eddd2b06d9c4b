/**
 * What every feature shares: {@link dev.interlock.Payload}, {@link dev.interlock.DedupKey},
 * {@link dev.interlock.InterlockListener}.
 */
@NullMarked
package dev.interlock;

import org.jspecify.annotations.NullMarked;
