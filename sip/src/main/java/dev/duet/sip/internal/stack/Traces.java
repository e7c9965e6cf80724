package dev.duet.sip.internal.stack;

import dev.duet.model.CallTrace;
import dev.duet.model.Endpoint;
import dev.duet.sip.internal.transport.Wire;
import dev.duet.spi.Loop;
import dev.duet.spi.TraceSink;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import javax.sip.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * Hands what goes over the wires to those who trace a call, by its Call-ID. While nobody does, it costs a look at a map
 * that is empty. On the loop.
 */
public final class Traces {

    /** How long after a call's end its last messages may come: the answer to BYE, and what is sent again. */
    private static final Duration AFTERWARDS = Duration.ofSeconds(40);

    private final Loop loop;
    private final Map<String, Followed> followed = new HashMap<>();

    /** Nobody traces yet. */
    public Traces(Loop loop) {
        this.loop = loop;
    }

    /**
     * Traces a call from now on, or, with null, no more.
     *
     * @param over tells when the call is over: it is forgotten some seconds later
     */
    public void follow(String callId, @Nullable TraceSink sink, BooleanSupplier over) {
        if (sink == null) {
            followed.remove(callId);
        } else if (followed.get(callId) == null) {
            Followed one = new Followed(sink);
            followed.put(callId, one);
            forgetLater(callId, one, over);
        }
    }

    private void forgetLater(String callId, Followed one, BooleanSupplier over) {
        boolean last = over.getAsBoolean();
        loop.schedule(AFTERWARDS, () -> {
            if (last) {
                followed.remove(callId, one);
            } else if (followed.get(callId) == one) {
                forgetLater(callId, one, over);
            }
        });
    }

    /** Tells of a message that came before its call was followed. */
    public void came(String callId, Message message, Port port, InetSocketAddress from, Instant at) {
        Followed one = followed.get(callId);
        if (one != null) {
            one.tell(at, false, port.wire(), from, message.toString());
        }
    }

    void received(String callId, byte[] message, Wire wire, InetSocketAddress from) {
        Followed one = followed.isEmpty() ? null : followed.get(callId);
        if (one != null) {
            one.tell(loop.now(), false, wire, from, new String(message, StandardCharsets.UTF_8));
        }
    }

    void sent(byte[] message, Wire wire, InetSocketAddress to) {
        if (followed.isEmpty()) {
            return;
        }
        String text = new String(message, StandardCharsets.UTF_8);
        Followed one = followed.get(TracedText.of(text).header("Call-ID", "i"));
        if (one != null) {
            one.tell(loop.now(), true, wire, to, text);
        }
    }

    private static final class Followed {

        /** Beyond, what is sent again is taken for new: nobody has so many messages under way. */
        private static final int MOST_SEEN = 1000;

        private final TraceSink sink;
        private final Set<String> seen = new HashSet<>();

        Followed(TraceSink sink) {
            this.sink = sink;
        }

        void tell(Instant at, boolean sent, Wire wire, InetSocketAddress peer, String message) {
            TracedText text = TracedText.of(message);
            if (seen.size() == MOST_SEEN) {
                seen.clear();
            }
            boolean again = !seen.add((sent ? "> " : "< ") + text.key());
            Endpoint place = new Endpoint(peer.getAddress().getHostAddress(), peer.getPort());
            sink.message(new CallTrace.Message(
                    at, sent, wire.transport() + " " + place, text.title(), text.redacted(), again));
        }
    }
}
