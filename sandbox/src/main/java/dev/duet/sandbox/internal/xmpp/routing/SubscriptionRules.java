package dev.duet.sandbox.internal.xmpp.routing;

import dev.duet.sandbox.internal.xmpp.rfc6121.RosterItem;
import dev.duet.sandbox.internal.xmpp.rfc6121.Subscription;
import dev.duet.sandbox.internal.xmpp.rfc6121.SubscriptionKind;
import dev.duet.sandbox.internal.xmpp.session.Account;
import dev.duet.sandbox.internal.xmpp.session.ClientSession;
import dev.duet.sandbox.internal.xmpp.stanza.Jid;
import dev.duet.sandbox.internal.xmpp.stanza.StanzaCondition;
import dev.duet.sandbox.internal.xmpp.stanza.Stanzas;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.util.Optional;

/** Subscription stanzas between two users: RFC 6121 section 3. The states are {@link Subscription}'s. */
final class SubscriptionRules {

    private final Directory directory;
    private final RosterPush push;
    private final PresenceRules presences;
    private final boolean preApproval;

    SubscriptionRules(Directory directory, RosterPush push, PresenceRules presences, boolean preApproval) {
        this.directory = directory;
        this.push = push;
        this.presences = presences;
        this.preApproval = preApproval;
    }

    /** A client sends one of the four, 3.1.2, 3.1.5, 3.2.2, 3.3.2. */
    void outbound(ClientSession session, SubscriptionKind kind, Jid contact, Element stanza) {
        Account account = session.account();
        if (contact.equals(account.jid())) {
            session.send(Stanzas.error(stanza, StanzaCondition.NOT_ALLOWED, "one is always subscribed to oneself"));
            return;
        }
        RosterItem item = account.roster().item(contact);
        Subscription before = item.subscription();
        Subscription.Step step = before.outbound(kind);
        if (step.after().approved() && !before.approved() && !preApproval) {
            return;
        }
        boolean lists = kind == SubscriptionKind.SUBSCRIBE || kind == SubscriptionKind.SUBSCRIBED;
        push.update(account, item.with(step.after()).listed(item.listed() || lists));
        if (before.from() && !step.after().from()) {
            presences.tellFormerSubscriber(account, contact);
        }
        if (step.passOn() && !route(account, kind, contact, stanza)) {
            session.send(Stanzas.error(stanza, StanzaCondition.REMOTE_SERVER_NOT_FOUND));
        }
        if (!before.from() && step.after().from()) {
            presences.tellNewSubscriber(account, contact);
        }
    }

    /** 2.5: taking a contact off the roster ends both subscriptions. */
    void remove(Account account, Jid contact) {
        Subscription before = account.roster().item(contact).subscription();
        push.remove(account, contact);
        if (before.to() || before.pendingOut()) {
            end(account, SubscriptionKind.UNSUBSCRIBE, contact);
        }
        if (before.from()) {
            presences.tellFormerSubscriber(account, contact);
        }
        if (before.from() || before.pendingIn()) {
            end(account, SubscriptionKind.UNSUBSCRIBED, contact);
        }
    }

    private void end(Account account, SubscriptionKind kind, Jid contact) {
        route(account, kind, contact, Stanzas.presence(kind.wire(), account.jid(), contact));
    }

    /** False when the contact is somebody of another domain, which nothing here leads to. */
    private boolean route(Account account, SubscriptionKind kind, Jid contact, Element stanza) {
        if (!directory.isLocal(contact)) {
            return false;
        }
        Optional<Account> target = directory.account(contact).filter(other -> !other.blocks(account.jid()));
        if (target.isPresent()) {
            Element stamped = stanza.with("from", account.jid().toString()).with("to", contact.toString());
            inbound(target.get(), kind, account.jid(), stamped);
        } else if (kind == SubscriptionKind.SUBSCRIBE) {
            Element refusal = Stanzas.presence(SubscriptionKind.UNSUBSCRIBED.wire(), contact, account.jid());
            inbound(account, SubscriptionKind.UNSUBSCRIBED, contact, refusal);
        }
        return true;
    }

    /** One of the four arrives for a user, 3.1.3, 3.1.6, 3.2.3, 3.3.3. */
    private void inbound(Account account, SubscriptionKind kind, Jid contact, Element stanza) {
        RosterItem item = account.roster().item(contact);
        Subscription before = item.subscription();
        Subscription.Step step = before.inbound(kind);
        boolean asks = kind == SubscriptionKind.SUBSCRIBE;
        RosterItem changed = item.with(step.after());
        if (step.passOn()) {
            changed = asks ? changed.withRequest(stanza) : changed;
            account.sessions().stream()
                    .filter(s -> asks ? s.presence() != null : s.interested())
                    .forEach(s -> s.send(stanza));
        }
        push.update(account, changed);
        if (step.grant()) {
            route(
                    account,
                    SubscriptionKind.SUBSCRIBED,
                    contact,
                    Stanzas.presence(SubscriptionKind.SUBSCRIBED.wire(), account.jid(), contact));
        }
        if (!before.from() && step.after().from()) {
            presences.tellNewSubscriber(account, contact);
        }
        if (before.from() && !step.after().from()) {
            presences.tellFormerSubscriber(account, contact);
        }
    }

    /** Makes both see each other, as if they had asked and granted; only interested clients hear of it. */
    void befriend(Account one, Account other) {
        join(one, other.jid());
        join(other, one.jid());
        presences.tellNewSubscriber(one, other.jid());
        presences.tellNewSubscriber(other, one.jid());
    }

    private void join(Account account, Jid contact) {
        RosterItem item = account.roster().item(contact);
        Subscription both =
                new Subscription(true, true, false, false, item.subscription().approved());
        push.update(account, item.with(both).listed(true));
    }
}
