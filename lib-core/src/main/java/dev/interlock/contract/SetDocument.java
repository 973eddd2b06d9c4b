package dev.interlock.contract;

import dev.interlock.Payload;
import dev.interlock.internal.Json;
import dev.interlock.internal.Printable;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** JSON that a pointer or a manifest is read from, and where in it; every refusal names the place. */
record SetDocument(String place, Json json) {
    /** The document, if it is one of version 1. */
    static SetDocument of(String name, Payload stored) {
        byte[] bytes = stored.bytes();
        Json json;
        try {
            json = Json.parse(bytes, 0, bytes.length).orElse(null);
        } catch (Json.TooManyValues e) {
            throw new IllegalArgumentException(name + " " + e.reason(), e);
        }
        if (json == null || !json.isObject()) {
            throw new IllegalArgumentException(name + " is no JSON object");
        }
        SetDocument document = new SetDocument(name, json);
        if (document.whole("v") != 1) {
            throw new IllegalArgumentException(name + " is of another version than 1");
        }
        return document;
    }

    /** The fields that say of which attempt a document is. */
    static String of(StagedRun run) {
        return "\"dataset\":" + Json.quoted(run.dataset()) + ",\"date\":\"" + run.date() + "\",\"run\":"
                + Json.quoted(run.run()) + ",\"nonce\":" + Json.quoted(run.nonce());
    }

    StagedRun run() {
        String date = text("date");
        try {
            LocalDate day = LocalDate.parse(date);
            return valid(() -> new StagedRun(text("dataset"), day, text("run"), text("nonce")));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(place + ": /date is no date: " + Printable.of(date, 40), e);
        }
    }

    String text(String field) {
        String text = json.text(field);
        if (text == null) {
            throw new IllegalArgumentException(place + ": /" + field + " is no text");
        }
        return text;
    }

    long whole(String field) {
        Json value = json.get(field);
        if (value == null || value.type() != Json.Type.NUMBER || !value.raw().matches("0|[1-9][0-9]{0,17}")) {
            throw new IllegalArgumentException(place + ": /" + field + " is no whole number of up to 18 digits");
        }
        return Long.parseLong(value.raw());
    }

    List<SetDocument> items(String field) {
        @Nullable Json value = json.get(field);
        if (value == null || !value.isArray()) {
            throw new IllegalArgumentException(place + ": /" + field + " is no array");
        }
        List<SetDocument> items = new ArrayList<>();
        try {
            for (Json item : value.items()) {
                items.add(new SetDocument(place + ": /" + field + "/" + items.size(), item));
            }
        } catch (Json.TooManyValues e) {
            throw new IllegalArgumentException(place + ": /" + field + " " + e.reason(), e);
        }
        return items;
    }

    void require(String field, String expected) {
        if (!text(field).equals(expected)) {
            throw new IllegalArgumentException(place + ": /" + field + " is not what its other fields make of it");
        }
    }

    <T> T valid(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            String why = e.getMessage() == null ? "is refused" : e.getMessage();
            throw new IllegalArgumentException(why.startsWith(place) ? why : place + ": " + why, e);
        }
    }
}
