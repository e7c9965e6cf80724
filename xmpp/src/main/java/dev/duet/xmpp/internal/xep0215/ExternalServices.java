package dev.duet.xmpp.internal.xep0215;

import dev.duet.model.Endpoint;
import dev.duet.model.IceServer;
import dev.duet.model.Secret;
import dev.duet.xmpp.internal.rfc6120.Times;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The STUN and TURN servers that a server tells of. What is not well-formed, or nothing that Duet can use (STUN over
 * TLS, other services), is passed over. Pure.
 */
public final class ExternalServices {

    /** The namespace, which is also the feature. */
    public static final String NAMESPACE = "urn:xmpp:extdisco:2";

    private static final int MOST = 32;

    private ExternalServices() {}

    /** The question. */
    public static Xml question() {
        return Xml.empty("services", NAMESPACE);
    }

    /** The servers in an answer. */
    public static List<IceServer> read(Xml services) {
        List<IceServer> servers = new ArrayList<>();
        for (Xml service : services.children("service", NAMESPACE)) {
            IceServer server = server(service);
            if (server != null && servers.size() < MOST) {
                servers.add(server);
            }
        }
        return servers;
    }

    private static @Nullable IceServer server(Xml service) {
        String host = service.attribute("host", "").strip();
        int port = port(service.attribute("port", "0"));
        if (host.isEmpty() || port < 0 || service.attribute("action", "add").equals("remove")) {
            return null;
        }
        Endpoint endpoint = new Endpoint(host, port);
        boolean tcp =
                service.attribute("transport", "udp").toLowerCase(Locale.ROOT).equals("tcp");
        return switch (service.attribute("type", "").toLowerCase(Locale.ROOT)) {
            case "stun" ->
                tcp ? null : new IceServer(IceServer.Kind.STUN, endpoint, IceServer.Transport.UDP, "", null, null);
            case "turn" -> turn(service, endpoint, tcp ? IceServer.Transport.TCP : IceServer.Transport.UDP);
            case "turns" -> turn(service, endpoint, IceServer.Transport.TLS);
            default -> null;
        };
    }

    private static @Nullable IceServer turn(Xml service, Endpoint endpoint, IceServer.Transport transport) {
        String username = service.attribute("username", "");
        String password = service.attribute("password", "");
        String until = service.attribute("expires");
        Instant expires = Times.read(until);
        boolean usable = !username.isEmpty() && !password.isEmpty() && (until == null || expires != null);
        return usable
                ? new IceServer(IceServer.Kind.TURN, endpoint, transport, username, Secret.of(password), expires)
                : null;
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text.strip());
            return port <= 65_535 ? port : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
