/** Who may write: a lease on one name in a store, with a fencing token that the write itself carries. */
@NullMarked
package dev.interlock.lease;

import org.jspecify.annotations.NullMarked;
