package dev.duet.sandbox.internal.xmpp.xep0054;

import dev.duet.sandbox.internal.xmpp.session.IqRequest;
import dev.duet.sandbox.internal.xmpp.session.IqRequest.Target;
import dev.duet.sandbox.internal.xmpp.session.NamespaceHandler;
import dev.duet.sandbox.internal.xmpp.stanza.StanzaCondition;
import dev.duet.sandbox.internal.xmpp.stanza.Stanzas;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.util.List;
import java.util.Optional;

/** Everybody may read a vCard, its owner may write it. */
public final class VcardHandler extends NamespaceHandler {

    private static final String NAMESPACE = "vcard-temp";

    /** Made once for each domain. */
    public VcardHandler() {
        super("XEP-0054", NAMESPACE);
    }

    @Override
    public List<String> accountFeatures() {
        return namespaces();
    }

    @Override
    public Optional<Element> answer(IqRequest request) {
        if (request.target() == Target.SERVER || !request.payload().name().equals("vCard")) {
            return Optional.empty();
        }
        Element iq = request.iq();
        if (request.isSet()) {
            if (request.target() == Target.OTHER_ACCOUNT) {
                return Optional.of(Stanzas.error(iq, StanzaCondition.FORBIDDEN));
            }
            request.account().stored().put(NAMESPACE, request.payload());
            return Optional.of(Stanzas.result(iq));
        }
        Element stored = request.account().stored().get(NAMESPACE);
        if (stored != null) {
            return Optional.of(Stanzas.result(iq).with(stored));
        }
        // 3.1: one's own empty card is an empty element, anybody else's is not found.
        return Optional.of(
                request.target() == Target.OWN_ACCOUNT
                        ? Stanzas.result(iq).with(Element.of(NAMESPACE, "vCard"))
                        : Stanzas.error(iq, StanzaCondition.ITEM_NOT_FOUND));
    }
}
