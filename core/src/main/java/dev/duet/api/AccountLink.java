package dev.duet.api;

import dev.duet.model.Capability;
import dev.duet.model.LinkState;
import dev.duet.model.Protocol;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * One half of an account.
 *
 * <p>Not to be implemented by applications.
 */
public interface AccountLink {

    /** Which half. */
    Protocol protocol();

    /** Its state, now. */
    LinkState state();

    /** What it can do in general. */
    Set<Capability> capabilities();

    /**
     * Signs in.
     *
     * @return completes with the ONLINE state; fails with the failure of the first attempt, after which the half may
     *     still go on trying by itself (see {@link #state()})
     */
    CompletableFuture<LinkState> connect();

    /** Signs out. Completes when it is offline, at the latest after 2 s; never fails. */
    CompletableFuture<Void> disconnect();
}
