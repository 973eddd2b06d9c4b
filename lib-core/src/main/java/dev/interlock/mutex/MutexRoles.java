package dev.interlock.mutex;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * The roles in which a machine runs under the mutex; every other run, a recovery or an operator's replay, goes by it. A
 * role is compared letter by letter: {@code Daily} is not {@code daily}.
 *
 * @param guarded the roles, at least one, none of them blank or with a {@code #}
 */
public record MutexRoles(Set<String> guarded) {
    /** Checks the roles. */
    public MutexRoles {
        requireNonNull(guarded, "guarded").forEach(role -> requireNonNull(role, "role"));
        guarded = Set.copyOf(guarded);
        if (guarded.isEmpty()) {
            throw new IllegalArgumentException("no role is guarded, so nothing would be");
        }
        for (String role : guarded) {
            if (role.isBlank() || role.indexOf('#') >= 0) {
                throw new IllegalArgumentException("role is blank or has a #: '" + role + "'");
            }
        }
    }

    /** These roles. */
    public static MutexRoles of(String... guarded) {
        for (String role : requireNonNull(guarded, "guarded")) {
            requireNonNull(role, "role");
        }
        return new MutexRoles(Set.of(guarded));
    }

    /** Whether a run in {@code role} takes the mutex. */
    public boolean guards(String role) {
        return guarded.contains(requireNonNull(role, "role"));
    }
}
