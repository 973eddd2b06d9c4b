/**
 * When things are due: cadences that cut time into cycles, and the calendars of the days on which nothing is due. Pure
 * and immutable; no clock of its own.
 */
@NullMarked
package dev.interlock.schedule;

import org.jspecify.annotations.NullMarked;
