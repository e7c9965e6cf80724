package dev.duet.sandbox.internal.xmpp.xep0363;

import dev.duet.sandbox.internal.xmpp.session.IqRequest;
import dev.duet.sandbox.internal.xmpp.session.IqRequest.Target;
import dev.duet.sandbox.internal.xmpp.session.NamespaceHandler;
import dev.duet.sandbox.internal.xmpp.stanza.StanzaCondition;
import dev.duet.sandbox.internal.xmpp.stanza.Stanzas;
import dev.duet.sandbox.internal.xmpp.xep0363.FileStore.Place;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.util.List;
import java.util.Optional;

/** Gives places for files. */
public final class UploadHandler extends NamespaceHandler {

    /** By this name it can be switched off. */
    public static final String SPECIFICATION = "XEP-0363";

    private static final String NAMESPACE = "urn:xmpp:http:upload:0";
    private static final String FORMS = "jabber:x:data";

    private final FileServer server;
    private final long most;

    /** Places at that server, for files of at most so many bytes. */
    public UploadHandler(FileServer server, long most) {
        super(SPECIFICATION, NAMESPACE);
        this.server = server;
        this.most = most;
    }

    @Override
    public List<Element> serverForms() {
        return List.of(Element.of(FORMS, "x")
                .with("type", "result")
                .with(
                        field("FORM_TYPE", NAMESPACE).with("type", "hidden"),
                        field("max-file-size", Long.toString(most))));
    }

    private static Element field(String name, String value) {
        return Element.of(FORMS, "field")
                .with("var", name)
                .with(Element.of(FORMS, "value").withText(value));
    }

    @Override
    public Optional<Element> answer(IqRequest request) {
        Element payload = request.payload();
        if (request.target() != Target.SERVER
                || request.isSet()
                || !payload.name().equals("request")) {
            return Optional.empty();
        }
        String name = payload.attribute("filename", "");
        long size = size(payload.attribute("size", ""));
        if (name.isEmpty() || size < 0) {
            return Optional.of(Stanzas.error(request.iq(), StanzaCondition.BAD_REQUEST));
        }
        if (size > most) {
            Element tooLarge = Element.of(NAMESPACE, "file-too-large")
                    .with(Element.of(NAMESPACE, "max-file-size").withText(Long.toString(most)));
            return Optional.of(Stanzas.error(request.iq(), StanzaCondition.NOT_ACCEPTABLE, tooLarge));
        }
        String mediaType = payload.attribute("content-type", "application/octet-stream");
        Place place = server.store().place(String.valueOf(request.from().jid().local()), name, size, mediaType);
        String url = server.url(place);
        return Optional.of(Stanzas.result(request.iq())
                .with(Element.of(NAMESPACE, "slot")
                        .with(
                                Element.of(NAMESPACE, "put")
                                        .with("url", url)
                                        .with(Element.of(NAMESPACE, "header")
                                                .with("name", "Authorization")
                                                .withText(FileServer.authorization(place))),
                                Element.of(NAMESPACE, "get").with("url", url))));
    }

    private static long size(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
