package dev.duet.xmpp.internal.stream;

import dev.duet.xmpp.internal.xml.Xml;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What waits to be written to a stream, in order. Safe from any thread; only {@link #take} waits. */
final class Outflow {

    private static final int MOST = 10_000;
    private static final int BATCH = 64;

    private final Deque<Item> items = new ArrayDeque<>();
    private boolean closed;

    /** Something to write: a stanza whose sender wants to know when it was written, or any text. */
    record Item(@Nullable Xml stanza, String other) {

        static Item of(Xml stanza) {
            return new Item(stanza, "");
        }

        static Item of(String text) {
            return new Item(null, text);
        }

        /** As it is written inside an element of that namespace; any text as it is. */
        String text(String outer) {
            StringBuilder text = new StringBuilder();
            write(text, outer);
            return text.toString();
        }

        /** Adds that to a text. */
        void write(StringBuilder to, String outer) {
            if (stanza == null) {
                to.append(other);
            } else {
                stanza.write(to, outer);
            }
        }
    }

    /** Adds something; false when nothing is taken any more, or too much waits. */
    synchronized boolean offer(Item item) {
        if (closed || items.size() >= MOST) {
            return false;
        }
        items.add(item);
        notifyAll();
        return true;
    }

    /** The next things to write; empty when there will be nothing more. */
    synchronized List<Item> take() throws InterruptedException {
        while (items.isEmpty() && !closed) {
            wait();
        }
        List<Item> batch = new ArrayList<>();
        while (!items.isEmpty() && batch.size() < BATCH) {
            batch.add(items.remove());
        }
        return batch;
    }

    /** The next thing to write, if something waits. */
    synchronized @Nullable Item poll() {
        return items.poll();
    }

    /** Takes nothing more after that; what waits is still to be written. False when it was closed before. */
    synchronized boolean finish(String last) {
        if (closed) {
            return false;
        }
        items.add(Item.of(last));
        closed = true;
        notifyAll();
        return true;
    }

    /** Takes nothing more, and forgets what waits. */
    synchronized void close() {
        closed = true;
        items.clear();
        notifyAll();
    }
}
