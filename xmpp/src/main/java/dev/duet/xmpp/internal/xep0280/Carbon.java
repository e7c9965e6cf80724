package dev.duet.xmpp.internal.xep0280;

import dev.duet.model.Address;
import dev.duet.xmpp.internal.rfc6120.Jids;
import dev.duet.xmpp.internal.rfc6120.Times;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a message that another device of the user got or sent (XEP-0280). Pure.
 *
 * @param message the message that it is a copy of
 * @param sent true when the user's other device sent it
 * @param at when the copy was made, if told
 */
public record Carbon(Xml message, boolean sent, @Nullable Instant at) {

    /** The namespace, which is also the feature of a server that has it. */
    public static final String NAMESPACE = "urn:xmpp:carbons:2";

    private static final String FORWARD = "urn:xmpp:forward:0";

    /** True when a message says that it is a copy. */
    public static boolean claims(Xml message) {
        return message.has("received", NAMESPACE) || message.has("sent", NAMESPACE);
    }

    /** The copy; null when it is not well-formed, or not from the user's own account (XEP-0280 11). */
    public static @Nullable Carbon read(Xml message, Address.Xmpp self) {
        boolean sent = message.has("sent", NAMESPACE);
        Xml wrapper = message.child(sent ? "sent" : "received", NAMESPACE);
        Xml forwarded = wrapper == null ? null : wrapper.child("forwarded", FORWARD);
        Xml inner = forwarded == null ? null : forwarded.child("message", Xml.CLIENT);
        if (inner == null || !Jids.is(message.attribute("from"), self.bare())) {
            return null;
        }
        Xml delay = forwarded.child("delay", "urn:xmpp:delay");
        return new Carbon(inner, sent, delay == null ? null : Times.read(delay.attribute("stamp")));
    }
}
