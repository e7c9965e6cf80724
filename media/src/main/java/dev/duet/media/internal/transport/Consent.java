package dev.duet.media.internal.transport;

import dev.duet.media.internal.rfc8489.Stun;
import dev.duet.media.internal.rfc8489.StunMessage;
import dev.duet.model.IceCandidate;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Whether the other side still wants what goes one component's way (RFC 7675 5.1). Of the tick, but for the way. */
final class Consent {

    /** How long packets may be sent to a peer that does not answer checks. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    /** The same for one of whom others say that it is gone (XEP-0166 6.7). */
    static final Duration DOUBT = Duration.ofSeconds(10);

    private static final long INTERVAL = Duration.ofSeconds(5).toNanos();
    private static final long INTERVAL_IN_DOUBT = Duration.ofSeconds(1).toNanos();
    /** Checks that may still be answered: those of half a minute, or of a doubt. */
    private static final int REMEMBERED = 16;
    /** No two pairs are tried within that time, whatever the other side says. */
    private static final long BETWEEN_MOVES = Duration.ofMillis(200).toNanos();

    private final RandomGenerator random;
    private final byte[][] transactions = new byte[REMEMBERED][];
    private int count;
    private long consentedAt;
    private long nextAt;
    private boolean doubted;
    private long doubtedAt;

    private @Nullable IceWay next;
    private byte @Nullable [] nextTransaction;
    private long movedAt;

    volatile IceWay way;

    /** The check that found the way was the first to be answered. */
    Consent(IceWay way, RandomGenerator random, long now) {
        this.way = way;
        this.random = random;
        consentedAt = now;
        movedAt = now - BETWEEN_MOVES;
        schedule(now);
    }

    private void schedule(long now) {
        nextAt = now + (long) ((doubted ? INTERVAL_IN_DOUBT : INTERVAL) * (0.8 + 0.4 * random.nextDouble()));
    }

    boolean isOver(long now) {
        return now - consentedAt >= LIMIT.toNanos() || doubted && now - doubtedAt >= DOUBT.toNanos();
    }

    /** From now on an answer is wanted soon; one to a check before it will do. */
    void doubt(long now) {
        if (!doubted) {
            doubted = true;
            doubtedAt = now;
            nextAt = now;
        }
    }

    boolean isDue(long now) {
        return now - nextAt >= 0;
    }

    long age(long now) {
        return now - consentedAt;
    }

    /** Begins a check. */
    byte[] next(long now) {
        schedule(now);
        byte[] transaction = transaction();
        transactions[count++ % REMEMBERED] = transaction;
        return transaction;
    }

    private byte[] transaction() {
        byte[] transaction = new byte[Stun.TRANSACTION_BYTES];
        random.nextBytes(transaction);
        return transaction;
    }

    /** True when the other side may be followed to that pair now. */
    boolean mayFollow(LocalPort port, InetSocketAddress remote, long now) {
        IceWay current = way;
        if (current.port() == port && current.remote().equals(remote) || now - movedAt < BETWEEN_MOVES) {
            return false;
        }
        movedAt = now;
        return true;
    }

    /** Begins a check of another pair. */
    byte[] follow(LocalPort port, InetSocketAddress remote) {
        byte[] transaction = transaction();
        next = new IceWay(way.component(), port, remote, IceCandidate.Type.PRFLX);
        nextTransaction = transaction;
        return transaction;
    }

    boolean knows(StunMessage answer) {
        byte[] moving = nextTransaction;
        if (moving != null && answer.isOf(moving)) {
            return true;
        }
        for (byte[] each : transactions) {
            if (each != null && answer.isOf(each)) {
                return true;
            }
        }
        return false;
    }

    /** Takes an answer that was believed. False when it came from elsewhere than where the check went (7.2.5.2.1). */
    boolean answered(LocalPort port, StunMessage answer, InetSocketAddress from, long now) {
        IceWay moving = next;
        byte[] transaction = nextTransaction;
        boolean moved = moving != null && transaction != null && answer.isOf(transaction);
        IceWay proved = moved ? moving : way;
        if (!knows(answer) || proved.port() != port || !proved.remote().equals(from)) {
            return false;
        }
        if (moved) {
            way = proved;
            next = null;
            nextTransaction = null;
        }
        consentedAt = now;
        doubted = false;
        return true;
    }

    @Override
    public String toString() {
        return way.toString();
    }
}
