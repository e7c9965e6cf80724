package dev.duet.xmpp.internal.xep0152;

import dev.duet.model.Address;
import dev.duet.model.PersonClaim;
import dev.duet.spi.LinkListener;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.parts.Part;
import dev.duet.xmpp.internal.xep0163.Pep;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What contacts say of other addresses that reach them, by PEP or in presence: claims for the contact list. And what
 * the user says, by PEP.
 */
@OnLoop
public final class Reachability implements Part {

    /** The namespace, and the name of the node. */
    public static final String NAMESPACE = "urn:xmpp:reach:0";

    private static final int MOST = 20;
    private static final String ITEM = "current";

    private final Pep pep;
    private final LinkListener listener;
    private final Predicate<Address.Xmpp> watched;

    /**
     * In a session.
     *
     * @param watched whose addresses matter
     */
    public Reachability(Pep pep, LinkListener listener, Predicate<Address.Xmpp> watched) {
        this.pep = pep;
        this.listener = listener;
        this.watched = watched;
    }

    @Override
    public void event(Address.Xmpp from, String node, Xml items) {
        if (node.equals(NAMESPACE) && watched.test(from)) {
            List<Xml> published = items.children("item", Pep.EVENT);
            Xml reach = published.isEmpty() ? null : published.get(0).child("reach", NAMESPACE);
            tell(from, reach == null ? Xml.empty("reach", NAMESPACE) : reach);
        }
    }

    @Override
    public boolean presence(Address.Xmpp from, Xml presence) {
        Xml reach = presence.child("reach", NAMESPACE);
        if (reach != null && presence.attribute("type") == null && watched.test(from)) {
            tell(from, reach);
        }
        return false;
    }

    /** Publishes the user's; none for nothing any more. */
    public void publish(long operation, Set<Address> addresses) {
        Xml.Builder reach = Xml.element("reach", NAMESPACE);
        addresses.forEach(address -> reach.add(
                Xml.element("addr", NAMESPACE).attribute("uri", address.uri()).build()));
        pep.publish(operation, NAMESPACE, ITEM, reach.build(), listener);
    }

    private void tell(Address.Xmpp from, Xml reach) {
        Set<Address> addresses = new LinkedHashSet<>();
        for (Xml addr : reach.children("addr", NAMESPACE)) {
            try {
                Address address = Address.parse(addr.attribute("uri", "").strip());
                boolean meansSomething = !(address instanceof Address.Tel tel) || tel.isGlobal();
                if (meansSomething && addresses.size() < MOST) {
                    addresses.add(address.bare());
                }
            } catch (IllegalArgumentException e) {
                continue; // a scheme that nobody here reaches
            }
        }
        listener.claims(from.bare(), PersonClaim.Kind.PRESENCE, addresses);
    }
}
