package dev.duet.sandbox.internal.xmpp.xep0012;

import dev.duet.sandbox.internal.xmpp.session.Account;
import dev.duet.sandbox.internal.xmpp.session.IqRequest;
import dev.duet.sandbox.internal.xmpp.session.IqRequest.Target;
import dev.duet.sandbox.internal.xmpp.session.NamespaceHandler;
import dev.duet.sandbox.internal.xmpp.stanza.StanzaCondition;
import dev.duet.sandbox.internal.xmpp.stanza.Stanzas;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When an account was last online, for those who see its presence. */
public final class LastActivityHandler extends NamespaceHandler {

    private static final String NAMESPACE = "jabber:iq:last";

    private final Clock clock;

    /** Made once for each domain. */
    public LastActivityHandler(Clock clock) {
        super("XEP-0012", NAMESPACE);
        this.clock = clock;
    }

    @Override
    public Optional<Element> answer(IqRequest request) {
        Account account = request.account();
        if (request.isSet() || request.target() != Target.OTHER_ACCOUNT) {
            return Optional.empty();
        }
        boolean allowed =
                account.roster().item(request.from().bare()).subscription().from();
        Instant last = account.available().isEmpty() ? account.left() : clock.instant();
        if (!allowed || last == null) {
            return Optional.of(
                    Stanzas.error(request.iq(), allowed ? StanzaCondition.ITEM_NOT_FOUND : StanzaCondition.FORBIDDEN));
        }
        long seconds = Duration.between(last, clock.instant()).toSeconds();
        return Optional.of(Stanzas.result(request.iq())
                .with(Element.of(NAMESPACE, "query").with("seconds", Long.toString(seconds))));
    }
}
