package dev.interlock.benchmarks.schedule;

import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interlock.schedule.Schedule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.quartz.CronExpression;

/** "What is the next tick of this expression after this instant", ready for each that is asked. */
record Question(
        Instant after,
        ZonedDateTime afterInUtc,
        Date afterAsDate,
        Schedule schedule,
        ExecutionTime cronUtils,
        CronExpression quartz) {
    private static final Path VECTORS = Path.of("conformance", "vectors", "aws-cron-utc.json");
    private static final int BOTH = 2;

    /** Sunday is 1 as in AWS, so Monday is 2. */
    private static final CronDefinition AWS = CronDefinitionBuilder.defineCron()
            .withMinutes()
            .and()
            .withHours()
            .and()
            .withDayOfMonth()
            .supportsL()
            .supportsW()
            .supportsLW()
            .supportsQuestionMark()
            .and()
            .withMonth()
            .and()
            .withDayOfWeek()
            .withValidRange(1, 7)
            .withMondayDoWValue(2)
            .supportsHash()
            .supportsL()
            .supportsQuestionMark()
            .and()
            .withYear()
            .withValidRange(1970, 2199)
            .and()
            .instance();

    static Question of(String expression, Instant after) {
        String fields = expression.substring("cron(".length(), expression.length() - 1);
        return new Question(
                after,
                after.atZone(ZoneOffset.UTC),
                Date.from(after),
                Schedule.rule(expression),
                ExecutionTime.forCron(new CronParser(AWS).parse(fields)),
                quartz("0 " + fields));
    }

    /** The questions of the golden vectors that both libraries answer right. */
    static List<Question> ofVectors() {
        return vectors()
                .filter(vector -> vector.path("first_next_agrees_with").size() == BOTH)
                .map(Question::of)
                .toList();
    }

    /** The question among all of the golden vectors that takes longest, by the median of some rounds. */
    static Question slowest() {
        return vectors()
                .map(Question::of)
                .max(Comparator.comparingLong(Question::medianNanos))
                .orElseThrow();
    }

    private static Question of(JsonNode vector) {
        return of(
                vector.path("expression").asText(),
                Instant.parse(vector.path("after").asText()));
    }

    private static Stream<JsonNode> vectors() {
        try {
            JsonNode file = new ObjectMapper().readTree(VECTORS.toFile());
            return StreamSupport.stream(file.spliterator(), false);
        } catch (IOException e) {
            throw new UncheckedIOException("run this at the root of the repository", e);
        }
    }

    private long medianNanos() {
        List<Long> nanos = new ArrayList<>();
        for (int round = 0; round < 1_001; round++) {
            long begin = System.nanoTime();
            if (schedule.next(after).isEmpty()) {
                throw new IllegalStateException(schedule + " has no tick after " + after);
            }
            nanos.add(System.nanoTime() - begin);
        }
        return nanos.stream().sorted().skip(nanos.size() / 2).findFirst().orElseThrow();
    }

    private static CronExpression quartz(String expression) {
        try {
            CronExpression quartz = new CronExpression(expression);
            quartz.setTimeZone(TimeZone.getTimeZone("UTC"));
            return quartz;
        } catch (ParseException e) {
            throw new IllegalArgumentException(expression, e);
        }
    }
}
