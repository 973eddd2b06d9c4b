package dev.interlock.fidelity;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * What a call came to, in a form that two servers can be compared by: sets and maps are sorted, and numbers are
 * numbers.
 *
 * @param code of the error; empty if it was a success
 * @param message of the error
 * @param content what was returned, or what the error tells beside its message
 */
record Answer(String code, String message, String content) {
    static Answer of(Supplier<String> call) {
        try {
            return new Answer("", "", call.get());
        } catch (TransactionCanceledException e) {
            return error(e, reasons(e.cancellationReasons()));
        } catch (ConditionalCheckFailedException e) {
            return error(e, e.hasItem() ? text(e.item()) : "");
        } catch (DynamoDbException e) {
            return error(e, "");
        }
    }

    static String text(Map<String, AttributeValue> item) {
        Map<String, String> sorted = new TreeMap<>();
        item.forEach((name, value) -> sorted.put(name, text(value)));
        return sorted.toString();
    }

    static String text(AttributeValue value) {
        return switch (value.type()) {
            case S -> "S:" + value.s();
            case N -> "N:" + number(value.n());
            case B -> "B:" + value.b().asUtf8String();
            case BOOL -> "BOOL:" + value.bool();
            case NUL -> "NULL:" + value.nul();
            case SS -> "SS:" + sorted(value.ss());
            case NS -> "NS:" + sorted(value.ns().stream().map(Answer::number).toList());
            case BS ->
                "BS:" + sorted(value.bs().stream().map(b -> b.asUtf8String()).toList());
            case L -> "L:" + value.l().stream().map(Answer::text).toList();
            case M -> "M:" + text(value.m());
            case UNKNOWN_TO_SDK_VERSION -> throw new IllegalStateException("unknown type of " + value);
        };
    }

    /** DynamoDB Local leaves zeros at the ends of numbers that it computes, or that are inside of something. */
    private static String number(String number) {
        return new BigDecimal(number).stripTrailingZeros().toPlainString();
    }

    private static Answer error(DynamoDbException e, String content) {
        return new Answer(e.awsErrorDetails().errorCode(), e.awsErrorDetails().errorMessage(), content);
    }

    private static String reasons(List<CancellationReason> reasons) {
        List<String> texts = new ArrayList<>();
        for (CancellationReason reason : reasons) {
            texts.add(reason.code()
                    + (reason.message() == null ? "" : ": " + reason.message())
                    + (reason.hasItem() ? " " + text(reason.item()) : ""));
        }
        return String.join("; ", texts);
    }

    private static List<String> sorted(List<String> members) {
        List<String> sorted = new ArrayList<>(members);
        Collections.sort(sorted);
        return sorted;
    }
}
