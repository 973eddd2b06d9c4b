/**
 * Decides whether an artifact arrived on time: declare it as an {@link dev.interlock.freshness.ArtifactSpec}, look with
 * an {@link dev.interlock.freshness.ArtifactProbe}, get a {@link dev.interlock.freshness.Freshness} verdict.
 */
@NullMarked
package dev.interlock.freshness;

import org.jspecify.annotations.NullMarked;
