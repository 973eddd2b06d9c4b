package dev.interlock.testkit.dynamodb;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parser and what it makes of expressions. What DynamoDB Local says to each is in the module fidelity. */
final class ExpressionsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Value> ITEM = ValueJson.readItem(
            json("{'pk':{'S':'a'},'n':{'N':'5'},'s':{'S':'hello'},'ss':{'SS':['a','b']},'t':{'BOOL':true},"
                    + "'l':{'L':[{'S':'x'},{'N':'2'}]},'m':{'M':{'a':{'N':'1'},'b':{'M':{'c':{'S':'d'}}}}}}"));
    private static final JsonNode PLACEHOLDERS = json("{'ExpressionAttributeNames':{'#s':'s','#c':'c'},"
            + "'ExpressionAttributeValues':{':5':{'N':'5.0'},':4':{'N':'4'},':6':{'N':'6'},':h':{'S':'hel'},"
            + "':x':{'S':'x'},':a':{'S':'a'},':S':{'S':'S'},':l':{'L':[{'S':'y'}]},':t':{'BOOL':true},"
            + "':ss':{'SS':['b','a']},':ab':{'SS':['a']},':z':{'S':'z'}}}");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    n = :5                                                | true
                    n <> :5                                               | false
                    n < :6                                                | true
                    n <= :5                                               | true
                    n > :5                                                | false
                    n >= :5                                               | true
                    n < :z                                                | false
                    absent = :5                                           | false
                    absent <> :5                                          | true
                    NOT absent = :5                                       | true
                    ss = :ss                                              | true
                    n BETWEEN :5 AND :6                                   | true
                    n BETWEEN :4 AND :5                                   | true
                    s IN (:x, :h)                                         | false
                    n IN (:4, :5)                                         | true
                    attribute_exists(m.b.c)                               | true
                    attribute_exists(m.b.#c)                              | true
                    attribute_not_exists(l[2])                            | true
                    attribute_type(#s, :S)                                | true
                    begins_with(s, :h)                                    | true
                    begins_with(n, :h)                                    | false
                    contains(s, :h)                                       | true
                    contains(ss, :a)                                      | true
                    contains(l, :x)                                       | true
                    size(s) = :5                                          | true
                    size(absent) < :5                                     | false
                    n = :5 OR n = :4 AND n = :6                           | true
                    (n = :5 OR n = :4) AND n = :6                         | false
                    NOT n = :5 AND n = :6                                 | false
                    NOT n = :4 AND n = :5                                 | true
                    NOT (n = :4 AND n = :5)                               | true
                    n between :4 and :6 And nOt s = :h                    | true
                    n BETWEEN :4 AND :6 AND s = :h                        | false
                    (n) = (:5)                                            | true
                    """)
    void condition_holdsAsWritten(String expression, boolean holds) {
        Condition condition =
                ExpressionParser.condition("ConditionExpression", expression, Placeholders.of(PLACEHOLDERS));

        assertThat(condition.holds(ITEM)).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    n =                   | Syntax error; token: "<EOF>", near: "="
                    n = :5 n              | Syntax error; token: "n", near: ":5 n"
                    n == :5               | Syntax error; token: "=", near: "== :5"
                    owner = :5            | Attribute name is a reserved keyword; reserved keyword: owner
                    n = :none             | An expression attribute value used in expression is not defined; attribute value: :none
                    #none = :5            | An expression attribute name used in the document path is not defined; attribute name: #none
                    ((n = :5))            | The expression has redundant parentheses;
                    exists(n)             | Invalid function name; function: exists
                    size(s)               | Syntax error; token: "<EOF>", near: ")"
                    attribute_exists(:5)  | Operator or function requires a document path; operator or function: attribute_exists
                    begins_with(s)        | Incorrect number of operands for operator or function; operator or function: begins_with, number of operands: 1
                    t < :t                | Incorrect operand type for operator or function; operator or function: <, operand type: BOOL
                    n BETWEEN :6 AND :4   | The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:6}, upper bound operand: AttributeValue: {N:4}
                    n = n                 | The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [n]
                    if_not_exists(n, :5)  | The function is not allowed in a condition expression; function: if_not_exists
                    """)
    void condition_broken_isRefusedInDynamoDbsWords(String expression, String message) {
        assertThatThrownBy(() ->
                        ExpressionParser.condition("ConditionExpression", expression, Placeholders.of(PLACEHOLDERS)))
                .isInstanceOf(Refusal.class)
                .hasMessage("Invalid ConditionExpression: " + message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    SET n = n + :4                             | n | {'N':'9'}
                    SET n = n - :6                             | n | {'N':'-1'}
                    SET k = if_not_exists(k, :4) + :4          | k | {'N':'8'}
                    SET n = if_not_exists(n, :4)               | n | {'N':'5'}
                    SET l = list_append(:l, l)                 | l | {'L':[{'S':'y'},{'S':'x'},{'N':'2'}]}
                    SET l[9] = :4, l[7] = :6                   | l | {'L':[{'S':'x'},{'N':'2'},{'N':'6'},{'N':'4'}]}
                    SET m.b.#c = n, n = :4                     | m | {'M':{'a':{'N':'1'},'b':{'M':{'c':{'N':'5'}}}}}
                    REMOVE l[0], l[1]                          | l | {'L':[]}
                    SET l[1] = :4 REMOVE l[0]                  | l | {'L':[{'N':'4'}]}
                    REMOVE m.a                                 | m | {'M':{'b':{'M':{'c':{'S':'d'}}}}}
                    ADD n :4                                   | n | {'N':'9'}
                    ADD k :4                                   | k | {'N':'4'}
                    DELETE ss :ab                              | ss | {'SS':['b']}
                    set n = :4 remove s add k :6               | k | {'N':'6'}
                    """)
    void update_changesTheItem(String expression, String attribute, String value) {
        Map<String, Value> updated = update(expression);

        assertThat(ValueJson.write(requireNonNull(updated.get(attribute), attribute)))
                .isEqualTo(json(value));
    }

    @Test
    void update_deletingTheLastMember_removesTheAttribute() {
        assertThat(update("DELETE ss :ss")).doesNotContainKey("ss");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    SET k = absent             | The provided expression refers to an attribute that does not exist in the item
                    SET absent.x = :4          | The document path provided in the update expression is invalid for update
                    SET n = s + :4             | An operand in the update expression has an incorrect data type
                    ADD s :4                   | An operand in the update expression has an incorrect data type
                    SET n = :4 SET k = :4      | Invalid UpdateExpression: The "SET" section can only be used once in an update expression;
                    SET m = :4, m.a = :4       | Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [m], path two: [m, a]
                    SET m.a = :4, m[0] = :4    | Invalid UpdateExpression: Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [m, a], path two: [m, [0]]
                    ADD k :x                   | Invalid UpdateExpression: Incorrect operand type for operator or function; operator: ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND
                    SET n = size(s)            | Invalid UpdateExpression: The function is not allowed in an update expression; function: size
                    DROP n                     | Invalid UpdateExpression: Syntax error; token: "DROP", near: "DROP n"
                    """)
    void update_impossible_isRefusedInDynamoDbsWords(String expression, String message) {
        assertThatThrownBy(() -> update(expression)).isInstanceOf(Refusal.class).hasMessage(message);
    }

    @Test
    void projection_ofPartsOfAList_closesRanks() {
        List<Path> paths = ExpressionParser.projection(
                "ProjectionExpression", "l[1], l[7], m.b, absent", Placeholders.of(PLACEHOLDERS));

        assertThat(ValueJson.writeItem(Projection.of(ITEM, paths)))
                .isEqualTo(json("{'l':{'L':[{'N':'2'}]},'m':{'M':{'b':{'M':{'c':{'S':'d'}}}}}}"));
    }

    @Test
    void placeholders_unused_areRefusedByName() {
        Placeholders placeholders =
                Placeholders.of(json("{'ExpressionAttributeValues':{':a':{'N':'1'},':b':{'N':'2'}}}"));
        ExpressionParser.condition("ConditionExpression", "n = :a", placeholders);

        assertThatThrownBy(placeholders::requireAllUsed)
                .hasMessage("Value provided in ExpressionAttributeValues unused in expressions: keys: {:b}");
    }

    @ParameterizedTest
    @CsvSource({
        "0012.500, 12.5",
        "1E2, 100",
        "-0.0, 0",
        "1E-3, 0.001",
        "12345678901234567890123456789012345678, 12345678901234567890123456789012345678"
    })
    void number_isKeptInNormalForm(String given, String kept) {
        assertThat(Numbers.text(Numbers.parse(given))).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1E126",
                "-1E126",
                "1E-131",
                "123456789012345678901234567890123456789",
                "one",
                "",
                " 1",
                "1E9999999"
            })
    void number_outOfRange_isRefused(String given) {
        assertThatThrownBy(() -> Numbers.parse(given)).isInstanceOf(Refusal.class);
    }

    private static Map<String, Value> update(String expression) {
        return ExpressionParser.update("UpdateExpression", expression, Placeholders.of(PLACEHOLDERS))
                .applyTo(ITEM);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
