package dev.interlock.testkit.commitment;

import dev.interlock.testkit.wire.FakeService;
import dev.interlock.testkit.wire.WireRequest;
import dev.interlock.testkit.wire.WireResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** One of the services: operations over the ledger, behind a protocol. */
final class LedgerService implements FakeService {
    private final FakeCommitments ledger;
    private final String name;
    private final Protocol protocol;
    private final Errors errors;
    private final Map<String, Action> actions = new LinkedHashMap<>();

    LedgerService(FakeCommitments ledger, CommitmentService service, Protocol protocol, Errors errors) {
        this.ledger = ledger;
        this.name = service.signingName();
        this.protocol = protocol;
        this.errors = errors;
    }

    /** The service's words for what every service can run into: too many requests, and something broken. */
    record Errors(int throttledStatus, String throttled, String internal) {}

    /**
     * What an operation does.
     *
     * @param parameters those that it understands; the first is what it is about
     */
    record Action(List<String> parameters, Function<Call, Map<String, Object>> work) {}

    LedgerService with(String operation, List<String> parameters, Function<Call, Map<String, Object>> work) {
        actions.put(operation, new Action(parameters, work));
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<String> operations() {
        return Set.copyOf(actions.keySet());
    }

    @Override
    public Operation identify(WireRequest request) {
        Call call = protocol.read(request);
        Action action = actions.get(call.operation());
        if (action == null) {
            throw new UnsupportedOperationException("the fake " + name + " has no '" + call.operation() + "' ("
                    + request + "); it has " + new TreeSet<>(actions.keySet()));
        }
        for (String parameter : call.parameters().keySet()) {
            String top = parameter.split("\\.", 2)[0];
            if (!action.parameters().contains(top)) {
                throw new UnsupportedOperationException("the fake " + name + " has no " + call.operation() + " with "
                        + top + "; leave it out, or use a real account; understood are " + action.parameters());
            }
        }
        String about = action.parameters().get(0);
        return new Operation(call.operation(), call.optional(about).orElseGet(() -> call.text(about + ".1")));
    }

    @Override
    public WireResponse handle(WireRequest request) {
        Call call = protocol.read(request);
        return ledger.locked(() -> {
            Action action = actions.get(call.operation());
            if (action == null) {
                throw new IllegalStateException("carried out, but not identified: " + call.operation());
            }
            try {
                return protocol.answer(call.operation(), action.work().apply(call), requestId());
            } catch (Refused refused) {
                return protocol.error(refused.status(), refused.code(), refused.text(), requestId());
            }
        });
    }

    @Override
    public WireResponse error(WireRequest request, int status, String code, String message) {
        return ledger.locked(() -> protocol.error(status, code, message, requestId()));
    }

    @Override
    public WireResponse error(WireRequest request, Trouble trouble) {
        return switch (trouble) {
            case THROTTLED -> error(request, errors.throttledStatus(), errors.throttled(), "Rate exceeded");
            case CONFLICT -> error(request, 409, "ConflictException", "Another operation is in progress");
            case INTERNAL -> error(request, 500, errors.internal(), "An internal error has occurred");
        };
    }

    private String requestId() {
        return "request-" + ledger.nextAnswer();
    }
}
