/** Write, audit, publish on S3: sets of objects that readers see entire and audited, or not at all. */
@NullMarked
package dev.interlock.aws.contract;

import org.jspecify.annotations.NullMarked;
