package dev.duet.internal.room;

import dev.duet.api.Conversation;
import dev.duet.api.DuetEvent;
import dev.duet.internal.loop.Operations;
import dev.duet.model.Address;
import dev.duet.model.Protocol;
import dev.duet.spi.Link;
import dev.duet.spi.Loop;
import dev.duet.spi.OnLoop;
import java.util.Optional;
import java.util.concurrent.Executor;

/** What rooms need of their account. */
public interface RoomHost {

    /** The loop. */
    Loop loop();

    /** Where futures complete. */
    Executor callbacks();

    /** Commands that wait for their outcome. */
    Operations operations();

    /** One half; empty when it is not configured. */
    @OnLoop
    Optional<Link> link(Protocol protocol);

    /** What is said at an address. */
    Conversation conversation(Address address);

    /** Tells the application. */
    void emit(DuetEvent event);
}
