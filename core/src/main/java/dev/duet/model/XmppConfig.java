package dev.duet.model;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How to sign in with XMPP.
 *
 * @param address the bare JID
 * @param password for SASL (RFC 6120 6), or the token; of no use to who signs in with a certificate
 * @param authentication what that secret is
 * @param plainAllowed whether a server that can check the password in no better way may have the password itself, by
 *     PLAIN (RFC 4616) and inside TLS; false by default. Such a server, and whoever took its place with a certificate
 *     that is trusted, knows the password then; but some that keep their users elsewhere, such as in LDAP, need it.
 *     Without TLS the password is never shown, allowed or not
 * @param server where to connect; null to find it by DNS from the address (RFC 6120 3.2, XEP-0368)
 * @param encryption how the connection is protected
 * @param trust whom TLS trusts
 * @param clientCertificate what proves this side in a TLS handshake, shown to a server that asks; null for nothing
 * @param resource the wanted resource; null to let the server choose
 * @param priority of this resource, -128 to 127 (RFC 6121 4.7.2.3)
 * @param timeout how long connecting and each request may take, 1 s to 5 min
 * @param autojoin whether this device follows the user's other devices into rooms and out of them, see {@link
 *     dev.duet.model.Bookmark#autojoin()}
 * @param webSocket where to connect by WebSocket (RFC 7395), in the place of TCP and whatever {@code server} says; null
 *     for TCP. Its scheme is {@code wss}, and the certificate must be for its host; {@code ws} goes with {@link
 *     Encryption#PLAIN} alone. There is no channel binding on it
 * @param webSocketFallback whether, when no server can be reached by TCP, the domain is asked by HTTPS for a WebSocket
 *     (XEP-0156), which is used then; false by default. Half of the timeout is for TCP, then
 */
public record XmppConfig(
        Address.Xmpp address,
        Secret password,
        Authentication authentication,
        boolean plainAllowed,
        @Nullable Endpoint server,
        Encryption encryption,
        Trust trust,
        @Nullable ClientCertificate clientCertificate,
        @Nullable String resource,
        int priority,
        Duration timeout,
        boolean autojoin,
        @Nullable URI webSocket,
        boolean webSocketFallback)
        implements LinkConfig {

    public XmppConfig {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(authentication, "authentication");
        Objects.requireNonNull(encryption, "encryption");
        Objects.requireNonNull(trust, "trust");
        if (address.local() == null) {
            throw new IllegalArgumentException("An XMPP account needs a local part: " + address);
        }
        if (authentication == Authentication.CERTIFICATE) {
            Objects.requireNonNull(clientCertificate, "clientCertificate");
            if (encryption == Encryption.PLAIN) {
                throw new IllegalArgumentException("A certificate proves who signs in inside TLS alone");
            }
        }
        if (priority < -128 || priority > 127) {
            throw new IllegalArgumentException("A priority is -128 to 127, unlike " + priority);
        }
        if (webSocket != null) {
            checkWebSocket(webSocket, encryption);
        }
        Durations.check("timeout", timeout, Duration.ofSeconds(1), Duration.ofMinutes(5));
    }

    private static void checkWebSocket(URI webSocket, Encryption encryption) {
        boolean plain = "ws".equalsIgnoreCase(webSocket.getScheme());
        if (plain && encryption != Encryption.PLAIN) {
            throw new IllegalArgumentException("WebSocket without TLS goes with Encryption.PLAIN alone");
        }
        if (!plain && !"wss".equalsIgnoreCase(webSocket.getScheme())
                || webSocket.getHost() == null
                || webSocket.getUserInfo() != null
                || webSocket.getFragment() != null) {
            throw new IllegalArgumentException("A place of WebSocket is wss://host/path, with a port perhaps");
        }
    }

    /** Starts with the defaults: server by DNS, STARTTLS required, the system's trust. */
    public static Builder builder(Address.Xmpp address, Secret password) {
        return new Builder(address, password);
    }

    /** The same for who signs in with a certificate alone (RFC 4422 A, XEP-0178). */
    public static Builder builder(Address.Xmpp address, ClientCertificate certificate) {
        return new Builder(address, Secret.of(""))
                .clientCertificate(certificate)
                .authentication(Authentication.CERTIFICATE);
    }

    /** The same with another password, or token. */
    public XmppConfig withPassword(Secret value) {
        return new XmppConfig(
                address,
                value,
                authentication,
                plainAllowed,
                server,
                encryption,
                trust,
                clientCertificate,
                resource,
                priority,
                timeout,
                autojoin,
                webSocket,
                webSocketFallback);
    }

    @Override
    public Protocol protocol() {
        return Protocol.XMPP;
    }

    /** How a user signs in. */
    public enum Authentication {
        /**
         * With a password: the strongest SCRAM that the server has; or else PLAIN inside TLS, where {@link
         * XmppConfig#plainAllowed()} says so.
         */
        PASSWORD,
        /** With an OAuth 2 access token, inside TLS (RFC 7628). */
        OAUTH_TOKEN,
        /**
         * With {@link XmppConfig#clientCertificate()} and nothing else: SASL EXTERNAL (RFC 4422 A, XEP-0178). Who shows
         * a certificate and signs in with a password does both.
         */
        CERTIFICATE
    }

    /** How a connection is protected. */
    public enum Encryption {
        /**
         * TLS is begun on the stream, and nothing is sent before (RFC 6120 5). Where DNS finds the server, it may as
         * well begin with the first byte: as the server prefers (XEP-0368).
         */
        STARTTLS,
        /** TLS from the first byte and in no other way (XEP-0368). */
        DIRECT_TLS,
        /** None. For experiments: the password travels so that whoever listens may have it. */
        PLAIN
    }

    /** Builds a configuration; for one thread. */
    public static final class Builder {
        private final Address.Xmpp address;
        private final Secret password;
        private Authentication authentication = Authentication.PASSWORD;
        private boolean plainAllowed;
        private @Nullable Endpoint server;
        private Encryption encryption = Encryption.STARTTLS;
        private Trust trust = Trust.system();
        private @Nullable ClientCertificate clientCertificate;
        private @Nullable String resource;
        private int priority;
        private Duration timeout = Duration.ofSeconds(30);
        private boolean autojoin = true;
        private @Nullable URI webSocket;
        private boolean webSocketFallback;

        private Builder(Address.Xmpp address, Secret password) {
            this.address = address.bare();
            this.resource = address.resource();
            this.password = password;
        }

        /** See {@link XmppConfig#authentication()}. */
        public Builder authentication(Authentication value) {
            authentication = value;
            return this;
        }

        /** See {@link XmppConfig#plainAllowed()}; false by default. */
        public Builder plainAllowed(boolean value) {
            plainAllowed = value;
            return this;
        }

        /** See {@link XmppConfig#server()}. */
        public Builder server(String host, int port) {
            server = new Endpoint(host, port);
            return this;
        }

        /** See {@link XmppConfig#encryption()}. */
        public Builder encryption(Encryption value) {
            encryption = value;
            return this;
        }

        /** See {@link XmppConfig#trust()}. */
        public Builder trust(Trust value) {
            trust = value;
            return this;
        }

        /** See {@link XmppConfig#clientCertificate()}. */
        public Builder clientCertificate(@Nullable ClientCertificate value) {
            clientCertificate = value;
            return this;
        }

        /** See {@link XmppConfig#resource()}. */
        public Builder resource(@Nullable String value) {
            resource = value;
            return this;
        }

        /** See {@link XmppConfig#priority()}. */
        public Builder priority(int value) {
            priority = value;
            return this;
        }

        /** See {@link XmppConfig#timeout()}. */
        public Builder timeout(Duration value) {
            timeout = value;
            return this;
        }

        /** See {@link XmppConfig#autojoin()}; true by default. */
        public Builder autojoin(boolean value) {
            autojoin = value;
            return this;
        }

        /** See {@link XmppConfig#webSocket()}. */
        public Builder webSocket(@Nullable URI value) {
            webSocket = value;
            return this;
        }

        /** See {@link XmppConfig#webSocketFallback()}; false by default. */
        public Builder webSocketFallback(boolean value) {
            webSocketFallback = value;
            return this;
        }

        /** The configuration. */
        public XmppConfig build() {
            return new XmppConfig(
                    address,
                    password,
                    authentication,
                    plainAllowed,
                    server,
                    encryption,
                    trust,
                    clientCertificate,
                    resource,
                    priority,
                    timeout,
                    autojoin,
                    webSocket,
                    webSocketFallback);
        }
    }
}
