package dev.duet.xmpp.internal.xep0030;

import dev.duet.model.Capability;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.rfc6121.ContentCodec;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an entity is and can do (XEP-0030 3). Pure.
 *
 * @param forms extended information (XEP-0128), as it came
 */
public record DiscoInfo(List<Identity> identities, Set<String> features, List<Xml> forms) {

    /** The namespace of queries for information. */
    public static final String NAMESPACE = "http://jabber.org/protocol/disco#info";

    private static final Map<String, Capability> OTHERS = Map.of(
            "http://jabber.org/protocol/chatstates",
            Capability.CHAT_STATES,
            "urn:xmpp:receipts",
            Capability.RECEIPTS,
            ContentCodec.CORRECTION,
            Capability.CORRECTIONS,
            ContentCodec.RETRACTION,
            Capability.RETRACTIONS,
            ContentCodec.REACTIONS,
            Capability.REACTIONS,
            ContentCodec.REPLY,
            Capability.REPLIES,
            ContentCodec.ATTENTION,
            Capability.ATTENTION);
    private static final String DATA_FORMS = "jabber:x:data";

    /** Copies what it is given. */
    public DiscoInfo {
        identities = List.copyOf(identities);
        features = Set.copyOf(features);
        forms = List.copyOf(forms);
    }

    /** An identity (XEP-0030 3.1). */
    public record Identity(String category, String type, String language, String name) {}

    /** What somebody is who does not tell. */
    public static final DiscoInfo NOTHING = new DiscoInfo(List.of(), Set.of(), List.of());

    /** What an answer tells; nothing when it is an error. */
    public static DiscoInfo in(Iqs.Answer answer) {
        Xml query = answer.payload("query", NAMESPACE);
        return query == null ? NOTHING : read(query);
    }

    /** Reads the answer to a query. */
    public static DiscoInfo read(Xml query) {
        List<Identity> identities = query.children("identity", NAMESPACE).stream()
                .map(identity -> new Identity(
                        identity.attribute("category", ""),
                        identity.attribute("type", ""),
                        identity.attribute("xml:lang", ""),
                        identity.attribute("name", "")))
                .toList();
        Set<String> features = new HashSet<>();
        query.children("feature", NAMESPACE).forEach(feature -> features.add(feature.attribute("var", "")));
        return new DiscoInfo(identities, features, query.children("x", DATA_FORMS));
    }

    /** The answer to a query for that node; null for none. */
    public Xml write(@Nullable String node) {
        Xml.Builder query = Xml.element("query", NAMESPACE).attribute("node", node);
        identities.forEach(identity -> query.add(Xml.element("identity", NAMESPACE)
                .attribute("category", identity.category)
                .attribute("type", identity.type)
                .attribute("xml:lang", identity.language.isEmpty() ? null : identity.language)
                .attribute("name", identity.name.isEmpty() ? null : identity.name)
                .build()));
        features.stream()
                .sorted()
                .forEach(feature -> query.add(Xml.element("feature", NAMESPACE)
                        .attribute("var", feature)
                        .build()));
        return query.addAll(forms).build();
    }

    /** True when there is an identity of that category and type. */
    public boolean is(String category, String type) {
        return identities.stream()
                .anyMatch(identity -> identity.category.equals(category) && identity.type.equals(type));
    }

    /** What a device with these features can do, in our words. */
    public Set<Capability> capabilities() {
        Set<Capability> capabilities = EnumSet.of(Capability.MESSAGE, Capability.PRESENCE);
        OTHERS.forEach((feature, capability) -> {
            if (features.contains(feature)) {
                capabilities.add(capability);
            }
        });
        if (features.contains("urn:xmpp:jingle:1")
                && features.contains("urn:xmpp:jingle:apps:rtp:1")
                && features.contains("urn:xmpp:jingle:apps:rtp:audio")
                && features.contains("urn:xmpp:jingle:transports:ice-udp:1")) {
            capabilities.add(Capability.AUDIO_CALL);
        }
        return capabilities;
    }
}
