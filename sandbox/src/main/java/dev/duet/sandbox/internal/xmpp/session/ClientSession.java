package dev.duet.sandbox.internal.xmpp.session;

import dev.duet.sandbox.internal.xmpp.stanza.Jid;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A client with a bound resource. */
public final class ClientSession {

    private final Account account;
    private final Jid jid;
    private final Outlet outlet;
    private final Instant since;
    private final Set<Jid> directed = new LinkedHashSet<>();

    private @Nullable Element presence;
    private int priority;
    private boolean interested;
    private boolean carbons;

    public ClientSession(Account account, Jid jid, Outlet outlet, Instant since) {
        this.account = account;
        this.jid = jid;
        this.outlet = outlet;
        this.since = since;
    }

    public Account account() {
        return account;
    }

    /** The full address. */
    public Jid jid() {
        return jid;
    }

    public Jid bare() {
        return account.jid();
    }

    public Outlet outlet() {
        return outlet;
    }

    public Instant since() {
        return since;
    }

    public void send(Element stanza) {
        outlet.send(stanza);
    }

    /** The available presence last broadcast, null when there is none. */
    public @Nullable Element presence() {
        return presence;
    }

    public int priority() {
        return priority;
    }

    public void available(Element presence, int priority) {
        this.presence = presence;
        this.priority = priority;
    }

    public void unavailable() {
        presence = null;
        priority = 0;
    }

    /** Whether a message to the bare address may come here (RFC 6121 8.5.2.1.1). */
    public boolean takesMessages() {
        return presence != null && priority >= 0;
    }

    /** Whether the client has asked for the roster, so that pushes go to it (RFC 6121 2.2). */
    public boolean interested() {
        return interested;
    }

    public void becomeInterested() {
        interested = true;
    }

    /** XEP-0280. */
    public boolean carbons() {
        return carbons;
    }

    public void carbons(boolean wanted) {
        carbons = wanted;
    }

    /** Whom this client has told that it is there, beyond its subscribers (RFC 6121 4.6). */
    public Set<Jid> directed() {
        return directed;
    }

    @Override
    public String toString() {
        return jid.toString();
    }
}
