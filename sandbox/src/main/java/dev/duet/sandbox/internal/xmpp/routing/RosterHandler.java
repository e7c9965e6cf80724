package dev.duet.sandbox.internal.xmpp.routing;

import dev.duet.sandbox.internal.xmpp.rfc6121.RosterItem;
import dev.duet.sandbox.internal.xmpp.session.Account;
import dev.duet.sandbox.internal.xmpp.session.IqHandler;
import dev.duet.sandbox.internal.xmpp.session.IqRequest;
import dev.duet.sandbox.internal.xmpp.session.IqRequest.Target;
import dev.duet.sandbox.internal.xmpp.stanza.InvalidJidException;
import dev.duet.sandbox.internal.xmpp.stanza.Jid;
import dev.duet.sandbox.internal.xmpp.stanza.Ns;
import dev.duet.sandbox.internal.xmpp.stanza.StanzaCondition;
import dev.duet.sandbox.internal.xmpp.stanza.Stanzas;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Roster get and set: RFC 6121 section 2. */
final class RosterHandler implements IqHandler {

    private static final int MAX_NAME = 1023;

    private final RosterPush push;
    private final SubscriptionRules subscriptions;

    RosterHandler(RosterPush push, SubscriptionRules subscriptions) {
        this.push = push;
        this.subscriptions = subscriptions;
    }

    @Override
    public String specification() {
        return "RFC 6121 2";
    }

    @Override
    public List<String> namespaces() {
        return List.of(Ns.ROSTER);
    }

    @Override
    public Optional<Element> answer(IqRequest request) {
        if (request.target() != Target.OWN_ACCOUNT) {
            return Optional.of(Stanzas.error(request.iq(), StanzaCondition.FORBIDDEN));
        }
        if (!request.payload().name().equals("query")) {
            return Optional.empty();
        }
        return Optional.of(request.isSet() ? set(request) : get(request));
    }

    /** 2.2, and 2.6 for a client that has a copy. */
    private Element get(IqRequest request) {
        if (!request.payload().elements().isEmpty()) {
            return Stanzas.error(request.iq(), StanzaCondition.BAD_REQUEST, "a roster get holds no items");
        }
        request.from().becomeInterested();
        String version = request.account().roster().version();
        Element result = Stanzas.result(request.iq());
        if (push.versioned() && version.equals(request.payload().attribute("ver"))) {
            return result;
        }
        Element query = Element.of(Ns.ROSTER, "query").with("ver", push.versioned() ? version : null);
        for (RosterItem item : request.account().roster().listed()) {
            query = query.with(item.element());
        }
        return result.with(query);
    }

    /** 2.3 to 2.5. */
    private Element set(IqRequest request) {
        List<Element> items = request.payload().elements();
        Element iq = request.iq();
        if (items.size() != 1 || !items.get(0).is(Ns.ROSTER, "item")) {
            return Stanzas.error(iq, StanzaCondition.BAD_REQUEST, "a roster set holds exactly one item");
        }
        Element item = items.get(0);
        Jid contact;
        try {
            contact = Jid.parse(item.attribute("jid", ""));
        } catch (InvalidJidException e) {
            return Stanzas.error(iq, StanzaCondition.BAD_REQUEST, "the item's jid is none: " + e.getMessage());
        }
        if (!contact.isBare()) {
            return Stanzas.error(iq, StanzaCondition.BAD_REQUEST, "the item's jid has a resource");
        }
        if (contact.equals(request.account().jid())) {
            return Stanzas.error(iq, StanzaCondition.NOT_ALLOWED, "one is not one's own contact");
        }
        return item.attribute("subscription", "").equals("remove")
                ? remove(request.account(), contact, iq)
                : update(request.account(), contact, item, iq);
    }

    private Element remove(Account account, Jid contact, Element iq) {
        if (!account.roster().item(contact).listed()) {
            return Stanzas.error(iq, StanzaCondition.ITEM_NOT_FOUND);
        }
        subscriptions.remove(account, contact);
        return Stanzas.result(iq);
    }

    private Element update(Account account, Jid contact, Element item, Element iq) {
        Set<String> groups = new LinkedHashSet<>();
        for (Element group : item.elements(Ns.ROSTER, "group")) {
            String name = group.text();
            if (name.isEmpty() || name.length() > MAX_NAME) {
                return Stanzas.error(iq, StanzaCondition.NOT_ACCEPTABLE, "an empty or too long group");
            }
            if (!groups.add(name)) {
                return Stanzas.error(iq, StanzaCondition.BAD_REQUEST, "the same group twice");
            }
        }
        String name = item.attribute("name", "");
        if (name.length() > MAX_NAME) {
            return Stanzas.error(iq, StanzaCondition.NOT_ACCEPTABLE, "a too long name");
        }
        push.update(account, account.roster().item(contact).named(name, groups));
        return Stanzas.result(iq);
    }
}
