package dev.interlock.conformance;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * As much of the Amazon States Language as the documents for the mutex use: choices, the parameters of a task with
 * paths and intrinsic functions, and which catch an error meets. What else a document holds is refused by name.
 *
 * @param document the state machine
 */
record StateMachine(Json document) {
    /** Reads one of the documents in {@code docs/mutex}. */
    static StateMachine ofDocs(String fileName) {
        try (InputStream in = StateMachine.class.getResourceAsStream("/mutex/" + fileName)) {
            if (in == null) {
                throw new IllegalArgumentException("not on the class path: mutex/" + fileName);
            }
            return new StateMachine(Json.of(Plain.READER.readTree(in)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What an execution brings along: its input, and the context object that is read as {@code $$}. */
    record Execution(JsonNode input, JsonNode context) {}

    /** Where an error goes, and under which path the input keeps it. */
    record Caught(String next, String resultPath) {}

    Json state(String name) {
        return document.at("States").at(name);
    }

    /** The first state that is no choice. */
    String firstAfterChoices(Execution execution) {
        String name = document.at("StartAt").text();
        while (type(name).equals("Choice")) {
            name = choose(state(name), execution);
        }
        return name;
    }

    String type(String state) {
        return state(state).at("Type").text();
    }

    /** What a task is called with. */
    JsonNode parameters(String task, Execution execution) {
        return resolved(state(task).at("Parameters").node(), execution);
    }

    /** The first catch that names {@code error} or all errors, as Step Functions looks for it. */
    Caught caught(String task, String error) {
        for (Json catcher : state(task).at("Catch").elements()) {
            List<String> errors = catcher.at("ErrorEquals").texts();
            if (errors.contains(error) || errors.contains("States.ALL")) {
                return new Caught(
                        catcher.at("Next").text(), catcher.at("ResultPath").text());
            }
        }
        throw new IllegalArgumentException("nobody catches " + error);
    }

    private static String choose(Json choice, Execution execution) {
        for (Json rule : choice.at("Choices").elements()) {
            if (holds(rule, execution)) {
                return rule.at("Next").text();
            }
        }
        return choice.at("Default").text();
    }

    private static boolean holds(Json rule, Execution execution) {
        if (rule.node().has("And")) {
            return rule.at("And").elements().stream().allMatch(part -> holds(part, execution));
        }
        if (rule.node().has("Or")) {
            return rule.at("Or").elements().stream().anyMatch(part -> holds(part, execution));
        }
        JsonNode value = at(rule.at("Variable").text(), execution);
        String operator = rule.names().stream()
                .filter(name -> !name.equals("Variable"))
                .findFirst()
                .orElseThrow();
        Json operand = rule.at(operator);
        return switch (operator) {
            case "IsPresent" -> operand.bool() != value.isMissingNode();
            case "IsString" -> operand.bool() == value.isTextual();
            case "IsTimestamp" -> operand.bool() == (value.isTextual() && isTimestamp(value.asText()));
            case "StringEquals" -> value.isTextual() && value.asText().equals(operand.text());
            case "StringMatches" ->
                value.isTextual()
                        && value.asText().matches("\\Q" + operand.text().replace("*", "\\E.*\\Q") + "\\E");
            default -> throw new IllegalArgumentException("an operator that is not known here: " + operator);
        };
    }

    private static boolean isTimestamp(String text) {
        try {
            return OffsetDateTime.parse(text).getYear() >= 0;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static JsonNode resolved(JsonNode template, Execution execution) {
        if (!template.isObject()) {
            return template;
        }
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        template.properties().forEach(field -> {
            if (field.getKey().endsWith(".$")) {
                String name = field.getKey().substring(0, field.getKey().length() - 2);
                result.set(name, new Expression(field.getValue().asText(), execution).value());
            } else {
                result.set(field.getKey(), resolved(field.getValue(), execution));
            }
        });
        return result;
    }

    private static JsonNode at(String path, Execution execution) {
        boolean isContext = path.startsWith("$$.");
        if (!isContext && !path.startsWith("$.")) {
            throw new IllegalArgumentException("a path that is not known here: " + path);
        }
        JsonPointer pointer =
                JsonPointer.compile("/" + path.substring(isContext ? 3 : 2).replace('.', '/'));
        return (isContext ? execution.context() : execution.input()).at(pointer);
    }

    /** A path, or a call of an intrinsic function, read from left to right. */
    private static final class Expression {
        private final String text;
        private final Execution execution;
        private int position;

        Expression(String text, Execution execution) {
            this.text = text;
            this.execution = execution;
        }

        JsonNode value() {
            JsonNode value = next();
            if (position != text.length()) {
                throw new IllegalArgumentException("cannot be read from " + position + " on: " + text);
            }
            return value;
        }

        private JsonNode next() {
            if (text.startsWith("'", position)) {
                String literal = upTo("'", position + 1);
                position++;
                return JsonNodeFactory.instance.textNode(literal);
            }
            int end = position;
            while (end < text.length() && ",()".indexOf(text.charAt(end)) < 0) {
                end++;
            }
            String word = text.substring(position, end);
            position = end;
            if (text.startsWith("(", position)) {
                return call(word);
            }
            if (word.startsWith("$")) {
                JsonNode found = at(word, execution);
                if (found.isMissingNode()) {
                    throw new IllegalArgumentException("States.Runtime: nothing at " + word);
                }
                return found;
            }
            return JsonNodeFactory.instance.numberNode(Integer.parseInt(word));
        }

        private JsonNode call(String function) {
            List<JsonNode> arguments = new ArrayList<>();
            do {
                position++; // the parenthesis or the comma
                while (text.charAt(position) == ' ') {
                    position++;
                }
                arguments.add(next());
            } while (text.charAt(position) == ',');
            position++;
            return switch (function) {
                case "States.Format" -> format(arguments);
                case "States.StringSplit" -> split(arguments);
                case "States.ArrayGetItem" ->
                    arguments.get(0).get(arguments.get(1).asInt());
                default -> throw new IllegalArgumentException("a function that is not known here: " + function);
            };
        }

        private static JsonNode format(List<JsonNode> arguments) {
            String text = arguments.get(0).asText();
            for (JsonNode argument : arguments.subList(1, arguments.size())) {
                int slot = text.indexOf("{}");
                text = text.substring(0, slot) + argument.asText() + text.substring(slot + 2);
            }
            return JsonNodeFactory.instance.textNode(text);
        }

        private static JsonNode split(List<JsonNode> arguments) {
            ArrayNode parts = JsonNodeFactory.instance.arrayNode();
            for (String part : arguments
                    .get(0)
                    .asText()
                    .split(Pattern.quote(arguments.get(1).asText()), -1)) {
                parts.add(part);
            }
            return parts;
        }

        private String upTo(String end, int from) {
            position = text.indexOf(end, from);
            return text.substring(from, position);
        }
    }
}
