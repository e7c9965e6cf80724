package dev.duet.xmpp.internal.rfc6120;

import dev.duet.model.Address;
import dev.duet.model.Failure;
import dev.duet.model.Failure.Kind;
import dev.duet.model.Failure.Origin;
import dev.duet.model.Failure.Retry;
import dev.duet.model.WireDetail;
import dev.duet.xmpp.internal.xml.Xml;

/** Stanza errors (RFC 6120 8.3), both ways. */
public final class StanzaErrors {

    /** The namespace of the defined conditions. */
    public static final String NAMESPACE = "urn:ietf:params:xml:ns:xmpp-stanzas";

    private StanzaErrors() {}

    /** The failure that a stanza of type error tells of. */
    public static Failure failure(Xml stanza) {
        Xml error = stanza.child("error", Xml.CLIENT);
        String condition = "undefined-condition";
        String text = "";
        String where = "";
        String type = error == null ? "cancel" : error.attribute("type", "cancel");
        if (error != null) {
            for (Xml child : error.children()) {
                if (child.is("text", NAMESPACE)) {
                    text = child.text();
                } else if (child.namespace().equals(NAMESPACE)) {
                    condition = child.name();
                    where = child.text().strip(); // for redirect and gone (RFC 6120 8.3.3.5 and 8.3.3.13)
                }
            }
        }
        Address.Xmpp from = Jids.read(stanza.attribute("from"));
        boolean peer = from != null && from.local() != null;
        Kind kind = kind(condition, stanza.name());
        return new Failure(
                kind,
                peer ? Origin.PEER : Origin.SERVER,
                type.equals("wait") || kind == Kind.NETWORK || kind == Kind.TIMEOUT ? Retry.LATER : Retry.NEVER,
                sentence(kind) + " (" + condition + ")",
                WireDetail.xmpp(condition, text.isEmpty() || condition.equals("redirect") ? where : text));
    }

    private static Kind kind(String condition, String stanza) {
        return switch (condition) {
            case "item-not-found", "recipient-unavailable", "gone", "jid-malformed", "remote-server-not-found" ->
                Kind.NOT_FOUND;
            case "remote-server-timeout" -> Kind.TIMEOUT;
            case "feature-not-implemented" -> Kind.UNSUPPORTED;
            // for a message it means: nobody there, or nobody who may be known to be there (RFC 6121 8.5.2)
            case "service-unavailable" -> stanza.equals("iq") ? Kind.UNSUPPORTED : Kind.NOT_FOUND;
            case "not-authorized" -> Kind.AUTHENTICATION;
            default -> Kind.REFUSED;
        };
    }

    private static String sentence(Kind kind) {
        return switch (kind) {
            case NOT_FOUND -> "There is nobody by that address, or nothing by that name";
            case TIMEOUT -> "The other server does not answer";
            case UNSUPPORTED -> "The other side does not offer this";
            case AUTHENTICATION -> "The other side does not accept who we are";
            default -> "The other side refuses this";
        };
    }

    /** The answer to a request that is not fulfilled. */
    public static Xml reply(Xml request, String type, String condition) {
        return Xml.element("iq", Xml.CLIENT)
                .attribute("type", "error")
                .attribute("id", request.attribute("id"))
                .attribute("to", request.attribute("from"))
                .add(Xml.element("error", Xml.CLIENT)
                        .attribute("type", type)
                        .add(Xml.empty(condition, NAMESPACE))
                        .build())
                .build();
    }
}
