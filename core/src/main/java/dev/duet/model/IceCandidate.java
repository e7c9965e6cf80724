package dev.duet.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A candidate of ICE (RFC 8445 5.1, RFC 8839 5.1, XEP-0176).
 *
 * @param foundation 1 to 32 characters
 * @param component 1 for RTP, 2 for RTCP
 * @param transport {@code udp} or {@code tcp}, in lower case
 * @param priority 1 to 2^31-1
 * @param endpoint where it is
 * @param type how it was found
 * @param related the base, for all but host candidates; null when not told
 * @param tcpType {@code active}, {@code passive} or {@code so} (RFC 6544); null for UDP
 * @param extensions other attributes in their order, such as {@code generation}, {@code network}, {@code ufrag}
 */
public record IceCandidate(
        String foundation,
        int component,
        String transport,
        long priority,
        Endpoint endpoint,
        Type type,
        @Nullable Endpoint related,
        @Nullable String tcpType,
        Map<String, String> extensions) {

    public IceCandidate {
        Objects.requireNonNull(foundation, "foundation");
        Objects.requireNonNull(transport, "transport");
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(type, "type");
        if (component < 1 || component > 256 || priority < 0 || priority > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("Bad component or priority: " + component + ", " + priority);
        }
        extensions = Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
    }

    /** How a candidate was found. */
    public enum Type {
        /** An address of the host itself. */
        HOST,
        /** As a STUN server sees it. */
        SRFLX,
        /** As the peer sees it. */
        PRFLX,
        /** On a TURN server. */
        RELAY
    }
}
