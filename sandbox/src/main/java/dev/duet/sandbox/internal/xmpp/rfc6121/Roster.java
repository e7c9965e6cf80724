package dev.duet.sandbox.internal.xmpp.rfc6121;

import dev.duet.sandbox.internal.xmpp.stanza.Jid;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** One user's contacts. Not thread-safe. */
public final class Roster {

    private final Map<String, RosterItem> items = new TreeMap<>();
    private long version;

    /** The item of that bare address; an unlisted one without any state when there is none. */
    public RosterItem item(Jid contact) {
        return items.getOrDefault(contact.toString(), RosterItem.unknown(contact));
    }

    /** Keeps the item, or forgets it when there is nothing to remember. */
    public void put(RosterItem item) {
        String key = item.jid().toString();
        if (item.isVoid()) {
            items.remove(key);
        } else {
            items.put(key, item);
        }
        version++;
    }

    public void remove(Jid contact) {
        items.remove(contact.toString());
        version++;
    }

    /** Sorted by address. */
    public List<RosterItem> listed() {
        return select(RosterItem::listed);
    }

    /** Those who get the user's presence. */
    public List<RosterItem> subscribers() {
        return select(item -> item.subscription().from());
    }

    /** Those whose presence the user gets. */
    public List<RosterItem> subscriptions() {
        return select(item -> item.subscription().to());
    }

    /** Those who wait for an answer. */
    public List<RosterItem> requests() {
        return select(item -> item.subscription().pendingIn());
    }

    /** Changes with every change of an item (RFC 6121 2.6). */
    public String version() {
        return "v" + version;
    }

    private List<RosterItem> select(Predicate<RosterItem> wanted) {
        return items.values().stream().filter(wanted).toList();
    }
}
