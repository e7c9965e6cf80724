package dev.duet.internal.block;

import dev.duet.internal.loop.Operations;
import dev.duet.model.Address;
import dev.duet.model.Protocol;
import dev.duet.spi.Link;
import dev.duet.spi.Loop;
import dev.duet.spi.OnLoop;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/** What a block list needs of its account. */
public interface BlockHost {

    /** The loop. */
    Loop loop();

    /** Where futures complete. */
    Executor callbacks();

    /** Commands that wait for their outcome. */
    Operations operations();

    /** The configured halves. */
    Set<Protocol> protocols();

    /** The account's own address on that half. */
    Address self(Protocol protocol);

    /** One half; empty when it is not configured. */
    @OnLoop
    Optional<Link> link(Protocol protocol);

    /** Keeps what is on no server's list. */
    @OnLoop
    void keep(Set<Address> blocked);

    /** Tells the application. */
    @OnLoop
    void blockListChanged(Set<Address> blocked, Set<Address> unblocked);
}
