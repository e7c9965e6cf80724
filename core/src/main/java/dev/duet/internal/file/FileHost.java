package dev.duet.internal.file;

import dev.duet.api.DuetEvent;
import dev.duet.internal.loop.Operations;
import dev.duet.model.LinkPhase;
import dev.duet.model.Protocol;
import dev.duet.model.XmppConfig;
import dev.duet.spi.Link;
import dev.duet.spi.Loop;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/** What transfers of files need of their account. */
public interface FileHost {

    /** The loop. */
    Loop loop();

    /** Where futures complete. */
    Executor callbacks();

    /** For what blocks. */
    Executor blocking();

    /** Commands that wait for their outcome. */
    Operations operations();

    /** The configured halves, now. */
    Map<Protocol, LinkPhase> phases();

    /** One half; empty when it is not configured. */
    Optional<Link> link(Protocol protocol);

    /** How the user signs in by XMPP; empty without that half. */
    Optional<XmppConfig> xmpp();

    /** Tells the application. */
    void emit(DuetEvent event);
}
