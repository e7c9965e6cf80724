package dev.duet.media.internal.transport;

import dev.duet.media.internal.rfc8489.Stun;
import dev.duet.media.internal.rfc8489.StunMessage;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Asks STUN servers about ports, all at the same time. The tick sends and receives. */
final class StunProbes {

    private final RandomGenerator random;
    private volatile StunProbe[] running = {};
    private volatile Events events = (probe, mapped) -> {};

    /** What comes of a probe. On the tick. */
    interface Events {

        /**
         * A probe is over.
         *
         * @param mapped the address; null when the server refused, or did not answer
         */
        void done(StunProbe probe, @Nullable InetSocketAddress mapped);
    }

    StunProbes(RandomGenerator random) {
        this.random = random;
    }

    void tell(Events listener) {
        events = listener;
    }

    /** Begins to ask a server about ports of its IP version. */
    synchronized List<StunProbe> start(List<IcePort> ports, InetSocketAddress server, long now) {
        StunProbe[] more = ports.stream()
                .filter(port -> Addresses.sameFamily(port.port().local().getAddress(), server.getAddress()))
                .map(port -> new StunProbe(port, server, transaction(), now))
                .toArray(StunProbe[]::new);
        int before = running.length;
        StunProbe[] all = Arrays.copyOf(running, before + more.length);
        System.arraycopy(more, 0, all, before, more.length);
        running = all;
        return List.of(more);
    }

    /** Forgets them all. */
    synchronized void stop() {
        running = new StunProbe[0];
    }

    private byte[] transaction() {
        byte[] transaction = new byte[Stun.TRANSACTION_BYTES];
        random.nextBytes(transaction);
        return transaction;
    }

    /** Takes an answer to a probe. False for anything else. */
    boolean take(IcePort at, StunMessage message, InetSocketAddress from) {
        for (StunProbe each : running) {
            if (each.isAnswer(at, message, from)) {
                remove(each);
                boolean good = message.type() == Stun.BINDING_SUCCESS;
                events.done(each, good ? message.xorAddress(Stun.XOR_MAPPED_ADDRESS) : null);
                return true;
            }
        }
        return false;
    }

    /** Sends what is due. */
    void tick(long now) {
        for (StunProbe each : running) {
            if (!each.tick(now)) {
                remove(each);
                events.done(each, null);
            }
        }
    }

    private synchronized void remove(StunProbe probe) {
        running = Arrays.stream(running).filter(each -> each != probe).toArray(StunProbe[]::new);
    }
}
