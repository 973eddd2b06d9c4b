package dev.interlock.reaper;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;

/** What became of a write. A store that cannot say is none of these: {@link dev.interlock.StoreException}. */
public sealed interface Transition {
    /**
     * It is written, by this very caller.
     *
     * @param row as it was written
     */
    record Won(Execution row) implements Transition {
        public Won {
            requireNonNull(row, "row");
        }
    }

    /**
     * Somebody else was there before, and nothing was changed.
     *
     * @param current the row as it is
     */
    record Lost(Execution current) implements Transition {
        public Lost {
            requireNonNull(current, "current");
        }
    }

    /** There is no such row, and none was made. */
    record Gone() implements Transition {}

    /** Handles every case on Java 17; from Java 21 a {@code switch} over this type is exhaustive. */
    default <R> R fold(
            Function<? super Won, ? extends R> won,
            Function<? super Lost, ? extends R> lost,
            Function<? super Gone, ? extends R> gone) {
        if (this instanceof Won w) {
            return won.apply(w);
        }
        if (this instanceof Lost l) {
            return lost.apply(l);
        }
        return gone.apply((Gone) this);
    }
}
