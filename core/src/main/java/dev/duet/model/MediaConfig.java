package dev.duet.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How calls carry sound.
 *
 * @param codecs names of codecs, the most wanted first; of {@code opus}, {@code PCMU}, {@code PCMA}
 * @param ice when SIP calls offer ICE (RFC 8445); an offer with ICE is always answered with ICE, unless NEVER. Jingle
 *     calls always use it.
 * @param trickle true to send offers at once and candidates as they are found, where protocol and peer can (RFC 8840,
 *     XEP-0176); false to gather first, for a second at most
 * @param relayOnly true to let packets go through TURN servers only, so that the peer does not learn this host's
 *     addresses
 * @param iceServers STUN and TURN servers, beside those that the XMPP server tells of (XEP-0215); may be empty
 * @param turnTrust whom to believe when a TURN server is reached by TLS
 * @param encryption whether sound is encrypted
 * @param ciphers what sound may be encrypted with, the most wanted first; at least one beside AES_CM_128_HMAC_SHA1_32.
 *     Of two sides of a DTLS handshake the one that waits chooses. Keys in SDP (RFC 4568) are offered in an order of
 *     their own, AES_CM_128_HMAC_SHA1_80 first, which some telephones take unread
 * @param localHost the local IP address for media; null for every address of this host that fits, or, without ICE, the
 *     one the signalling uses
 * @param minPort the lowest local port for media; 0 to let the operating system choose
 * @param maxPort the highest local port for media; 0 to let the operating system choose
 * @param packetMillis milliseconds of sound in a packet: 10, 20, 40 or 60
 */
public record MediaConfig(
        List<String> codecs,
        Ice ice,
        boolean trickle,
        boolean relayOnly,
        List<IceServer> iceServers,
        Trust turnTrust,
        Encryption encryption,
        List<SrtpCipher> ciphers,
        @Nullable String localHost,
        int minPort,
        int maxPort,
        int packetMillis) {

    /** Opus, PCMU, PCMA; ICE when the peer offers it; encrypted when the peer can; 20 ms. */
    public static final MediaConfig DEFAULT = new MediaConfig(
            List.of("opus", "PCMU", "PCMA"),
            Ice.WHEN_OFFERED,
            true,
            false,
            List.of(),
            Trust.system(),
            Encryption.WHEN_POSSIBLE,
            List.of(
                    SrtpCipher.AEAD_AES_128_GCM,
                    SrtpCipher.AEAD_AES_256_GCM,
                    SrtpCipher.AES_CM_128_HMAC_SHA1_80,
                    SrtpCipher.AES_CM_128_HMAC_SHA1_32),
            null,
            0,
            0,
            20);

    public MediaConfig {
        codecs = List.copyOf(codecs);
        iceServers = List.copyOf(iceServers);
        ciphers = List.copyOf(ciphers);
        Objects.requireNonNull(ice, "ice");
        Objects.requireNonNull(turnTrust, "turnTrust");
        Objects.requireNonNull(encryption, "encryption");
        if (codecs.isEmpty()) {
            throw new IllegalArgumentException("Calls need at least one codec");
        }
        if (ciphers.stream().allMatch(cipher -> cipher == SrtpCipher.AES_CM_128_HMAC_SHA1_32)) {
            throw new IllegalArgumentException("DTLS needs a cipher beside AES_CM_128_HMAC_SHA1_32");
        }
        if (minPort < 0 || maxPort > 65_535 || minPort > maxPort) {
            throw new IllegalArgumentException("Bad port range: " + minPort + " to " + maxPort);
        }
        if (packetMillis != 10 && packetMillis != 20 && packetMillis != 40 && packetMillis != 60) {
            throw new IllegalArgumentException("packetMillis is 10, 20, 40 or 60, unlike " + packetMillis);
        }
    }

    /** Starts with the defaults. */
    public static Builder builder() {
        return DEFAULT.toBuilder();
    }

    /** A builder that holds all of this. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** The same with other codecs. */
    public MediaConfig withCodecs(String... names) {
        return toBuilder().codecs(List.of(names)).build();
    }

    /** The same with another use of ICE. */
    public MediaConfig withIce(Ice use) {
        return toBuilder().ice(use).build();
    }

    /** The same with another local address. */
    public MediaConfig withLocalHost(@Nullable String host) {
        return toBuilder().localHost(host).build();
    }

    /** The same with other encryption. */
    public MediaConfig withEncryption(Encryption use) {
        return toBuilder().encryption(use).build();
    }

    /** The same with other ciphers. */
    public MediaConfig withCiphers(SrtpCipher... wanted) {
        return toBuilder().ciphers(List.of(wanted)).build();
    }

    /** The same with those servers added. */
    public MediaConfig withIceServers(List<IceServer> more) {
        List<IceServer> all = new ArrayList<>(iceServers);
        all.addAll(more);
        return toBuilder().iceServers(all).build();
    }

    /** When ICE is used. */
    public enum Ice {
        /** Never. */
        NEVER,
        /** Answered, not offered: the choice for plain SIP networks. */
        WHEN_OFFERED,
        /** Offered in every call. */
        ALWAYS
    }

    /** Whether sound is encrypted. */
    public enum Encryption {
        /** Never offered; an offer that insists is refused. */
        NEVER,
        /** Offered, and used when the peer can (RFC 8643). */
        WHEN_POSSIBLE,
        /** A call without is refused. */
        REQUIRED
    }

    /** Builds a configuration; for one thread. */
    public static final class Builder {
        private List<String> codecs;
        private Ice ice;
        private boolean trickle;
        private boolean relayOnly;
        private List<IceServer> iceServers;
        private Trust turnTrust;
        private Encryption encryption;
        private List<SrtpCipher> ciphers;
        private @Nullable String localHost;
        private int minPort;
        private int maxPort;
        private int packetMillis;

        private Builder(MediaConfig from) {
            codecs = from.codecs;
            ice = from.ice;
            trickle = from.trickle;
            relayOnly = from.relayOnly;
            iceServers = from.iceServers;
            turnTrust = from.turnTrust;
            encryption = from.encryption;
            ciphers = from.ciphers;
            localHost = from.localHost;
            minPort = from.minPort;
            maxPort = from.maxPort;
            packetMillis = from.packetMillis;
        }

        /** See {@link MediaConfig#codecs()}. */
        public Builder codecs(List<String> value) {
            codecs = value;
            return this;
        }

        /** See {@link MediaConfig#ice()}; WHEN_OFFERED unless told otherwise. */
        public Builder ice(Ice value) {
            ice = value;
            return this;
        }

        /** See {@link MediaConfig#trickle()}; true unless told otherwise. */
        public Builder trickle(boolean value) {
            trickle = value;
            return this;
        }

        /** See {@link MediaConfig#relayOnly()}; false unless told otherwise. */
        public Builder relayOnly(boolean value) {
            relayOnly = value;
            return this;
        }

        /** See {@link MediaConfig#iceServers()}. */
        public Builder iceServers(List<IceServer> value) {
            iceServers = value;
            return this;
        }

        /** See {@link MediaConfig#turnTrust()}; the system's authorities unless told otherwise. */
        public Builder turnTrust(Trust value) {
            turnTrust = value;
            return this;
        }

        /** See {@link MediaConfig#encryption()}; WHEN_POSSIBLE unless told otherwise. */
        public Builder encryption(Encryption value) {
            encryption = value;
            return this;
        }

        /** See {@link MediaConfig#ciphers()}; all, GCM with 128 bits first, unless told otherwise. */
        public Builder ciphers(List<SrtpCipher> value) {
            ciphers = value;
            return this;
        }

        /** See {@link MediaConfig#localHost()}. */
        public Builder localHost(@Nullable String value) {
            localHost = value;
            return this;
        }

        /** See {@link MediaConfig#minPort()} and {@link MediaConfig#maxPort()}. */
        public Builder ports(int min, int max) {
            minPort = min;
            maxPort = max;
            return this;
        }

        /** See {@link MediaConfig#packetMillis()}; 20 unless told otherwise. */
        public Builder packetMillis(int value) {
            packetMillis = value;
            return this;
        }

        /**
         * The configuration.
         *
         * @throws IllegalArgumentException when a value is out of its range
         */
        public MediaConfig build() {
            return new MediaConfig(
                    codecs,
                    ice,
                    trickle,
                    relayOnly,
                    iceServers,
                    turnTrust,
                    encryption,
                    ciphers,
                    localHost,
                    minPort,
                    maxPort,
                    packetMillis);
        }
    }
}
