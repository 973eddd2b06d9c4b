package dev.interlock.lease;

import dev.interlock.lease.ModelState.Client;
import dev.interlock.lease.ModelState.Kind;
import dev.interlock.lease.ModelState.Phase;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The protocol of the writer lease, small enough to be searched whole: two clients, one record in the store, one
 * resource behind the fence. {@link #steps} lists everything that can happen next in a state; {@link ModelSearch}
 * follows all of it.
 *
 * <p>What is modelled: writes that are conditional on the entity tag that was read; answers that are lost and requests
 * that land late, upon which the SDK sends the very same write again, or the client sends another one in its place, or
 * gives up; a crash that forgets everything; leases that run out at any moment. A write is one number, which is nonce
 * and entity tag at once, since every body has a nonce.
 *
 * <p>What needs no step of its own: a 409 changed nothing, so the request counts as not yet landed. A 500 after the
 * write is a lost answer. A 412 that comes with status 200 is a 412. Time that passes between two steps is the other
 * client's turn.
 */
final class LeaseModel {
    /** What is assumed about time. */
    enum Clocks {
        /** Nothing: anybody may take any record for stale at any moment, and use what it holds for ever. */
        ASYNC,
        /**
         * A record is stale for others only after its writer's own clock ended the lease, counted from before the send.
         */
        LEASE
    }

    /** The protocol, and what becomes of it if one rule is left out. */
    enum Variant {
        PROTOCOL,
        /** A 412 after a retry counts as a refusal, without a look at whose record it is. */
        NO_READ_BACK,
        /** The release asks for the current entity tag and overwrites that. */
        RELEASE_READS_THE_TAG_AGAIN,
        /** The release deletes the record instead of leaving a tombstone that keeps the epoch. */
        RELEASE_DELETES,
        /** The take-over deletes the stale record and creates a new one. */
        TAKE_OVER_DELETES,
        /** The lease counts from the answer. */
        LEASE_FROM_THE_ANSWER,
        /** The store checks the condition first and writes later. */
        STORE_IS_NOT_ATOMIC
    }

    /** What must hold in every state. */
    enum Invariant {
        TOKENS_RISE("every acquire that lands has a higher epoch than every one before"),
        OWN_RECORD_ONLY("nobody changes a record but its writer, or who read that very record and found it free"),
        ONE_WRITER_PER_FENCE("the resource accepts one client for each fence"),
        NOT_REFUSED_BY_ITSELF("nobody is refused because of its own write"),
        ONE_BELIEVER("at most one client believes that it holds the lease");

        final String text;

        Invariant(String text) {
            this.text = text;
        }
    }

    /**
     * What can happen next, and where the client's own write is then; the text follows the client's name in a trace.
     */
    enum Action {
        ACQUIRE("finds the record free or stale and sends a conditional write with the next epoch", Phase.IDLE),
        RENEW("sends a renewal, conditional on its own record", Phase.IDLE),
        RELEASE("sends a release, conditional on its own record", Phase.IDLE),
        LEARN("gets the answer, and reads back if it is in doubt", Phase.ACCEPTED, Phase.REFUSED),
        USE("writes to the resource with its token", Phase.values()),
        LAND("its request reaches the store", Phase.SENT, Phase.CHECKED),
        LAND_LATE("its request from long ago reaches the store", Phase.values()),
        LOSE_ANSWER("loses the answer and sends again", Phase.ACCEPTED, Phase.REFUSED),
        LOSE_ANSWER_AND_GIVE_UP("loses the answer and gives up: unknown", Phase.ACCEPTED, Phase.REFUSED),
        DELAY("times out while its request is under way, and sends again", Phase.SENT),
        DELAY_AND_GIVE_UP("times out while its request is under way, and gives up: unknown", Phase.SENT),
        DELAY_AND_ASK_AGAIN(
                "times out, reads the record from before, and sends another write in its place", Phase.SENT),
        CRASH("crashes and starts again without a memory", Phase.values()),
        RUN_OUT("its oldest lease runs out by its own clock", Phase.values()),
        /** One mutant only. */
        DELETE("deletes the record that it found stale", Phase.DELETING),
        /** One mutant only. */
        CHECK("its request's condition is checked by the store", Phase.SENT),
        /** One mutant only. */
        STOP_BELIEVING("its clock, which it started at the answer, runs out", Phase.values());

        final String text;

        @SuppressWarnings("ImmutableEnumChecker") // nobody changes it
        private final Set<Phase> phases;

        Action(String text, Phase... phases) {
            this.text = text;
            this.phases = EnumSet.copyOf(List.of(phases));
        }
    }

    /** Takes each thing that can happen next: what, by whom, and what it leads to. */
    interface Successors {
        void add(Action action, int client, ModelState next, Set<Invariant> broken);
    }

    private static final Action[] ACTIONS = Action.values();

    private final Clocks clocks;
    private final Variant variant;
    private final int maxWrites;

    LeaseModel(Clocks clocks, Variant variant, int maxWrites) {
        if (maxWrites > ModelState.WRITES) {
            throw new IllegalArgumentException("maxWrites is above " + ModelState.WRITES + ": " + maxWrites);
        }
        this.clocks = clocks;
        this.variant = variant;
        this.maxWrites = maxWrites;
    }

    /** Everything that can happen in {@code state}. */
    void steps(ModelState state, Successors successors) {
        for (int i = 0; i < 2; i++) {
            for (Action action : ACTIONS) {
                if (!action.phases.contains(state.clients[i].phase)) {
                    continue;
                }
                ModelState next = state.copy();
                Set<Invariant> broken = EnumSet.noneOf(Invariant.class);
                if (happens(action, next, i, broken)) {
                    if (next.clients[0].believes && next.clients[1].believes) {
                        broken.add(Invariant.ONE_BELIEVER);
                    }
                    next.forgetWhatNobodyRefersTo();
                    successors.add(action, i, next, broken);
                }
            }
        }
    }

    /** Changes {@code s} by the action, unless it cannot happen there. */
    private boolean happens(Action action, ModelState s, int i, Set<Invariant> broken) {
        Client c = s.clients[i];
        return switch (action) {
            case ACQUIRE -> acquire(s, i);
            case RENEW -> renew(s, i);
            case RELEASE -> release(s, i);
            case LEARN -> learn(s, i, broken);
            case USE -> use(s, i, broken);
            case LAND -> land(s, i, broken);
            case LAND_LATE -> landLate(s, i, broken);
            case LOSE_ANSWER -> loseAnswer(c) && sendAgain(c);
            case LOSE_ANSWER_AND_GIVE_UP -> loseAnswer(c) && giveUp(s, c);
            case DELAY -> delay(c) && sendAgain(c);
            case DELAY_AND_GIVE_UP -> delay(c) && giveUp(s, c);
            case DELAY_AND_ASK_AGAIN -> delay(c) && askAgain(s, i);
            case CRASH -> i == 0 && crash(s);
            case RUN_OUT -> clocks == Clocks.LEASE && runOut(s, i);
            case DELETE -> delete(s, i, broken);
            case CHECK -> variant == Variant.STORE_IS_NOT_ATOMIC && check(s, i);
            case STOP_BELIEVING -> variant == Variant.LEASE_FROM_THE_ANSWER && stopBelieving(c);
        };
    }

    // The client. Each write carries its condition, the record that was read, and a nonce, its number.

    /**
     * Read and decide. Absent: create with epoch 1. Released or stale: compare-and-set on the record that was read,
     * with the next epoch. Held: the answer is Held and nothing changes, so that is no step.
     */
    private boolean acquire(ModelState s, int i) {
        Client c = s.clients[i];
        int read = s.record;
        boolean free = read == 0 || s.kind[read] == Kind.RELEASE || isStale(s, read);
        if (c.believes || !free || s.started == maxWrites) {
            return false;
        }
        c.held = 0;
        c.earlier = 0;
        send(s, i, Kind.ACQUIRE, s.epoch[read] + 1, read);
        if (variant == Variant.TAKE_OVER_DELETES && read != 0) {
            c.phase = Phase.DELETING;
        }
        return true;
    }

    /**
     * By the store's clock alone. It stamped the record after the write was sent, so the writer's own lease is over by
     * then.
     */
    private boolean isStale(ModelState s, int write) {
        return clocks == Clocks.ASYNC || s.over[write];
    }

    /** A new nonce, the same epoch, conditional on the own record. Only while the lease is not over. */
    private boolean renew(ModelState s, int i) {
        Client c = s.clients[i];
        boolean may = clocks == Clocks.ASYNC || c.believes;
        if (c.held == 0 || !may || s.started == maxWrites) {
            return false;
        }
        send(s, i, Kind.RENEW, s.epoch[c.held], c.held);
        return true;
    }

    /** A tombstone that keeps the epoch, conditional on the own record. The holder stops believing before it sends. */
    private boolean release(ModelState s, int i) {
        Client c = s.clients[i];
        if (c.held == 0 || s.started == maxWrites) {
            return false;
        }
        c.believes = false;
        int condition = variant == Variant.RELEASE_READS_THE_TAG_AGAIN ? s.record : c.held;
        send(s, i, Kind.RELEASE, s.epoch[c.held], condition);
        return true;
    }

    /** The lease of a write counts from here, before the first send. */
    private static void send(ModelState s, int i, Kind kind, int epoch, int condition) {
        Client c = s.clients[i];
        int write = ++s.started;
        s.author[write] = i;
        s.kind[write] = kind;
        s.epoch[write] = epoch;
        s.expected[write] = condition;
        s.over[write] = kind == Kind.RELEASE; // nobody counts the lease of a tombstone
        c.pending = write;
        c.retried = false;
        c.phase = Phase.SENT;
    }

    /**
     * What the client makes of the answer. A refusal may be the work of its own first send, or of an earlier write that
     * it never heard of: if there may be one, it reads back.
     */
    private boolean learn(ModelState s, int i, Set<Invariant> broken) {
        Client c = s.clients[i];
        boolean readsBack = (c.retried || c.earlier != 0) && variant != Variant.NO_READ_BACK;
        int stored = readsBack ? s.record : 0;
        int done = c.phase == Phase.ACCEPTED || stored == c.pending ? c.pending : stored == c.earlier ? c.earlier : 0;
        if (done == 0 && s.record != 0 && (s.record == c.pending || s.record == c.earlier)) {
            broken.add(Invariant.NOT_REFUSED_BY_ITSELF);
        }
        switch (s.kind[done]) {
            case NONE, RELEASE -> { // released; or Held, Lost, NotOwner: touch nothing
                c.held = 0;
                c.believes = false;
            }
            case RENEW -> { // a holder that has been told it lost stays lost
                c.held = done;
                c.believes = c.believes && !s.over[done];
            }
            case ACQUIRE -> won(s, c, done);
        }
        c.pending = 0;
        c.earlier = 0;
        c.retried = false;
        c.phase = Phase.IDLE;
        return true;
    }

    /** If the lease is over already, this is no win, only a record to release. */
    private void won(ModelState s, Client c, int write) {
        boolean inTime = !s.over[write] || variant == Variant.LEASE_FROM_THE_ANSWER;
        c.held = write;
        c.token = inTime ? s.epoch[write] : 0;
        c.believes = clocks == Clocks.LEASE && inTime;
    }

    /** A pause can come between any look at the lease and the write, so the holder's belief is not asked. */
    private static boolean use(ModelState s, int i, Set<Invariant> broken) {
        Client c = s.clients[i];
        if (c.token == 0 || c.token < s.fence) {
            return false; // refused by the resource, nothing changes
        }
        if (c.token == s.fence && s.fencedBy != i) {
            broken.add(Invariant.ONE_WRITER_PER_FENCE);
        }
        s.fence = c.token;
        s.fencedBy = i;
        return true;
    }

    // The store. Requests take effect one after the other.

    private boolean land(ModelState s, int i, Set<Invariant> broken) {
        Client c = s.clients[i];
        if (variant == Variant.STORE_IS_NOT_ATOMIC && c.phase == Phase.SENT) {
            return false; // after its condition was checked
        }
        boolean holds = c.phase == Phase.CHECKED || conditionHolds(s, c.pending);
        if (holds) {
            write(s, i, c.pending, broken);
        }
        c.phase = holds ? Phase.ACCEPTED : Phase.REFUSED;
        return true;
    }

    private boolean landLate(ModelState s, int i, Set<Invariant> broken) {
        Client c = s.clients[i];
        int write = c.late;
        if (write == 0) {
            return false;
        }
        if (conditionHolds(s, write)) {
            write(s, i, write, broken);
        }
        c.late = 0;
        return true;
    }

    private static boolean conditionHolds(ModelState s, int write) {
        return s.record == s.expected[write];
    }

    private void write(ModelState s, int i, int write, Set<Invariant> broken) {
        boolean acquires = s.kind[write] == Kind.ACQUIRE;
        boolean another = s.record != 0 && s.author[s.record] != i;
        if (another && !(acquires && conditionHolds(s, write))) {
            broken.add(Invariant.OWN_RECORD_ONLY);
        }
        if (acquires && s.epoch[write] <= s.highest) {
            broken.add(Invariant.TOKENS_RISE);
        }
        s.highest = Math.max(s.highest, s.epoch[write]);
        s.record = variant == Variant.RELEASE_DELETES && s.kind[write] == Kind.RELEASE ? 0 : write;
    }

    private static boolean check(ModelState s, int i) {
        Client c = s.clients[i];
        c.phase = conditionHolds(s, c.pending) ? Phase.CHECKED : Phase.REFUSED;
        return true;
    }

    private static boolean delete(ModelState s, int i, Set<Invariant> broken) {
        Client c = s.clients[i];
        if (s.record != 0 && s.author[s.record] != i && !conditionHolds(s, c.pending)) {
            broken.add(Invariant.OWN_RECORD_ONLY);
        }
        s.record = 0;
        s.expected[c.pending] = 0;
        c.phase = Phase.SENT;
        return true;
    }

    // What goes wrong. Each happens once to each client; the crash to one client.

    private static boolean loseAnswer(Client c) {
        boolean may = !c.hasLostAnswer;
        c.hasLostAnswer = true;
        return may;
    }

    private static boolean delay(Client c) {
        boolean may = !c.hasDelayed;
        c.hasDelayed = true;
        c.late = may ? c.pending : c.late;
        return may;
    }

    private static boolean sendAgain(Client c) {
        c.phase = Phase.SENT;
        c.retried = true;
        return true;
    }

    /** A renewal of which nothing was heard is remembered: it may be what is stored by now. */
    private static boolean giveUp(ModelState s, Client c) {
        Kind kind = s.kind[c.pending];
        if (kind == Kind.RELEASE || (kind == Kind.RENEW && c.earlier != 0)) {
            return false;
        }
        c.earlier = kind == Kind.RENEW ? c.pending : 0;
        c.phase = Phase.IDLE;
        c.pending = 0;
        c.retried = false;
        return true;
    }

    /** The same condition and a new nonce; of both writes one can land. */
    private boolean askAgain(ModelState s, int i) {
        Client c = s.clients[i];
        int first = c.pending;
        if (!conditionHolds(s, first) || c.earlier != 0 || s.started == maxWrites) {
            return false;
        }
        send(s, i, s.kind[first], s.epoch[first], s.expected[first]);
        c.earlier = first;
        return true;
    }

    /** The request that was under way may land afterwards, or never. */
    private static boolean crash(ModelState s) {
        if (s.crashed) {
            return false;
        }
        s.crashed = true;
        Client c = s.clients[0];
        if (c.phase == Phase.SENT && c.late == 0) {
            c.late = c.pending;
        }
        c.phase = Phase.IDLE;
        c.pending = 0;
        c.earlier = 0;
        c.retried = false;
        c.held = 0;
        c.token = 0;
        c.believes = false;
        return true;
    }

    /** Leases of one client run out in the order in which they began. */
    private boolean runOut(ModelState s, int i) {
        Client c = s.clients[i];
        for (int write = 1; write <= s.started; write++) {
            if (s.kind[write] != Kind.NONE && s.author[write] == i && !s.over[write]) {
                s.over[write] = true;
                if (c.held == write && variant != Variant.LEASE_FROM_THE_ANSWER) {
                    c.believes = false;
                }
                return true;
            }
        }
        return false;
    }

    private static boolean stopBelieving(Client c) {
        boolean believed = c.believes;
        c.believes = false;
        return believed;
    }
}
