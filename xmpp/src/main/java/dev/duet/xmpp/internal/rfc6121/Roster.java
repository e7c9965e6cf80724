package dev.duet.xmpp.internal.rfc6121;

import dev.duet.model.Address;
import dev.duet.model.Failure;
import dev.duet.model.RosterEntry;
import dev.duet.model.RosterEntry.Visibility;
import dev.duet.spi.LinkListener;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.rfc6120.Jids;
import dev.duet.xmpp.internal.rfc6120.Outbox;
import dev.duet.xmpp.internal.rfc6120.StanzaErrors;
import dev.duet.xmpp.internal.stream.StreamFeatures;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The contact list at the server, and who sees whose presence (RFC 6121 2 and 3). */
@OnLoop
public final class Roster {

    private static final Logger LOG = LoggerFactory.getLogger(Roster.class);

    private final Iqs iqs;
    private final Outbox out;
    private final Address.Xmpp self;
    private final LinkListener listener;
    private final RosterMemory memory;
    private final StreamFeatures features;
    private final Map<Address.Xmpp, RosterEntry> entries;
    private final Set<Address.Xmpp> asked = new HashSet<>(); // for their presence
    private final Set<Address.Xmpp> asking = new HashSet<>(); // for ours
    private boolean loaded;

    /**
     * A contact list that is not loaded yet.
     *
     * @param memory what is known of it from former sessions
     */
    public Roster(
            Iqs iqs,
            Outbox out,
            Address.Xmpp self,
            LinkListener listener,
            RosterMemory memory,
            StreamFeatures features) {
        this.iqs = iqs;
        this.out = out;
        this.self = self;
        this.listener = listener;
        this.memory = memory;
        this.features = features;
        this.entries = memory.entries;
    }

    /** Fetches the list, or what is new in it, then goes on, with or without it: a server need not keep one. */
    public void load(Runnable then) {
        String known = memory.version == null ? "" : memory.version;
        iqs.get(null, RosterCodec.get(features.rosterVersions() ? known : null), answer -> {
            if (answer.failure() != null) {
                LOG.debug("No contact list from the server: {}", answer.failure());
            } else {
                Xml query = answer.payload("query", RosterCodec.NAMESPACE);
                if (query != null || known.isEmpty()) {
                    replace(query == null ? RosterCodec.get(null) : query);
                } // or else it is as it was, and what changed is pushed
                loaded = true;
                listener.roster(List.copyOf(entries.values()));
            }
            then.run();
        });
    }

    private void replace(Xml query) {
        entries.clear();
        for (Xml item : query.children("item", RosterCodec.NAMESPACE)) {
            RosterEntry entry = RosterCodec.read(item);
            if (entry != null) {
                entries.put((Address.Xmpp) entry.address(), entry);
            }
        }
        memory.version = features.rosterVersions() ? query.attribute("ver") : null;
    }

    /** Takes a push, and makes the answer to it. */
    public Xml pushed(Xml iq, Xml query) {
        String from = iq.attribute("from");
        if (from != null && !Jids.is(from, self.bare())) {
            LOG.debug("Dropped a forged roster push");
            return StanzaErrors.reply(iq, "cancel", "service-unavailable");
        }
        List<Xml> items = query.children("item", RosterCodec.NAMESPACE);
        Address.Xmpp address = items.size() == 1 ? Jids.read(items.get(0).attribute("jid")) : null;
        if (address == null) {
            return StanzaErrors.reply(iq, "modify", "bad-request");
        }
        if (features.rosterVersions()) {
            memory.version = query.attribute("ver", "");
        }
        RosterEntry entry = RosterCodec.read(items.get(0));
        if (entry == null) {
            asked.remove(address.bare());
            if (entries.remove(address.bare()) != null) {
                listener.rosterEntryRemoved(address.bare());
            }
        } else if (!entry.equals(entries.put(address.bare(), entry))) {
            listener.rosterEntry(entry);
        }
        return Xml.element("iq", Xml.CLIENT)
                .attribute("type", "result")
                .attribute("id", iq.attribute("id"))
                .attribute("to", from)
                .build();
    }

    /** Adds or changes an entry; asks to see the presence of one that we do not see. */
    public void put(long operation, Address.Xmpp contact, RosterEntry entry) {
        Address.Xmpp address = contact.bare();
        iqs.set(null, RosterCodec.put(address, entry), answer -> {
            if (told(operation, answer.failure())) {
                return;
            }
            RosterEntry known = entries.get(address);
            boolean sees = known != null && (known.subscription().seesContact() || known.pending());
            if (!sees && !address.equals(self.bare())) {
                asked.add(address);
                memory.refused.remove(address);
                subscription("subscribe", address);
            }
            listener.completed(operation);
        });
    }

    /** Takes an entry off, and with it both subscriptions (RFC 6121 2.5). */
    public void remove(long operation, Address.Xmpp contact) {
        asked.remove(contact.bare());
        iqs.set(null, RosterCodec.remove(contact), answer -> {
            if (!told(operation, answer.failure())) {
                listener.completed(operation);
            }
        });
    }

    /**
     * Answers somebody's wish to see our presence, or allows it before they ask (RFC 6121 3.4): where the server cannot
     * remember that, we do.
     */
    public void answer(Address.Xmpp from, boolean allowed) {
        Address.Xmpp contact = from.bare();
        boolean asks = asking.remove(contact);
        if (!allowed) {
            memory.refused.add(contact);
            memory.allowed.remove(contact);
            subscription("unsubscribed", contact);
            return;
        }
        memory.refused.remove(contact);
        memory.allowed.add(contact);
        if (asks || features.preApproval()) {
            subscription("subscribed", contact);
        }
    }

    /** Somebody wishes to see our presence (RFC 6121 3.1.3). Whom we asked for theirs gets ours. */
    public void requested(Address.Xmpp from, String note) {
        Address.Xmpp contact = from.bare();
        RosterEntry entry = entries.get(contact);
        boolean weAsked = asked.contains(contact)
                || entry != null && (entry.pending() || entry.subscription().seesContact());
        if ((weAsked || memory.allowed.contains(contact)) && !memory.refused.contains(contact)) {
            subscription("subscribed", contact);
        } else {
            asking.add(contact);
            listener.contactRequest(contact, note);
        }
    }

    /** True when somebody may know that we are here: they see our presence anyway (RFC 6121 8.5, XEP-0184 8). */
    public boolean mayKnow(Address.Xmpp address) {
        RosterEntry entry = entries.get(address.bare());
        boolean sees =
                entry != null && (entry.subscription() == Visibility.FROM || entry.subscription() == Visibility.BOTH);
        return sees || address.bare().equals(self.bare());
    }

    /** True when presence of that address is what we asked for. */
    public boolean isWatched(Address.Xmpp address) {
        RosterEntry entry = entries.get(address.bare());
        return !loaded
                || entry != null && (entry.subscription().seesContact() || entry.pending())
                || asked.contains(address.bare())
                || address.bare().equals(self.bare());
    }

    private boolean told(long operation, @Nullable Failure failure) {
        if (failure != null) {
            listener.failed(operation, failure);
        }
        return failure != null;
    }

    private void subscription(String type, Address.Xmpp contact) {
        out.send(Xml.element("presence", Xml.CLIENT)
                .attribute("type", type)
                .attribute("to", contact.jid())
                .build());
    }
}
