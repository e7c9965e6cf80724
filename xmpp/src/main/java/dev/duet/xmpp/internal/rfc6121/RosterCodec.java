package dev.duet.xmpp.internal.rfc6121;

import dev.duet.model.Address;
import dev.duet.model.RosterEntry;
import dev.duet.model.RosterEntry.Visibility;
import dev.duet.xmpp.internal.rfc6120.Jids;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Contact list entries between our words and those of RFC 6121 2.1. Pure. */
final class RosterCodec {

    static final String NAMESPACE = "jabber:iq:roster";

    private RosterCodec() {}

    /** Reads an item; null when it is not well-formed, or is one that was removed. */
    static @Nullable RosterEntry read(Xml item) {
        Address.Xmpp address = Jids.read(item.attribute("jid"));
        if (address == null || isRemoved(item)) {
            return null;
        }
        Visibility visibility =
                switch (item.attribute("subscription", "none")) {
                    case "to" -> Visibility.TO;
                    case "from" -> Visibility.FROM;
                    case "both" -> Visibility.BOTH;
                    default -> Visibility.NONE;
                };
        Set<String> groups = item.children("group", NAMESPACE).stream()
                .map(Xml::text)
                .filter(group -> !group.isBlank())
                .collect(Collectors.toUnmodifiableSet());
        boolean pending = item.attribute("ask", "").equals("subscribe");
        return new RosterEntry(address.bare(), item.attribute("name", ""), groups, visibility, pending);
    }

    static boolean isRemoved(Xml item) {
        return item.attribute("subscription", "").equals("remove");
    }

    /** The request that adds or changes an entry: only what a client may say (RFC 6121 2.1.2). */
    static Xml put(Address.Xmpp address, RosterEntry entry) {
        Xml.Builder item = Xml.element("item", NAMESPACE)
                .attribute("jid", address.bare().jid())
                .attribute("name", entry.name().isEmpty() ? null : entry.name());
        entry.groups().stream().sorted().forEach(group -> item.add("group", group));
        return Xml.element("query", NAMESPACE).add(item.build()).build();
    }

    static Xml remove(Address.Xmpp address) {
        return Xml.element("query", NAMESPACE)
                .add(Xml.element("item", NAMESPACE)
                        .attribute("jid", address.bare().jid())
                        .attribute("subscription", "remove")
                        .build())
                .build();
    }

    /**
     * The request for the list.
     *
     * @param version the one that is known, empty for none; null at a server without versions (RFC 6121 2.6.2)
     */
    static Xml get(@Nullable String version) {
        return Xml.element("query", NAMESPACE).attribute("ver", version).build();
    }
}
