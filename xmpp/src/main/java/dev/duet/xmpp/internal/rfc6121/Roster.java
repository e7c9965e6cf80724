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
import dev.duet.xmpp.internal.xml.Xml;
import java.util.ArrayList;
import java.util.HashMap;
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
    private final Set<Address.Xmpp> refused;
    private final Map<Address.Xmpp, RosterEntry> entries = new HashMap<>();
    private final Set<Address.Xmpp> asked = new HashSet<>();
    private boolean loaded;

    /**
     * A contact list that is not loaded yet.
     *
     * @param refused whom the user refused to be seen by; outlives the session
     */
    public Roster(Iqs iqs, Outbox out, Address.Xmpp self, LinkListener listener, Set<Address.Xmpp> refused) {
        this.iqs = iqs;
        this.out = out;
        this.self = self;
        this.listener = listener;
        this.refused = refused;
    }

    /** Fetches the whole list, then goes on, with or without it: a server need not keep one. */
    public void load(Runnable then) {
        iqs.get(null, RosterCodec.get(), answer -> {
            if (answer.failure() != null) {
                LOG.debug("No contact list from the server: {}", answer.failure());
            } else {
                Xml query = answer.payload("query", RosterCodec.NAMESPACE);
                List<RosterEntry> all = new ArrayList<>();
                for (Xml item : query == null ? List.<Xml>of() : query.children("item", RosterCodec.NAMESPACE)) {
                    RosterEntry entry = RosterCodec.read(item);
                    if (entry != null) {
                        all.add(entry);
                    }
                }
                entries.clear();
                all.forEach(entry -> entries.put((Address.Xmpp) entry.address(), entry));
                loaded = true;
                listener.roster(List.copyOf(all));
            }
            then.run();
        });
    }

    /** Takes a push, and makes the answer to it. */
    public Xml pushed(Xml iq, Xml query) {
        String from = iq.attribute("from");
        if (from != null && !self.bare().equals(Jids.read(from))) {
            LOG.debug("Dropped a forged roster push");
            return StanzaErrors.reply(iq, "cancel", "service-unavailable");
        }
        List<Xml> items = query.children("item", RosterCodec.NAMESPACE);
        Address.Xmpp address = items.size() == 1 ? Jids.read(items.get(0).attribute("jid")) : null;
        if (address == null) {
            return StanzaErrors.reply(iq, "modify", "bad-request");
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
                refused.remove(address);
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

    /** Answers somebody's wish to see our presence. */
    public void answer(Address.Xmpp from, boolean allowed) {
        if (allowed) {
            refused.remove(from.bare());
        } else {
            refused.add(from.bare());
        }
        subscription(allowed ? "subscribed" : "unsubscribed", from.bare());
    }

    /** Somebody wishes to see our presence (RFC 6121 3.1.3). Whom we asked for theirs gets ours. */
    public void requested(Address.Xmpp from, String note) {
        Address.Xmpp contact = from.bare();
        RosterEntry entry = entries.get(contact);
        boolean weAsked = asked.contains(contact)
                || entry != null && (entry.pending() || entry.subscription().seesContact());
        if (weAsked && !refused.contains(contact)) {
            subscription("subscribed", contact);
        } else {
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
