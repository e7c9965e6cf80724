package dev.duet.sandbox.internal.xmpp.xep0092;

import dev.duet.sandbox.internal.xmpp.session.IqRequest;
import dev.duet.sandbox.internal.xmpp.session.IqRequest.Target;
import dev.duet.sandbox.internal.xmpp.session.NamespaceHandler;
import dev.duet.sandbox.internal.xmpp.stanza.Stanzas;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.util.Optional;

/** What runs here. */
public final class VersionHandler extends NamespaceHandler {

    private static final String NAMESPACE = "jabber:iq:version";

    /** Made once for each domain. */
    public VersionHandler() {
        super("XEP-0092", NAMESPACE);
    }

    @Override
    public Optional<Element> answer(IqRequest request) {
        if (request.target() != Target.SERVER || request.isSet()) {
            return Optional.empty();
        }
        String version = VersionHandler.class.getPackage().getImplementationVersion();
        return Optional.of(Stanzas.result(request.iq())
                .with(Element.of(NAMESPACE, "query")
                        .with(Element.of(NAMESPACE, "name").withText("Duet sandbox"))
                        .with(Element.of(NAMESPACE, "version").withText(version == null ? "unknown" : version))));
    }
}
