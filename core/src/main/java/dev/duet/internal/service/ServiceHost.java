package dev.duet.internal.service;

import dev.duet.internal.loop.Operations;
import dev.duet.model.Protocol;
import dev.duet.spi.Link;
import dev.duet.spi.Loop;
import dev.duet.spi.OnLoop;
import java.util.Optional;
import java.util.concurrent.Executor;

/** What services need of their account. */
public interface ServiceHost {

    /** The loop. */
    Loop loop();

    /** Where futures complete. */
    Executor callbacks();

    /** Commands that wait for their outcome. */
    Operations operations();

    /** One half; empty when it is not configured. */
    @OnLoop
    Optional<Link> link(Protocol protocol);
}
