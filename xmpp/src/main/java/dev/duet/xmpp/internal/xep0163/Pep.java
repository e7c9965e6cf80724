package dev.duet.xmpp.internal.xep0163;

import dev.duet.model.Address;
import dev.duet.model.Failure;
import dev.duet.spi.LinkListener;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Nodes of accounts: the user's own to write to, and those of others to read (XEP-0163, XEP-0060, XEP-0223). */
@OnLoop
public final class Pep {

    /** The namespace of requests. */
    public static final String NAMESPACE = "http://jabber.org/protocol/pubsub";

    /** The namespace of events. */
    public static final String EVENT = NAMESPACE + "#event";

    private static final String ACCESS = "pubsub#access_model";
    private static final String OWNER = NAMESPACE + "#owner";

    /** Options of a node that is for the user alone, keeps all its items, and says nothing at sign-in. */
    public static final Map<String, String> PRIVATE = options("whitelist", "max", "never");

    /** What to ask for of a node that was made private: that it is. */
    private static final Map<String, String> MADE = Map.of(ACCESS, "whitelist");

    private final Iqs iqs;
    private final Set<String> made = new HashSet<>();

    /** Nodes, as far as these requests reach. */
    public Pep(Iqs iqs) {
        this.iqs = iqs;
    }

    /** Options of a node. */
    public static Map<String, String> options(String access, String maxItems, String sendLast) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("pubsub#persist_items", "true");
        options.put("pubsub#max_items", maxItems);
        options.put("pubsub#send_last_published_item", sendLast);
        options.put(ACCESS, access);
        return options;
    }

    /**
     * Publishes an item of the user's.
     *
     * @param options what the node must be like (XEP-0060 7.1.5); empty for whatever it is
     */
    public void publish(
            String node, String id, Xml payload, Map<String, String> options, Consumer<@Nullable Failure> then) {
        Xml item =
                Xml.element("item", NAMESPACE).attribute("id", id).add(payload).build();
        Xml.Builder pubsub = Xml.element("pubsub", NAMESPACE)
                .add(Xml.element("publish", NAMESPACE)
                        .attribute("node", node)
                        .add(item)
                        .build());
        if (!options.isEmpty()) {
            pubsub.add(Xml.element("publish-options", NAMESPACE)
                    .add(form(NAMESPACE + "#publish-options", options))
                    .build());
        }
        iqs.set(null, pubsub.build(), answer -> then.accept(answer.failure()));
    }

    /**
     * Publishes an item in a node that is for the user alone (XEP-0223), and makes a node so that is not: either there
     * is one with other options (7.1.5), or the server takes these not with an item but with a node alone.
     *
     * @param then gets null when it is there, and nobody else can see it
     */
    public void publishPrivate(String node, String id, Xml payload, Consumer<@Nullable Failure> then) {
        publish(node, id, payload, made.contains(node) ? MADE : PRIVATE, failure -> {
            if (failure == null || isLost(failure) || made.contains(node)) {
                then.accept(failure);
            } else {
                makePrivate(node, refused -> {
                    if (refused == null) {
                        made.add(node);
                        publish(node, id, payload, MADE, then);
                    } else {
                        then.accept(refused);
                    }
                });
            }
        });
    }

    private void makePrivate(String node, Consumer<@Nullable Failure> then) {
        Map<String, String> options = new LinkedHashMap<>(PRIVATE);
        options.put("pubsub#notify_retract", "true"); // not every server heeds the wish of who retracts
        configure(node, options, failure -> {
            if (failure != null && failure.kind() == Failure.Kind.NOT_FOUND) {
                create(node, options, then);
            } else {
                then.accept(failure);
            }
        });
    }

    private void create(String node, Map<String, String> options, Consumer<@Nullable Failure> then) {
        Xml configure = Xml.element("configure", NAMESPACE)
                .add(form(NAMESPACE + "#node_config", options))
                .build();
        Xml pubsub = Xml.element("pubsub", NAMESPACE)
                .add(Xml.element("create", NAMESPACE).attribute("node", node).build())
                .add(configure)
                .build();
        iqs.set(null, pubsub, answer -> then.accept(answer.failure()));
    }

    private void configure(String node, Map<String, String> options, Consumer<@Nullable Failure> then) {
        Xml configure = Xml.element("configure", OWNER)
                .attribute("node", node)
                .add(form(NAMESPACE + "#node_config", options))
                .build();
        iqs.set(null, Xml.element("pubsub", OWNER).add(configure).build(), answer -> then.accept(answer.failure()));
    }

    /** Publishes an item of the user's in a node as the server makes it, and tells the outcome of an operation. */
    public void publish(long operation, String node, String id, Xml payload, LinkListener listener) {
        publish(node, id, payload, Map.of(), failure -> {
            if (failure == null) {
                listener.completed(operation);
            } else {
                listener.failed(operation, failure);
            }
        });
    }

    private static Xml form(String about, Map<String, String> options) {
        String data = "jabber:x:data";
        Xml.Builder form = Xml.element("x", data).attribute("type", "submit");
        form.add(Xml.element("field", data)
                .attribute("var", "FORM_TYPE")
                .attribute("type", "hidden")
                .add("value", about)
                .build());
        options.forEach((name, value) -> form.add(Xml.element("field", data)
                .attribute("var", name)
                .add("value", value)
                .build()));
        return form.build();
    }

    /** Takes an item of the user's away, and tells others. */
    public void retract(String node, String id, Consumer<@Nullable Failure> then) {
        Xml retract = Xml.element("retract", NAMESPACE)
                .attribute("node", node)
                .attribute("notify", "true")
                .add(Xml.element("item", NAMESPACE).attribute("id", id).build())
                .build();
        iqs.set(null, Xml.element("pubsub", NAMESPACE).add(retract).build(), answer -> then.accept(answer.failure()));
    }

    /**
     * Fetches the items of a node.
     *
     * @param of whose; null for the user
     * @param most how many of the newest; 0 for all
     * @param then gets the items; null when there is no such node, or it may not be read
     */
    public void items(Address.@Nullable Xmpp of, String node, int most, Consumer<@Nullable List<Xml>> then) {
        Xml items = Xml.element("items", NAMESPACE)
                .attribute("node", node)
                .attribute("max_items", most == 0 ? null : Integer.toString(most))
                .build();
        fetch(of, items, found -> then.accept(found.failure() == null ? found.items() : null));
    }

    /** Fetches all items of a node of the user's. */
    public void all(String node, Consumer<Fetched> then) {
        fetch(null, Xml.element("items", NAMESPACE).attribute("node", node).build(), then);
    }

    /**
     * Fetches one item of a node.
     *
     * @param of whose
     * @param id which; null for the newest
     */
    public void fetch(Address.Xmpp of, String node, @Nullable String id, Consumer<Fetched> then) {
        Xml.Builder items = Xml.element("items", NAMESPACE).attribute("node", node);
        if (id == null) {
            items.attribute("max_items", "1");
        } else {
            items.add(Xml.element("item", NAMESPACE).attribute("id", id).build());
        }
        fetch(of, items.build(), then);
    }

    private void fetch(Address.@Nullable Xmpp of, Xml items, Consumer<Fetched> then) {
        iqs.get(of, Xml.element("pubsub", NAMESPACE).add(items).build(), answer -> {
            Xml pubsub = answer.payload("pubsub", NAMESPACE);
            Xml found = pubsub == null ? null : pubsub.child("items", NAMESPACE);
            then.accept(new Fetched(found == null ? List.of() : found.children("item", NAMESPACE), answer.failure()));
        });
    }

    /**
     * What came of a request for items.
     *
     * @param failure why there are none; null when the node is there
     */
    public record Fetched(List<Xml> items, @Nullable Failure failure) {

        /** What the first item holds, by that name; null when there is no such thing. */
        public @Nullable Xml content(String name, String namespace) {
            return items.isEmpty() ? null : items.get(0).child(name, namespace);
        }
    }

    /** True when nobody answered, so that nothing is known; a refusal says that there is nothing for us. */
    public static boolean isLost(@Nullable Failure failure) {
        return failure != null
                && (failure.kind() == Failure.Kind.NETWORK
                        || failure.kind() == Failure.Kind.TIMEOUT
                        || failure.kind() == Failure.Kind.CLOSED);
    }
}
