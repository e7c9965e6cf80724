package dev.duet.xmpp.internal.xep0166;

import dev.duet.xmpp.internal.xml.Xml;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One content of a session (XEP-0166 7.3).
 *
 * @param creator who brought it in
 * @param name unlike among the contents of that side
 * @param senders who sends; both when nothing was said
 * @param disposition {@code session} unless told otherwise
 * @param description what is sent; null where the action needs none
 * @param transport on which way; null where the action needs none
 */
public record Content(
        Party creator,
        String name,
        Senders senders,
        String disposition,
        @Nullable Xml description,
        @Nullable Xml transport) {

    private static final String SESSION = "session";

    /** A content of the usual disposition. */
    public static Content of(
            Party creator, String name, Senders senders, @Nullable Xml description, @Nullable Xml transport) {
        return new Content(creator, name, senders, SESSION, description, transport);
    }

    static Content read(Xml content) throws JingleException {
        return new Content(
                Party.creatorOf(content),
                Fields.required(content, "name"),
                Senders.of(content),
                content.attribute("disposition", SESSION),
                named(content, "description"),
                named(content, "transport"));
    }

    private static @Nullable Xml named(Xml content, String name) throws JingleException {
        List<Xml> all = content.children().stream()
                .filter(child -> child.name().equals(name))
                .toList();
        if (all.size() > 1) {
            throw new JingleException("more than one " + name + " in a content");
        }
        return all.isEmpty() ? null : all.get(0);
    }

    Xml write(Action action) {
        boolean saysSenders = senders != Senders.BOTH || action == Action.CONTENT_MODIFY;
        Xml.Builder content = Xml.element("content", Jingle.NAMESPACE)
                .attribute("creator", creator.wire())
                .attribute("name", name)
                .attribute("senders", saysSenders ? senders.wire() : null)
                .attribute("disposition", disposition.equals(SESSION) ? null : disposition);
        if (description != null) {
            content.add(description);
        }
        if (transport != null) {
            content.add(transport);
        }
        return content.build();
    }
}
