package dev.duet.xmpp.internal.xep0107;

import dev.duet.model.Address;
import dev.duet.model.Mood;
import dev.duet.spi.LinkListener;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.parts.Part;
import dev.duet.xmpp.internal.xep0163.Pep;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** How contacts feel, and the user. */
@OnLoop
public final class Moods implements Part {

    /** The namespace, and the name of the node. */
    public static final String NAMESPACE = "http://jabber.org/protocol/mood";

    private static final int MAX = 1_023;
    private static final String ITEM = "current";

    private final Pep pep;
    private final LinkListener listener;
    private final Predicate<Address.Xmpp> watched;

    /**
     * In a session.
     *
     * @param watched whose matter
     */
    public Moods(Pep pep, LinkListener listener, Predicate<Address.Xmpp> watched) {
        this.pep = pep;
        this.listener = listener;
        this.watched = watched;
    }

    @Override
    public void event(Address.Xmpp from, String node, Xml items) {
        if (node.equals(NAMESPACE) && watched.test(from)) {
            List<Xml> published = items.children("item", Pep.EVENT);
            Xml mood = published.isEmpty() ? null : published.get(0).child("mood", NAMESPACE);
            listener.mood(from.bare(), mood == null ? null : read(mood));
        }
    }

    /** Publishes the user's; null for nothing any more. */
    public void publish(long operation, @Nullable Mood mood) {
        pep.publish(operation, NAMESPACE, ITEM, write(mood), listener);
    }

    static Xml write(@Nullable Mood mood) {
        Xml.Builder element = Xml.element("mood", NAMESPACE);
        if (mood != null) {
            element.add(Xml.empty(mood.name(), NAMESPACE));
            if (!mood.text().isEmpty()) {
                element.add("text", mood.text());
            }
        }
        return element.build();
    }

    /** What an element tells; null for nothing. */
    static @Nullable Mood read(Xml element) {
        String text = element.textOf("text");
        for (Xml child : element.children()) {
            if (!child.name().equals("text") && child.namespace().equals(NAMESPACE) && Mood.isName(child.name())) {
                return new Mood(child.name(), text.length() <= MAX ? text : "");
            }
        }
        return null;
    }
}
