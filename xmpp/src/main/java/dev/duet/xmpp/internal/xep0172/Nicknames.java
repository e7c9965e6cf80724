package dev.duet.xmpp.internal.xep0172;

import dev.duet.model.Address;
import dev.duet.spi.LinkListener;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.parts.Part;
import dev.duet.xmpp.internal.xep0163.Pep;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.List;
import java.util.function.Predicate;

/** What people wish to be called, and what the user does. */
@OnLoop
public final class Nicknames implements Part {

    /** The namespace, and the name of the node. */
    public static final String NAMESPACE = "http://jabber.org/protocol/nick";

    private static final int MAX = 1_023;
    private static final String ITEM = "current";

    private final Pep pep;
    private final LinkListener listener;
    private final Predicate<Address.Xmpp> watched;

    /**
     * Nicknames in a session.
     *
     * @param watched whose nickname matters
     */
    public Nicknames(Pep pep, LinkListener listener, Predicate<Address.Xmpp> watched) {
        this.pep = pep;
        this.listener = listener;
        this.watched = watched;
    }

    @Override
    public void event(Address.Xmpp from, String node, Xml items) {
        if (!node.equals(NAMESPACE) || !watched.test(from)) {
            return;
        }
        List<Xml> published = items.children("item", Pep.EVENT);
        if (published.isEmpty()) {
            listener.nickname(from.bare(), ""); // retracted
        }
        published.forEach(item -> tell(from, item));
    }

    /** Tells of the nickname in an item or a stanza, if there is one. */
    public void tell(Address.Xmpp from, Xml parent) {
        Xml nick = parent.child("nick", NAMESPACE);
        if (nick != null && nick.text().length() <= MAX) {
            listener.nickname(from.bare(), nick.text().strip());
        }
    }

    /** Publishes the user's. */
    public void publish(long operation, String nickname) {
        Xml nick = Xml.element("nick", NAMESPACE).text(nickname).build();
        pep.publish(operation, NAMESPACE, ITEM, nick, listener);
    }
}
