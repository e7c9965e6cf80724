package dev.duet.sip.internal.rfc8866;

import dev.duet.model.Endpoint;
import dev.duet.model.IceCandidate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The value of a candidate attribute (RFC 8839 5.1). */
final class CandidateText {

    private CandidateText() {}

    /** Reads a candidate; null for one of a type that is not known, which is to be ignored (RFC 8839 5.1). */
    static @Nullable IceCandidate parse(String value) throws SdpException {
        List<String> parts = Words.of(value);
        if (parts.size() < 8 || parts.size() % 2 != 0 || !parts.get(6).equals("typ")) {
            throw new SdpException("bad candidate");
        }
        IceCandidate.Type type = type(parts.get(7));
        Map<String, String> rest = new LinkedHashMap<>();
        for (int i = 8; i < parts.size(); i += 2) {
            rest.put(parts.get(i), parts.get(i + 1));
        }
        String relatedHost = rest.remove("raddr");
        String relatedPort = rest.remove("rport");
        String tcpType = rest.remove("tcptype");
        if (type == null) {
            return null;
        }
        Endpoint related = relatedHost == null
                ? null
                : new Endpoint(Connection.checked(relatedHost), port(relatedPort == null ? "0" : relatedPort));
        return new IceCandidate(
                parts.get(0),
                Numbers.parse(parts.get(1), 1, 256, "component"),
                parts.get(2).toLowerCase(Locale.ROOT),
                Numbers.parse(parts.get(3), 0L, 0xFFFF_FFFFL, "priority"),
                new Endpoint(Connection.checked(parts.get(4)), port(parts.get(5))),
                type,
                related,
                tcpType,
                rest);
    }

    /** Writes a candidate. */
    static String text(IceCandidate candidate) {
        StringBuilder out = new StringBuilder()
                .append(candidate.foundation())
                .append(' ')
                .append(candidate.component())
                .append(' ')
                .append(candidate.transport())
                .append(' ')
                .append(candidate.priority())
                .append(' ')
                .append(candidate.endpoint().host())
                .append(' ')
                .append(candidate.endpoint().port())
                .append(" typ ")
                .append(candidate.type().name().toLowerCase(Locale.ROOT));
        Endpoint related = candidate.related();
        if (related != null) {
            out.append(" raddr ").append(related.host()).append(" rport ").append(related.port());
        }
        if (candidate.tcpType() != null) {
            out.append(" tcptype ").append(candidate.tcpType());
        }
        candidate
                .extensions()
                .forEach((name, value) ->
                        out.append(' ').append(name).append(' ').append(value));
        return out.toString();
    }

    private static int port(String text) throws SdpException {
        return Numbers.parse(text, 0, 65_535, "port of a candidate");
    }

    private static IceCandidate.@Nullable Type type(String text) {
        return switch (text) {
            case "host" -> IceCandidate.Type.HOST;
            case "srflx" -> IceCandidate.Type.SRFLX;
            case "prflx" -> IceCandidate.Type.PRFLX;
            case "relay" -> IceCandidate.Type.RELAY;
            default -> null;
        };
    }
}
