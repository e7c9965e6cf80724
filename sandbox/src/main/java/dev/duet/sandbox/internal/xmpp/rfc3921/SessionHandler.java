package dev.duet.sandbox.internal.xmpp.rfc3921;

import dev.duet.sandbox.internal.xmpp.session.IqHandler;
import dev.duet.sandbox.internal.xmpp.session.IqRequest;
import dev.duet.sandbox.internal.xmpp.session.IqRequest.Target;
import dev.duet.sandbox.internal.xmpp.stanza.Ns;
import dev.duet.sandbox.internal.xmpp.stanza.Stanzas;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.util.List;
import java.util.Optional;

/** Agrees, and does nothing. */
public final class SessionHandler implements IqHandler {

    @Override
    public String specification() {
        return "RFC 3921 3";
    }

    @Override
    public List<String> namespaces() {
        return List.of(Ns.SESSION);
    }

    @Override
    public Optional<Element> answer(IqRequest request) {
        return request.isSet() && request.target() != Target.OTHER_ACCOUNT
                ? Optional.of(Stanzas.result(request.iq()))
                : Optional.empty();
    }
}
