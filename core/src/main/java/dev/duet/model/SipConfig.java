package dev.duet.model;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How to sign in with SIP.
 *
 * @param address the address of record
 * @param password for digest authentication (RFC 3261 22, RFC 8760)
 * @param authenticationName the user name for digest; the user part of the address unless told otherwise
 * @param server the next hop for every request; null to find it by DNS from the address (RFC 3263)
 * @param transport how to reach the server; TLS unless plain transport is asked for by name
 * @param trust whom TLS trusts
 * @param registrationExpiry wanted life of a registration, 10 s to 1 day; the server may shorten it
 * @param publishPresence whether own presence is published by SIP, too (RFC 3903)
 * @param localHost the local IP address to listen on and to write into messages; null to find it from the route to
 *     the server
 * @param timeout how long sign-in and other requests may take, 1 s to 5 min
 */
public record SipConfig(
        Address.Sip address,
        Secret password,
        String authenticationName,
        @Nullable Endpoint server,
        Transport transport,
        Trust trust,
        Duration registrationExpiry,
        boolean publishPresence,
        @Nullable String localHost,
        Duration timeout)
        implements LinkConfig {

    public SipConfig {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(authenticationName, "authenticationName");
        Objects.requireNonNull(transport, "transport");
        Objects.requireNonNull(trust, "trust");
        if (address.user() == null) {
            throw new IllegalArgumentException("A SIP account needs a user: " + address);
        }
        Durations.check("registrationExpiry", registrationExpiry, Duration.ofSeconds(10), Duration.ofDays(1));
        Durations.check("timeout", timeout, Duration.ofSeconds(1), Duration.ofMinutes(5));
    }

    /** Starts with the defaults: server by DNS, TLS, the system's trust. */
    public static Builder builder(Address.Sip address, Secret password) {
        return new Builder(address, password);
    }

    @Override
    public Protocol protocol() {
        return Protocol.SIP;
    }

    /** How SIP messages travel (RFC 3261 18). */
    public enum Transport {
        /** Datagrams, unprotected. */
        UDP,
        /** Streams, unprotected. */
        TCP,
        /** Streams under TLS. */
        TLS
    }

    /** Builds a configuration; for one thread. */
    public static final class Builder {
        private final Address.Sip address;
        private final Secret password;
        private String authenticationName;
        private @Nullable Endpoint server;
        private Transport transport = Transport.TLS;
        private Trust trust = Trust.system();
        private Duration registrationExpiry = Duration.ofMinutes(10);
        private boolean publishPresence = true;
        private @Nullable String localHost;
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

        /** See {@link SipConfig#server()}; port 0 means the transport's own port. */
        public Builder server(String host, int port) {
            server = new Endpoint(host, port);
            return this;
        }

        /** See {@link SipConfig#transport()}. */
        public Builder transport(Transport value) {
            transport = value;
            return this;
        }

        /** See {@link SipConfig#trust()}. */
        public Builder trust(Trust value) {
            trust = value;
            return this;
        }

        /** See {@link SipConfig#registrationExpiry()}. */
        public Builder registrationExpiry(Duration value) {
            registrationExpiry = value;
            return this;
        }

        /** See {@link SipConfig#publishPresence()}. */
        public Builder publishPresence(boolean value) {
            publishPresence = value;
            return this;
        }

        /** See {@link SipConfig#localHost()}. */
        public Builder localHost(@Nullable String value) {
            localHost = value;
            return this;
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
                    server,
                    transport,
                    trust,
                    registrationExpiry,
                    publishPresence,
                    localHost,
                    timeout);
        }
    }
}
