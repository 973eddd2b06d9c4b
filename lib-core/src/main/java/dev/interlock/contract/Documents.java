package dev.interlock.contract;

import dev.interlock.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a document that is not there, or cannot be read, means to a check. */
final class Documents {
    private Documents() {}

    static Outcome judge(Document document, boolean isOptional, Function<Document.Loaded, Outcome> examine) {
        return document.fold(
                examine,
                absent -> isOptional
                        ? Outcome.absentAsAllowed(absent.place())
                        : Outcome.violated(absent.place(), "a document", "nothing"),
                unreadable -> Outcome.cannotTell(unreadable.place() + ": " + unreadable.cause()));
    }

    /** The payloads of all, if all are there; else what is wrong with the others. */
    static <C> Outcome judgeAll(
            C context, List<DocumentSource<? super C>> sources, Function<List<Payload>, Outcome> rule) {
        List<Payload> payloads = new ArrayList<>();
        List<Mismatch> absent = new ArrayList<>();
        List<Document.Unreadable> unreadable = new ArrayList<>();
        for (DocumentSource<? super C> source : sources) {
            Document document = source.load(context);
            if (document instanceof Document.Loaded loaded) {
                payloads.add(loaded.payload());
            } else if (document instanceof Document.Unreadable failed) {
                unreadable.add(failed);
            } else {
                absent.add(new Mismatch(document.place(), "a document", "nothing"));
            }
        }
        if (!absent.isEmpty()) {
            unreadable.forEach(
                    failed -> absent.add(new Mismatch(failed.place(), "a document", "cannot tell: " + failed.cause())));
            return new Outcome.Violated(absent);
        }
        return unreadable.isEmpty()
                ? rule.apply(payloads)
                : Outcome.cannotTell(unreadable.stream()
                        .map(failed -> failed.place() + ": " + failed.cause())
                        .collect(Collectors.joining("; ")));
    }
}
