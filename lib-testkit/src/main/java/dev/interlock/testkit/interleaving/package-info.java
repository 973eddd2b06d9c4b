/**
 * Runs programs of several actors over one fake AWS, one step at a time and in every order that a seed or a search asks
 * for: {@link dev.interlock.testkit.interleaving.Interleaving}.
 */
@NullMarked
package dev.interlock.testkit.interleaving;

import org.jspecify.annotations.NullMarked;
