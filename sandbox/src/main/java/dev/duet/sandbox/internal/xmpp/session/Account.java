package dev.duet.sandbox.internal.xmpp.session;

import dev.duet.sandbox.internal.xmpp.rfc6121.Roster;
import dev.duet.sandbox.internal.xmpp.stanza.Jid;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the server keeps of one user, and the user's clients. */
public final class Account {

    private final Jid jid;
    private final Roster roster = new Roster();
    private final Map<String, ClientSession> sessions = new LinkedHashMap<>();
    private final List<Element> offline = new ArrayList<>();
    private @Nullable Instant left;
    private final Set<Jid> blocked = new LinkedHashSet<>();
    private final Map<String, Element> stored = new LinkedHashMap<>();

    public Account(Jid jid) {
        this.jid = jid;
    }

    /** The bare address. */
    public Jid jid() {
        return jid;
    }

    public Roster roster() {
        return roster;
    }

    public Collection<ClientSession> sessions() {
        return List.copyOf(sessions.values());
    }

    public List<ClientSession> available() {
        return sessions.values().stream().filter(s -> s.presence() != null).toList();
    }

    public Optional<ClientSession> session(@Nullable String resource) {
        return Optional.ofNullable(sessions.get(resource));
    }

    public void add(ClientSession session) {
        sessions.put(session.jid().resource(), session);
    }

    /** True if that very session was here. */
    public boolean remove(ClientSession session) {
        return sessions.remove(session.jid().resource(), session);
    }

    /** When the last client went; null while none has been here. */
    public @Nullable Instant left() {
        return left;
    }

    /** A client went, at that moment. */
    public void left(Instant at) {
        left = at;
    }

    /** Messages that wait for the user, oldest first. */
    public List<Element> offline() {
        return offline;
    }

    /** Whom the user blocks (XEP-0191). */
    public Set<Jid> blocked() {
        return blocked;
    }

    /** Whether the user blocks that address, by itself or by its person or domain (XEP-0191 3.1). */
    public boolean blocks(Jid other) {
        Jid server = new Jid(null, other.domain(), null);
        return blocked.contains(other)
                || blocked.contains(other.bare())
                || blocked.contains(server)
                || other.resource() != null && blocked.contains(new Jid(null, other.domain(), other.resource()));
    }

    /** What clients have put away (vCard, private XML), by a key of the caller's. */
    public Map<String, Element> stored() {
        return stored;
    }
}
