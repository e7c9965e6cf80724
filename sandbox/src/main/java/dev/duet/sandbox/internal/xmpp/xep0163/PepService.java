package dev.duet.sandbox.internal.xmpp.xep0163;

import dev.duet.sandbox.internal.xmpp.session.Account;
import dev.duet.sandbox.internal.xmpp.session.ClientSession;
import dev.duet.sandbox.internal.xmpp.session.IqHandler;
import dev.duet.sandbox.internal.xmpp.session.IqRequest;
import dev.duet.sandbox.internal.xmpp.session.IqRequest.Target;
import dev.duet.sandbox.internal.xmpp.stanza.Jid;
import dev.duet.sandbox.internal.xmpp.stanza.Ns;
import dev.duet.sandbox.internal.xmpp.stanza.StanzaCondition;
import dev.duet.sandbox.internal.xmpp.stanza.Stanzas;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Nodes of accounts: publishing with options, retracting, fetching, configuring and deleting, and events for the
 * owner's clients and for those who see the owner's presence, as far as they say that they want them.
 */
public final class PepService implements IqHandler {

    static final String NAMESPACE = "http://jabber.org/protocol/pubsub";

    private static final String OWNER = NAMESPACE + "#owner";
    private static final String EVENT = NAMESPACE + "#event";
    private static final String ERRORS = NAMESPACE + "#errors";

    private final Function<Jid, Optional<Account>> accounts;
    private final Interests interests = new Interests();
    private final Map<Jid, Map<String, PepNode>> nodes = new HashMap<>();

    /** Made once for each domain. */
    public PepService(Function<Jid, Optional<Account>> accounts) {
        this.accounts = accounts;
    }

    @Override
    public String specification() {
        return "XEP-0163";
    }

    @Override
    public List<String> namespaces() {
        return List.of(NAMESPACE, OWNER);
    }

    @Override
    public List<String> accountFeatures() {
        return List.of(
                        "access-open",
                        "access-presence",
                        "access-whitelist",
                        "auto-create",
                        "config-node",
                        "config-node-max",
                        "delete-items",
                        "delete-nodes",
                        "filtered-notifications",
                        "last-published",
                        "multi-items",
                        "persistent-items",
                        "publish",
                        "publish-options",
                        "retrieve-items")
                .stream()
                .map(feature -> NAMESPACE + "#" + feature)
                .collect(Collectors.toList());
    }

    @Override
    public Optional<Identity> accountIdentity() {
        return Optional.of(new Identity("pubsub", "pep"));
    }

    // --- requests

    @Override
    public Optional<Element> answer(IqRequest request) {
        boolean isOwner = request.target() == Target.OWN_ACCOUNT;
        List<Element> actions = request.payload().elements();
        if (request.target() == Target.SERVER || !request.payload().name().equals("pubsub") || actions.isEmpty()) {
            return Optional.empty();
        }
        Element action = actions.get(0);
        String what = (request.isSet() ? "set " : "get ") + action.name();
        if (request.payload().namespace().equals(OWNER)) {
            return isOwner ? owner(request, what, action) : error(request, StanzaCondition.FORBIDDEN);
        }
        return switch (what) {
            case "get items" -> items(request, action);
            case "set publish" -> isOwner ? publish(request, action) : error(request, StanzaCondition.FORBIDDEN);
            case "set retract" -> isOwner ? retract(request, action) : error(request, StanzaCondition.FORBIDDEN);
            default -> error(request, StanzaCondition.FEATURE_NOT_IMPLEMENTED, "unsupported");
        };
    }

    private static Optional<Element> error(IqRequest request, StanzaCondition condition) {
        return Optional.of(Stanzas.error(request.iq(), condition));
    }

    private static Optional<Element> error(IqRequest request, StanzaCondition condition, String own) {
        return Optional.of(Stanzas.error(request.iq(), condition, Element.of(ERRORS, own)));
    }

    private Map<String, PepNode> of(Jid account) {
        return nodes.computeIfAbsent(account.bare(), jid -> new LinkedHashMap<>());
    }

    private Optional<Element> owner(IqRequest request, String what, Element action) {
        String name = action.attribute("node", "");
        PepNode node = of(request.account().jid()).get(name);
        if (node == null) {
            return error(request, StanzaCondition.ITEM_NOT_FOUND);
        }
        switch (what) {
            case "get configure" -> {
                return Optional.of(Stanzas.result(request.iq())
                        .with(Element.of(OWNER, "pubsub")
                                .with(Element.of(OWNER, "configure")
                                        .with("node", name)
                                        .with(node.form()))));
            }
            case "set configure" -> {
                Optional<Map<String, String>> wanted = PepNode.read(form(action));
                if (wanted.isEmpty()) {
                    return error(request, StanzaCondition.NOT_ACCEPTABLE);
                }
                node.configure(wanted.get());
            }
            case "set delete" -> {
                of(request.account().jid()).remove(name);
                tell(request.account(), name, node, Element.of(EVENT, "delete").with("node", name));
            }
            default -> {
                return error(request, StanzaCondition.FEATURE_NOT_IMPLEMENTED, "unsupported");
            }
        }
        return Optional.of(Stanzas.result(request.iq()));
    }

    private static Optional<Element> form(Element parent) {
        return parent.child("jabber:x:data", "x");
    }

    private Optional<Element> items(IqRequest request, Element action) {
        String name = action.attribute("node", "");
        PepNode node = of(request.account().jid()).get(name);
        if (node == null) {
            return error(request, StanzaCondition.ITEM_NOT_FOUND);
        }
        if (!mayRead(request.account(), node, request.from().bare())) {
            return node.access().equals("presence")
                    ? error(request, StanzaCondition.NOT_AUTHORIZED, "presence-subscription-required")
                    : error(request, StanzaCondition.NOT_ALLOWED, "closed-node");
        }
        List<String> wanted = action.elements(NAMESPACE, "item").stream()
                .map(item -> item.attribute("id", ""))
                .toList();
        List<Element> found = node.items().stream()
                .filter(item -> wanted.isEmpty() || wanted.contains(item.attribute("id", "")))
                .toList();
        String most = action.attribute("max_items", "");
        if (most.matches("[0-9]{1,6}")) {
            found = found.subList(Math.max(0, found.size() - Integer.parseInt(most)), found.size());
        }
        return Optional.of(Stanzas.result(request.iq())
                .with(Element.of(NAMESPACE, "pubsub")
                        .with(Element.of(NAMESPACE, "items").with("node", name).with(found))));
    }

    private static boolean mayRead(Account account, PepNode node, Jid who) {
        return who.equals(account.jid())
                || node.access().equals("open")
                || node.access().equals("presence")
                        && account.roster().item(who).subscription().from();
    }

    private Optional<Element> publish(IqRequest request, Element action) {
        String name = action.attribute("node", "");
        List<Element> published = action.elements(NAMESPACE, "item");
        if (name.isEmpty()) {
            return error(request, StanzaCondition.BAD_REQUEST, "nodeid-required");
        }
        if (published.size() != 1) {
            return error(request, StanzaCondition.BAD_REQUEST, "item-required");
        }
        if (published.get(0).elements().size() != 1) {
            return error(request, StanzaCondition.BAD_REQUEST, "invalid-payload");
        }
        Optional<Map<String, String>> wanted = PepNode.read(
                request.payload().child(NAMESPACE, "publish-options").flatMap(PepService::form));
        PepNode node = of(request.account().jid()).get(name);
        if (wanted.isEmpty() || node != null && !node.is(wanted.get())) {
            return error(request, StanzaCondition.CONFLICT, "precondition-not-met");
        }
        if (node == null) {
            node = new PepNode();
            node.configure(wanted.get());
            of(request.account().jid()).put(name, node);
        }
        String id = published.get(0).attribute("id", UUID.randomUUID().toString());
        Element item = Element.of(NAMESPACE, "item")
                .with("id", id)
                .with(published.get(0).elements());
        node.publish(item);
        tell(request.account(), name, node, items(name, item));
        return Optional.of(Stanzas.result(request.iq())
                .with(Element.of(NAMESPACE, "pubsub")
                        .with(Element.of(NAMESPACE, "publish")
                                .with("node", name)
                                .with(Element.of(NAMESPACE, "item").with("id", id)))));
    }

    private Optional<Element> retract(IqRequest request, Element action) {
        String name = action.attribute("node", "");
        PepNode node = of(request.account().jid()).get(name);
        String id = action.child(NAMESPACE, "item")
                .map(item -> item.attribute("id", ""))
                .orElse("");
        if (node == null || !node.retract(id)) {
            return error(request, StanzaCondition.ITEM_NOT_FOUND);
        }
        String notify = action.attribute("notify", "");
        if (notify.equals("true") || notify.equals("1") || node.tellsOfRetractions()) {
            Element retracted = Element.of(EVENT, "retract").with("id", id);
            tell(
                    request.account(),
                    name,
                    node,
                    Element.of(EVENT, "items").with("node", name).with(retracted));
        }
        return Optional.of(Stanzas.result(request.iq()));
    }

    // --- events

    private static Element items(String name, Element item) {
        Element told =
                Element.of(EVENT, "item").with("id", item.attribute("id", "")).with(item.elements());
        return Element.of(EVENT, "items").with("node", name).with(told);
    }

    private void tell(Account owner, String name, PepNode node, Element event) {
        owner.available().forEach(session -> tell(owner, name, event, session));
        if (!node.access().equals("whitelist")) {
            owner.roster().subscribers().stream()
                    .flatMap(item -> accounts.apply(item.jid()).stream())
                    .filter(account -> !owner.blocks(account.jid()) && !account.blocks(owner.jid()))
                    .flatMap(account -> account.available().stream())
                    .forEach(session -> tell(owner, name, event, session));
        }
    }

    private void tell(Account owner, String name, Element event, ClientSession session) {
        if (interests.has(session, name)) {
            session.send(Element.of(Ns.CLIENT, "message")
                    .with("type", "headline")
                    .with("from", owner.jid().toString())
                    .with("to", session.jid().toString())
                    .with(Element.of(EVENT, "event").with(event)));
        }
    }

    /** Tells a client what was published last, of what it may know and wants to. */
    private void tellLast(Account owner, ClientSession session) {
        of(owner.jid()).forEach((name, node) -> {
            if (mayRead(owner, node, session.bare())) {
                node.last().ifPresent(item -> tell(owner, name, items(name, item), session));
            }
        });
    }

    /** A client shows itself. */
    public void available(ClientSession session, Element presence) {
        interests.available(session, presence);
    }

    /** A client answers a question. */
    public void answered(ClientSession session, Element iq) {
        if (interests.answered(session, iq)) {
            tellLast(session.account(), session);
            session.account().roster().subscriptions().forEach(item -> accounts.apply(item.jid())
                    .ifPresent(owner -> tellLast(owner, session)));
        }
    }

    /** Somebody sees the owner's presence from now on. */
    public void newSubscriber(Account owner, Jid subscriber) {
        accounts.apply(subscriber)
                .ifPresent(account -> account.available().forEach(session -> tellLast(owner, session)));
    }

    /** A client hides, or is gone. */
    public void gone(ClientSession session) {
        interests.gone(session);
    }

    /** Forgets what an account had. */
    public void forget(Account account) {
        nodes.remove(account.jid());
    }

    /** Forgets all nodes. */
    public void forget() {
        nodes.clear();
    }
}
