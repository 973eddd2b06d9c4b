package dev.interlock.freshness;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.interlock.schedule.Schedule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The artifacts that a YAML document declares, and everything that is wrong with it.
 *
 * <p>The document is YAML 1.2 with the core schema: one mapping with these keys.
 *
 * <ul>
 *   <li>{@code artifacts}, required: a sequence of at least one row;
 *   <li>{@code defaults}: a mapping, or null for none; a row wins over it key by key, and a null in it holds for the
 *       rows that lack the key;
 *   <li>{@code calendars}: a mapping from names to calendars, or null for none;
 *   <li>{@code schema_version}: 1, if it is there;
 *   <li>{@code grandfathered_paths}: accepted, its content is not looked at.
 * </ul>
 *
 * <p>A row, and {@code defaults} too, has these keys:
 *
 * <ul>
 *   <li>{@code artifact_id}, {@code s3_bucket}, {@code s3_key_template}, {@code owner_repo}, required: strings;
 *   <li>either {@code cadence}: {@code saturday_sf}, {@code weekday_sf}, {@code eod_sf} or {@code continuous}; or
 *       {@code schedule}: an expression of AWS such as {@code cron(45 12 ? * MON-FRI *)}. One of the two is required,
 *       and the one in a row wins over the other in the defaults;
 *   <li>{@code sla_minutes_after_cron}, required: an integer from 0 to 527040, which is 366 days;
 *   <li>{@code severity}, required: {@code warning} or {@code critical};
 *   <li>{@code created_at}, required: a string such as {@code 2025-01-01}, {@code "20250101"}, {@code 2025-W01-3},
 *       {@code 2025W013}, {@code 2025-W01} or {@code 2025W01}; a week alone means its Monday;
 *   <li>{@code grace_period_cycles}: an integer from 0 to {@value ArtifactSpec#MAX_GRACE_CYCLES}, 2 unless given;
 *   <li>{@code recovery_key_template}: a string, or null for none;
 *   <li>{@code calendar_aware}: a boolean. True puts {@code weekday_sf} and {@code eod_sf} on the NYSE's calendar,
 *       where they are without the key too, and means nothing for other rows; one with a schedule cannot say it. False
 *       means no calendar;
 *   <li>{@code interval_minutes}: an integer, or null for none; {@code continuous} needs one from 1 to 527040, the
 *       other cadences do not look at its value. A row with a schedule cannot have one, and does not look at an
 *       inherited one;
 *   <li>{@code calendar}: the name of a calendar of the document, {@code nyse} or {@code every_day}, or null for no
 *       calendar. Nothing is expected in a cycle whose tick falls on a day that it closes. It cannot stand beside
 *       {@code calendar_aware}; a row's own word by one of the two wins over what it inherits by the other. The cadence
 *       {@code continuous} cannot have a calendar, and does not look at an inherited one.
 * </ul>
 *
 * <p>These go with a {@code schedule}; each may be null for none. A row whose cadence is a symbol cannot have them, and
 * does not look at them if they are inherited.
 *
 * <ul>
 *   <li>{@code timezone}: an id of the IANA such as {@code America/New_York}. With it the schedule is that of
 *       EventBridge Scheduler in this zone, without it that of an EventBridge rule, which is in UTC;
 *   <li>{@code anchor}: an instant such as {@code 2026-01-01T00:00:00Z}, a known tick. The {@code rate} of a rule needs
 *       one. Everything else cannot have one, and does not look at an inherited one;
 *   <li>{@code start_date}, {@code end_date}: instants too. There is no tick before the one and after the other; for
 *       {@code at} both mean nothing. A {@code rate} with {@code timezone} needs a start date and is counted from it;
 *   <li>{@code flexible_minutes}: an integer from 1 to 1440, the flexible window; see
 *       {@link dev.interlock.schedule.Schedule#flexible}. A row without {@code timezone} cannot have these three, and
 *       does not look at inherited ones;
 *   <li>{@code label}: how cycles are called; {@code iso_week}, {@code date}, {@code minute}, which it is unless given,
 *       or {@code bucket}, for a {@code rate} only; see {@link dev.interlock.schedule.CycleLabel};
 *   <li>{@code trading_day}: what {@code {trading_day}} stands for; {@code tick}, which it is unless given: the date of
 *       the tick in the schedule's zone; an id of the IANA: the date of the tick there; {@code previous_business_day}:
 *       the last business day before the day of the tick, both by the calendar.
 * </ul>
 *
 * <p>A calendar has a name, which is not that of a built-in one, and the keys below. It is closed on a date if its base
 * is, if a calendar in {@code closed_with} is, or if the date is one of its closures. On any other date it cannot say
 * whether it is open if one of these calendars cannot, or if the date is before {@code from} or after {@code until}.
 * Sessions and zone are those of the base.
 *
 * <ul>
 *   <li>{@code base}, required: {@code nyse}, {@code every_day}, {@code weekdays} or a calendar of the document;
 *   <li>{@code timezone}: an id of the IANA; required with base {@code weekdays}, refused with another;
 *   <li>{@code closed_with}: a sequence of names such as {@code base} takes, or null for none;
 *   <li>{@code closures}: a mapping from dates such as {@code 2026-12-24} to reasons, or null for none;
 *   <li>{@code from}, {@code until}: the first and the last date that is covered, or null for no bound.
 * </ul>
 *
 * <p>Unknown keys, wrong types, repeated keys, repeated ids, merge keys, aliases and explicit tags are problems. A row
 * with a problem is left out, and so is a row that would inherit a bad default or that is on a bad calendar; that is
 * told once, at the default or the calendar. The other rows stay. No calendars at all come from more than
 * {@value #MAX_CALENDARS}. No artifacts at all come from a document that is not YAML, is larger than
 * {@value #MAX_CODE_POINTS} code points, is nested deeper than {@value #MAX_DEPTH} levels, or has another schema
 * version or one that nobody can see: written twice, or perhaps behind a tag, an alias or a merge key.
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

    /** The number of calendars above which none of them is read. */
    public static final int MAX_CALENDARS = 200;

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
     * @throws IllegalArgumentException if there are problems; the message {@linkplain #describe describes} each, one
     *     per line
     */
    public ArtifactRegistry orThrow() {
        if (problems.isEmpty()) {
            return this;
        }
        throw new IllegalArgumentException(problems.stream().map(this::describe).collect(joining("\n")));
    }

    /**
     * A problem as one line with the source in front, such as {@code registry.yaml:12:14: artifacts[3].cadence:
     * 'hourly' is not one of saturday_sf, weekday_sf, eod_sf, continuous}.
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
     * Where schedules differ from the declarations, as {@link ArtifactSpec#drift} tells, in the order of the artifacts;
     * then the schedules of artifacts that are not declared, in the order of their ids; nobody can tell whether they
     * are if something could not be read.
     *
     * @param triggers what starts the producer of an artifact, such as the schedule of a template or of a live rule, by
     *     the id of the artifact; an artifact without one is not looked at, and of several that start one artifact none
     *     can be the whole: leave them out
     */
    public List<Finding> drift(Map<String, Schedule> triggers, Instant now) {
        triggers.forEach((id, trigger) -> requireNonNull(trigger, () -> "trigger of " + id));
        Map<String, Schedule> rest = new TreeMap<>(triggers);
        List<Finding> findings = new ArrayList<>();
        for (ArtifactSpec spec : artifacts) {
            Schedule trigger = rest.remove(spec.id());
            if (trigger != null) {
                findings.addAll(spec.drift(trigger, now));
            }
        }
        rest.forEach((id, schedule) -> findings.add(notDeclared(id, schedule)));
        return findings;
    }

    private Finding notDeclared(String id, Schedule trigger) {
        String message = "started by " + trigger + ", but " + source + " does not declare it";
        return problems.isEmpty()
                ? new Finding(id, Finding.Kind.NOT_DECLARED, message)
                : new Finding(
                        id, Finding.Kind.MAYBE_NOT_DECLARED, message + ", unless it is in what could not be read");
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
