package dev.interlock.mutex;

import java.util.Set;

/**
 * The roles in which a machine runs under the mutex; every other run, a recovery or an operator's replay, goes by it. A role
 * is compared letter by letter: {@code Daily} is not {@code daily}.
 *
 * @param guarded the roles, at least one, none of them empty or with a {@code #}
 */
public record MutexRoles(Set<String> guarded) {
    /** Checks the roles. */
    public MutexRoles {
        guarded = Set.copyOf(guarded);
        if (guarded.isEmpty()) {
            throw new IllegalArgumentException("no role is guarded, so nothing would be");
        }
        for (String role : guarded) {
            if (role.isEmpty() || role.indexOf('#') >= 0) {
                throw new IllegalArgumentException("role is empty or has a #: '" + role + "'");
            }
        }
    }

    /** These roles. */
    public static MutexRoles of(String... guarded) {
        return new MutexRoles(Set.of(guarded));
    }

    /** Whether a run in {@code role} takes the mutex. */
    public boolean guards(String role) {
        return guarded.contains(role);
    }
}
