package dev.interlock.freshness;

import dev.interlock.freshness.RegistryNode.Position;
import java.util.Map;

/**
 * What the rows of a document share.
 *
 * @param ids where the ids of the rows so far stand; each row adds its own
 */
record RegistryContext(
        RegistryDefaults defaults, RegistryCalendars calendars, Map<String, Position> ids, RegistryProblems problems) {}
