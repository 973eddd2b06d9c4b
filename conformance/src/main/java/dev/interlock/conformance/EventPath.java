package dev.interlock.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/**
 * A place in an event as the vectors write it, {@code $.records['topic-0'][0].value}; it goes into texts, base64 and
 * compressed data as if they were objects.
 */
record EventPath(List<String> names) {
    private static final Pattern STEP = Pattern.compile("\\.([^.\\[]+)|\\['([^']*)']|\\[(\\d+)]");

    static EventPath parse(String written) {
        if (!written.matches("\\$(" + STEP + ")*")) {
            throw new IllegalArgumentException("is no path: " + written);
        }
        List<String> names = new ArrayList<>();
        Matcher steps = STEP.matcher(written);
        while (steps.find()) {
            names.add(Optional.ofNullable(steps.group(1))
                    .or(() -> Optional.ofNullable(steps.group(2)))
                    .orElseGet(() -> steps.group(3)));
        }
        return new EventPath(List.copyOf(names));
    }

    static EventPath ofPointer(String pointer) {
        return new EventPath(Arrays.stream(pointer.split("/", -1))
                .skip(1)
                .map(name -> name.replace("~1", "/").replace("~0", "~"))
                .toList());
    }

    String pointer() {
        return names.stream()
                .map(name -> "/" + name.replace("~", "~0").replace("/", "~1"))
                .collect(Collectors.joining());
    }

    /** Everything that the path leads through, the event first, and last what is there. */
    List<JsonNode> through(JsonNode event) {
        List<JsonNode> visited = new ArrayList<>(List.of(event));
        JsonNode at = event;
        for (String name : names) {
            JsonNode inside = at.isTextual() ? opened(at.asText()) : at;
            at = inside.isArray() ? inside.path(Integer.parseInt(name)) : inside.path(name);
            visited.add(at);
        }
        return visited;
    }

    private static JsonNode opened(String text) {
        return Plain.read(text)
                .or(() -> Plain.read(inflated(text)))
                .orElseThrow(() -> new IllegalArgumentException("holds nothing to look into: " + text));
    }

    private static String inflated(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        try (InputStream inflated = bytes[0] == 'x' ? new InflaterInputStream(in) : new GZIPInputStream(in)) {
            return new String(inflated.readAllBytes(), UTF_8);
        } catch (IOException e) {
            return new String(bytes, UTF_8);
        }
    }
}
