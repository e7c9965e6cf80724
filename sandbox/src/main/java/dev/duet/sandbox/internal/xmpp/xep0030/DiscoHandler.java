package dev.duet.sandbox.internal.xmpp.xep0030;

import dev.duet.sandbox.internal.xmpp.session.IqHandler;
import dev.duet.sandbox.internal.xmpp.session.IqRequest;
import dev.duet.sandbox.internal.xmpp.session.IqRequest.Target;
import dev.duet.sandbox.internal.xmpp.stanza.StanzaCondition;
import dev.duet.sandbox.internal.xmpp.stanza.Stanzas;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Information about the server and about accounts; clients answer for themselves. */
public final class DiscoHandler implements IqHandler {

    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final String ITEMS = "http://jabber.org/protocol/disco#items";

    private final List<String> serverFeatures;
    private final List<String> accountFeatures;
    private final List<Element> serverItems;
    private final List<Element> serverForms;
    private final List<IqHandler.Identity> accountIdentities;

    /** Tells of what these handlers do, and of what else the server can do. */
    public DiscoHandler(List<IqHandler> handlers, List<String> furtherServerFeatures, List<Element> serverItems) {
        this.serverItems = List.copyOf(serverItems);
        serverForms = handlers.stream()
                .flatMap(handler -> handler.serverForms().stream())
                .toList();
        accountIdentities = handlers.stream()
                .flatMap(handler -> handler.accountIdentity().stream())
                .toList();
        TreeSet<String> server = new TreeSet<>(furtherServerFeatures);
        TreeSet<String> account = new TreeSet<>();
        for (IqHandler handler : handlers) {
            server.addAll(handler.serverFeatures());
            account.addAll(handler.accountFeatures());
        }
        for (TreeSet<String> features : List.of(server, account)) {
            features.add(INFO);
            features.add(ITEMS);
        }
        this.serverFeatures = List.copyOf(server);
        this.accountFeatures = List.copyOf(account);
    }

    @Override
    public String specification() {
        return "XEP-0030";
    }

    @Override
    public List<String> namespaces() {
        return List.of(INFO, ITEMS);
    }

    @Override
    public Optional<Element> answer(IqRequest request) {
        if (request.isSet() || !request.payload().name().equals("query") || !allowed(request)) {
            return Optional.empty();
        }
        if (request.payload().attribute("node") != null) {
            return Optional.of(Stanzas.error(request.iq(), StanzaCondition.ITEM_NOT_FOUND));
        }
        boolean info = request.payload().namespace().equals(INFO);
        Element query = Element.of(request.payload().namespace(), "query");
        return Optional.of(Stanzas.result(request.iq())
                .with(info ? describe(query, request.target()) : items(query, request.target())));
    }

    /** Section 8: who is not subscribed learns nothing. */
    private static boolean allowed(IqRequest request) {
        return request.target() != Target.OTHER_ACCOUNT
                || request.account()
                        .roster()
                        .item(request.from().bare())
                        .subscription()
                        .from();
    }

    private Element items(Element query, Target target) {
        return target == Target.SERVER ? query.with(serverItems) : query;
    }

    private Element describe(Element query, Target target) {
        boolean server = target == Target.SERVER;
        Element described = query.with(Element.of(INFO, "identity")
                .with("category", server ? "server" : "account")
                .with("type", server ? "im" : "registered")
                .with("name", server ? "Duet sandbox" : null));
        for (IqHandler.Identity identity : server ? List.<IqHandler.Identity>of() : accountIdentities) {
            described = described.with(Element.of(INFO, "identity")
                    .with("category", identity.category())
                    .with("type", identity.type()));
        }
        for (String feature : server ? serverFeatures : accountFeatures) {
            described = described.with(Element.of(INFO, "feature").with("var", feature));
        }
        return server ? described.with(serverForms) : described;
    }
}
