package dev.interlock.testkit.commitment;

import java.util.List;
import java.util.Map;

/**
 * A list in an answer.
 *
 * @param member what one of them is called in XML
 * @param items their fields by name
 */
record Listed(String member, List<Map<String, Object>> items) {}
