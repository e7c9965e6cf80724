package dev.duet.examples.phone;

import org.jspecify.annotations.Nullable;

/** Runs commands one after the other on a thread of its own, so that whoever started it can stop at any time. */
final class Runner {

    private final Session session;
    private final LineSource source;
    private final boolean stopsAtFailure;
    private final Thread thread;
    private volatile boolean failed;
    private volatile boolean running;

    private Runner(Session session, LineSource source, boolean stopsAtFailure) {
        this.session = session;
        this.source = source;
        this.stopsAtFailure = stopsAtFailure;
        this.thread = new Thread(this::run, "duet-phone-commands");
        thread.setDaemon(true);
    }

    /**
     * Begins.
     *
     * @param stopsAtFailure whether what comes after a failed command makes no sense
     */
    static Runner start(Session session, LineSource source, boolean stopsAtFailure) {
        Runner runner = new Runner(session, source, stopsAtFailure);
        runner.thread.start();
        return runner;
    }

    private void run() {
        @Nullable String line = source.next();
        while (line != null && !session.hasLeft()) {
            running = true;
            boolean succeeded = session.execute(line);
            running = false;
            failed |= !succeeded;
            if (session.hasLeft() || failed && stopsAtFailure) {
                return;
            }
            line = source.next();
        }
    }

    /**
     * Waits for the last command.
     *
     * @param millis how long; 0 for ever
     */
    void join(long millis) throws InterruptedException {
        thread.join(millis);
    }

    /** Stops what still runs. Only then {@link #succeeded()} tells the truth. */
    void stop() throws InterruptedException {
        if (running) {
            thread.interrupt();
            thread.join(1000);
        }
    }

    /** Whether every command that was given has succeeded. */
    boolean succeeded() {
        return !failed && !running && (session.hasLeft() || !source.hasMore());
    }
}
