package dev.duet.media.internal.rfc8656;

import dev.duet.media.internal.rfc8489.Stun;
import dev.duet.media.internal.rfc8489.StunWriter;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A request that waits for its answer, and is repeated where it may get lost (RFC 8489 6.2.1). */
final class TurnTransaction {

    private static final long FIRST_WAIT = Duration.ofMillis(500).toNanos();
    private static final long LONGEST_WAIT = Duration.ofSeconds(4).toNanos();
    private static final int SENDS = 5;

    final int method;
    final @Nullable InetSocketAddress peer;
    final int channel;
    private final long lifetime;

    byte[] id = {};
    boolean signed;
    private byte[] request = {};
    private boolean onlyIpv6;
    private int challenges;
    private int sends;
    private long wait;
    private long nextAt;

    private TurnTransaction(int method, @Nullable InetSocketAddress peer, int channel, long lifetime) {
        this.method = method;
        this.peer = peer;
        this.channel = channel;
        this.lifetime = lifetime;
    }

    static TurnTransaction allocate() {
        return new TurnTransaction(Turn.ALLOCATE, null, 0, 0);
    }

    /** Asks for an IPv6 address alone, where the server has no other (440). */
    void onlyIpv6() {
        onlyIpv6 = true;
    }

    boolean isOnlyIpv6() {
        return onlyIpv6;
    }

    static TurnTransaction refresh(long seconds) {
        return new TurnTransaction(Turn.REFRESH, null, 0, seconds);
    }

    static TurnTransaction permission(InetSocketAddress peer) {
        return new TurnTransaction(Turn.CREATE_PERMISSION, peer, 0, 0);
    }

    static TurnTransaction channel(InetSocketAddress peer, int number) {
        return new TurnTransaction(Turn.CHANNEL_BIND, peer, number, 0);
    }

    /** Writes it, as a new transaction. */
    byte[] write(LongTermCredentials credentials, RandomGenerator random, long now) {
        id = new byte[Stun.TRANSACTION_BYTES];
        random.nextBytes(id);
        StunWriter out = new StunWriter(method, id);
        if (method == Turn.ALLOCATE) {
            out.put(Stun.REQUESTED_TRANSPORT, Turn.UDP)
                    .put(onlyIpv6 ? Stun.REQUESTED_ADDRESS_FAMILY : Stun.ADDITIONAL_ADDRESS_FAMILY, Turn.IPV6);
        } else if (method == Turn.REFRESH) {
            out.number(Stun.LIFETIME, lifetime);
        } else if (method == Turn.CHANNEL_BIND) {
            out.put(
                    Stun.CHANNEL_NUMBER,
                    ByteBuffer.allocate(4).putShort((short) channel).array());
        }
        if (peer != null) {
            out.xorAddress(Stun.XOR_PEER_ADDRESS, peer);
        }
        signed = credentials.isReady();
        request = credentials.finish(out);
        sends = 1;
        wait = FIRST_WAIT;
        nextAt = now + wait;
        return request;
    }

    /** False when the server asked for proof too often. */
    boolean challenged() {
        return ++challenges <= 3;
    }

    boolean isDue(long now) {
        return now - nextAt >= 0;
    }

    /** True when it was sent often enough, and nobody answered. */
    boolean isOver() {
        return sends >= SENDS;
    }

    /** What is to be sent again. */
    byte[] again(long now) {
        sends++;
        wait = Math.min(LONGEST_WAIT, 2 * wait);
        nextAt = now + wait;
        return request;
    }
}
