package dev.duet.sandbox.internal.xmpp.xep0199;

import dev.duet.sandbox.internal.xmpp.session.IqRequest;
import dev.duet.sandbox.internal.xmpp.session.IqRequest.Target;
import dev.duet.sandbox.internal.xmpp.session.NamespaceHandler;
import dev.duet.sandbox.internal.xmpp.stanza.Stanzas;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.util.List;
import java.util.Optional;

/** A client pings the server, section 4.2. */
public final class PingHandler extends NamespaceHandler {

    private static final String NAMESPACE = "urn:xmpp:ping";

    /** Made once for each domain. */
    public PingHandler() {
        super("XEP-0199", NAMESPACE);
    }

    @Override
    public List<String> accountFeatures() {
        return namespaces();
    }

    @Override
    public Optional<Element> answer(IqRequest request) {
        boolean ping = request.payload().name().equals("ping") && !request.isSet();
        return ping && request.target() != Target.OTHER_ACCOUNT
                ? Optional.of(Stanzas.result(request.iq()))
                : Optional.empty();
    }
}
