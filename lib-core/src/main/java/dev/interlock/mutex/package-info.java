/** Names runs, so that of two triggers of one scheduled run only one starts. Pure. */
@NullMarked
package dev.interlock.mutex;

import org.jspecify.annotations.NullMarked;
