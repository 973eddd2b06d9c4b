/** Hands a fake AWS, and clients connected to it, to the parameters of JUnit tests. */
@NullMarked
package dev.interlock.testkit.junit;

import org.jspecify.annotations.NullMarked;
