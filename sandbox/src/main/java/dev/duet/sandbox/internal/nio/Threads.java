package dev.duet.sandbox.internal.nio;

/** What loops do with their threads. */
public final class Threads {

    private Threads() {}

    /** Waits for the end of a thread, whoever interrupts; not for the end of the caller's own. */
    public static void awaitEnd(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive() && Thread.currentThread() != thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
