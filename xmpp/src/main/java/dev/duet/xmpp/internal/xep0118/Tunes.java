package dev.duet.xmpp.internal.xep0118;

import dev.duet.model.Tune;
import dev.duet.xmpp.internal.xep0163.PersonalNode;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What contacts listen to, and the user, as elements. */
public final class Tunes {

    /** The namespace, and the name of the node. */
    public static final String NAMESPACE = "http://jabber.org/protocol/tune";

    /** What stands in its nodes. */
    public static final PersonalNode.Codec<Tune> CODEC =
            new PersonalNode.Codec<>("tune", NAMESPACE, Tunes::read, Tunes::write);

    private static final int MAX = 1_023;

    private Tunes() {}

    static Xml write(@Nullable Tune tune) {
        Xml.Builder element = Xml.element("tune", NAMESPACE);
        if (tune != null) {
            Duration length = tune.length();
            add(element, "artist", tune.artist());
            add(element, "length", length == null ? "" : Long.toString(length.toSeconds()));
            add(element, "rating", tune.rating() == 0 ? "" : Integer.toString(tune.rating()));
            add(element, "source", tune.source());
            add(element, "title", tune.title());
            add(element, "track", tune.track());
            add(element, "uri", tune.uri());
        }
        return element.build();
    }

    private static void add(Xml.Builder element, String name, String value) {
        if (!value.isEmpty()) {
            element.add(name, value);
        }
    }

    /** What an element tells; null for nothing. Numbers that are none are left out. */
    static @Nullable Tune read(Xml element) {
        long seconds = number(element, "length");
        long rating = number(element, "rating");
        Tune tune = new Tune(
                text(element, "artist"),
                text(element, "title"),
                text(element, "source"),
                text(element, "track"),
                text(element, "uri"),
                Tune.isLength(seconds) ? Duration.ofSeconds(seconds) : null,
                rating > 0 && rating <= Tune.BEST ? (int) rating : 0);
        return tune.equals(Tune.of("", "")) ? null : tune;
    }

    private static String text(Xml element, String name) {
        String text = element.textOf(name).strip();
        return text.length() <= MAX ? text : "";
    }

    private static long number(Xml element, String name) {
        String text = text(element, name);
        return text.matches("[0-9]{1,6}") ? Long.parseLong(text) : -1;
    }
}
