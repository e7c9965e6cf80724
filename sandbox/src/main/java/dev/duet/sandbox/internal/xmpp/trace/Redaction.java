package dev.duet.sandbox.internal.xmpp.trace;

import dev.duet.sandbox.internal.xmpp.stanza.Ns;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import dev.duet.sandbox.internal.xmpp.xml.Node;
import dev.duet.sandbox.internal.xmpp.xml.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Takes secrets out of what is recorded. */
final class Redaction {

    private static final Set<String> SECRETS = Set.of("password", "digest", "token", "secret");
    private static final Set<String> SASL_PAYLOADS = Set.of("auth", "response", "challenge", "success");
    private static final Set<String> EXTENSIBLE =
            Set.of("initial-response", "response", "challenge", "additional-data");

    private Redaction() {}

    static Element of(Element element) {
        boolean sasl = element.namespace().equals(Ns.SASL) && SASL_PAYLOADS.contains(element.name());
        boolean extensible = element.namespace().equals("urn:xmpp:sasl:2") && EXTENSIBLE.contains(element.name());
        boolean secret = sasl || extensible || SECRETS.contains(element.name());
        List<Node> nodes = new ArrayList<>();
        for (Node node : element.nodes()) {
            if (node instanceof Element child) {
                nodes.add(of(child));
            } else {
                nodes.add(secret ? new Text("[redacted]") : node);
            }
        }
        Element redacted = element.withoutNodes().with(nodes);
        for (String name : SECRETS) {
            if (redacted.attribute(name) != null) {
                redacted = redacted.with(name, "[redacted]");
            }
        }
        return redacted;
    }
}
