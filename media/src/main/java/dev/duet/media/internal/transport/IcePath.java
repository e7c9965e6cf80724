package dev.duet.media.internal.transport;

import dev.duet.media.internal.rfc8489.Stun;
import dev.duet.media.internal.rfc8489.StunMessage;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The way that ICE found, kept open: checks go on as long as packets do, and when none is answered any more the other
 * side no longer consents, so that nothing may be sent (RFC 7675). All methods but {@link #way} belong to the tick.
 */
final class IcePath {

    private final IceGate gate;
    private final RandomGenerator random;
    private final Consent[] components;
    private volatile boolean over;
    private volatile boolean doubted;

    /**
     * A path from now on.
     *
     * @param ways one for each component
     */
    IcePath(IceGate gate, List<IceWay> ways, RandomGenerator random, long now) {
        this.gate = gate;
        this.random = random;
        components = ways.stream().map(way -> new Consent(way, random, now)).toArray(Consent[]::new);
        ways.forEach(IcePath::bind);
    }

    private static void bind(IceWay way) {
        if (way.port() instanceof TurnRelay.RelayPort port) {
            port.relay().bind(way.remote());
        }
    }

    IceGate gate() {
        return gate;
    }

    /** The way of a component, else of RTP; null when nothing may be sent. From any thread. */
    @Nullable
    IceWay way(int component) {
        if (over) {
            return null;
        }
        for (Consent each : components) {
            if (each.way.component() == component) {
                return each.way;
            }
        }
        return components[0].way;
    }

    /** Sends nothing any more. From any thread. */
    void stop() {
        over = true;
    }

    boolean isOver() {
        return over;
    }

    /** The other side may be gone. From any thread. */
    void doubt() {
        doubted = true;
    }

    /** True when a way leaves from that port. From any thread. */
    boolean uses(LocalPort port) {
        for (Consent each : components) {
            if (each.way.port() == port) {
                return true;
            }
        }
        return false;
    }

    /** True when a way leads to that address. */
    boolean leadsTo(InetSocketAddress remote) {
        for (Consent each : components) {
            if (each.way.remote().equals(remote)) {
                return true;
            }
        }
        return false;
    }

    /** Sends the checks that are due. False when the consent has run out just now. */
    boolean tick(long now) {
        if (doubted) {
            doubted = false;
            for (Consent each : components) {
                each.doubt(now);
            }
        }
        for (int i = 0; !over && i < components.length; i++) {
            Consent each = components[i];
            if (each.isOver(now)) {
                over = true;
                return false;
            }
            if (each.isDue(now)) {
                check(each.way.port(), each.way.remote(), each.next(now));
            }
        }
        return true;
    }

    private void check(LocalPort port, InetSocketAddress remote, byte[] transaction) {
        byte[] request = gate.check(transaction);
        if (request != null) {
            port.send(request, 0, request.length, remote);
        }
    }

    /**
     * Takes a check of the other side: answers it. When that side leads, and names another pair, we follow once that
     * one is seen to work. False when it is for somebody else.
     */
    boolean request(IcePort port, StunMessage request, InetSocketAddress from, long now) {
        if (!gate.admits(request)) {
            return false;
        }
        boolean conflict = request.has(gate.isControlling() ? Stun.ICE_CONTROLLING : Stun.ICE_CONTROLLED);
        byte[] answer = conflict ? gate.roleConflict(request) : gate.success(request, from);
        port.port().send(answer, 0, answer.length, from);
        if (!conflict && !gate.isControlling() && request.has(Stun.USE_CANDIDATE)) {
            for (Consent each : components) {
                if (each.way.component() == port.component() && each.mayFollow(port.port(), from, now)) {
                    check(port.port(), from, each.follow(port.port(), from));
                }
            }
        }
        return true;
    }

    /** Takes an answer to a check of ours; the way it proved, null when it proves nothing new. */
    @Nullable
    IceWay answer(IcePort port, StunMessage answer, InetSocketAddress from, long now) {
        if (answer.type() != Stun.BINDING_SUCCESS || !isOurs(answer) || !gate.believes(answer)) {
            return null;
        }
        for (Consent each : components) {
            if (each.answered(port.port(), answer, from, now)) {
                bind(each.way);
                return each.way;
            }
        }
        return null;
    }

    /** Before the sum is computed: whoever does not know a transaction does not get that far. */
    private boolean isOurs(StunMessage answer) {
        for (Consent each : components) {
            if (each.knows(answer)) {
                return true;
            }
        }
        return false;
    }

    /** For tests: how long ago the other side consented, in nanoseconds. */
    long age(long now) {
        return components[0].age(now);
    }

    @Override
    public String toString() {
        return "IcePath" + List.of(components);
    }
}
