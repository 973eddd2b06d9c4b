package dev.interlock.envelope;

/** The names of what layers say of a message; a format. */
final class Attributes {
    static final String CORRELATION_ID = "correlation_id";
    static final String DETAIL_TYPE = "detail_type";
    static final String FIFO_GROUP = "fifo_group";
    static final String HOP_COUNT = "hop_count";
    static final String RECEIVE_COUNT = "receive_count";
    static final String REDELIVERED = "redelivered";
    static final String REPLAY_NAME = "replay_name";
    static final String SCOPE = "scope";
    static final String SOURCE = "source";
    static final String TIME = "time";

    private Attributes() {}
}
