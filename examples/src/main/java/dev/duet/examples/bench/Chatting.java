package dev.duet.examples.bench;

import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Messages from one to another, counted: none is lost, none comes twice, none overtakes another. */
final class Chatting {

    /** How many may be on their way: less than any of the queues between. */
    private static final int WINDOW = 400;

    private static final String TEXT = " is the number of this message, which has sixty characters";
    private static final long PATIENCE_SECONDS = 600;

    private final Chatter.Line line;
    private final Semaphore window = new Semaphore(WINDOW);
    private long said;
    private long heard; // of the thread that listens
    private volatile long wanted;
    private volatile CompletableFuture<Void> done = new CompletableFuture<>();

    Chatting(Chatter.Line line) {
        this.line = line;
        line.listen(this::heard);
    }

    private void heard(String body) {
        int end = body.indexOf(' ');
        if (end < 0 || Long.parseLong(body.substring(0, end)) != heard) {
            done.completeExceptionally(new IllegalStateException("Not number " + heard + " but: " + body));
            return;
        }
        heard++;
        window.release();
        if (heard == wanted) {
            done.complete(null);
        }
    }

    /**
     * Says so many.
     *
     * @param rate how many a second; 0: as many as go
     */
    Figures run(int count, int rate) throws Exception {
        done = new CompletableFuture<>();
        wanted = said + count;
        long cpu = cpuNanos();
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            if (rate > 0) {
                long due = begin + i * 1_000_000_000L / rate;
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
            }
            if (!window.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Nothing comes any more");
            }
            if (done.isCompletedExceptionally()) {
                break;
            }
            line.send(said++ + TEXT);
        }
        done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return new Figures(System.nanoTime() - begin, cpuNanos() - cpu);
    }

    static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /**
     * What it took.
     *
     * @param nanos of time
     * @param cpuNanos of all processors, of this process
     */
    record Figures(long nanos, long cpuNanos) {}
}
