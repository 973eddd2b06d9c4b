package dev.interlock.freshness;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.interlock.schedule.Schedule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The artifacts that a YAML document declares, and everything that is wrong with it.
 *
 * <p>The document is YAML 1.2 with the core schema: one mapping with these keys.
 *
 * <ul>
 *   <li>{@code artifacts}, required: a sequence of at least one row;
 *   <li>{@code defaults}: a mapping, or null for none; a row wins over it key by key;
 *   <li>{@code schema_version}: 1, if it is there;
 *   <li>{@code grandfathered_paths}: accepted, its content is not looked at.
 * </ul>
 *
 * <p>A row, and {@code defaults} too, has these keys:
 *
 * <ul>
 *   <li>{@code artifact_id}, {@code s3_bucket}, {@code s3_key_template}, {@code owner_repo}, required: strings;
 *   <li>{@code cadence}, required: {@code saturday_sf}, {@code weekday_sf}, {@code eod_sf} or {@code continuous};
 *   <li>{@code sla_minutes_after_cron}, required: an integer from 0 to 527040, which is 366 days;
 *   <li>{@code severity}, required: {@code warning} or {@code critical};
 *   <li>{@code created_at}, required: a string such as {@code 2025-01-01}, {@code "20250101"}, {@code 2025-W01-3},
 *       {@code 2025W013}, {@code 2025-W01} or {@code 2025W01}; a week alone means its Monday;
 *   <li>{@code grace_period_cycles}: an integer from 0 to {@value ArtifactSpec#MAX_GRACE_CYCLES}, 2 unless given;
 *   <li>{@code recovery_key_template}: a string, or null for none;
 *   <li>{@code calendar_aware}: a boolean, true unless given; puts {@code weekday_sf} and {@code eod_sf} on the NYSE's
 *       calendar and means nothing for the other cadences;
 *   <li>{@code interval_minutes}: an integer, or null for none; {@code continuous} needs one from 1 to 527040, the
 *       other cadences do not look at its value.
 * </ul>
 *
 * <p>Unknown keys, wrong types, repeated keys, repeated ids, merge keys, aliases and explicit tags are problems. A row
 * with a problem is left out, and so is a row that would inherit a bad default; that is told once, at the default. The
 * other rows stay. No artifacts at all come from a document that is not YAML, is larger than {@value #MAX_CODE_POINTS}
 * code points, is nested deeper than {@value #MAX_DEPTH} levels, or has another schema version.
 *
 * <p>Whoever reads {@link #artifacts()} without {@link #orThrow()} watches less than was declared as long as there are
 * {@link #problems()}. Immutable and thread-safe.
 *
 * @param source what the document is called in messages, such as a file name
 * @param artifacts the rows without a problem, in the order of the document
 * @param problems what is wrong, in the order of the document; empty if nothing is
 */
public record ArtifactRegistry(String source, List<ArtifactSpec> artifacts, List<Problem> problems) {
    /** The size, in Unicode code points, above which a document is not read. */
    public static final int MAX_CODE_POINTS = 3 * 1024 * 1024;

    /** The number of sequences and mappings within each other above which a document is not read. */
    public static final int MAX_DEPTH = 64;

    /** The number of problems that are listed; if there are more, one more entry at the end says so. */
    public static final int MAX_PROBLEMS = 1_000;

    public ArtifactRegistry {
        requireNonNull(source, "source");
        artifacts = List.copyOf(artifacts);
        problems = List.copyOf(problems);
    }

    /**
     * Reads a document. It never throws for what is in the document: that becomes {@link #problems()}, all of them at
     * once. Aliases are never followed, so that a document costs what its length costs.
     *
     * @param source what the document is called in messages, such as a file name
     * @param yaml the whole text of the document
     */
    public static ArtifactRegistry parse(String source, String yaml) {
        requireNonNull(source, "source");
        requireNonNull(yaml, "yaml");
        return RegistryReader.read(source, yaml);
    }

    /**
     * This registry, if nothing is wrong with it.
     *
     * @throws IllegalArgumentException if there are problems; the message {@linkplain #describe describes} each, one per
     *     line
     */
    public ArtifactRegistry orThrow() {
        if (problems.isEmpty()) {
            return this;
        }
        throw new IllegalArgumentException(problems.stream().map(this::describe).collect(joining("\n")));
    }

    /**
     * A problem as one line with the source in front, such as {@code registry.yaml:12:14: artifacts[3].cadence: 'hourly'
     * is not one of saturday_sf, weekday_sf, eod_sf, continuous}.
     */
    public String describe(Problem problem) {
        return source + ":" + problem;
    }

    /**
     * What keeps declarations from telling what they were declared for, in the order of the artifacts; see
     * {@link ArtifactSpec#lint}. Rows with problems are not looked at.
     */
    public List<Finding> lint(Instant now) {
        return artifacts.stream().flatMap(spec -> spec.lint(now).stream()).toList();
    }

    /**
     * Where schedules differ from the declarations, as {@link ArtifactSpec#drift} tells, in the order of the artifacts; then
     * the schedules of artifacts that are not declared, in the order of their ids.
     *
     * @param started what starts the producer of an artifact, such as the schedule of a template or of a live rule, by the
     *     id of the artifact; an artifact without one is not looked at
     */
    public List<Finding> drift(Map<String, Schedule> started, Instant now) {
        Map<String, Schedule> rest = new TreeMap<>(started);
        List<Finding> findings = new ArrayList<>();
        for (ArtifactSpec spec : artifacts) {
            Optional.ofNullable(rest.remove(spec.id()))
                    .flatMap(schedule -> spec.drift(schedule, now))
                    .ifPresent(findings::add);
        }
        rest.forEach((id, schedule) -> findings.add(new Finding(
                id, Finding.Kind.NOT_DECLARED, "started by " + schedule + ", but " + source + " does not declare it")));
        return findings;
    }

    /** The source and how much is in it; the problems themselves are in {@link #orThrow()}. */
    @Override
    public String toString() {
        return source + "[artifacts=" + artifacts.size() + ", problems=" + problems.size() + "]";
    }

    /**
     * Something that is wrong with a document, and where.
     *
     * @param line the line, counted from 1
     * @param column the column in Unicode code points, counted from 1; of a wrong value where the value begins, of a
     *     wrong key where the key begins, of something missing where the mapping begins that lacks it
     * @param path what is wrong, such as {@code artifacts[3].cadence} or {@code defaults.team}; empty for the document
     * @param message what is wrong with it, one line; long texts of the document are shortened in it
     */
    public record Problem(int line, int column, String path, String message) {
        public Problem {
            if (line < 1) {
                throw new IllegalArgumentException("line is below 1: " + line);
            }
            if (column < 1) {
                throw new IllegalArgumentException("column is below 1: " + column);
            }
            requireNonNull(path, "path");
            requireNonNull(message, "message");
        }

        /** Position, path and message, such as {@code 12:14: artifacts[3].cadence: must be a string, but is null}. */
        @Override
        public String toString() {
            return line + ":" + column + ": " + (path.isEmpty() ? "" : path + ": ") + message;
        }
    }
}
