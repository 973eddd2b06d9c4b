package dev.interlock.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interlock.schedule.Schedule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The next ticks of AWS cron expressions, and the one before. Which of two libraries agrees with the first of them, and
 * whether AWS documents the case, are notes.
 */
final class AwsCronVectors implements Vectors {
    private static final int LISTED = 4;

    @Override
    public String fileName() {
        return "aws-cron-utc.json";
    }

    @Override
    public void replay(JsonNode file, Tally tally) {
        Json.of(file)
                .cases()
                .forEach(vector -> tally.attempt(
                        vector.path(), () -> tally.expect(vector.path(), Ticks.stated(vector), Ticks.actual(vector))));
    }

    private record Ticks(String expression, List<Instant> next, Optional<Instant> previous) {
        static Ticks stated(Json vector) {
            return new Ticks(
                    vector.at("expression").text(),
                    vector.at("next").cases().stream().map(Ticks::instant).toList(),
                    vector.at("previous_before").optionalText().map(Instant::parse));
        }

        static Ticks actual(Json vector) {
            String expression = vector.at("expression").text();
            Instant after = instant(vector.at("after"));
            Schedule schedule = Schedule.rule(expression);
            List<Instant> next = Stream.iterate(
                            schedule.next(after), Optional::isPresent, t -> t.flatMap(schedule::next))
                    .limit(LISTED)
                    .map(Optional::orElseThrow)
                    .toList();
            return new Ticks(expression, next, schedule.latest(after.minusNanos(1)));
        }

        private static Instant instant(Json text) {
            return Instant.parse(text.text());
        }
    }
}
