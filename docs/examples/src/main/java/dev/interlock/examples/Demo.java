package dev.interlock.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.aws.freshness.S3ArtifactProbe;
import dev.interlock.freshness.ArtifactRegistry;
import dev.interlock.freshness.AsyncArtifactProbe;
import dev.interlock.freshness.Checked;
import dev.interlock.freshness.CycleVerdict;
import dev.interlock.freshness.FreshnessSweep;
import dev.interlock.freshness.SweepProgress;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Sweeps a registry of artifacts and shows what it found: a table, the roll-up of each cycle, and the document
 * {@code check_results.json}; then the end of an {@link ErrorLoop}, {@link TwoTriggers} of one run, {@link TwoWriters},
 * a decision that is driven twice and bought once: {@link BuyOnce}; the dead and the slow of {@link DeadRun}; and a
 * {@link PartialWrite}.
 *
 * <p>Without arguments it looks at the fake S3 as {@link Saturday} leaves it: no account, no network. Given a bucket,
 * the same program looks at a real one with the credentials of the environment, and at nothing else; an endpoint is an
 * argument too.
 */
public final class Demo {
    private static final int CONCURRENCY = 16;
    private static final List<String> MOST_URGENT_FIRST =
            List.of("MISSING", "STALE", "UNKNOWN", "RECOVERED", "pending", "onboarding", "not expected", "fresh");

    private Demo() {}

    /** Runs the demo. */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, true, UTF_8);
        Arguments given = Arguments.parse(List.of(arguments));
        ArtifactRegistry registry = given.registry();
        registry.problems().forEach(problem -> out.println("not watched: " + registry.describe(problem)));
        Instant now = given.isReal() ? InstantSource.system().instant() : Saturday.NOW;
        try (S3Client s3 = given.isReal() ? real(given) : fake(registry)) {
            run(s3, registry, now, given.output(), out);
        }
        if (!given.isReal()) {
            ErrorLoop.show(out);
            TwoTriggers.replay(out);
            out.println("\ntwo writers:");
            TwoWriters.tell(out);
            BuyOnce.show(out);
            DeadRun.show(out);
            out.println("\na partial write:");
            PartialWrite.tell(out);
        }
    }

    static List<Checked> run(S3Client s3, ArtifactRegistry registry, Instant now, Path output, PrintStream out)
            throws IOException {
        out.println(registry.artifacts().size() + " artifacts of " + registry.source() + " as of " + now);
        ExecutorService pool = Executors.newFixedThreadPool(CONCURRENCY);
        try {
            AsyncArtifactProbe probe = AsyncArtifactProbe.on(pool, S3ArtifactProbe.create(s3));
            List<Checked> checked = FreshnessSweep.create(probe, CONCURRENCY)
                    .run(registry.artifacts(), now, progress -> show(progress, out))
                    .join();
            printTable(checked, out);
            printCycles(checked, out);
            CheckResults.write(output, checked, now);
            out.println("\nwritten: " + output);
            return checked;
        } finally {
            pool.shutdown();
        }
    }

    private static void show(SweepProgress progress, PrintStream out) {
        if (progress.done() % 10 == 0 || progress.done() == progress.total()) {
            out.println("checked " + progress.done() + " of " + progress.total());
        }
    }

    private static void printTable(List<Checked> checked, PrintStream out) {
        out.println();
        printRow(out, "verdict", "artifact", "severity", "cycle", "detail");
        checked.stream()
                .sorted(Comparator.comparing(c -> MOST_URGENT_FIRST.indexOf(Verdicts.name(c.verdict()))))
                .forEach(c -> printRow(
                        out,
                        Verdicts.name(c.verdict()),
                        c.spec().id(),
                        c.spec().severity().name().toLowerCase(Locale.ROOT),
                        c.verdict().cycle().label(),
                        Verdicts.describe(c.verdict())));
    }

    private static void printRow(PrintStream out, String... cells) {
        out.printf(Locale.ROOT, "%-12s  %-22s  %-8s  %-24s  %s%n", (Object[]) cells);
    }

    private static void printCycles(List<Checked> checked, PrintStream out) {
        out.println();
        CycleVerdict.byCycle(checked)
                .forEach((cycle, verdict) -> out.printf(Locale.ROOT, "%-36s  %s%n", cycle, inWords(verdict)));
    }

    private static String inWords(CycleVerdict verdict) {
        return verdict.fold(
                complete -> "complete: " + complete.satisfied() + " of " + complete.required() + " critical artifacts",
                waiting -> "in progress, waiting for " + waiting.pending(),
                gap -> "INCOMPLETE: missing " + gap.missing() + ", stale " + gap.stale() + ", unknown " + gap.unknown(),
                blind -> "CANNOT TELL: no answer on " + blind.unknown());
    }

    private static S3Client fake(ArtifactRegistry registry) {
        return Saturday.leave(registry.artifacts()).connect(S3Client.builder()).build();
    }

    private static S3Client real(Arguments given) {
        S3ClientBuilder builder = S3Client.builder().httpClient(UrlConnectionHttpClient.create());
        given.region().map(Region::of).ifPresent(builder::region);
        given.endpoint()
                .ifPresent(endpoint -> builder.endpointOverride(endpoint).forcePathStyle(true));
        return builder.build();
    }
}
