package dev.interlock.contract;

import static java.util.Objects.requireNonNull;

import dev.interlock.Payload;
import dev.interlock.internal.Thrown;
import java.net.URI;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether a service that the producer needs answers 200 to a GET, and says of every other status what it means:
 * 401 and 403 that the key is wrong, 402 that it is not paid for, 429 that too much is asked, 500 and above that the
 * service is out, and all else that it is not what was expected. A service that does not answer is one of which nobody
 * can tell.
 *
 * <p>The address is shown without user and query, because these may hold a key; bodies are never shown. For the same
 * reason, of what a function of the caller's or the probe throws the type is told and not the message. Immutable, and
 * as thread-safe as the probe.
 *
 * @param <C> what the caller hands in
 */
public final class HttpCheck<C> implements Check<C> {
    private final HttpProbe probe;
    private final Function<? super C, URI> address;
    private final Predicate<? super HttpProbe.Answered> refusedKey;
    private final String expectedBody;
    private final Predicate<? super Payload> body;

    private HttpCheck(
            HttpProbe probe,
            Function<? super C, URI> address,
            Predicate<? super HttpProbe.Answered> refusedKey,
            String expectedBody,
            Predicate<? super Payload> body) {
        this.probe = probe;
        this.address = address;
        this.refusedKey = refusedKey;
        this.expectedBody = expectedBody;
        this.body = body;
    }

    /** A check that the service at an address answers 200. */
    public static <C> HttpCheck<C> of(HttpProbe probe, Function<? super C, URI> address) {
        return new HttpCheck<>(
                requireNonNull(probe, "probe"),
                requireNonNull(address, "address"),
                answer -> answer.status() == 401 || answer.status() == 403,
                "",
                payload -> true);
    }

    /**
     * This check, which takes these answers as well for a key that is refused: some services tell it with another
     * status.
     */
    public HttpCheck<C> refusingKeyBy(Predicate<? super HttpProbe.Answered> answer) {
        requireNonNull(answer, "answer");
        return new HttpCheck<>(
                probe, address, given -> refusedKey.test(given) || answer.test(given), expectedBody, body);
    }

    /**
     * This check, which wants the body of the answer to be of a kind: some services say 200 to whatever they are asked.
     *
     * @param expected what the body should be, for the report
     */
    public HttpCheck<C> withBody(String expected, Predicate<? super Payload> body) {
        return new HttpCheck<>(
                probe, address, refusedKey, requireNonNull(expected, "expected"), requireNonNull(body, "body"));
    }

    @Override
    public Outcome check(C context) {
        URI uri;
        try {
            uri = requireNonNull(address.apply(context), "the address");
        } catch (Throwable e) { // its message quotes the address that it could not read
            Thrown.requireMachine(e);
            return Outcome.cannotTell("the function that tells the address " + Examiner.threwType(e));
        }
        String place = "GET " + shown(uri);
        try {
            return ask(place, uri);
        } catch (Throwable e) { // its message may quote the address or a body
            Thrown.requireMachine(e);
            return Outcome.cannotTell(place + ": the probe, or what looks at its answer, " + Examiner.threwType(e));
        }
    }

    private Outcome ask(String place, URI uri) {
        HttpProbe.Answer answer = probe.get(uri);
        if (answer instanceof HttpProbe.Unreachable unreachable) {
            return Outcome.cannotTell(place + ": unreachable: " + unreachable.cause());
        }
        return judge(place, (HttpProbe.Answered) answer);
    }

    private Outcome judge(String place, HttpProbe.Answered answer) {
        String meaning = meaning(answer);
        if (meaning != null) {
            return Outcome.violated(place, "200", answer.status() + ", " + meaning);
        }
        return body.test(answer.body())
                ? Outcome.pass()
                : Outcome.violated(
                        place, expectedBody, "a body of " + answer.body().size() + " bytes that is something else");
    }

    private @Nullable String meaning(HttpProbe.Answered answer) {
        int status = answer.status();
        if (refusedKey.test(answer)) {
            return "the key is refused";
        }
        if (status == 200) {
            return null;
        }
        return switch (status) {
            case 402 -> "it is not paid for";
            case 429 -> "too much is asked of it";
            default -> status >= 500 ? "it is out of order" : "unexpected";
        };
    }

    private static String shown(URI uri) {
        String host = uri.getHost() == null ? "(no host)" : uri.getHost();
        return uri.getScheme() + "://" + host + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
                + (uri.getRawPath() == null ? "" : uri.getRawPath());
    }
}
