package dev.duet.sip.internal.stack;

import dev.duet.model.SipLimits;
import dev.duet.spi.Loop;
import dev.duet.spi.Newest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How many requests of others one UDP port bears at a time. Each that is taken is remembered for half a minute (RFC
 * 3261 17.2), which is what a flood lives on. Those who are known, since this side sent them requests or has a dialog
 * with them, have room of their own, so that strangers cannot take it. What is too much is refused without being
 * remembered (RFC 3261 8.2.7, 21.5.4), and not even that when it comes too fast. On the loop, but for what says
 * otherwise.
 */
final class Admission {

    /**
     * Of one address that is known, for each that may wait for its answer, with those that have it: a minute of two
     * thousand calls a second by default.
     */
    static final int WITH_ANSWERED = 32;

    /** How long whoever is refused should wait: until most of what is remembered now is forgotten. */
    static final Duration RETRY_AFTER = Duration.ofSeconds(32);

    /** Refusals that are sent in a second; what is refused beyond gets no answer. */
    static final int REFUSALS_PER_SECOND = 50;

    private static final int FRIENDS = 4096;

    private final Loop loop;
    private final SipLimits.Bound most;
    private final Set<InetSocketAddress> friends = Collections.newSetFromMap(Newest.mapByUse(FRIENDS));
    private final Map<Object, Integer> counts = new HashMap<>(); // by address for friends, by host for strangers
    private final Map<Object, Integer> answered = new HashMap<>(); // those of them that have their answer
    private final Map<ServerTransaction, Object> keys = new IdentityHashMap<>();
    private int strangers;
    private int refusals;
    private long refusalsSince;

    Admission(Loop loop, SipLimits.Bound most) {
        this.loop = loop;
        this.most = most;
        refusalsSince = loop.nanoTime();
    }

    /** This side asks something of that address itself. */
    void befriend(InetSocketAddress peer) {
        synchronized (friends) {
            friends.add(peer);
        }
    }

    /** From any thread. */
    boolean isFriend(InetSocketAddress peer) {
        synchronized (friends) {
            return friends.contains(peer);
        }
    }

    /**
     * True when a new request may become a transaction.
     *
     * @param inDialog whether it is of a dialog of ours
     */
    boolean admits(InetSocketAddress from, boolean inDialog) {
        if (inDialog) {
            befriend(from);
        }
        if (isFriend(from)) {
            int all = count(from);
            return all < WITH_ANSWERED * (long) most.ofAServer()
                    && all - answered.getOrDefault(from, 0) < most.ofAServer();
        }
        return strangers < most.ofStrangers() && count(from.getAddress()) < most.ofAStranger();
    }

    private int count(Object key) {
        return counts.getOrDefault(key, 0);
    }

    /** A request became a transaction. */
    void began(ServerTransaction transaction, InetSocketAddress from) {
        Object key = isFriend(from) ? from : from.getAddress();
        if (keys.put(transaction, key) == null) {
            counts.merge(key, 1, Integer::sum);
            strangers += key instanceof InetAddress ? 1 : 0;
        }
    }

    /** A transaction has its final answer. */
    void answered(ServerTransaction transaction) {
        Object key = keys.get(transaction);
        if (key != null) {
            answered.merge(key, 1, Integer::sum);
        }
    }

    /** A transaction is forgotten. */
    void ended(ServerTransaction transaction) {
        Object key = keys.remove(transaction);
        if (key != null) {
            less(counts, key);
            strangers -= key instanceof InetAddress ? 1 : 0;
            if (transaction.isAnswered()) {
                less(answered, key);
            }
        }
    }

    private static void less(Map<Object, Integer> counts, Object key) {
        counts.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
    }

    /** True when one more refusal may be sent. */
    boolean mayRefuse() {
        long now = loop.nanoTime();
        if (now - refusalsSince >= Duration.ofSeconds(1).toNanos()) {
            refusalsSince = now;
            refusals = 0;
        }
        return ++refusals <= REFUSALS_PER_SECOND;
    }

    /** How many transactions there are: for tests. */
    int size() {
        return keys.size();
    }
}
