package dev.duet.examples.phone;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The events since the last command, and who waits for one. An event satisfies one wait only. */
final class Waiter {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<PhoneEvent> events = new ArrayList<>();

    /** Takes an event in. */
    void add(PhoneEvent event) {
        lock.lock();
        try {
            events.add(event);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A command begins: what happened before it is forgotten. */
    void forget() {
        lock.lock();
        try {
            events.clear();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits.
     *
     * @param wanted the event that is waited for
     * @param hopeless an event after which the wanted one will not come any more
     * @throws CommandFailure when it does not come in time, or will not come
     */
    PhoneEvent await(Predicate<PhoneEvent> wanted, Predicate<PhoneEvent> hopeless, Duration limit)
            throws InterruptedException {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (true) {
                for (Iterator<PhoneEvent> each = events.iterator(); each.hasNext(); ) {
                    PhoneEvent event = each.next();
                    if (wanted.test(event)) {
                        each.remove();
                        return event;
                    }
                }
                events.stream().filter(hopeless).findFirst().ifPresent(event -> {
                    throw new CommandFailure("It will not come: " + event.text());
                });
                if (left <= 0) {
                    throw new CommandFailure("It did not come within " + Seconds.text(limit)
                            + "; since the last command came: " + seen());
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private String seen() {
        return events.isEmpty()
                ? "nothing"
                : events.stream().map(event -> event.name().text()).collect(Collectors.joining(", "));
    }
}
