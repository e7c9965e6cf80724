package dev.duet.sandbox.internal.xmpp.xep0280;

import dev.duet.sandbox.internal.xmpp.session.IqHandler;
import dev.duet.sandbox.internal.xmpp.session.IqRequest;
import dev.duet.sandbox.internal.xmpp.session.IqRequest.Target;
import dev.duet.sandbox.internal.xmpp.stanza.Stanzas;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.util.List;
import java.util.Optional;

/** Enabling and disabling, sections 4 and 5. */
public final class CarbonsHandler implements IqHandler {

    @Override
    public String specification() {
        return "XEP-0280";
    }

    @Override
    public List<String> namespaces() {
        return List.of(Carbons.NAMESPACE);
    }

    @Override
    public List<String> serverFeatures() {
        return List.of(Carbons.NAMESPACE, "urn:xmpp:carbons:rules:0");
    }

    @Override
    public List<String> accountFeatures() {
        return serverFeatures();
    }

    @Override
    public Optional<Element> answer(IqRequest request) {
        String wish = request.payload().name();
        boolean known = wish.equals("enable") || wish.equals("disable");
        if (!known || !request.isSet() || request.target() == Target.OTHER_ACCOUNT) {
            return Optional.empty();
        }
        request.from().carbons(wish.equals("enable"));
        return Optional.of(Stanzas.result(request.iq()));
    }
}
