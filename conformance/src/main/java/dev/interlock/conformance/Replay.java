package dev.interlock.conformance;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Replays the golden vectors of a folder: for each file that it knows it prints what became of its cases, and last the
 * totals. What failed, and why, goes to the error stream. Exit status 1 if anything failed.
 */
public final class Replay {
    private static final ObjectMapper STRICT =
            Plain.READER.copy().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private Replay() {}

    /** Replays the folder that is named by the only argument. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        if (arguments.length != 1) {
            err.println("usage: Replay FOLDER");
            System.exit(2);
        }
        System.exit(run(Path.of(arguments[0]), out, err));
    }

    static int run(Path folder, PrintStream out, PrintStream err) {
        int passed = 0;
        int failed = 0;
        int files = 0;
        for (Vectors kind : kinds(folder)) {
            Path file = folder.resolve(kind.fileName());
            if (Files.exists(file)) {
                Tally tally = replay(kind, file);
                out.println(kind.fileName() + ": " + tally);
                tally.failures().forEach(failure -> err.println(kind.fileName() + " " + failure));
                passed += tally.passed();
                failed += tally.failures().size();
                files++;
            }
        }
        if (files == 0) {
            err.println("no vectors in " + folder.toAbsolutePath());
            failed++;
        }
        out.println(passed + " passed, " + failed + " failed");
        return failed == 0 ? 0 : 1;
    }

    private static List<Vectors> kinds(Path folder) {
        return List.of(
                new AwsCronVectors(),
                new CycleCompletionVectors(),
                new DedupMarkerVectors(),
                new EnvelopeVectors(folder),
                new FreshnessVectors(),
                new IdempotencyVectors(),
                new LockBodyVectors(),
                new MutexVectors(),
                new NyseCalendarVectors(),
                new PhaseVectors(),
                new ReaperEnvVectors(),
                new ReaperSweepVectors(),
                new RegistryVectors(),
                new ReservationNameVectors(),
                new TradingCalendarVectors());
    }

    private static Tally replay(Vectors kind, Path file) {
        Tally tally = new Tally();
        try {
            kind.replay(STRICT.readTree(Files.readString(file)), tally);
        } catch (JacksonException e) {
            tally.fail("the file", "is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            tally.fail("the file", "cannot be read: " + e);
        } catch (RuntimeException e) {
            tally.fail("the file", "does not have its form: " + e);
        }
        return tally;
    }
}
