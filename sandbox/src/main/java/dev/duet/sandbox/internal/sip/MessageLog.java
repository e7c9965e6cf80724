package dev.duet.sandbox.internal.sip;

import dev.duet.sandbox.internal.sip.transport.Transport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The last messages and violations, for any thread to read and wait for. */
public final class MessageLog {

    /** A message as it went by. */
    public record Message(Instant time, boolean sent, Transport transport, InetSocketAddress peer, String text) {}

    /** A breach of a rule by a client. */
    public record Violation(
            Instant time, Transport transport, InetSocketAddress peer, String rule, String what, String text) {}

    private static final int MAX = 20_000;
    private static final Pattern CREDENTIALS =
            Pattern.compile("^((?:Proxy-)?Authorization[ \t]*:)(.*)$", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
    private static final Pattern SECRET = Pattern.compile(
            "\\b(nonce|cnonce|response|opaque)([ \t]*=[ \t]*)(\"[^\"]*\"|[^,\\s]*)", Pattern.CASE_INSENSITIVE);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Message> messages = new ArrayDeque<>();
    private final Deque<Violation> violations = new ArrayDeque<>();

    void add(Message message) {
        lock.lock();
        try {
            bounded(messages).addLast(message);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void add(Violation violation) {
        lock.lock();
        try {
            bounded(violations).addLast(violation);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static <T> Deque<T> bounded(Deque<T> deque) {
        if (deque.size() >= MAX) {
            deque.removeFirst();
        }
        return deque;
    }

    public List<Message> messages() {
        lock.lock();
        try {
            return List.copyOf(messages);
        } finally {
            lock.unlock();
        }
    }

    public List<Violation> violations() {
        lock.lock();
        try {
            return List.copyOf(violations);
        } finally {
            lock.unlock();
        }
    }

    public void clear() {
        lock.lock();
        try {
            messages.clear();
            violations.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Looks again whenever a message went by, and at least ten times a second. */
    public <T> Optional<T> await(Supplier<Optional<T>> condition, Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        lock.lock();
        try {
            while (true) {
                Optional<T> found = condition.get();
                long left = end - System.nanoTime();
                if (found.isPresent() || left <= 0) {
                    return found;
                }
                changed.await(Math.min(left, TimeUnit.MILLISECONDS.toNanos(100)), TimeUnit.NANOSECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes out of the text what could be used to guess a password. */
    public static String redact(String text) {
        Matcher header = CREDENTIALS.matcher(text);
        List<String> parts = new ArrayList<>();
        int from = 0;
        while (header.find()) {
            parts.add(text.substring(from, header.start(2)));
            parts.add(SECRET.matcher(header.group(2)).replaceAll("$1$2\"***\""));
            from = header.end(2);
        }
        parts.add(text.substring(from));
        return String.join("", parts);
    }
}
