package dev.duet.media.internal.rfc8656;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who may send through an allocation (RFC 8656 9), and who has a channel (12). Nothing here allocates to look. */
final class TurnPeers {

    /** Permissions end after five minutes, and channels bring one along. */
    private static final long RENEW = Duration.ofMinutes(4).toNanos();

    private static final int MAX_PERMISSIONS = 64;

    private final List<Permission> permissions = new ArrayList<>();
    private final Channel[] channels = new Channel[Turn.CHANNELS];
    private int channelCount;

    /** A host that may send to us. */
    static final class Permission {
        final InetSocketAddress peer;
        boolean refused;
        boolean used;
        long askedAt;

        Permission(InetSocketAddress peer, long now) {
            this.peer = peer;
            askedAt = now;
        }
    }

    /** A number in place of a peer's address. */
    static final class Channel {
        final InetSocketAddress peer;
        final int number;
        boolean bound;
        boolean asking = true;
        long askedAt;

        Channel(InetSocketAddress peer, int number, long now) {
            this.peer = peer;
            this.number = number;
            askedAt = now;
        }
    }

    @Nullable
    Permission permission(InetAddress host) {
        for (int i = 0; i < permissions.size(); i++) {
            if (permissions.get(i).peer.getAddress().equals(host)) {
                return permissions.get(i);
            }
        }
        return null;
    }

    /** Null when there are too many. */
    @Nullable
    Permission permit(InetSocketAddress peer, long now) {
        if (permissions.size() >= MAX_PERMISSIONS) {
            return null;
        }
        Permission added = new Permission(peer, now);
        permissions.add(added);
        return added;
    }

    @Nullable
    Channel channel(InetSocketAddress peer) {
        for (int i = 0; i < channelCount; i++) {
            if (channels[i].peer.equals(peer)) {
                return channels[i];
            }
        }
        return null;
    }

    @Nullable
    Channel channel(int number) {
        int index = number - Turn.FIRST_CHANNEL;
        return index >= 0 && index < channelCount ? channels[index] : null;
    }

    /** Null when there are too many. */
    @Nullable
    Channel open(InetSocketAddress peer, long now) {
        if (channelCount == channels.length) {
            return null;
        }
        Channel added = new Channel(peer, Turn.FIRST_CHANNEL + channelCount, now);
        channels[channelCount++] = added;
        return added;
    }

    /** A permission that is to be renewed; one that nobody used is forgotten. Null when there is none. */
    @Nullable
    Permission nextPermission(long now) {
        for (int i = permissions.size() - 1; i >= 0; i--) {
            Permission each = permissions.get(i);
            if (now - each.askedAt >= RENEW) {
                if (each.used && !each.refused) {
                    each.used = false;
                    each.askedAt = now;
                    return each;
                }
                permissions.remove(i);
            }
        }
        return null;
    }

    /** A channel that is to be renewed; null when there is none. */
    @Nullable
    Channel nextChannel(long now) {
        for (int i = 0; i < channelCount; i++) {
            Channel each = channels[i];
            if (!each.asking && now - each.askedAt >= RENEW) {
                each.askedAt = now;
                each.asking = true;
                return each;
            }
        }
        return null;
    }
}
