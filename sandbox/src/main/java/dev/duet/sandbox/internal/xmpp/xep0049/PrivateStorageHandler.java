package dev.duet.sandbox.internal.xmpp.xep0049;

import dev.duet.sandbox.internal.xmpp.session.IqRequest;
import dev.duet.sandbox.internal.xmpp.session.IqRequest.Target;
import dev.duet.sandbox.internal.xmpp.session.NamespaceHandler;
import dev.duet.sandbox.internal.xmpp.stanza.StanzaCondition;
import dev.duet.sandbox.internal.xmpp.stanza.Stanzas;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** XML that a user's clients put away, kept by the element's name. */
public final class PrivateStorageHandler extends NamespaceHandler {

    private static final String NAMESPACE = "jabber:iq:private";

    /** Made once for each domain. */
    public PrivateStorageHandler() {
        super("XEP-0049", NAMESPACE);
    }

    @Override
    public Optional<Element> answer(IqRequest request) {
        if (request.target() != Target.OWN_ACCOUNT) {
            return Optional.of(Stanzas.error(request.iq(), StanzaCondition.FORBIDDEN));
        }
        List<Element> elements = request.payload().elements();
        if (elements.size() != 1 || elements.get(0).namespace().equals(NAMESPACE)) {
            return Optional.of(Stanzas.error(
                    request.iq(), StanzaCondition.NOT_ACCEPTABLE, "exactly one element, in a namespace of its own"));
        }
        Element element = elements.get(0);
        String key = "private {" + element.namespace() + "}" + element.name();
        Map<String, Element> stored = request.account().stored();
        if (request.isSet()) {
            stored.put(key, element);
            return Optional.of(Stanzas.result(request.iq()));
        }
        Element found = stored.getOrDefault(key, element.withoutNodes());
        return Optional.of(
                Stanzas.result(request.iq()).with(Element.of(NAMESPACE, "query").with(found)));
    }
}
