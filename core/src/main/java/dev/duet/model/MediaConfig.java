package dev.duet.model;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How calls carry sound.
 *
 * @param codecs names of codecs, the most wanted first; of {@code opus}, {@code PCMU}, {@code PCMA}
 * @param ice when ICE is offered (RFC 8445); an offer with ICE is always answered with ICE, unless NEVER
 * @param stunServers where a STUN server listens (RFC 8489); may be empty
 * @param localHost the local IP address for media; null for every address of this host that fits, or, without ICE, the
 *     one the signalling uses
 * @param minPort the lowest local port for media; 0 to let the operating system choose
 * @param maxPort the highest local port for media; 0 to let the operating system choose
 * @param packetMillis milliseconds of sound in a packet: 10, 20, 40 or 60
 */
public record MediaConfig(
        List<String> codecs,
        Ice ice,
        List<Endpoint> stunServers,
        @Nullable String localHost,
        int minPort,
        int maxPort,
        int packetMillis) {

    /** Opus, PCMU, PCMA; ICE when the peer offers it; 20 ms. */
    public static final MediaConfig DEFAULT =
            new MediaConfig(List.of("opus", "PCMU", "PCMA"), Ice.WHEN_OFFERED, List.of(), null, 0, 0, 20);

    public MediaConfig {
        codecs = List.copyOf(codecs);
        stunServers = List.copyOf(stunServers);
        Objects.requireNonNull(ice, "ice");
        if (codecs.isEmpty()) {
            throw new IllegalArgumentException("Calls need at least one codec");
        }
        if (minPort < 0 || maxPort > 65_535 || minPort > maxPort) {
            throw new IllegalArgumentException("Bad port range: " + minPort + " to " + maxPort);
        }
        if (packetMillis != 10 && packetMillis != 20 && packetMillis != 40 && packetMillis != 60) {
            throw new IllegalArgumentException("packetMillis is 10, 20, 40 or 60, unlike " + packetMillis);
        }
    }

    /** The same with other codecs. */
    public MediaConfig withCodecs(String... names) {
        return new MediaConfig(List.of(names), ice, stunServers, localHost, minPort, maxPort, packetMillis);
    }

    /** The same with another use of ICE. */
    public MediaConfig withIce(Ice use) {
        return new MediaConfig(codecs, use, stunServers, localHost, minPort, maxPort, packetMillis);
    }

    /** The same with another local address. */
    public MediaConfig withLocalHost(@Nullable String host) {
        return new MediaConfig(codecs, ice, stunServers, host, minPort, maxPort, packetMillis);
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
}
