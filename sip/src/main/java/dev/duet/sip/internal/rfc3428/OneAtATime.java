package dev.duet.sip.internal.rfc3428;

import dev.duet.model.Address;
import dev.duet.model.Failure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What goes to each address, one after the other: the next when the one before was answered (RFC 3428 8). So they come
 * in the order in which they were said. On the loop.
 */
final class OneAtATime {

    private static final int MOST = 1000;

    private final Map<Address, Deque<Item>> lines = new HashMap<>();

    /** Something to send. */
    interface Item {

        /** Which it is. */
        String id();

        /** Goes out; then {@link #answered} or {@link #unanswered} is told. */
        void send();

        /** Does not go out. */
        void fail(Failure failure);
    }

    /** False when so much waits for that address that it is not taken. */
    boolean add(Address to, Item item) {
        Deque<Item> line = lines.computeIfAbsent(to, address -> new ArrayDeque<>());
        if (line.size() >= MOST) {
            return false;
        }
        line.add(item);
        if (line.size() == 1) {
            item.send();
        }
        return true;
    }

    /** The one that went out was answered: the next goes out. */
    void answered(Address to) {
        Deque<Item> line = lines.get(to);
        if (line == null) {
            return;
        }
        line.remove();
        if (line.isEmpty()) {
            lines.remove(to);
        } else {
            line.element().send();
        }
    }

    /** Nobody answered the one that went out, nor would anybody answer those behind it. */
    void unanswered(Address to, Failure failure) {
        Deque<Item> line = lines.remove(to);
        if (line != null) {
            List.copyOf(line).stream().skip(1).forEach(item -> item.fail(failure));
        }
    }

    /** Gives up what has not gone out. */
    void withdraw(String id) {
        for (Deque<Item> line : lines.values()) {
            Item first = line.remove();
            line.removeIf(item -> item.id().equals(id));
            line.addFirst(first);
        }
    }
}
