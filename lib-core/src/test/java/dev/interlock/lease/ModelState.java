package dev.interlock.lease;

import java.util.Arrays;

/** One state of {@link LeaseModel}, which packs into two longs. */
final class ModelState {
    /** A write's number takes three bits, and 0 is none. */
    static final int WRITES = 6;

    enum Kind {
        NONE,
        ACQUIRE,
        RENEW,
        RELEASE
    }

    /** Where a client's write is. */
    enum Phase {
        IDLE,
        /** On its way to the store. */
        SENT,
        /** On its way, but a delete comes first; one mutant only. */
        DELETING,
        /** Its condition was found true and it is not written yet; one mutant only. */
        CHECKED,
        /** Written; the answer is on its way. */
        ACCEPTED,
        /** Refused; the answer is on its way. */
        REFUSED
    }

    private static final Kind[] KINDS = Kind.values();
    private static final Phase[] PHASES = Phase.values();

    /** What one client knows, and what the network still has of it. */
    static final class Client {
        Phase phase = Phase.IDLE;
        /** The write whose answer it waits for. */
        int pending;
        /** Whether that write was sent more than once. */
        boolean retried;
        /** A write before that one, on the same condition, of which it has not heard. */
        int earlier;
        /** The record that it holds, or held: the write whose entity tag it knows. */
        int held;
        /** Whether it would say that it holds the lease. */
        boolean believes;
        /** The last token that it was granted. */
        int token;
        /** A write that it no longer waits for and that may still land. */
        int late;

        boolean hasLostAnswer;
        boolean hasDelayed;

        private Client copy() {
            Client copy = new Client();
            copy.phase = phase;
            copy.pending = pending;
            copy.retried = retried;
            copy.earlier = earlier;
            copy.held = held;
            copy.believes = believes;
            copy.token = token;
            copy.late = late;
            copy.hasLostAnswer = hasLostAnswer;
            copy.hasDelayed = hasDelayed;
            return copy;
        }

        private boolean refersTo(int write) {
            return pending == write || earlier == write || held == write || late == write;
        }
    }

    // Writes by number, which are in the order of their starts.
    final int[] author = new int[WRITES + 1];
    final Kind[] kind = new Kind[WRITES + 1];
    final int[] epoch = new int[WRITES + 1];
    /** The record that must be there for it to land; 0 if none may be. */
    final int[] expected = new int[WRITES + 1];

    final boolean[] over = new boolean[WRITES + 1];

    final Client[] clients = {new Client(), new Client()};
    /** The write that made the current record; 0 if there is none. */
    int record;

    int started;
    /** The highest epoch that an acquire ever wrote. */
    int highest;

    int fence;
    int fencedBy;
    boolean crashed;

    ModelState() {
        Arrays.fill(kind, Kind.NONE);
    }

    ModelState copy() {
        ModelState copy = new ModelState();
        System.arraycopy(author, 0, copy.author, 0, author.length);
        System.arraycopy(kind, 0, copy.kind, 0, kind.length);
        System.arraycopy(epoch, 0, copy.epoch, 0, epoch.length);
        System.arraycopy(expected, 0, copy.expected, 0, expected.length);
        System.arraycopy(over, 0, copy.over, 0, over.length);
        copy.clients[0] = clients[0].copy();
        copy.clients[1] = clients[1].copy();
        copy.record = record;
        copy.started = started;
        copy.highest = highest;
        copy.fence = fence;
        copy.fencedBy = fencedBy;
        copy.crashed = crashed;
        return copy;
    }

    /** Two states that differ only in writes without effect are one. */
    void forgetWhatNobodyRefersTo() {
        for (int write = 1; write <= started; write++) {
            if (record != write && !clients[0].refersTo(write) && !clients[1].refersTo(write)) {
                author[write] = 0;
                kind[write] = Kind.NONE;
                epoch[write] = 0;
                expected[write] = 0;
                over[write] = false;
            }
        }
    }

    /** The writes: ten bits each. */
    @SuppressWarnings("EnumOrdinal") // never stored, only unpacked again
    long packedWrites() {
        long bits = 0;
        for (int write = 1; write <= WRITES; write++) {
            bits = bits << 1 | author[write];
            bits = bits << 2 | kind[write].ordinal();
            bits = bits << 3 | epoch[write];
            bits = bits << 3 | expected[write];
            bits = bits << 1 | bit(over[write]);
        }
        return bits;
    }

    /** The clients, 22 bits each, and the rest. */
    @SuppressWarnings("EnumOrdinal") // never stored, only unpacked again
    long packedRest() {
        long bits = 0;
        for (Client c : clients) {
            bits = bits << 3 | c.phase.ordinal();
            bits = bits << 3 | c.pending;
            bits = bits << 1 | bit(c.retried);
            bits = bits << 3 | c.earlier;
            bits = bits << 3 | c.held;
            bits = bits << 1 | bit(c.believes);
            bits = bits << 3 | c.token;
            bits = bits << 3 | c.late;
            bits = bits << 1 | bit(c.hasLostAnswer);
            bits = bits << 1 | bit(c.hasDelayed);
        }
        bits = bits << 3 | record;
        bits = bits << 3 | started;
        bits = bits << 3 | highest;
        bits = bits << 3 | fence;
        bits = bits << 1 | fencedBy;
        return bits << 1 | bit(crashed);
    }

    /** The state that packs so. */
    static ModelState unpack(long packedWrites, long packedRest) {
        ModelState s = new ModelState();
        long bits = packedWrites;
        for (int write = WRITES; write >= 1; write--) {
            s.over[write] = (bits & 1) != 0;
            s.expected[write] = (int) (bits >>> 1 & 7);
            s.epoch[write] = (int) (bits >>> 4 & 7);
            s.kind[write] = KINDS[(int) (bits >>> 7 & 3)];
            s.author[write] = (int) (bits >>> 9 & 1);
            bits >>>= 10;
        }
        bits = packedRest;
        s.crashed = (bits & 1) != 0;
        s.fencedBy = (int) (bits >>> 1 & 1);
        s.fence = (int) (bits >>> 2 & 7);
        s.highest = (int) (bits >>> 5 & 7);
        s.started = (int) (bits >>> 8 & 7);
        s.record = (int) (bits >>> 11 & 7);
        bits >>>= 14;
        for (int i = 1; i >= 0; i--) {
            Client c = s.clients[i];
            c.hasDelayed = (bits & 1) != 0;
            c.hasLostAnswer = (bits >>> 1 & 1) != 0;
            c.late = (int) (bits >>> 2 & 7);
            c.token = (int) (bits >>> 5 & 7);
            c.believes = (bits >>> 8 & 1) != 0;
            c.held = (int) (bits >>> 9 & 7);
            c.earlier = (int) (bits >>> 12 & 7);
            c.retried = (bits >>> 15 & 1) != 0;
            c.pending = (int) (bits >>> 16 & 7);
            c.phase = PHASES[(int) (bits >>> 19 & 7)];
            bits >>>= 22;
        }
        return s;
    }

    private static int bit(boolean flag) {
        return flag ? 1 : 0;
    }

    /** As a trace shows it: {@code record c1#2 epoch 2; c0 holds #1, c1 believes, fence 1}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("record ").append(write(record));
        for (int i = 0; i < 2; i++) {
            Client c = clients[i];
            text.append("; c").append(i).append(' ').append(c.phase);
            text.append(c.pending == 0 ? "" : " " + write(c.pending) + (c.retried ? " again" : ""));
            text.append(c.earlier == 0 ? "" : ", earlier " + write(c.earlier));
            text.append(c.held == 0 ? "" : ", held " + write(c.held));
            text.append(c.believes ? ", believes" : "");
            text.append(c.token == 0 ? "" : ", token " + c.token);
            text.append(c.late == 0 ? "" : ", late " + write(c.late));
        }
        return text.append(fence == 0 ? "" : "; fence " + fence + " by c" + fencedBy)
                .toString();
    }

    private String write(int number) {
        return number == 0
                ? "none"
                : "#" + number + " " + kind[number] + " by c" + author[number] + " epoch " + epoch[number]
                        + (over[number] && kind[number] != Kind.RELEASE ? " over" : "");
    }
}
