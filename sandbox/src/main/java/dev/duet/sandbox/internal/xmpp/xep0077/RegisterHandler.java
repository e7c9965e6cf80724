package dev.duet.sandbox.internal.xmpp.xep0077;

import dev.duet.sandbox.internal.xmpp.sasl.Credentials;
import dev.duet.sandbox.internal.xmpp.session.Account;
import dev.duet.sandbox.internal.xmpp.session.IqRequest;
import dev.duet.sandbox.internal.xmpp.session.IqRequest.Target;
import dev.duet.sandbox.internal.xmpp.session.NamespaceHandler;
import dev.duet.sandbox.internal.xmpp.stanza.InvalidJidException;
import dev.duet.sandbox.internal.xmpp.stanza.Jid;
import dev.duet.sandbox.internal.xmpp.stanza.StanzaCondition;
import dev.duet.sandbox.internal.xmpp.stanza.Stanzas;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.util.Optional;
import java.util.function.Consumer;

/** Making accounts before anybody signed in (section 3.1), changing one's password (3.3), going for good (3.2). */
public final class RegisterHandler extends NamespaceHandler {

    public static final String NAMESPACE = "jabber:iq:register";

    /** What a stream offers. */
    public static final Element FEATURE = Element.of("http://jabber.org/features/iq-register", "register");

    private final Credentials credentials;
    private final Consumer<Account> removed;

    /**
     * Made once for each domain.
     *
     * @param removed takes an account that is no more, before its client is answered
     */
    public RegisterHandler(Credentials credentials, Consumer<Account> removed) {
        super("XEP-0077", NAMESPACE);
        this.credentials = credentials;
        this.removed = removed;
    }

    @Override
    public Optional<Element> answer(IqRequest request) {
        if (request.target() == Target.OTHER_ACCOUNT || !request.isSet()) {
            return Optional.empty();
        }
        if (request.payload().child(NAMESPACE, "remove").isPresent()) {
            return Optional.of(remove(request));
        }
        String user = text(request.payload(), "username");
        String password = text(request.payload(), "password");
        if (password.isEmpty() || !user.equals(request.from().bare().local())) {
            return Optional.of(Stanzas.error(request.iq(), StanzaCondition.BAD_REQUEST));
        }
        credentials.password(user, password);
        return Optional.of(Stanzas.result(request.iq()));
    }

    private Element remove(IqRequest request) {
        if (request.payload().elements().size() > 1) {
            return Stanzas.error(request.iq(), StanzaCondition.BAD_REQUEST);
        }
        credentials.remove(request.from().bare().local());
        removed.accept(request.account());
        return Stanzas.result(request.iq());
    }

    /** The answer to an IQ of somebody who has not signed in; empty when it is about something else. */
    public static Optional<Element> early(Element iq, Credentials credentials) {
        Element query = iq.child(NAMESPACE, "query").orElse(null);
        if (query == null || !Stanzas.isRequest(iq) || iq.attribute("id") == null) {
            return Optional.empty();
        }
        if (Stanzas.type(iq).equals("get")) {
            return Optional.of(Stanzas.result(iq)
                    .with(Element.of(NAMESPACE, "query")
                            .with(Element.of(NAMESPACE, "username"))
                            .with(Element.of(NAMESPACE, "password"))));
        }
        String password = text(query, "password");
        try {
            String user = Jid.prepareLocal(text(query, "username"));
            if (password.isEmpty()) {
                return Optional.of(Stanzas.error(iq, StanzaCondition.NOT_ACCEPTABLE));
            }
            if (credentials.password(user).isPresent()) {
                return Optional.of(Stanzas.error(iq, StanzaCondition.CONFLICT));
            }
            credentials.password(user, password);
            return Optional.of(Stanzas.result(iq));
        } catch (InvalidJidException e) {
            return Optional.of(Stanzas.error(iq, StanzaCondition.NOT_ACCEPTABLE, "a name that is none"));
        } catch (IllegalArgumentException e) {
            return Optional.of(Stanzas.error(iq, StanzaCondition.NOT_ACCEPTABLE, "a name or password of no use"));
        }
    }

    private static String text(Element query, String name) {
        return query.child(NAMESPACE, name).map(Element::text).orElse("");
    }
}
