package dev.duet.sip.internal.call;

import dev.duet.model.SipLimits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What others have here at a time, within a bound: the own server, each stranger, all strangers. On the loop. */
final class Crowd<T> {

    private final SipLimits.Bound most;
    private final Predicate<T> counts;
    private final Map<T, Owner> members = new HashMap<>(); // and some that count no more
    private final Map<Owner, Integer> sizes = new HashMap<>();
    private int strangers;

    /**
     * Nobody yet.
     *
     * @param counts whether something is still under way; it is asked only when there is no room
     */
    Crowd(SipLimits.Bound most, Predicate<T> counts) {
        this.most = most;
        this.counts = counts;
    }

    /** True when one more may come from there. */
    boolean hasRoom(InetSocketAddress from, boolean trusted) {
        Owner owner = Owner.of(from, trusted);
        if (!fits(owner)) {
            for (T member : List.copyOf(members.keySet())) {
                if (!counts.test(member)) {
                    remove(member);
                }
            }
        }
        return fits(owner);
    }

    private boolean fits(Owner owner) {
        int own = sizes.getOrDefault(owner, 0);
        return owner.isServer() ? own < most.ofAServer() : own < most.ofAStranger() && strangers < most.ofStrangers();
    }

    void add(T member, InetSocketAddress from, boolean trusted) {
        Owner owner = Owner.of(from, trusted);
        if (members.putIfAbsent(member, owner) == null) {
            sizes.merge(owner, 1, Integer::sum);
            strangers += owner.isServer() ? 0 : 1;
        }
    }

    void remove(T member) {
        Owner owner = members.remove(member);
        if (owner != null) {
            sizes.computeIfPresent(owner, (same, size) -> size == 1 ? null : size - 1);
            strangers -= owner.isServer() ? 0 : 1;
        }
    }

    /**
     * Who has something.
     *
     * @param host of a stranger; null for the own server
     */
    private record Owner(@Nullable InetAddress host) {

        static Owner of(InetSocketAddress from, boolean trusted) {
            return new Owner(trusted ? null : from.getAddress());
        }

        boolean isServer() {
            return host == null;
        }
    }
}
