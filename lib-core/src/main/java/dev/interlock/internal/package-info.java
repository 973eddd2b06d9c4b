/** Code that features share and that is nobody else's business; not exported. */
@NullMarked
package dev.interlock.internal;

import org.jspecify.annotations.NullMarked;
