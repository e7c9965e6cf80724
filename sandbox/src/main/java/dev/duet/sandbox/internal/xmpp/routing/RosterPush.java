package dev.duet.sandbox.internal.xmpp.routing;

import dev.duet.sandbox.internal.xmpp.rfc6121.RosterItem;
import dev.duet.sandbox.internal.xmpp.session.Account;
import dev.duet.sandbox.internal.xmpp.session.ClientSession;
import dev.duet.sandbox.internal.xmpp.stanza.Jid;
import dev.duet.sandbox.internal.xmpp.stanza.Ns;
import dev.duet.sandbox.internal.xmpp.xml.Element;

/** Roster pushes, RFC 6121 2.1.6. */
final class RosterPush {

    private final boolean versioned;
    private long pushes;

    RosterPush(boolean versioned) {
        this.versioned = versioned;
    }

    boolean versioned() {
        return versioned;
    }

    /** Keeps the item, and tells all interested clients if they can see a difference. */
    void update(Account account, RosterItem changed) {
        RosterItem before = account.roster().item(changed.jid());
        account.roster().put(changed);
        boolean seen = changed.listed() && !(before.listed() && before.element().equals(changed.element()));
        if (seen) {
            push(account, changed.element());
        }
    }

    /** Forgets the contact, and tells all interested clients. */
    void remove(Account account, Jid contact) {
        account.roster().remove(contact);
        push(
                account,
                Element.of(Ns.ROSTER, "item").with("jid", contact.toString()).with("subscription", "remove"));
    }

    private void push(Account account, Element item) {
        Element query = Element.of(Ns.ROSTER, "query")
                .with("ver", versioned ? account.roster().version() : null)
                .with(item);
        for (ClientSession session : account.sessions()) {
            if (session.interested()) {
                session.send(Element.of(Ns.CLIENT, "iq")
                        .with("type", "set")
                        .with("id", "push-" + ++pushes)
                        .with("to", session.jid().toString())
                        .with(query));
            }
        }
    }
}
