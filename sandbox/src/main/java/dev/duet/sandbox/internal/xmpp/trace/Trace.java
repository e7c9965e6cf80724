package dev.duet.sandbox.internal.xmpp.trace;

import dev.duet.sandbox.internal.xmpp.stanza.Ns;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import dev.duet.sandbox.internal.xmpp.xml.XmlWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The record that users' tests look at; any thread. Old entries make room for new ones. */
public final class Trace {

    private static final Logger LOG = LoggerFactory.getLogger(Trace.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Entry> entries = new ArrayDeque<>();
    private final List<Finding> findings = new ArrayList<>();
    private final int capacity;
    private long changes;

    public Trace(int capacity) {
        this.capacity = capacity;
    }

    public void received(String session, Element element) {
        add(true, session, element);
    }

    public void sent(String session, Element element) {
        add(false, session, element);
    }

    private void add(boolean fromClient, String session, Element element) {
        String text = XmlWriter.write(Redaction.of(element), Ns.CLIENT);
        LOG.debug("{} {} {}", fromClient ? "from" : "to", session, text);
        lock.lock();
        try {
            if (entries.size() >= capacity) {
                entries.removeFirst();
            }
            entries.addLast(new Entry(Instant.now(), fromClient, session, text));
            announce();
        } finally {
            lock.unlock();
        }
    }

    /** A client broke a rule. The detail holds nothing that it sent but names of elements and attributes. */
    public void violation(String session, String rule, String detail) {
        LOG.warn("{} breaks {}: {}", session, rule, detail);
        lock.lock();
        try {
            if (findings.size() < capacity) {
                findings.add(new Finding(Instant.now(), session, rule, detail));
            }
            announce();
        } finally {
            lock.unlock();
        }
    }

    /** Something that {@link #await} may wait for has changed elsewhere. */
    public void touch() {
        lock.lock();
        try {
            announce();
        } finally {
            lock.unlock();
        }
    }

    public <T> List<T> entries(Function<Entry, T> as) {
        lock.lock();
        try {
            return entries.stream().map(as).toList();
        } finally {
            lock.unlock();
        }
    }

    public <T> List<T> findings(Function<Finding, T> as) {
        lock.lock();
        try {
            return findings.stream().map(as).toList();
        } finally {
            lock.unlock();
        }
    }

    public void clear() {
        lock.lock();
        try {
            entries.clear();
            findings.clear();
        } finally {
            lock.unlock();
        }
    }

    /** The first entry that is wanted, waiting for it if need be; null when the time is over. */
    public @Nullable Entry await(Predicate<Entry> wanted, Duration atMost) throws InterruptedException {
        Entry[] found = new Entry[1];
        await(
                () -> {
                    Optional<Entry> first =
                            entries(Function.identity()).stream().filter(wanted).findFirst();
                    found[0] = first.orElse(null);
                    return first.isPresent();
                },
                atMost);
        return found[0];
    }

    /** Waits until that holds; false when the time is over. The question is asked without any lock held. */
    public boolean await(BooleanSupplier holds, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        while (true) {
            long seen = changes();
            if (holds.getAsBoolean()) {
                return true;
            }
            lock.lock();
            try {
                while (changes == seen) {
                    if (left <= 0) {
                        return false;
                    }
                    left = changed.awaitNanos(left);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private long changes() {
        lock.lock();
        try {
            return changes;
        } finally {
            lock.unlock();
        }
    }

    private void announce() {
        changes++;
        changed.signalAll();
    }
}
