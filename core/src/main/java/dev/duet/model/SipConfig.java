package dev.duet.model;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How to sign in with SIP.
 *
 * @param address the address of record
 * @param password for digest authentication (RFC 3261 22, RFC 8760)
 * @param authenticationName the user name for digest; the user part of the address unless told otherwise
 * @param tokens where access tokens come from, for servers that ask for one in place of a password (RFC 8898); they
 *     are shown over TLS alone; null for none
 * @param servers the next hops for requests, outbound proxies (RFC 3261 8.1.2), four at most; empty to find the server
 *     by DNS from the address (RFC 3263). Where the registrar does outbound, the account keeps a flow to each (RFC 5626
 *     4.2), all by {@link #transports()}, and is online while one of them is there; where it does not, to one of them
 * @param transports how the server may be reached, the most wanted first; the server's DNS chooses among several (RFC
 *     3263 4.1). TLS and secure WebSocket unless plain transport is asked for by name
 * @param webSocketPath the path of the server's WebSocket (RFC 7118), which DNS does not tell; starts with a slash
 * @param trust whom TLS trusts
 * @param clientCertificate what proves this side in a TLS handshake; null for nothing
 * @param registrationExpiry wanted life of a registration, 10 s to 1 day; the server may shorten it
 * @param sessionExpiry wanted interval of session timers (RFC 4028), 90 s to 1 day: a call that the other side or the
 *     network lost ends by then; refreshed at half of it. Peers that know no session timers have none
 * @param delayedOffer true to let those who are called make the offer (RFC 3261 13.2.1), as some gateways want
 * @param publishPresence whether own presence is published by SIP, too (RFC 3903)
 * @param messageSummary whether to ask the server what waits in the user's mailbox (RFC 3842): for servers that do not
 *     tell by themselves. One that refuses is asked again only after another sign-in by the application
 * @param conferenceInfo whether conferences that this account is in a call with are asked who takes part (RFC 4575);
 *     never in a call whose other side is not told who this side is
 * @param localHost the local IP address to listen on and to write into messages; null to find it from the route to
 *     the server
 * @param instanceId names this device to the server (RFC 5626 4.1), the same whenever the application runs: the server
 *     then knows the device again, puts a new way to it in the place of the old one and gives it the same GRUU (RFC
 *     5627); null for another with each account that is opened
 * @param push how the server wakes this application when it sleeps (RFC 8599); null for not at all
 * @param impp the user's XMPP address, told to those who are called (RFC 6993), who may then write there; null for none
 * @param privacy what is to be hidden from those who are called by SIP (RFC 3323, RFC 3325); empty to ask for nothing.
 *     NONE stands alone, and CRITICAL with another. A call by XMPP always tells; see {@link CallOptions} for one that
 *     must not
 * @param limits what others may cost
 * @param timeout how long sign-in and other requests may take, 1 s to 5 min
 */
public record SipConfig(
        Address.Sip address,
        Secret password,
        String authenticationName,
        @Nullable TokenSource tokens,
        List<Endpoint> servers,
        List<Transport> transports,
        String webSocketPath,
        Trust trust,
        @Nullable ClientCertificate clientCertificate,
        Duration registrationExpiry,
        Duration sessionExpiry,
        boolean delayedOffer,
        boolean publishPresence,
        boolean messageSummary,
        boolean conferenceInfo,
        @Nullable String localHost,
        @Nullable UUID instanceId,
        @Nullable SipPush push,
        Address.@Nullable Xmpp impp,
        Set<SipPrivacy> privacy,
        SipLimits limits,
        Duration timeout)
        implements LinkConfig {

    private static final int MOST_SERVERS = 4; // RFC 5626 4.2: two must be, four should be

    public SipConfig {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(authenticationName, "authenticationName");
        servers = List.copyOf(servers);
        transports = List.copyOf(transports);
        privacy = SipPrivacy.checked(privacy);
        Objects.requireNonNull(webSocketPath, "webSocketPath");
        Objects.requireNonNull(trust, "trust");
        Objects.requireNonNull(limits, "limits");
        if (address.user() == null) {
            throw new IllegalArgumentException("A SIP account needs a user: " + address);
        }
        if (servers.size() > MOST_SERVERS || Set.copyOf(servers).size() != servers.size()) {
            throw new IllegalArgumentException(
                    "Servers are " + MOST_SERVERS + " at most, each once, unlike " + servers);
        }
        if (transports.isEmpty() || EnumSet.copyOf(transports).size() != transports.size()) {
            throw new IllegalArgumentException("Transports are one or more, each once, unlike " + transports);
        }
        if (!webSocketPath.matches("/[!-~]*")) {
            throw new IllegalArgumentException("A WebSocket's path starts with a slash, unlike " + webSocketPath);
        }
        Durations.check("registrationExpiry", registrationExpiry, Duration.ofSeconds(10), Duration.ofDays(1));
        Durations.check("sessionExpiry", sessionExpiry, Duration.ofSeconds(90), Duration.ofDays(1));
        Durations.check("timeout", timeout, Duration.ofSeconds(1), Duration.ofMinutes(5));
    }

    /** True when those who are called are not told who calls: USER or ID of {@link #privacy()}. */
    public boolean anonymous() {
        return SipPrivacy.hidesCaller(privacy);
    }

    /** The same with another {@link #impp()}. */
    SipConfig withImpp(Address.Xmpp value) {
        return new SipConfig(
                address,
                password,
                authenticationName,
                tokens,
                servers,
                transports,
                webSocketPath,
                trust,
                clientCertificate,
                registrationExpiry,
                sessionExpiry,
                delayedOffer,
                publishPresence,
                messageSummary,
                conferenceInfo,
                localHost,
                instanceId,
                push,
                value.bare(),
                privacy,
                limits,
                timeout);
    }

    /** Starts with the defaults: server by DNS, TLS or secure WebSocket, the system's trust. */
    public static Builder builder(Address.Sip address, Secret password) {
        return new Builder(address, password);
    }

    @Override
    public Protocol protocol() {
        return Protocol.SIP;
    }

    /** How SIP messages travel (RFC 3261 18, RFC 7118, RFC 4168). */
    public enum Transport {
        /** Datagrams, unprotected. */
        UDP,
        /** Streams, unprotected. */
        TCP,
        /** Streams under TLS. */
        TLS,
        /** WebSocket, unprotected. */
        WS,
        /** WebSocket under TLS. */
        WSS,
        /**
         * Associations, unprotected, where the operating system has SCTP and the Java runtime its module {@code
         * jdk.sctp}; elsewhere signing in fails as UNSUPPORTED, unless another transport may be used.
         */
        SCTP;

        /** True for those under TLS. */
        public boolean isSecure() {
            return this == TLS || this == WSS;
        }

        /** True for those that travel in a WebSocket. */
        public boolean isWebSocket() {
            return this == WS || this == WSS;
        }
    }

    /** Builds a configuration; for one thread. */
    public static final class Builder {
        private final Address.Sip address;
        private final Secret password;
        private String authenticationName;
        private @Nullable TokenSource tokens;
        private List<Endpoint> servers = List.of();
        private List<Transport> transports = List.of(Transport.TLS, Transport.WSS);
        private String webSocketPath = "/";
        private Trust trust = Trust.system();
        private @Nullable ClientCertificate clientCertificate;
        private Duration registrationExpiry = Duration.ofMinutes(10);
        private Duration sessionExpiry = Duration.ofMinutes(30);
        private boolean delayedOffer;
        private boolean publishPresence = true;
        private boolean messageSummary;
        private boolean conferenceInfo = true;
        private @Nullable String localHost;
        private @Nullable UUID instanceId;
        private @Nullable SipPush push;
        private Address.@Nullable Xmpp impp;
        private Set<SipPrivacy> privacy = Set.of();
        private SipLimits limits = SipLimits.DEFAULTS;
        private Duration timeout = Duration.ofSeconds(32);

        private Builder(Address.Sip address, Secret password) {
            this.address = address.bare();
            this.password = password;
            this.authenticationName = address.user() == null ? "" : address.user();
        }

        /** See {@link SipConfig#authenticationName()}. */
        public Builder authenticationName(String value) {
            authenticationName = value;
            return this;
        }

        /** See {@link SipConfig#tokens()}. */
        public Builder tokens(@Nullable TokenSource value) {
            tokens = value;
            return this;
        }

        /** See {@link SipConfig#servers()}: this one and no other; port 0 means the transport's own port. */
        public Builder server(String host, int port) {
            return servers(new Endpoint(host, port));
        }

        /** See {@link SipConfig#servers()}; port 0 means the transport's own port. */
        public Builder servers(Endpoint... values) {
            servers = List.of(values);
            return this;
        }

        /** See {@link SipConfig#transports()}: this one and no other. */
        public Builder transport(Transport value) {
            return transports(value);
        }

        /** See {@link SipConfig#transports()}. */
        public Builder transports(Transport... values) {
            transports = List.of(values);
            return this;
        }

        /** See {@link SipConfig#webSocketPath()}. */
        public Builder webSocketPath(String value) {
            webSocketPath = value;
            return this;
        }

        /** See {@link SipConfig#trust()}. */
        public Builder trust(Trust value) {
            trust = value;
            return this;
        }

        /** See {@link SipConfig#clientCertificate()}. */
        public Builder clientCertificate(@Nullable ClientCertificate value) {
            clientCertificate = value;
            return this;
        }

        /** See {@link SipConfig#registrationExpiry()}. */
        public Builder registrationExpiry(Duration value) {
            registrationExpiry = value;
            return this;
        }

        /** See {@link SipConfig#sessionExpiry()}. */
        public Builder sessionExpiry(Duration value) {
            sessionExpiry = value;
            return this;
        }

        /** See {@link SipConfig#delayedOffer()}; false unless told otherwise. */
        public Builder delayedOffer(boolean value) {
            delayedOffer = value;
            return this;
        }

        /** See {@link SipConfig#publishPresence()}. */
        public Builder publishPresence(boolean value) {
            publishPresence = value;
            return this;
        }

        /** See {@link SipConfig#messageSummary()}; false unless told otherwise. */
        public Builder messageSummary(boolean value) {
            messageSummary = value;
            return this;
        }

        /** See {@link SipConfig#conferenceInfo()}; true unless told otherwise. */
        public Builder conferenceInfo(boolean value) {
            conferenceInfo = value;
            return this;
        }

        /** See {@link SipConfig#localHost()}. */
        public Builder localHost(@Nullable String value) {
            localHost = value;
            return this;
        }

        /** See {@link SipConfig#instanceId()}. */
        public Builder instanceId(@Nullable UUID value) {
            instanceId = value;
            return this;
        }

        /** See {@link SipConfig#push()}. */
        public Builder push(@Nullable SipPush value) {
            push = value;
            return this;
        }

        /** See {@link SipConfig#impp()}; {@link AccountConfig.Builder#tellXmppAddress} gives the account's own. */
        public Builder impp(Address.@Nullable Xmpp value) {
            impp = value == null ? null : value.bare();
            return this;
        }

        /** See {@link SipConfig#privacy()}; nothing unless told otherwise. */
        public Builder privacy(SipPrivacy... values) {
            privacy = Set.of(values);
            return this;
        }

        /** See {@link SipConfig#limits()}; {@link SipLimits#DEFAULTS} unless told otherwise. */
        public Builder limits(SipLimits value) {
            limits = value;
            return this;
        }

        /** {@link #privacy} with ID, or with nothing. */
        public Builder anonymous(boolean value) {
            return value ? privacy(SipPrivacy.ID) : privacy();
        }

        /** See {@link SipConfig#timeout()}. */
        public Builder timeout(Duration value) {
            timeout = value;
            return this;
        }

        /** The configuration. */
        public SipConfig build() {
            return new SipConfig(
                    address,
                    password,
                    authenticationName,
                    tokens,
                    servers,
                    transports,
                    webSocketPath,
                    trust,
                    clientCertificate,
                    registrationExpiry,
                    sessionExpiry,
                    delayedOffer,
                    publishPresence,
                    messageSummary,
                    conferenceInfo,
                    localHost,
                    instanceId,
                    push,
                    impp,
                    privacy,
                    limits,
                    timeout);
        }
    }
}
