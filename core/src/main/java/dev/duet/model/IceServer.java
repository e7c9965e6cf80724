package dev.duet.model;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A server that helps ICE: a STUN server tells how this host looks from outside (RFC 8489), a TURN server relays
 * (RFC 8656).
 *
 * @param kind what it does; a TURN server answers STUN, too
 * @param endpoint where it listens; port 0 for the usual one, 3478, or 5349 for TLS
 * @param transport how it is reached; what a TURN server relays is UDP in any case
 * @param username for TURN's long-term credentials; empty without
 * @param password for TURN's long-term credentials; null without
 * @param expires when the credentials end (XEP-0215); null for never
 */
public record IceServer(
        Kind kind,
        Endpoint endpoint,
        Transport transport,
        String username,
        @Nullable Secret password,
        @Nullable Instant expires) {

    private static final int PORT = 3478;
    private static final int TLS_PORT = 5349;

    public IceServer {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(transport, "transport");
        Objects.requireNonNull(username, "username");
        if (endpoint.port() == 0) {
            endpoint = new Endpoint(endpoint.host(), transport == Transport.TLS ? TLS_PORT : PORT);
        }
    }

    /** A STUN server over UDP; port 0 for the usual one. */
    public static IceServer stun(String host, int port) {
        return new IceServer(Kind.STUN, new Endpoint(host, port), Transport.UDP, "", null, null);
    }

    /** A TURN server; port 0 for the usual one. */
    public static IceServer turn(Transport transport, String host, int port, String username, String password) {
        return new IceServer(Kind.TURN, new Endpoint(host, port), transport, username, Secret.of(password), null);
    }

    /** What a server does. */
    public enum Kind {
        /** Tells how this host looks from outside. */
        STUN,
        /** Relays. */
        TURN
    }

    /** How a server is reached. */
    public enum Transport {
        /** Datagrams. */
        UDP,
        /** A TCP connection. */
        TCP,
        /** TLS over TCP, with the server's name checked. */
        TLS
    }
}
