package dev.duet.sandbox.internal.xmpp.routing;

import dev.duet.sandbox.internal.xmpp.session.Account;
import dev.duet.sandbox.internal.xmpp.session.ClientSession;
import dev.duet.sandbox.internal.xmpp.session.IqHandler;
import dev.duet.sandbox.internal.xmpp.session.IqRequest;
import dev.duet.sandbox.internal.xmpp.session.IqRequest.Target;
import dev.duet.sandbox.internal.xmpp.stanza.Jid;
import dev.duet.sandbox.internal.xmpp.stanza.StanzaCondition;
import dev.duet.sandbox.internal.xmpp.stanza.Stanzas;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who answers an IQ: the server for itself and for accounts, clients for their full addresses (RFC 6121 8.5). */
final class IqRules {

    private final Directory directory;
    private final Map<String, IqHandler> handlers;

    IqRules(Directory directory, List<IqHandler> handlers) {
        this.directory = directory;
        this.handlers = handlers.stream()
                .flatMap(h -> h.namespaces().stream().map(n -> Map.entry(n, h)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** A client's IQ; without an address it is for the client's own account (RFC 6120 10.3.3). */
    void route(ClientSession sender, Element iq, @Nullable Jid to) {
        Optional<Element> error;
        if (to == null || to.equals(sender.bare())) {
            error = answer(sender, iq, Target.OWN_ACCOUNT, sender.account());
        } else if (directory.isServer(to)) {
            error = to.isBare()
                    ? answer(sender, iq, Target.SERVER, sender.account())
                    : refused(iq, StanzaCondition.SERVICE_UNAVAILABLE);
        } else if (!directory.isLocal(to)) {
            error = refused(iq, StanzaCondition.REMOTE_SERVER_NOT_FOUND);
        } else {
            Optional<Account> account = directory.account(to);
            if (account.isEmpty()) {
                error = refused(iq, StanzaCondition.SERVICE_UNAVAILABLE);
            } else if (to.isBare()) {
                error = answer(sender, iq, Target.OTHER_ACCOUNT, account.get());
            } else {
                Optional<ClientSession> client = account.get().session(to.resource());
                client.ifPresent(session -> session.send(iq));
                error = client.isPresent() ? Optional.empty() : refused(iq, StanzaCondition.SERVICE_UNAVAILABLE);
            }
        }
        error.ifPresent(sender::send);
    }

    private static Optional<Element> refused(Element iq, StanzaCondition condition) {
        return Stanzas.isRequest(iq) ? Optional.of(Stanzas.error(iq, condition)) : Optional.empty();
    }

    private Optional<Element> answer(ClientSession sender, Element iq, Target target, Account account) {
        if (!Stanzas.isRequest(iq)) {
            return Optional.empty();
        }
        Element payload = iq.elements().get(0);
        return Optional.ofNullable(handlers.get(payload.namespace()))
                .map(h -> h.answer(new IqRequest(sender, target, account, iq, payload)))
                .flatMap(Function.identity())
                .or(() -> Optional.of(Stanzas.error(iq, StanzaCondition.SERVICE_UNAVAILABLE)));
    }
}
