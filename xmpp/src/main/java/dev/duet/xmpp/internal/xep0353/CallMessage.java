package dev.duet.xmpp.internal.xep0353;

import dev.duet.model.Address;
import dev.duet.xmpp.internal.xep0166.Fields;
import dev.duet.xmpp.internal.xep0166.JingleException;
import dev.duet.xmpp.internal.xep0166.Reason;
import dev.duet.xmpp.internal.xep0167.RtpDescription;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A message about a call that is to begin or has ended. Pure.
 *
 * @param id the id of the session to come
 * @param reason null without
 * @param tieBreak true when it yields to a call the other way (XEP-0353 4.1)
 * @param media what is proposed, for example {@code audio}; empty for all but a proposal
 */
public record CallMessage(Kind kind, String id, @Nullable Reason reason, boolean tieBreak, List<String> media) {

    /** The namespace, which is also the feature. */
    public static final String NAMESPACE = "urn:xmpp:jingle-message:0";

    private static final String HINTS = "urn:xmpp:hints";

    /** Copies what it is given. */
    public CallMessage {
        media = List.copyOf(media);
    }

    /** What a message says. */
    public enum Kind {
        /** A device of the callee's took the call; older clients tell it to their own devices. */
        ACCEPT,
        /** The call is over. */
        FINISH,
        /** A device of the callee's took the call: begin the session. */
        PROCEED,
        /** Somebody calls. */
        PROPOSE,
        /** The callee does not want to. */
        REJECT,
        /** The caller gave up. */
        RETRACT,
        /** A device of the callee's rings. */
        RINGING
    }

    /** A message without a reason. */
    public static CallMessage of(Kind kind, String id) {
        return new CallMessage(kind, id, null, false, kind == Kind.PROPOSE ? List.of("audio") : List.of());
    }

    /** A message with a reason. */
    public static CallMessage of(Kind kind, String id, Reason reason) {
        return new CallMessage(kind, id, reason, false, List.of());
    }

    /** A message that yields to a call the other way. */
    public static CallMessage yielding(Kind kind, String id) {
        return new CallMessage(kind, id, new Reason("expired", "Tie-Break"), true, List.of());
    }

    /** True when a message stanza is about a call. */
    public static boolean isIn(Xml message) {
        return message.childIn(NAMESPACE) != null;
    }

    /** What a message stanza says about a call; null when it says nothing that we know. */
    public static @Nullable CallMessage read(Xml message) throws JingleException {
        Xml element = message.childIn(NAMESPACE);
        Kind kind = element == null ? null : kind(element.name());
        if (element == null || kind == null) {
            return null;
        }
        List<String> media = element.children("description", RtpDescription.NAMESPACE).stream()
                .map(description -> description.attribute("media", ""))
                .toList();
        return new CallMessage(
                kind,
                Fields.required(element, "id"),
                Reason.in(element),
                element.has("tie-break", NAMESPACE),
                kind == Kind.PROPOSE ? media : List.of());
    }

    private static @Nullable Kind kind(String name) {
        for (Kind kind : Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
                return kind;
            }
        }
        return null;
    }

    /** The message stanza. It is stored, so that all devices learn of it. */
    public Xml write(Address.Xmpp to, String stanzaId) {
        Xml.Builder element =
                Xml.element(kind.name().toLowerCase(Locale.ROOT), NAMESPACE).attribute("id", id);
        media.forEach(medium -> element.add(Xml.element("description", RtpDescription.NAMESPACE)
                .attribute("media", medium)
                .build()));
        if (reason != null) {
            element.add(reason.write());
        }
        if (tieBreak) {
            element.add(Xml.empty("tie-break", NAMESPACE));
        }
        return Xml.element("message", Xml.CLIENT)
                .attribute("type", "chat")
                .attribute("id", stanzaId)
                .attribute("to", to.jid())
                .add(element.build())
                .add(Xml.empty("store", HINTS))
                .build();
    }
}
