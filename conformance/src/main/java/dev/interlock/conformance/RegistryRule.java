package dev.interlock.conformance;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * The departure of the registry by the letter of its rule, and not by asking Interlock: which rows of a document that
 * the original takes are refused, and whether anything else of the document is.
 *
 * @param refusedRows the positions of the rows that the rule refuses
 * @param elsewhere whether the rule finds fault outside the rows
 */
record RegistryRule(Set<Integer> refusedRows, boolean elsewhere) {
    private static final Set<String> TOP = Set.of("schema_version", "defaults", "artifacts", "grandfathered_paths");
    private static final Set<String> TEXTS =
            Set.of("artifact_id", "s3_bucket", "s3_key_template", "cadence", "severity", "owner_repo", "created_at");
    private static final Map<String, Integer> MOST =
            Map.of("sla_minutes_after_cron", 527_040, "grace_period_cycles", 10_000, "interval_minutes", 527_040);

    static RegistryRule of(String yaml) {
        Node document = new Yaml().compose(new StringReader(yaml));
        List<Mark> forbidden = aliasesAndTags(yaml);
        Set<Integer> refused = new HashSet<>();
        boolean elsewhere = false;
        Node artifacts = null;
        Node defaults = null;
        Set<String> keys = new HashSet<>();
        for (NodeTuple entry : ((MappingNode) document).getValue()) {
            String key = ((ScalarNode) entry.getKeyNode()).getValue();
            artifacts = key.equals("artifacts") ? entry.getValueNode() : artifacts;
            defaults = key.equals("defaults") ? entry.getValueNode() : defaults;
            elsewhere |= !TOP.contains(key) || !keys.add(key);
        }
        Map<String, Node> inherited = new HashMap<>();
        boolean badDefaults = false;
        if (defaults instanceof MappingNode mapping) {
            elsewhere |= hasUnknownKey(mapping, inherited);
        } else if (defaults != null && !isNull(defaults)) {
            badDefaults = true;
            elsewhere = true;
        }
        Set<String> ids = new HashSet<>();
        List<Node> rows = artifacts instanceof SequenceNode sequence ? sequence.getValue() : List.of();
        for (int row = 0; row < rows.size(); row++) {
            Map<String, Node> own = new HashMap<>(inherited);
            MappingNode mapping = (MappingNode) rows.get(row);
            boolean keyAtFault = hasUnknownKey(mapping, own);
            boolean within = forbidden.stream().anyMatch(mark -> isWithin(mark, mapping));
            Node id = own.get("artifact_id");
            boolean repeatedId = id instanceof ScalarNode scalar && !ids.add(scalar.getValue());
            if (badDefaults
                    || keyAtFault
                    || within
                    || repeatedId
                    || own.entrySet().stream().anyMatch(RegistryRule::isRefused)) {
                refused.add(row);
            }
        }
        elsewhere |= forbidden.stream().anyMatch(mark -> rows.stream().noneMatch(row -> isWithin(mark, row)));
        return new RegistryRule(Set.copyOf(refused), elsewhere);
    }

    /** Collects the entries; a merge key is an unknown one. */
    private static boolean hasUnknownKey(MappingNode mapping, Map<String, Node> into) {
        Set<String> seen = new HashSet<>();
        boolean fault = false;
        for (NodeTuple entry : mapping.getValue()) {
            String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            boolean known = TEXTS.contains(key)
                    || MOST.containsKey(key)
                    || key.equals("recovery_key_template")
                    || key.equals("calendar_aware");
            fault |= !known || !seen.add(key);
            into.put(key, entry.getValueNode());
        }
        return fault;
    }

    private static boolean isRefused(Map.Entry<String, Node> entry) {
        String key = entry.getKey();
        Node value = entry.getValue();
        boolean nullable = key.equals("recovery_key_template") || key.equals("interval_minutes");
        if (nullable && isNull(value)) {
            return false;
        }
        if (!(value instanceof ScalarNode scalar)) {
            return true;
        }
        String text = scalar.getValue();
        String type = coreType(scalar);
        if (MOST.containsKey(key)) {
            return !type.equals("int") || text.length() > 9 || Integer.decode(text) > MOST.getOrDefault(key, 0);
        }
        if (key.equals("calendar_aware")) {
            return !type.equals("bool");
        }
        boolean template = key.endsWith("template");
        return !type.equals("str")
                || text.isBlank()
                || (template && !FreshnessVector.isSound(text))
                || (key.equals("created_at") && text.matches("\\d{4}-\\d\\d?-\\d\\d?[Tt\\s].*"));
    }

    /** The type of YAML 1.2's core schema; a number with a leading zero is none of its integers. */
    private static String coreType(ScalarNode scalar) {
        String text = scalar.getValue();
        if (scalar.getScalarStyle() != DumperOptions.ScalarStyle.PLAIN) {
            return "str";
        }
        if (text.matches("|~|null|Null|NULL")) {
            return "null";
        }
        if (text.matches("true|True|TRUE|false|False|FALSE")) {
            return "bool";
        }
        if (text.matches("[-+]?(0|[1-9]\\d*)|0x[0-9a-fA-F]+")) {
            return "int";
        }
        return text.matches("[-+]?(\\.\\d+|\\d+(\\.\\d*)?)([eE][-+]?\\d+)?|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)")
                ? "float"
                : "str";
    }

    private static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar && coreType(scalar).equals("null");
    }

    private static List<Mark> aliasesAndTags(String yaml) {
        List<Mark> marks = new ArrayList<>();
        for (Event event : new Yaml().parse(new StringReader(yaml))) {
            @Nullable
            String tag = event instanceof ScalarEvent scalar
                    ? scalar.getTag()
                    : event instanceof CollectionStartEvent start ? start.getTag() : null;
            if (event instanceof AliasEvent || tag != null) {
                marks.add(event.getStartMark());
            }
        }
        return marks;
    }

    private static boolean isWithin(Mark mark, Node node) {
        return mark.getIndex() >= node.getStartMark().getIndex()
                && mark.getIndex() < node.getEndMark().getIndex();
    }
}
