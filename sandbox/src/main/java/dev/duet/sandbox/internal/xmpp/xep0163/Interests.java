package dev.duet.sandbox.internal.xmpp.xep0163;

import dev.duet.sandbox.internal.xmpp.session.ClientSession;
import dev.duet.sandbox.internal.xmpp.stanza.Ns;
import dev.duet.sandbox.internal.xmpp.stanza.Stanzas;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which clients want to hear of which nodes: they say so in their capabilities (XEP-0115, XEP-0163 4.3.2). */
final class Interests {

    private static final String CAPS = "http://jabber.org/protocol/caps";
    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final String SUFFIX = "+notify";

    private final Map<ClientSession, String> capabilities = new HashMap<>();
    private final Map<ClientSession, Set<String>> nodes = new HashMap<>();
    private final Map<String, ClientSession> asked = new HashMap<>();
    private long questions;

    /** A client shows itself: asks what it can do, unless that is known. */
    void available(ClientSession session, Element presence) {
        Optional<Element> caps = presence.child(CAPS, "c");
        String node = caps.map(c -> c.attribute("node", "") + "#" + c.attribute("ver", ""))
                .orElse("");
        if (node.isEmpty() || node.equals(capabilities.put(session, node))) {
            return;
        }
        String id = "caps-" + ++questions;
        asked.put(id, session);
        session.send(Element.of(Ns.CLIENT, "iq")
                .with("type", "get")
                .with("id", id)
                .with("from", session.bare().toString())
                .with("to", session.jid().toString())
                .with(Element.of(INFO, "query").with("node", node)));
    }

    /** True when that answers such a question, and the client has interests. */
    boolean answered(ClientSession session, Element iq) {
        if (!asked.remove(iq.attribute("id", ""), session) || Stanzas.isError(iq)) {
            return false;
        }
        Set<String> wanted = iq.child(INFO, "query").stream()
                .flatMap(query -> query.elements(INFO, "feature").stream())
                .map(feature -> feature.attribute("var", ""))
                .filter(feature -> feature.endsWith(SUFFIX))
                .map(feature -> feature.substring(0, feature.length() - SUFFIX.length()))
                .collect(Collectors.toUnmodifiableSet());
        nodes.put(session, wanted);
        return true;
    }

    void gone(ClientSession session) {
        capabilities.remove(session);
        nodes.remove(session);
        asked.values().remove(session);
    }

    boolean has(ClientSession session, String node) {
        return nodes.getOrDefault(session, Set.of()).contains(node);
    }
}
