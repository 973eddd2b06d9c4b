package dev.interlock.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The lists of cases of one file, each case judged by itself. A file need not have all of them; one that has a list of
 * another name, or no case at all, is a failure, for what nobody looks at proves nothing.
 *
 * @param kinds how to read a case, for each name of a list
 * @param leftOut names of lists that are not replayed
 */
record Sections(Map<String, Function<Json, VectorCase>> kinds, Set<String> leftOut) {
    void replay(JsonNode file, Tally tally) {
        Json sections = Json.of(file);
        boolean isEmpty = true;
        for (String name : sections.names()) {
            Json section = sections.at(name);
            Function<Json, VectorCase> kind = kinds.get(name);
            if (kind != null) {
                section.elements().forEach(vector -> judge(kind, vector, tally));
                isEmpty &= section.elements().isEmpty();
            } else if (section.node().isArray() && !leftOut.contains(name)) {
                tally.fail(name, "is a list that the replay does not know");
            }
        }
        if (isEmpty) {
            tally.fail("the file", "has no case");
        }
    }

    private void judge(Function<Json, VectorCase> kind, Json vector, Tally tally) {
        tally.attempt(vector.path(), () -> tally.judge(vector.path(), kind.apply(vector)));
    }
}
