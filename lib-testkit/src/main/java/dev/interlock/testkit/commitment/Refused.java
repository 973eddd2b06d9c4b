package dev.interlock.testkit.commitment;

/** An error answer on its way out of an operation: nothing that the request asked for has happened. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    Refused(int status, String code, String message) {
        super(message, null, false, false); // an answer, not a failure: nobody reads where it came from
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
