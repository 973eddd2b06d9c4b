package dev.interlock.testkit.commitment;

import java.util.Map;

/** A structure in an answer: its fields by name. */
record Nested(Map<String, Object> fields) {}
