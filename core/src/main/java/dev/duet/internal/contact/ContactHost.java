package dev.duet.internal.contact;

import dev.duet.api.Contact;
import dev.duet.api.DuetEvent;
import dev.duet.internal.loop.Operations;
import dev.duet.model.PersonDecision;
import dev.duet.model.Protocol;
import dev.duet.model.RosterEntry;
import dev.duet.spi.Link;
import dev.duet.spi.Loop;
import dev.duet.spi.OnLoop;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/** What the contact list needs of its account. */
public interface ContactHost {

    /** The loop. */
    Loop loop();

    /** Where futures complete. */
    Executor callbacks();

    /** Commands that wait for their outcome. */
    Operations operations();

    /** The configured halves. */
    Set<Protocol> protocols();

    /** One half; empty when it is not configured. */
    Optional<Link> link(Protocol protocol);

    /** Two contacts turned out to be one. */
    @OnLoop
    void merged(Contact gone, Contact into);

    /** Keeps what the user decided. */
    @OnLoop
    void keep(List<PersonDecision> decisions);

    /** Keeps whom the account watches by itself. */
    @OnLoop
    void keepWatched(List<RosterEntry> watched);

    /** Who is who may have changed. */
    @OnLoop
    void regrouped();

    /** Tells the application. */
    void emit(DuetEvent event);
}
