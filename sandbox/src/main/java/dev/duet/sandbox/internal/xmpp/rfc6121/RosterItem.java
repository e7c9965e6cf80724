package dev.duet.sandbox.internal.xmpp.rfc6121;

import dev.duet.sandbox.internal.xmpp.stanza.Jid;
import dev.duet.sandbox.internal.xmpp.stanza.Ns;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one user's server knows of one contact.
 *
 * @param name the handle the user gave, empty for none
 * @param listed whether clients see it: an item that only holds a request of the contact is not listed (RFC 6121 A.1)
 * @param request the contact's request, kept until it is answered (RFC 6121 3.1.3)
 */
public record RosterItem(
        Jid jid,
        String name,
        Set<String> groups,
        Subscription subscription,
        boolean listed,
        @Nullable Element request) {

    public RosterItem {
        groups = Collections.unmodifiableSet(new LinkedHashSet<>(groups));
    }

    public static RosterItem unknown(Jid jid) {
        return new RosterItem(jid, "", Set.of(), Subscription.NONE, false, null);
    }

    public RosterItem with(Subscription subscription) {
        Element kept = subscription.pendingIn() ? request : null;
        return new RosterItem(jid, name, groups, subscription, listed, kept);
    }

    public RosterItem withRequest(Element request) {
        return new RosterItem(jid, name, groups, subscription, listed, request);
    }

    public RosterItem listed(boolean listed) {
        return new RosterItem(jid, name, groups, subscription, listed, request);
    }

    public RosterItem named(String name, Set<String> groups) {
        return new RosterItem(jid, name, groups, subscription, true, request);
    }

    /** Whether there is nothing to remember. */
    boolean isVoid() {
        return !listed && subscription.equals(Subscription.NONE);
    }

    /** The {@code <item/>} of results and pushes, RFC 6121 2.1.2. */
    public Element element() {
        Element item = Element.of(Ns.ROSTER, "item")
                .with("jid", jid.toString())
                .with("name", name.isEmpty() ? null : name)
                .with("subscription", subscription.wire())
                .with("ask", subscription.pendingOut() ? "subscribe" : null)
                .with("approved", subscription.approved() ? "true" : null);
        for (String group : groups) {
            item = item.with(Element.of(Ns.ROSTER, "group").withText(group));
        }
        return item;
    }
}
