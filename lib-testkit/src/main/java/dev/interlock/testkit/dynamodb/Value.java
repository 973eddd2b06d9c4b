package dev.interlock.testkit.dynamodb;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One attribute value. Immutable; equal as DynamoDB compares: numbers by value, sets without order. */
sealed interface Value {
    /** The name of the type on the wire, such as {@code S}. */
    String type();

    record Text(String value) implements Value {
        @Override
        public String type() {
            return "S";
        }
    }

    /** A number in normal form, see {@link Numbers}. */
    record Num(BigDecimal value) implements Value {
        @Override
        public String type() {
            return "N";
        }
    }

    /** Bytes, a char for each: equal, hashed and ordered like the unsigned bytes. */
    record Binary(String latin1) implements Value {
        @Override
        public String type() {
            return "B";
        }
    }

    record Bool(boolean value) implements Value {
        @Override
        public String type() {
            return "BOOL";
        }
    }

    record Null() implements Value {
        @Override
        public String type() {
            return "NULL";
        }
    }

    record ListOf(List<Value> items) implements Value {
        public ListOf {
            items = List.copyOf(items);
        }

        @Override
        public String type() {
            return "L";
        }
    }

    record MapOf(Map<String, Value> fields) implements Value {
        public MapOf {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        @Override
        public String type() {
            return "M";
        }
    }

    /** A set, of type {@code SS}, {@code NS} or {@code BS}. */
    record SetOf(String type, Set<Value> members) implements Value {
        public SetOf {
            members = Collections.unmodifiableSet(new LinkedHashSet<>(members));
        }
    }
}
