/** Interlock in use: the demo, and the examples of the documentation. */
@NullMarked
package dev.interlock.examples;

import org.jspecify.annotations.NullMarked;
