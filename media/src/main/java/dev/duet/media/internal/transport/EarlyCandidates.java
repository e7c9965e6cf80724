package dev.duet.media.internal.transport;

import dev.duet.model.Endpoint;
import dev.duet.model.IceCandidate;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Candidates of the other side that cannot be used yet: those that came before its credentials, and those with a name
 * in place of an address, which hides it from all but the same network (mDNS). All but the look-up runs in tasks.
 */
final class EarlyCandidates {

    private static final int MAX_KEPT = 64;
    private static final int MAX_NAMES = 8;
    private static final int MAX_NAME_LENGTH = 253;
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final Executor pool;
    private final SerialTasks tasks;
    private final boolean hidden;
    private final List<IceCandidate> kept = new ArrayList<>();
    private int names;

    /**
     * None yet.
     *
     * @param hidden true when the local network must not hear from us
     */
    EarlyCandidates(Executor pool, SerialTasks tasks, boolean hidden) {
        this.pool = pool;
        this.tasks = tasks;
        this.hidden = hidden;
    }

    void keep(IceCandidate candidate) {
        if (kept.size() < MAX_KEPT) {
            kept.add(candidate);
        }
    }

    List<IceCandidate> takeAll() {
        List<IceCandidate> all = List.copyOf(kept);
        kept.clear();
        return all;
    }

    /** True for a name that only the local network knows. */
    boolean isName(IceCandidate candidate) {
        String host = candidate.endpoint().host().toLowerCase(Locale.ROOT);
        return host.endsWith(".local") && host.length() <= MAX_NAME_LENGTH;
    }

    /** Looks the name up; what is not found in time is left out without a word. */
    void resolve(IceCandidate candidate, Consumer<IceCandidate> then) {
        if (hidden || ++names > MAX_NAMES) {
            return;
        }
        long end = System.nanoTime() + LIMIT.toNanos();
        try {
            pool.execute(() -> {
                IceCandidate found = lookUp(candidate);
                if (found != candidate && System.nanoTime() - end < 0) {
                    tasks.add(() -> then.accept(found));
                }
            });
        } catch (RejectedExecutionException e) {
            // The runtime is closed: nobody waits.
        }
    }

    private static IceCandidate lookUp(IceCandidate candidate) {
        try {
            Endpoint endpoint = candidate.endpoint();
            InetAddress address = InetAddress.getByName(endpoint.host());
            return new IceCandidate(
                    candidate.foundation(),
                    candidate.component(),
                    candidate.transport(),
                    candidate.priority(),
                    new Endpoint(address.getHostAddress(), endpoint.port()),
                    candidate.type(),
                    candidate.related(),
                    candidate.tcpType(),
                    candidate.extensions());
        } catch (UnknownHostException e) {
            return candidate;
        }
    }
}
