package dev.duet.xmpp.internal.xep0166;

import dev.duet.model.Address;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The envelope (XEP-0166 7.1). Pure.
 *
 * @param sid the session's id
 * @param initiator who began; null when not told
 * @param responder who took the session; null when not told
 * @param contents may be empty
 * @param reason null without
 * @param payload whatever else there is, such as groups or the payload of a session-info
 */
public record Jingle(
        Action action,
        String sid,
        Address.@Nullable Xmpp initiator,
        Address.@Nullable Xmpp responder,
        List<Content> contents,
        @Nullable Reason reason,
        List<Xml> payload) {

    /** The namespace, which is also the feature of those who speak it. */
    public static final String NAMESPACE = "urn:xmpp:jingle:1";

    private static final Set<Action> NEED_CONTENT = Set.of(
            Action.CONTENT_ACCEPT,
            Action.CONTENT_ADD,
            Action.CONTENT_MODIFY,
            Action.CONTENT_REJECT,
            Action.CONTENT_REMOVE,
            Action.DESCRIPTION_INFO,
            Action.SESSION_ACCEPT,
            Action.SESSION_INITIATE,
            Action.TRANSPORT_ACCEPT,
            Action.TRANSPORT_INFO,
            Action.TRANSPORT_REJECT,
            Action.TRANSPORT_REPLACE);

    /** Copies what it is given. */
    public Jingle {
        contents = List.copyOf(contents);
        payload = List.copyOf(payload);
    }

    /** An element that carries nothing yet. */
    public static Jingle of(Action action, String sid, Address.Xmpp initiator) {
        return new Jingle(action, sid, initiator, null, List.of(), null, List.of());
    }

    /** The same with these contents. */
    public Jingle with(List<Content> newContents) {
        return new Jingle(action, sid, initiator, responder, newContents, reason, payload);
    }

    /** The same with that reason. */
    public Jingle with(Reason newReason) {
        return new Jingle(action, sid, initiator, responder, contents, newReason, payload);
    }

    /** The same with one more payload. */
    public Jingle withPayload(List<Xml> more) {
        List<Xml> all = new ArrayList<>(payload);
        all.addAll(more);
        return new Jingle(action, sid, initiator, responder, contents, reason, all);
    }

    /** The same from that responder. */
    public Jingle by(Address.Xmpp newResponder) {
        return new Jingle(action, sid, initiator, newResponder, contents, reason, payload);
    }

    /** Reads an element. */
    public static Jingle read(Xml jingle) throws JingleException {
        Action action = Action.read(Fields.required(jingle, "action"));
        String sid = Fields.required(jingle, "sid");
        List<Content> contents = new ArrayList<>();
        List<Xml> payload = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Xml child : jingle.children()) {
            if (child.is("content", NAMESPACE)) {
                Content content = Content.read(child);
                if (!names.add(content.creator() + " " + content.name())) {
                    throw new JingleException("two contents of one name");
                }
                contents.add(content);
            } else if (!child.is("reason", NAMESPACE)) {
                payload.add(child);
            }
        }
        if (contents.isEmpty() && NEED_CONTENT.contains(action)) {
            throw new JingleException("no content in " + action.wire());
        }
        return new Jingle(
                action,
                sid,
                Fields.address(jingle, "initiator"),
                Fields.address(jingle, "responder"),
                contents,
                Reason.in(jingle),
                payload);
    }

    /** The element. */
    public Xml write() {
        Xml.Builder jingle = Xml.element("jingle", NAMESPACE)
                .attribute("action", action.wire())
                .attribute("sid", sid)
                .attribute("initiator", initiator == null ? null : initiator.jid())
                .attribute("responder", responder == null ? null : responder.jid());
        contents.forEach(content -> jingle.add(content.write(action)));
        if (reason != null) {
            jingle.add(reason.write());
        }
        return jingle.addAll(payload).build();
    }
}
