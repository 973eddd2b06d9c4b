package dev.interlock.fidelity;

import java.util.regex.Pattern;

/** An error that the fake could have, as its clients would see it: made in what it is asked, or in what it answers. */
enum Defect {
    CONDITIONS_ALWAYS_HOLD(
            Side.REQUEST,
            "\"ConditionExpression\":\"([^\"]+)\"",
            "\"ConditionExpression\":\"($1) OR attribute_exists(pk) OR attribute_not_exists(pk)\""),
    CONDITIONS_ARE_NEGATED(
            Side.REQUEST, "\"ConditionExpression\":\"([^\"]+)\"", "\"ConditionExpression\":\"NOT ($1)\""),
    LESS_OR_EQUAL_IS_LESS(Side.REQUEST, " <= ", " < "),
    BETWEEN_LEAVES_OUT_ITS_LOWER_BOUND(
            Side.REQUEST, "([a-z.0-9\\[\\]#]+) BETWEEN (:v\\d+) AND (:v\\d+)", "$1 > $2 AND $1 <= $3"),
    OR_IS_AND(Side.REQUEST, " OR ", " AND "),
    NOT_IS_IGNORED(Side.REQUEST, "NOT ", ""),
    CONTAINS_IS_EQUALITY(Side.REQUEST, "contains\\(([^,]+), (:v\\d+)\\)", "$1 = $2"),
    IF_NOT_EXISTS_TAKES_THE_DEFAULT(Side.REQUEST, "if_not_exists\\([^,]+, (:v\\d+)\\)", "$1"),
    APPENDS_IN_FRONT(Side.REQUEST, "list_append\\(l, (:v\\d+)\\)", "list_append($1, l)"),
    SUBTRACTION_ADDS(Side.REQUEST, " - (?=:v)", " + "),
    REMOVE_DOES_NOTHING(Side.REQUEST, " REMOVE [^:\"]+?(?= ADD| DELETE|\")", ""),
    OLD_ITEM_IS_KEPT_BACK_ON_FAILURE(
            Side.REQUEST,
            "\"ReturnValuesOnConditionCheckFailure\":\"ALL_OLD\"",
            "\"ReturnValuesOnConditionCheckFailure\":\"NONE\""),
    OLD_VALUES_ARE_NEW_ONES(Side.REQUEST, "\"UPDATED_OLD\"", "\"UPDATED_NEW\""),
    QUERIES_RUN_FORWARD_ONLY(Side.REQUEST, "\"ScanIndexForward\":false", "\"ScanIndexForward\":true"),
    PAGES_HOLD_ONE_MORE(Side.REQUEST, "\"Limit\":2", "\"Limit\":3"),
    FILTERS_LET_EVERYTHING_PASS(
            Side.REQUEST,
            "\"FilterExpression\":\"([^\"]+)\"",
            "\"FilterExpression\":\"($1) OR attribute_exists(t) OR attribute_not_exists(t)\""),
    TOKENS_ARE_FORGOTTEN(Side.REQUEST, "\"ClientRequestToken\":\"[^\"]*\"", "\"ClientRequestToken\":null"),
    TRANSACTIONS_DO_NOT_CHECK(
            Side.REQUEST,
            "\"ConditionCheck\":\\{(.*?)\"ConditionExpression\":\"([^\"]+)\"",
            "\"ConditionCheck\":{$1\"ConditionExpression\":"
                    + "\"($2) OR attribute_exists(pk) OR attribute_not_exists(pk)\""),
    NUMBERS_LOSE_THEIR_SIGN(Side.ANSWER, "\"N\":\"-", "\"N\":\""),
    EMPTY_STRINGS_ARE_DROPPED(Side.ANSWER, ",\"s\":\\{\"S\":\"\"\\}", ""),
    CANCELLATIONS_GIVE_NO_REASON(Side.ANSWER, "\"Code\":\"ConditionalCheckFailed\"", "\"Code\":\"None\""),
    ERRORS_HAVE_ONE_CODE(Side.ANSWER, "ConditionalCheckFailedException", "ValidationException");

    private final Side side;
    private final Pattern right;
    private final String wrong;

    Defect(Side side, String right, String wrong) {
        this.side = side;
        this.right = Pattern.compile(right);
        this.wrong = wrong;
    }

    /** Where it is made. */
    enum Side {
        REQUEST,
        ANSWER
    }

    /** What becomes of the JSON that crosses {@code crossed}. */
    String apply(Side crossed, String json) {
        return crossed == side ? right.matcher(json).replaceAll(wrong) : json;
    }
}
