package dev.interlock.testkit.junit;

import dev.interlock.idempotency.CommitmentPort;
import dev.interlock.testkit.junit.MarketStall.Fate;
import java.util.function.Function;

/** The suite for a port at a stall of its own. */
final class StallSuite extends CommitmentPortSuite<StallPort.Order> {
    private final MarketStall stall = new MarketStall();
    private final CommitmentPort<StallPort.Order> port;

    StallSuite(Function<MarketStall, CommitmentPort<StallPort.Order>> port) {
        this.port = port.apply(stall);
    }

    @Override
    protected CommitmentPort<StallPort.Order> port() {
        return port;
    }

    @Override
    protected StallPort.Order order() {
        return new StallPort.Order("apple", 3);
    }

    @Override
    protected StallPort.Order anotherOrder() {
        return new StallPort.Order("apple", 5);
    }

    @Override
    protected long bought() {
        return stall.sold();
    }

    @Override
    protected void loseNextAnswer() {
        stall.fate(Fate.LOST);
    }

    @Override
    protected void failAfterNext() {
        stall.fate(Fate.FAILED);
    }

    @Override
    protected void throttleNext() {
        stall.fate(Fate.THROTTLED);
    }

    @Override
    protected void failLookUps(int answered) {
        stall.failLookUps(answered);
    }
}
