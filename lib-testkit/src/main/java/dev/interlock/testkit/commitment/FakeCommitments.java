package dev.interlock.testkit.commitment;

import static java.util.Objects.requireNonNull;

import dev.interlock.testkit.commitment.BoughtCommitment.Order;
import dev.interlock.testkit.wire.FakeService;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Seven services where capacity is reserved, and one ledger of what was bought there: assert on the commitments, not on
 * what a client was told.
 *
 * <p>Each speaks its own protocol and has the operations with which one buys, looks and tags. A service dedupes as its
 * documentation says: Savings Plans by client token, RDS, ElastiCache, MemoryDB and OpenSearch by refusing an id or a
 * name that is taken, whatever became of it; EC2 and Redshift buy once more. What is bought begins in the
 * {@linkplain CommitmentService#firstState() first state} of its service and stays so until the test says otherwise.
 *
 * <p>An offering has to be {@linkplain #offer made} before it can be bought. The methods here work behind the back of
 * every client and are no requests. Thread-safe.
 */
public final class FakeCommitments {
    private static final int PAGE = 100;

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<CommitmentService, Map<String, Offering>> offerings = new EnumMap<>(CommitmentService.class);
    private final List<BoughtCommitment> bought = new ArrayList<>();
    private final Set<String> forgottenTokens = new HashSet<>();
    private int page = PAGE;
    private long answers;

    private FakeCommitments(InstantSource clock) {
        this.clock = clock;
        for (CommitmentService service : CommitmentService.values()) {
            offerings.put(service, new TreeMap<>());
        }
    }

    /** Services that sell nothing yet, whose times are those of {@code clock}. */
    public static FakeCommitments create(InstantSource clock) {
        return new FakeCommitments(requireNonNull(clock, "clock"));
    }

    /** Makes an offering, or makes it anew. */
    public FakeCommitments offer(CommitmentService service, String offeringId, String type, Duration term) {
        Offering offering = new Offering(offeringId, type, term);
        return locked(() -> {
            offeringsOf(service).put(offeringId, offering);
            return this;
        });
    }

    /** Takes an offering back; what was bought of it stays bought. */
    public FakeCommitments withdraw(CommitmentService service, String offeringId) {
        return locked(() -> {
            offeringsOf(service).remove(offeringId);
            return this;
        });
    }

    /** Everything that was bought anywhere, in the order of the purchases, whatever became of it. */
    public List<BoughtCommitment> bought() {
        return locked(() -> List.copyOf(bought));
    }

    /** What was bought at {@code service}, in the order of the purchases, whatever became of it. */
    public List<BoughtCommitment> bought(CommitmentService service) {
        requireNonNull(service, "service");
        return bought().stream()
                .filter(commitment -> commitment.service() == service)
                .toList();
    }

    /**
     * Changes the state of a commitment, to {@code active}, {@code retired} or another word.
     *
     * @throws IllegalArgumentException if there is no such commitment, or the word is none of the service's
     *     {@linkplain CommitmentService#states() states}; {@link #undocumentedState} takes any other
     */
    public FakeCommitments state(CommitmentService service, String id, String state) {
        if (!requireNonNull(service, "service").states().contains(requireNonNull(state, "state"))) {
            throw new IllegalArgumentException(service + " has no state '" + state + "'; it has " + service.states());
        }
        return undocumentedState(service, id, state);
    }

    /**
     * Changes the state of a commitment to a word that the service may have one day.
     *
     * @throws IllegalArgumentException if there is no such commitment
     */
    public FakeCommitments undocumentedState(CommitmentService service, String id, String state) {
        requireNonNull(state, "state");
        return locked(() -> {
            replace(require(service, id), require(service, id).inState(state));
            return this;
        });
    }

    /** Lets Savings Plans forget every client token so far, as it may after a time that is documented nowhere. */
    public FakeCommitments forgetClientTokens() {
        return locked(() -> {
            bought.forEach(commitment -> forgottenTokens.add(commitment.order().name()));
            return this;
        });
    }

    /**
     * Puts no more than {@code items} on a page, so that few are many pages.
     *
     * @throws IllegalArgumentException if {@code items} is below 1
     */
    public FakeCommitments page(int items) {
        if (items < 1) {
            throw new IllegalArgumentException("items is below 1: " + items);
        }
        return locked(() -> {
            page = items;
            return this;
        });
    }

    /** The services, to be put behind clients. */
    public List<FakeService> services() {
        return List.of(
                Ec2Reservations.service(this),
                RdsReservations.service(this),
                ElastiCacheReservations.service(this),
                MemoryDbReservations.service(this),
                OpenSearchReservations.service(this),
                RedshiftReservations.service(this),
                SavingsPlans.service(this));
    }

    BoughtCommitment buy(CommitmentService service, Order order, Map<String, String> tags, String id) {
        BoughtCommitment commitment =
                new BoughtCommitment(service, id, order, service.firstState(), tags, clock.instant());
        bought.add(commitment);
        return commitment;
    }

    /** An id as services make them up: new every time, the same in every run. */
    String nextId() {
        return String.format(Locale.ROOT, "00000000-0000-4000-8000-%012x", bought.size() + 1);
    }

    Optional<Offering> offering(CommitmentService service, String offeringId) {
        return Optional.ofNullable(offeringsOf(service).get(offeringId));
    }

    Optional<BoughtCommitment> find(CommitmentService service, String id) {
        return bought(service).stream()
                .filter(commitment -> commitment.id().equals(id))
                .findFirst();
    }

    /** What was bought with a client token that the service remembers. */
    Optional<BoughtCommitment> byClientToken(String token) {
        return bought(CommitmentService.SAVINGS_PLANS).stream()
                .filter(plan -> plan.order().name().equals(token) && !forgottenTokens.contains(token))
                .findFirst();
    }

    Optional<BoughtCommitment> byName(CommitmentService service, String name) {
        return bought(service).stream()
                .filter(commitment -> commitment.order().name().equals(name))
                .findFirst();
    }

    void tag(BoughtCommitment commitment, Map<String, String> tags) {
        Map<String, String> all = new TreeMap<>(commitment.tags());
        all.putAll(tags);
        replace(commitment, commitment.tagged(all));
    }

    int page() {
        return page;
    }

    long nextAnswer() {
        return ++answers;
    }

    <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private Map<String, Offering> offeringsOf(CommitmentService service) {
        return requireNonNull(offerings.get(requireNonNull(service, "service")), "every service has offerings");
    }

    private BoughtCommitment require(CommitmentService service, String id) {
        return find(service, requireNonNull(id, "id"))
                .orElseThrow(() -> new IllegalArgumentException("nothing at " + service + " has the id " + id));
    }

    private void replace(BoughtCommitment old, BoughtCommitment now) {
        bought.set(bought.indexOf(old), now);
    }
}
