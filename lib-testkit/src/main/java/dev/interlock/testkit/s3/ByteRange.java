package dev.interlock.testkit.s3;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The bytes from {@code first} to {@code last}, both included. */
record ByteRange(int first, int last) {
    private static final Pattern ONE_RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");

    /** What a {@code Range} header asks of a body; null if nothing of the body is in it. */
    static @Nullable ByteRange parse(String header, int length) {
        Matcher range = ONE_RANGE.matcher(header);
        if (!range.matches() || header.equals("bytes=-")) {
            throw new UnsupportedOperationException("the fake S3 has no range of the form '" + header + "'");
        }
        String from = range.group(1);
        String to = range.group(2);
        long first = from.isEmpty() ? Math.max(0, length - Long.parseLong(to)) : Long.parseLong(from);
        long last = from.isEmpty() || to.isEmpty() ? length - 1L : Math.min(Long.parseLong(to), length - 1L);
        return first > last ? null : new ByteRange((int) first, (int) last);
    }

    byte[] of(byte[] body) {
        return Arrays.copyOfRange(body, first, last + 1);
    }
}
