package dev.interlock.aws.lease;

/** What both writers ask of a fence; a class of its own, so that neither loads the service of the other. */
final class Fence {
    private Fence() {}

    static void require(long fence) {
        if (fence < 1) {
            throw new IllegalArgumentException("fence is below 1: " + fence);
        }
    }
}
