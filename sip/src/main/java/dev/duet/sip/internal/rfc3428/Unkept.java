package dev.duet.sip.internal.rfc3428;

import dev.duet.model.Address;
import dev.duet.sip.internal.call.Replies;
import dev.duet.sip.internal.stack.IncomingRequest;
import dev.duet.spi.Loop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import javax.sip.message.Response;

/**
 * Messages that came and that the account does not have for good yet: a 200 says that it has (RFC 3428 7). A sender is
 * not kept waiting for longer than {@link #BOUND}, which is well before it would give up. On the loop.
 */
final class Unkept {

    static final Duration BOUND = Duration.ofSeconds(5);
    private static final int MOST = 1000;

    private final Loop loop;
    private final Map<Key, Deque<Waiting>> waiting = new HashMap<>();
    private int count;

    private record Key(Address from, String id) {}

    private record Waiting(IncomingRequest request, Loop.Timer bound) {}

    Unkept(Loop loop) {
        this.loop = loop;
    }

    /** A message that the account is about to be told of; false when so many wait that it is refused. */
    boolean add(Address from, String id, IncomingRequest request) {
        if (count >= MOST) {
            refuse(request);
            return false;
        }
        count++;
        Key key = new Key(from, id);
        Loop.Timer bound = loop.schedule(BOUND, () -> settle(key, false));
        waiting.computeIfAbsent(key, one -> new ArrayDeque<>()).add(new Waiting(request, bound));
        return true;
    }

    /** The account has it, or wants nothing of it, or cannot keep it. */
    void settled(Address from, String id, boolean taken) {
        settle(new Key(from, id), taken);
    }

    private void settle(Key key, boolean taken) {
        Deque<Waiting> known = waiting.get(key);
        if (known == null) {
            return; // answered already
        }
        Waiting first = known.remove();
        count--;
        if (known.isEmpty()) {
            waiting.remove(key);
        }
        first.bound.cancel();
        if (taken) {
            first.request.reply(Response.OK);
        } else {
            refuse(first.request);
        }
    }

    private static void refuse(IncomingRequest request) {
        Replies.tryAgain(request);
    }
}
