package dev.duet.media.internal.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whom to listen and to send to without ICE: symmetric RTP (RFC 4961), and the practice of following a peer behind an
 * address translator, which cannot know the address it is seen at.
 *
 * <p>The address that was described may always speak, and so may the one that had the place before, since both sides
 * may follow each other at the same time. Anybody else takes its place only by a packet that looks like
 * this call's, and only when the one who has the place was not heard yet, or not for {@link #SILENCE}. All others are
 * dropped. So a stranger who does not know the call cannot take it while the peer is heard.
 *
 * <p>All but {@link #describe} and {@link #target} belongs to the tick.
 */
final class Latch {

    /** After how long without a packet somebody else may take the place. */
    static final Duration SILENCE = Duration.ofSeconds(5);

    private volatile @Nullable InetSocketAddress described;
    private volatile @Nullable InetSocketAddress seen;
    private volatile @Nullable InetSocketAddress speaker;
    private @Nullable InetSocketAddress before;
    private long heardAt;

    /** Sets the described address; null when nothing is to be sent. From any thread. The same again changes nothing. */
    void describe(@Nullable InetSocketAddress address) {
        if (address == null || !address.equals(described)) {
            described = address;
        }
    }

    /** Where to send: to the one who speaks, else to the described address; null to send nothing. From any thread. */
    @Nullable
    InetSocketAddress target() {
        InetSocketAddress now = described;
        InetSocketAddress speaking = speaker;
        return now == null || speaking == null || now != seen ? now : speaking;
    }

    /** True when packets from that address are to be taken as they are. */
    boolean knows(InetSocketAddress from, long nanos) {
        InetSocketAddress now = described();
        if (from.equals(speaker) || from.equals(now) || from.equals(before)) {
            take(from, nanos);
            return true;
        }
        return false;
    }

    /** True when somebody else may take the place now. */
    boolean isFree(long nanos) {
        described();
        return speaker == null || nanos - heardAt >= SILENCE.toNanos();
    }

    /** True when the one who has the place, or may have it, is on that host. */
    boolean isHost(InetAddress host) {
        InetSocketAddress now = described();
        return speaker != null && speaker.getAddress().equals(host)
                || now != null && now.getAddress().equals(host);
    }

    /** Gives the place to that address. */
    void take(InetSocketAddress from, long nanos) {
        if (!from.equals(speaker)) {
            before = speaker;
            speaker = from;
        }
        heardAt = nanos;
    }

    private @Nullable InetSocketAddress described() {
        InetSocketAddress now = described;
        if (now != seen) {
            speaker = null;
            before = null;
            seen = now;
        }
        return now;
    }
}
