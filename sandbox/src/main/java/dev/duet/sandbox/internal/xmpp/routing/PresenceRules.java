package dev.duet.sandbox.internal.xmpp.routing;

import dev.duet.sandbox.internal.xmpp.rfc6121.RosterItem;
import dev.duet.sandbox.internal.xmpp.session.Account;
import dev.duet.sandbox.internal.xmpp.session.ClientSession;
import dev.duet.sandbox.internal.xmpp.stanza.Jid;
import dev.duet.sandbox.internal.xmpp.stanza.Ns;
import dev.duet.sandbox.internal.xmpp.stanza.Stanzas;
import dev.duet.sandbox.internal.xmpp.xep0191.BlockingHandler;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** Who hears whose presence: RFC 6121 section 4. */
final class PresenceRules implements BlockingHandler.PresenceOf {

    private final Directory directory;
    private final BiConsumer<Account, Jid> newSubscriber;

    PresenceRules(Directory directory, BiConsumer<Account, Jid> newSubscriber) {
        this.directory = directory;
        this.newSubscriber = newSubscriber;
    }

    /** Initial and later presence, 4.2.2 and 4.4.2; true if it was the initial one. */
    boolean available(ClientSession session, Element presence) {
        boolean initial = session.presence() == null;
        session.available(presence, priority(presence));
        Account account = session.account();
        for (Jid audience : audience(account)) {
            send(presence, audience);
        }
        if (initial) {
            account.roster().subscriptions().forEach(item -> tellOf(item.jid(), session));
            for (ClientSession other : account.available()) {
                if (other != session) {
                    tell(other, session.jid());
                }
            }
            account.roster().requests().forEach(request -> deliverRequest(request, session));
        }
        return initial;
    }

    static int priority(Element presence) {
        return presence.child(Ns.CLIENT, "priority")
                .map(p -> Integer.parseInt(p.text().strip()))
                .orElse(0);
    }

    /** 3.1.3: a request is delivered at every sign-in until it is answered. */
    private static void deliverRequest(RosterItem item, ClientSession session) {
        Element request = item.request();
        if (request != null) {
            session.send(request);
        }
    }

    /** The subscribers and the account's own clients. */
    private static Set<Jid> audience(Account account) {
        Set<Jid> audience = new LinkedHashSet<>();
        account.roster().subscribers().forEach(item -> audience.add(item.jid()));
        audience.add(account.jid());
        return audience;
    }

    /** 4.5: the client goes, whether it says so or is lost. */
    void unavailable(ClientSession session, Element presence) {
        Set<Jid> audience = new LinkedHashSet<>(session.directed());
        if (session.presence() != null) {
            audience.addAll(audience(session.account()));
        }
        session.unavailable();
        session.directed().clear();
        for (Jid jid : audience) {
            send(presence, jid);
        }
    }

    /** 4.6: presence for somebody in particular. */
    void directed(ClientSession session, Element presence, Jid to) {
        boolean subscribed =
                session.account().roster().item(to.bare()).subscription().from();
        if (Stanzas.type(presence).isEmpty()) {
            if (!subscribed || session.presence() == null) {
                session.directed().add(to);
            }
        } else {
            session.directed().remove(to);
        }
        send(presence, to);
    }

    /** 4.3.2: what a probe for that contact gives. */
    void probe(ClientSession session, Jid contact) {
        Optional<Account> account = directory.account(contact);
        boolean allowed = account.isPresent()
                && (account.get() == session.account()
                        || account.get()
                                .roster()
                                .item(session.bare())
                                .subscription()
                                .from());
        if (allowed) {
            tellOf(contact, session);
        } else {
            session.send(Stanzas.presence("unsubscribed", contact.bare(), session.bare()));
        }
    }

    private void tellOf(Jid contact, ClientSession listener) {
        directory.available(contact.bare()).forEach(s -> tell(s, listener.jid()));
    }

    /** 3.1.5: the new subscriber learns who is there. */
    void tellNewSubscriber(Account account, Jid subscriber) {
        account.available().forEach(s -> tell(s, subscriber));
        newSubscriber.accept(account, subscriber);
    }

    /** 3.2.2, 3.3.3: the former subscriber sees everybody go. */
    void tellFormerSubscriber(Account account, Jid subscriber) {
        for (ClientSession session : account.available()) {
            send(Stanzas.presence("unavailable", session.jid(), subscriber), subscriber);
        }
    }

    private void tell(ClientSession of, Jid listener) {
        Element presence = of.presence();
        if (presence != null) {
            send(presence, listener);
        }
    }

    private void send(Element presence, Jid to) {
        if (!isBlocked(presence, to)) {
            Element addressed = presence.with("to", to.toString());
            directory.available(to).forEach(session -> session.send(addressed));
        }
    }

    private boolean isBlocked(Element presence, Jid to) {
        Jid from = Stanzas.address(presence, "from");
        return from != null
                && (directory
                                .account(from)
                                .filter(account -> account.blocks(to))
                                .isPresent()
                        || directory
                                .account(to)
                                .filter(account -> account.blocks(from))
                                .isPresent());
    }

    @Override
    public void hide(Account account, Jid from) {
        if (account.roster().item(from.bare()).subscription().from()) {
            tellFormerSubscriber(account, from);
        }
    }

    @Override
    public void show(Account account, Jid to) {
        RosterItem item = account.roster().item(to.bare());
        if (item.subscription().from()) {
            tellNewSubscriber(account, to);
        }
        if (item.subscription().to()) {
            account.available().forEach(session -> tellOf(to, session));
        }
    }
}
