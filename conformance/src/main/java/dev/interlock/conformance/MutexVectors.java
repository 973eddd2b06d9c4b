package dev.interlock.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interlock.mutex.Admission;
import dev.interlock.testkit.FakeAws;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Which runs take the mutex, under which key and with which record, which two runs conflict, and what becomes of a run
 * whose write fails. The runs go through the mutex and a table; what the vectors call the start time is what it is
 * handed as the scheduled time. Errors go through the state machines that the guide gives to users.
 */
final class MutexVectors implements Vectors {
    @Override
    public String fileName() {
        return "mutex.json";
    }

    @Override
    public void replay(JsonNode file, Tally tally) {
        FakeAws aws = FakeAws.create();
        try (DynamoDbClient dynamoDb = aws.connect(DynamoDbClient.builder()).build()) {
            Function<Json, MutexTable> tables = vector ->
                    MutexTable.create(aws, dynamoDb, "table" + vector.path().replace('/', '.'));
            Map<String, Function<Json, VectorCase>> kinds = Map.of(
                    "cases", vector -> new Run(vector, tables.apply(vector)),
                    "pairs", vector -> new Pair(vector, tables.apply(vector)),
                    "error_routing", Routed::new);
            new Sections(kinds, Set.of()).replay(file, tally);
        }
    }

    /** One run of a state machine. */
    private record Run(Json vector, MutexTable table) implements VectorCase {
        @Override
        public Object stated() {
            Json item = vector.at("item");
            return Map.of(
                    "next_state",
                    vector.at("next_state").text(),
                    "acquires",
                    vector.at("acquires").bool(),
                    "mutex_key",
                    vector.at("mutex_key").optionalText(),
                    "item",
                    item.isNull() ? Optional.empty() : Optional.of(item.node()));
        }

        @Override
        public Object original() {
            return answer(run().startTime());
        }

        @Override
        public Object departed() {
            return answer(MutexTable.withMillis(Instant.parse(run().startTime())));
        }

        @Override
        public Set<Departure> departures() {
            return EnumSet.of(Departure.MUTEX);
        }

        @Override
        public Object actual() {
            OriginalMutex run = run();
            Admission admission =
                    table.admit(run.machine(), run.role(), Instant.parse(run.startTime()), run.execution());
            Optional<JsonNode> item = table.items().stream().findFirst();
            boolean isAdmitted = admission instanceof Admission.Admitted;
            if (!admission.proceeds() || isAdmitted != item.isPresent()) {
                throw new IllegalStateException(admission + " with " + table.items());
            }
            return run.answer(item);
        }

        private Object answer(String startedAt) {
            OriginalMutex run = run();
            return run.answer(run.acquires() ? Optional.of(run.item(startedAt)) : Optional.empty());
        }

        private OriginalMutex run() {
            return OriginalMutex.of(vector);
        }
    }

    /** Two runs of one machine and role, which the first key names. */
    private record Pair(Json vector, MutexTable table) implements VectorCase {
        @Override
        public Object stated() {
            return Map.of(
                    "key1", vector.at("key1").text(),
                    "key2", vector.at("key2").text(),
                    "conflict", vector.at("conflict").bool());
        }

        @Override
        public Object original() {
            String first = OriginalMutex.key(machine(), role(), start("first"));
            String second = OriginalMutex.key(machine(), role(), start("second"));
            return Map.of("key1", first, "key2", second, "conflict", first.equals(second));
        }

        @Override
        public Object actual() {
            admit("first");
            String first = table.keys().get(0);
            Admission second = admit("second");
            String other = table.keys().stream()
                    .filter(key -> !key.equals(first))
                    .findFirst()
                    .orElse(first);
            return Map.of("key1", first, "key2", other, "conflict", second instanceof Admission.Duplicate);
        }

        private Admission admit(String which) {
            return table.admit(machine(), Optional.of(role()), Instant.parse(start(which)), "execution " + which);
        }

        private String machine() {
            return vector.at("key1").text().split("#", -1)[0];
        }

        private String role() {
            return vector.at("key1").text().split("#", -1)[1];
        }

        private String start(String which) {
            return vector.at(which).text();
        }
    }

    /**
     * An error of the write. Each integration raises errors of its own spelling; those of Step Functions both raise.
     */
    private record Routed(Json vector) implements VectorCase {
        private static final String SDK = "DynamoDb.";
        private static final String OPTIMIZED = "DynamoDB.";
        private static final String CONFLICT = "ConditionalCheckFailedException";

        @Override
        public Object stated() {
            return Map.of(
                    "next", vector.at("next").text(),
                    "result_path", vector.at("result_path").text(),
                    "outcome", vector.at("outcome").text(),
                    "real_service_error_name",
                            vector.at("real_service_error_name").bool());
        }

        /** It uses the integration with the SDK, and catches the conflict of the other. */
        @Override
        public Object original() {
            return error().equals(OPTIMIZED + CONFLICT)
                    ? answer("MutexConflict", "$.mutex_conflict", "conflict")
                    : answer(OriginalMutex.firstState(machine()), "$.mutex_error", "fail_open");
        }

        /** The conflict of either integration is one, and every other error keeps the run from starting. */
        @Override
        public Object departed() {
            return error().endsWith("." + CONFLICT)
                    ? answer("MutexConflict", "$.mutex_conflict", "conflict")
                    : answer("MutexUnknown", "$.mutex_error", "fail_closed");
        }

        @Override
        public Set<Departure> departures() {
            return EnumSet.of(Departure.MUTEX);
        }

        @Override
        public Object actual() {
            List<Object> answers = machines().map(this::routed).distinct().toList();
            return answers.size() == 1 ? answers.get(0) : answers;
        }

        private Stream<StateMachine> machines() {
            Stream<String> files = error().startsWith(SDK)
                    ? Stream.of("sdk-integration.asl.json")
                    : error().startsWith(OPTIMIZED)
                            ? Stream.of("optimized-integration.asl.json")
                            : Stream.of("sdk-integration.asl.json", "optimized-integration.asl.json");
            return files.map(StateMachine::ofDocs);
        }

        private Object routed(StateMachine states) {
            StateMachine.Caught caught = states.caught("AcquireMutex", error());
            boolean stops = states.type(caught.next()).equals("Fail");
            String outcome = !stops ? "fail_open" : caught.next().equals("MutexConflict") ? "conflict" : "fail_closed";
            return answer(stops ? caught.next() : OriginalMutex.firstState(machine()), caught.resultPath(), outcome);
        }

        private Object answer(String next, String resultPath, String outcome) {
            return Map.of(
                    "next",
                    next,
                    "result_path",
                    resultPath,
                    "outcome",
                    outcome,
                    "real_service_error_name",
                    error().startsWith(SDK));
        }

        private String error() {
            return vector.at("error").text();
        }

        private String machine() {
            return vector.at("state_machine").text();
        }
    }
}
