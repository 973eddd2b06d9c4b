/** Code that the adapters share; never exported. */
@NullMarked
package dev.interlock.aws.internal;

import org.jspecify.annotations.NullMarked;
