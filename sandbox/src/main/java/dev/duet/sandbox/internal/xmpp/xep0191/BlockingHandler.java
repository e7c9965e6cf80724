package dev.duet.sandbox.internal.xmpp.xep0191;

import dev.duet.sandbox.internal.xmpp.session.Account;
import dev.duet.sandbox.internal.xmpp.session.ClientSession;
import dev.duet.sandbox.internal.xmpp.session.IqHandler;
import dev.duet.sandbox.internal.xmpp.session.IqRequest;
import dev.duet.sandbox.internal.xmpp.session.IqRequest.Target;
import dev.duet.sandbox.internal.xmpp.stanza.InvalidJidException;
import dev.duet.sandbox.internal.xmpp.stanza.Jid;
import dev.duet.sandbox.internal.xmpp.stanza.Ns;
import dev.duet.sandbox.internal.xmpp.stanza.StanzaCondition;
import dev.duet.sandbox.internal.xmpp.stanza.Stanzas;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The list of blocked addresses: sections 3.2 to 3.5. Reports are taken, and kept in what was exchanged. */
public final class BlockingHandler implements IqHandler {

    private static final String NAMESPACE = "urn:xmpp:blocking";

    private final PresenceOf presence;
    private long pushes;

    /** What blocking does to presence. */
    public interface PresenceOf {

        /** That address no longer sees the account's clients (3.3). */
        void hide(Account account, Jid from);

        /** That address sees the account's clients again, and they see it, as far as they are contacts (3.4). */
        void show(Account account, Jid to);
    }

    /** Made once for each domain. */
    public BlockingHandler(PresenceOf presence) {
        this.presence = presence;
    }

    @Override
    public String specification() {
        return "XEP-0191";
    }

    @Override
    public List<String> namespaces() {
        return List.of(NAMESPACE);
    }

    @Override
    public List<String> serverFeatures() {
        return List.of(NAMESPACE, "urn:xmpp:reporting:1");
    }

    @Override
    public Optional<Element> answer(IqRequest request) {
        if (request.target() != Target.OWN_ACCOUNT) {
            return Optional.empty();
        }
        return switch (request.payload().name()) {
            case "blocklist" -> request.isSet() ? Optional.empty() : Optional.of(list(request));
            case "block", "unblock" -> request.isSet() ? Optional.of(change(request)) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Element list(IqRequest request) {
        return Stanzas.result(request.iq())
                .with(items("blocklist", request.account().blocked()));
    }

    private static Element items(String name, Set<Jid> addresses) {
        return Element.of(NAMESPACE, name)
                .with(addresses.stream()
                        .map(jid -> Element.of(NAMESPACE, "item").with("jid", jid.toString()))
                        .toList());
    }

    private Element change(IqRequest request) {
        Account account = request.account();
        boolean block = request.payload().name().equals("block");
        Set<Jid> named = new LinkedHashSet<>();
        try {
            request.payload()
                    .elements(NAMESPACE, "item")
                    .forEach(item -> named.add(Jid.parse(item.attribute("jid", ""))));
        } catch (InvalidJidException e) {
            return Stanzas.error(request.iq(), StanzaCondition.JID_MALFORMED, e.getMessage());
        }
        if (block && named.isEmpty()) {
            return Stanzas.error(request.iq(), StanzaCondition.BAD_REQUEST, "nobody to block");
        }
        Set<Jid> changed = named.isEmpty() ? new LinkedHashSet<>(account.blocked()) : named;
        if (block) {
            changed.forEach(jid -> presence.hide(account, jid));
            account.blocked().addAll(changed);
        } else {
            account.blocked().removeAll(changed);
            changed.forEach(jid -> presence.show(account, jid));
        }
        for (ClientSession session : account.sessions()) {
            session.send(Element.of(Ns.CLIENT, "iq")
                    .with("type", "set")
                    .with("id", "block-" + ++pushes)
                    .with("to", session.jid().toString())
                    .with(items(request.payload().name(), named)));
        }
        return Stanzas.result(request.iq());
    }
}
