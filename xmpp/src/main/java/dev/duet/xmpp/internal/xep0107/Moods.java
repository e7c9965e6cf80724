package dev.duet.xmpp.internal.xep0107;

import dev.duet.model.Mood;
import dev.duet.xmpp.internal.xep0163.PersonalNode;
import dev.duet.xmpp.internal.xml.Xml;
import org.jspecify.annotations.Nullable;

/** How contacts feel, and the user, as elements. */
public final class Moods {

    /** The namespace, and the name of the node. */
    public static final String NAMESPACE = "http://jabber.org/protocol/mood";

    /** What stands in its nodes. */
    public static final PersonalNode.Codec<Mood> CODEC =
            new PersonalNode.Codec<>("mood", NAMESPACE, Moods::read, Moods::write);

    private static final int MAX = 1_023;

    private Moods() {}

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
