package dev.duet.xmpp.internal.xep0176;

import dev.duet.model.Endpoint;
import dev.duet.model.IceCandidate;
import dev.duet.model.IceDescription;
import dev.duet.xmpp.internal.xep0166.Fields;
import dev.duet.xmpp.internal.xep0166.JingleException;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The transport element of ICE. Everybody who speaks it trickles (XEP-0176 5.5), so it has no word for that; where the
 * list of candidates ends is told with {@code gathering-complete}, as in XEP-0371. Pure.
 */
public final class IceUdp {

    /** The namespace, which is also the feature. */
    public static final String NAMESPACE = "urn:xmpp:jingle:transports:ice-udp:1";

    private static final String TRICKLE = "trickle";
    private static final String GENERATION = "generation";
    private static final String NETWORK_WIRE = "network";
    private static final String NETWORK = "network-id";
    private static final String COMPLETE = "gathering-complete";

    private IceUdp() {}

    /**
     * What a transport element says.
     *
     * @param usernameFragment empty when not told
     * @param password empty when not told
     */
    public record Told(String usernameFragment, String password, List<IceCandidate> candidates, boolean complete) {

        /** Copies what it is given. */
        public Told {
            candidates = List.copyOf(candidates);
        }

        /** True when it has both credentials. */
        public boolean hasCredentials() {
            return !usernameFragment.isEmpty() && !password.isEmpty();
        }

        /** As a description, which needs credentials; null without. */
        public @Nullable IceDescription description() {
            return hasCredentials()
                    ? new IceDescription(usernameFragment, password, List.of(TRICKLE), candidates, complete)
                    : null;
        }

        @Override
        public String toString() {
            return "Told[" + usernameFragment + ", ***, " + candidates + ", " + complete + "]";
        }
    }

    /** Reads a transport element. */
    public static Told read(Xml transport) throws JingleException {
        List<IceCandidate> candidates = new ArrayList<>();
        for (Xml candidate : transport.children("candidate", NAMESPACE)) {
            IceCandidate read = candidate(candidate);
            if (read != null) {
                candidates.add(read);
            }
        }
        return new Told(
                credential(transport, "ufrag", 256),
                credential(transport, "pwd", 256),
                candidates,
                transport.has(COMPLETE, NAMESPACE));
    }

    private static String credential(Xml transport, String name, int most) throws JingleException {
        String value = transport.attribute(name, "");
        boolean good = value.length() <= most && value.chars().allMatch(c -> c > ' ' && c < 127);
        if (!good) {
            throw new JingleException("bad " + name);
        }
        return value;
    }

    /** A candidate; null for one of a type that is not known, which RFC 8839 5.1 says to pass over. */
    private static @Nullable IceCandidate candidate(Xml element) throws JingleException {
        int component = (int) Fields.number(element, "component", 1, 256);
        String foundation = Fields.required(element, "foundation");
        long priority = Fields.number(element, "priority", 1, 0xFFFF_FFFFL);
        Endpoint endpoint =
                new Endpoint(Fields.required(element, "ip"), (int) Fields.number(element, "port", 0, 65_535));
        String transport = Fields.required(element, "protocol").toLowerCase(Locale.ROOT);
        String related = element.attribute("rel-addr");
        Endpoint base = related == null || related.isBlank()
                ? null
                : new Endpoint(related.strip(), (int) Fields.number(element, "rel-port", 0, 65_535, 0));
        Map<String, String> extensions = new LinkedHashMap<>();
        extension(element, GENERATION, GENERATION, extensions);
        extension(element, NETWORK_WIRE, NETWORK, extensions);
        IceCandidate.Type type = type(Fields.required(element, "type"));
        return type == null || foundation.length() > 32
                ? null
                : new IceCandidate(
                        foundation,
                        component,
                        transport,
                        priority,
                        endpoint,
                        type,
                        base,
                        element.attribute("tcptype"),
                        extensions);
    }

    private static IceCandidate.@Nullable Type type(String word) {
        for (IceCandidate.Type type : IceCandidate.Type.values()) {
            if (type.name().toLowerCase(Locale.ROOT).equals(word)) {
                return type;
            }
        }
        return null;
    }

    /** Zero is what these are when nothing is said. */
    private static void extension(Xml element, String wire, String name, Map<String, String> extensions)
            throws JingleException {
        long number = Fields.number(element, wire, 0, Integer.MAX_VALUE, 0);
        if (number != 0) {
            extensions.put(name, Long.toString(number));
        }
    }

    /** The element with all that a description holds. */
    public static Xml.Builder write(IceDescription ice) {
        Xml.Builder transport = Xml.element("transport", NAMESPACE)
                .attribute("ufrag", ice.usernameFragment())
                .attribute("pwd", ice.password());
        ice.candidates().forEach(candidate -> transport.add(write(candidate)));
        return ice.endOfCandidates() ? transport.add(Xml.empty(COMPLETE, NAMESPACE)) : transport;
    }

    /** The element with one more candidate, or, for null, with word that there is none. */
    public static Xml trickle(IceDescription ice, @Nullable IceCandidate candidate) {
        return Xml.element("transport", NAMESPACE)
                .attribute("ufrag", ice.usernameFragment())
                .attribute("pwd", ice.password())
                .add(candidate == null ? Xml.empty(COMPLETE, NAMESPACE) : write(candidate))
                .build();
    }

    private static Xml write(IceCandidate candidate) {
        Endpoint related = candidate.related();
        Map<String, String> extensions = candidate.extensions();
        return Xml.element("candidate", NAMESPACE)
                .attribute("component", Integer.toString(candidate.component()))
                .attribute("foundation", candidate.foundation())
                .attribute(GENERATION, extensions.getOrDefault(GENERATION, "0"))
                .attribute("id", id(candidate))
                .attribute("ip", candidate.endpoint().host())
                .attribute(NETWORK_WIRE, extensions.getOrDefault(NETWORK, "0"))
                .attribute("port", Integer.toString(candidate.endpoint().port()))
                .attribute("priority", Long.toString(candidate.priority()))
                .attribute("protocol", candidate.transport())
                .attribute("rel-addr", related == null ? null : related.host())
                .attribute("rel-port", related == null ? null : Integer.toString(related.port()))
                .attribute("tcptype", candidate.tcpType())
                .attribute("type", candidate.type().name().toLowerCase(Locale.ROOT))
                .build();
    }

    /** The same candidate has the same id; no two in a session look alike in all of this. */
    private static String id(IceCandidate candidate) {
        return "c"
                + Integer.toHexString((candidate.foundation()
                                + candidate.component()
                                + candidate.transport()
                                + candidate.endpoint()
                                + candidate.type())
                        .hashCode());
    }
}
