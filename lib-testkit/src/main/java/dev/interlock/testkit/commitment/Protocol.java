package dev.interlock.testkit.commitment;

import dev.interlock.testkit.wire.WireRequest;
import dev.interlock.testkit.wire.WireResponse;
import java.util.Map;

/**
 * How a service is spoken to: between the wire and {@link Call}s. Values of answers are texts, numbers, instants and
 * {@link Listed}.
 */
interface Protocol {
    /** The request; its operation is empty if the protocol can't tell. */
    Call read(WireRequest request);

    /** The answer to an operation that went well. */
    WireResponse answer(String operation, Map<String, Object> fields, String requestId);

    /** The answer to one that did not. */
    WireResponse error(int status, String code, String message, String requestId);
}
