package dev.duet.internal.conversation;

import dev.duet.api.Contact;
import dev.duet.api.DuetEvent;
import dev.duet.internal.file.FileTransfers;
import dev.duet.internal.loop.Operations;
import dev.duet.model.Address;
import dev.duet.model.LinkPhase;
import dev.duet.model.Protocol;
import dev.duet.spi.Link;
import dev.duet.spi.Loop;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/** What conversations need of their account. */
public interface ConversationHost {

    /** The loop. */
    Loop loop();

    /** Where futures complete. */
    Executor callbacks();

    /** The configured halves, now. */
    Map<Protocol, LinkPhase> phases();

    /** One half; empty when it is not configured. */
    Optional<Link> link(Protocol protocol);

    /** The user's own address on a half that is configured. */
    Address self(Protocol protocol);

    /** Who has that address. */
    Contact somebody(Address address);

    /** Whether that is a room, which has an archive of its own. */
    boolean isRoom(Address address);

    /** Whether the user wants to hear nothing of that address. */
    boolean blocks(Address address);

    /** Commands that wait for their outcome. */
    Operations operations();

    /** An id that no other message has. */
    String newMessageId();

    /** Files on their way. */
    FileTransfers files();

    /** How long a message waits for XMPP before it goes by SIP. */
    Duration failoverAfter();

    /** Tells the application. */
    void emit(DuetEvent event);
}
