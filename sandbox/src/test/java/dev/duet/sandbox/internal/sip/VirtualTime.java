package dev.duet.sandbox.internal.sip;

import dev.duet.sandbox.internal.sip.transport.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes when the test says so. */
public final class VirtualTime implements Timers {

    private record Entry(Instant at, long order, Runnable task, boolean[] cancelled) {}

    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparing(Entry::at).thenComparing(Entry::order));
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long order;

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        boolean[] cancelled = new boolean[1];
        entries.add(new Entry(now.plus(delay), order++, task, cancelled));
        return () -> cancelled[0] = true;
    }

    public void advance(Duration duration) {
        Instant end = now.plus(duration);
        while (!entries.isEmpty() && !entries.peek().at().isAfter(end)) {
            Entry entry = entries.remove();
            now = entry.at();
            if (!entry.cancelled()[0]) {
                entry.task().run();
            }
        }
        now = end;
    }

    /** Timers that would still fire. */
    public long pending() {
        return entries.stream().filter(e -> !e.cancelled()[0]).count();
    }
}
