package dev.duet.examples.phone;

/** What must be done also when the JVM is told to end meanwhile. */
final class AtExit {

    private final Thread hook;

    private AtExit(Thread hook) {
        this.hook = hook;
    }

    /** Runs the task when the JVM ends, unless it is cancelled before. */
    static AtExit run(Runnable task) {
        Thread hook = new Thread(task, "duet-phone-exit");
        Runtime.getRuntime().addShutdownHook(hook);
        return new AtExit(hook);
    }

    /** It is no longer needed. */
    void cancel() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM ends already: the hook does the work.
        }
    }
}
