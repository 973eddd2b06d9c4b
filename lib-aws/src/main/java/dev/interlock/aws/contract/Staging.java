package dev.interlock.aws.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.interlock.InterlockEvent;
import dev.interlock.InterlockListener;
import dev.interlock.Payload;
import dev.interlock.aws.contract.PointerState.Named;
import dev.interlock.aws.contract.PointerState.None;
import dev.interlock.aws.contract.PointerState.Older;
import dev.interlock.aws.contract.PointerState.Unclear;
import dev.interlock.aws.contract.StagedObjects.Source;
import dev.interlock.aws.contract.StagedObjects.Stored;
import dev.interlock.aws.internal.Listeners;
import dev.interlock.aws.internal.S3Objects;
import dev.interlock.contract.ContractReport;
import dev.interlock.contract.SetManifest;
import dev.interlock.contract.SetPointer;
import dev.interlock.contract.StagedRun;
import dev.interlock.lease.LeaseStore.Writing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * One attempt to publish a set: its objects are put one by one, and then it is audited and published as a whole, once.
 *
 * <p>Trouble with a write is kept: nothing more is written then, and {@link #publish} tells it. For one thread at a
 * time.
 */
public final class Staging {
    private static final int MAX_ATTEMPTS = 5;
    private static final int SHOWN = 10;

    private final S3Objects objects;
    private final StagedObjects staged;
    private final String pointerKey;
    private final long fence;
    private final StagedRun run;
    private final InterlockListener listener;
    private final PointerState start;
    private final List<SetManifest.Entry> entries = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> unaudited = new HashSet<>();
    private @Nullable Publication ended;
    private boolean closed;
    private boolean swapSent;

    Staging(S3Objects objects, String pointerKey, long fence, StagedRun run, InterlockListener listener) {
        this.objects = objects;
        this.staged = new StagedObjects(objects);
        this.pointerKey = pointerKey;
        this.fence = fence;
        this.run = run;
        this.listener = listener;
        this.start = look();
        this.ended = refusal(start);
    }

    /** Which attempt of which run it is. */
    public StagedRun run() {
        return run;
    }

    PointerState start() {
        return start;
    }

    /**
     * Writes an object of the set.
     *
     * @param name what its key has after the prefix of the run, see {@link SetManifest.Entry}
     * @throws IllegalArgumentException if the name is none or was put before, or the set is full
     * @throws IllegalStateException if the set was published or given up
     */
    public Staging put(String name, Payload content) {
        byte[] bytes = requireNonNull(content, "content").bytes();
        return put(name, () -> Source.of(bytes));
    }

    /**
     * Writes a file as an object of the set, up to 5 GiB, which S3 takes in one request.
     *
     * @throws IllegalArgumentException if the name is none or was put before, or the set is full
     * @throws IllegalStateException if the set was published or given up
     */
    public Staging put(String name, Path file) {
        requireNonNull(file, "file");
        return put(name, () -> {
            try (InputStream stream = Files.newInputStream(file)) {
                return StagedObjects.measure(stream, RequestBody.fromFile(file));
            }
        });
    }

    private interface Opening {
        Source open() throws IOException;
    }

    private Staging put(String name, Opening opening) {
        requireOpen();
        SetManifest.requireName(name);
        if (names.contains(name)) {
            throw new IllegalArgumentException("name was put before: " + name);
        }
        if (names.size() == SetManifest.MAX_OBJECTS) {
            throw new IllegalArgumentException(
                    "a set has at most " + SetManifest.MAX_OBJECTS + " objects, and this is one more: " + name);
        }
        names.add(name);
        if (ended != null) {
            return this;
        }
        try {
            Source source = opening.open();
            Stored stored = staged.put(run.prefix() + name, source, StagedObjects.UNPUBLISHED);
            if (stored instanceof Stored.Done done) {
                entries.add(new SetManifest.Entry(name, source.size(), source.sha256(), done.etag()));
            } else {
                ended = notPublished(((Stored.Failed) stored).cause());
            }
        } catch (IOException e) {
            ended = notPublished(name + " cannot be read to be staged: " + e);
        }
        return this;
    }

    /**
     * Says that the audit does not read the object of this name, or not by {@link ObjectSet#read}: what is in it is
     * published as it was staged. Without this, an object that the audit did not read keeps the set from being
     * published.
     *
     * <p>At least one object of a set has to be read. One that holds nothing but what {@code read} does not take can
     * have a small one beside, such as counts.
     *
     * @throws IllegalArgumentException if none of this name was put
     * @throws IllegalStateException if the set was published or given up
     */
    public Staging unaudited(String name) {
        requireOpen();
        if (!names.contains(requireNonNull(name, "name"))) {
            throw new IllegalArgumentException("name was not put, so it cannot be unaudited: " + name);
        }
        unaudited.add(name);
        return this;
    }

    /**
     * Audits what was staged, as it reads back, and publishes it if the audit passes. Once: whatever comes of it, the
     * next attempt is a new one.
     *
     * @param audit looks at the set that readers would be given, usually {@code suite::run} of a postflight suite. It
     *     is {@link Publication.Unknown} and nothing is published if it throws, an {@link Error} included; if it has
     *     not {@linkplain ObjectSet#read read} every object that was not said to be {@linkplain #unaudited unaudited};
     *     and if its report is one of a preflight. A {@link VirtualMachineError} other than a
     *     {@link StackOverflowError} is not caught
     * @throws IllegalStateException if nothing was put, or if this is called a second time
     */
    public Publication publish(Function<? super ObjectSet, ContractReport> audit) {
        requireNonNull(audit, "audit");
        requireOpen();
        closed = true;
        Publication publication = ended != null ? ended : attempted(audit);
        report(publication).ifPresent(event -> Listeners.tell(listener, event));
        return publication;
    }

    private Publication attempted(Function<? super ObjectSet, ContractReport> audit) {
        if (entries.isEmpty()) {
            throw new IllegalStateException(
                    "nothing was put into " + run.prefix() + ", so there is nothing to publish");
        }
        SetManifest manifest = new SetManifest(run, entries);
        Source document = Source.of(manifest.payload().bytes());
        Stored stored = staged.put(run.manifestKey(), document, null);
        if (stored instanceof Stored.Failed failed) {
            return notPublished(failed.cause());
        }
        ObjectSet set = new ObjectSet(objects, new SetPointer(run, document.sha256(), fence), manifest);
        return set.difference().map(Staging::notPublished).orElseGet(() -> audited(set, audit));
    }

    private Publication audited(ObjectSet set, Function<? super ObjectSet, ContractReport> audit) {
        ContractReport report;
        try {
            report = requireNonNull(audit.apply(set), "the audit's report");
        } catch (Throwable e) {
            if (e instanceof VirtualMachineError broken && !(e instanceof StackOverflowError)) {
                throw broken;
            }
            return notPublished("the audit threw " + e);
        }
        Optional<String> blind = blindness(report, set);
        if (blind.isPresent()) {
            return notPublished(blind.get());
        }
        Stored stored = staged.put(run.reportKey(), Source.of(report.toJson().getBytes(UTF_8)), null);
        if (!report.passed()) {
            String where = stored instanceof Stored.Failed failed
                    ? "not stored: " + failed.cause()
                    : objects.at(run.reportKey());
            return new Publication.Rejected(report, where);
        }
        if (stored instanceof Stored.Failed failed) {
            return notPublished(failed.cause());
        }
        Publication refusal = refusal(look());
        if (refusal != null) { // before the tags are taken off, so that what nobody will be given expires
            return refusal;
        }
        for (String name : set.names()) {
            Optional<String> trouble = staged.keep(set.key(name));
            if (trouble.isPresent()) {
                return notPublished(trouble.get());
            }
        }
        return swapped(set.pointer());
    }

    /**
     * Why a report is not about what would be published; empty if it is, or if it keeps it from being published anyway.
     */
    private Optional<String> blindness(ContractReport report, ObjectSet set) {
        if (report.stage() != ContractReport.Stage.POSTFLIGHT) {
            return Optional.of("the audit's report is one of stage " + report.stage() + " and not POSTFLIGHT");
        }
        Set<String> read = set.namesRead();
        if (!report.passed()) {
            return Optional.empty();
        }
        if (read.isEmpty()) {
            return Optional.of("the audit looked at nothing of the set");
        }
        List<String> unread = set.names().stream()
                .filter(name -> !read.contains(name) && !unaudited.contains(name))
                .toList();
        return unread.isEmpty()
                ? Optional.empty()
                : Optional.of("the audit did not look at " + unread.size()
                        + " objects that are not said to be unaudited: "
                        + String.join(", ", unread.subList(0, Math.min(SHOWN, unread.size())))
                        + (unread.size() > SHOWN ? ", ..." : ""));
    }

    /**
     * Moves the pointer. After every answer but a plain one it is read again: our nonce means that it was moved, what
     * was there before that it was not yet, and anything else that it never will be.
     */
    private Publication swapped(SetPointer ours) {
        Payload body = ours.payload();
        boolean inDoubt = false;
        String trouble = "";
        for (int attempt = 0; attempt <= MAX_ATTEMPTS; attempt++) {
            PointerState now = look();
            if (now instanceof Named named && named.pointer().equals(ours)) {
                return new Publication.Published(ours);
            }
            Publication refusal = refusal(now);
            if (refusal instanceof Publication.Superseded superseded && inDoubt) {
                return new Publication.Unknown(
                        "it may have been published before run " + superseded.by() + " was: " + trouble);
            }
            if (refusal != null) {
                return refusal;
            }
            if (attempt == MAX_ATTEMPTS) {
                break;
            }
            swapSent = true;
            Writing writing = version(now)
                    .map(version -> objects.replace(pointerKey, version, body))
                    .orElseGet(() -> objects.create(pointerKey, body));
            if (writing instanceof Writing.Written) {
                return new Publication.Published(ours);
            }
            inDoubt |= writing instanceof Writing.Ambiguous;
            trouble = S3Objects.trouble(writing);
        }
        return new Publication.Unknown("gave up after " + MAX_ATTEMPTS + " writes: " + trouble);
    }

    private Optional<InterlockEvent> report(Publication publication) {
        return publication.fold(
                published -> Optional.empty(),
                rejected -> event(InterlockEvent.Kind.REJECTED, "did not pass its audit; report: " + rejected.stored()),
                superseded -> event(
                        InterlockEvent.Kind.CONFLICT,
                        "was overtaken by "
                                + (superseded.by().isEmpty() ? "a pointer without a run" : "run " + superseded.by())),
                unknown ->
                        event(InterlockEvent.Kind.UNKNOWN, swapSent ? "may have been published" : "was not published"));
    }

    private Optional<InterlockEvent> event(InterlockEvent.Kind kind, String reason) {
        return Optional.of(new InterlockEvent(kind, "audited-publisher", objects.at(run.prefix()), reason));
    }

    private PointerState look() {
        return PointerState.of(objects.read(pointerKey), objects.at(pointerKey));
    }

    /** Why the pointer may not be moved from what stands there; null if it may. */
    private @Nullable Publication refusal(PointerState now) {
        if (now instanceof Unclear unclear) {
            return new Publication.Unknown(unclear.cause());
        }
        boolean sinceTheStart = !now.equals(start);
        if (now instanceof None) {
            return sinceTheStart
                    ? new Publication.Unknown(objects.at(pointerKey)
                            + " was deleted since this attempt began, so nobody knows who has published")
                    : null;
        }
        if (now instanceof Older) {
            return sinceTheStart && fence == 0 ? new Publication.Superseded("", 0) : null;
        }
        SetPointer pointer = ((Named) now).pointer();
        boolean isNewer = pointer.fence() > fence || (pointer.fence() == fence && sinceTheStart);
        return isNewer ? new Publication.Superseded(pointer.run().run(), pointer.fence()) : null;
    }

    private static Optional<String> version(PointerState state) {
        if (state instanceof Named named) {
            return Optional.of(named.version());
        }
        return state instanceof Older older ? Optional.of(older.version()) : Optional.empty();
    }

    private static Publication notPublished(String cause) {
        return new Publication.Unknown(cause + "; the pointer was not moved");
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the attempt " + run.prefix() + " is over; begin another");
        }
    }

    /** The attempt. */
    @Override
    public String toString() {
        return "Staging[" + run.prefix() + ", " + entries.size() + " objects]";
    }
}
