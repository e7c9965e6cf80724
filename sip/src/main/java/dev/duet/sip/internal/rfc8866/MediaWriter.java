package dev.duet.sip.internal.rfc8866;

import dev.duet.model.DtlsDescription;
import dev.duet.model.Endpoint;
import dev.duet.model.IceDescription;
import dev.duet.model.MediaDescription;
import dev.duet.model.MediaDescription.Attribute;
import dev.duet.model.MediaDirection;
import dev.duet.model.PayloadType;
import dev.duet.model.SdesCrypto;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a media section. */
final class MediaWriter {

    private static final int DISCARD_PORT = 9; // RFC 8839 4.3.1: no default candidate

    private MediaWriter() {}

    static void write(MediaDescription medium, String commonHost, SdpText out) {
        Endpoint rtp = medium.rtp();
        boolean portless = medium.rejected() || medium.attribute("bundle-only").isPresent();
        int port = portless ? 0 : rtp == null ? DISCARD_PORT : rtp.port();
        out.line('m', medium.mediaType() + " " + port + " " + medium.protocol() + " " + formats(medium));
        others(medium, true, out);
        String host = rtp == null ? "0.0.0.0" : rtp.host();
        if (!host.equals(commonHost) && !(portless && !commonHost.isEmpty())) {
            out.connection(host);
        }
        if (!medium.id().isEmpty()) {
            out.attribute("mid", medium.id());
        }
        transport(medium, out);
        for (PayloadType payload : medium.payloads()) {
            payload(payload, out);
        }
        number("ptime", medium.ptime(), out);
        number("maxptime", medium.maxptime(), out);
        for (MediaDescription.HeaderExtension extension : medium.headerExtensions()) {
            String way = extension.direction() == MediaDirection.SENDRECV
                    ? ""
                    : "/" + Directions.text(extension.direction());
            out.attribute("extmap", extension.id() + way + " " + extension.uri());
        }
        out.flag(Directions.text(medium.direction()));
        for (MediaDescription.Source source : medium.sources()) {
            source.attributes()
                    .forEach((name, value) ->
                            out.attribute("ssrc", source.ssrc() + " " + name + (value.isEmpty() ? "" : ":" + value)));
        }
        others(medium, false, out);
    }

    private static String formats(MediaDescription medium) {
        List<String> formats = medium.payloads().isEmpty()
                ? medium.formats()
                : medium.payloads().stream().map(p -> Integer.toString(p.id())).toList();
        return formats.isEmpty() ? "0" : String.join(" ", formats);
    }

    /** What the model only passes on: lines such as {@code b=} before the attributes, attributes after them. */
    private static void others(MediaDescription medium, boolean lines, SdpText out) {
        for (Attribute other : medium.attributes()) {
            boolean line = other.name().length() == 2 && other.name().charAt(1) == '=';
            if (line && lines) {
                out.line(other.name().charAt(0), other.value());
            } else if (!line && !lines && other.value().isEmpty()) {
                out.flag(other.name());
            } else if (!line && !lines) {
                out.attribute(other.name(), other.value());
            }
        }
    }

    private static void transport(MediaDescription medium, SdpText out) {
        Endpoint rtcp = medium.rtcp();
        if (rtcp != null && !medium.rejected()) {
            out.attribute("rtcp", RtcpText.text(rtcp));
        }
        if (medium.rtcpMux()) {
            out.flag("rtcp-mux");
        }
        IceDescription ice = medium.ice();
        if (ice != null) {
            out.attribute("ice-ufrag", ice.usernameFragment()).attribute("ice-pwd", ice.password());
            if (!ice.options().isEmpty()) {
                out.attribute("ice-options", String.join(" ", ice.options()));
            }
            ice.candidates().forEach(candidate -> out.attribute("candidate", CandidateText.text(candidate)));
            if (ice.endOfCandidates()) {
                out.flag("end-of-candidates");
            }
        }
        DtlsDescription dtls = medium.dtls();
        if (dtls != null) {
            dtls.fingerprints().forEach(print -> out.attribute("fingerprint", print.hash() + " " + print.value()));
            out.attribute("setup", dtls.setup().name().toLowerCase(Locale.ROOT));
        }
        for (SdesCrypto crypto : medium.cryptos()) {
            String text = crypto.tag() + " " + crypto.suite() + " " + crypto.keyParameters() + " "
                    + crypto.sessionParameters();
            out.attribute("crypto", text.strip());
        }
    }

    private static void payload(PayloadType payload, SdpText out) {
        if (!payload.name().isEmpty()) {
            String channels = payload.channels() > 1 ? "/" + payload.channels() : "";
            out.attribute("rtpmap", payload.id() + " " + payload.name() + "/" + payload.clockRate() + channels);
        }
        if (!payload.parameters().isEmpty()) {
            out.attribute("fmtp", payload.id() + " " + parameters(payload.parameters()));
        }
        for (PayloadType.Feedback feedback : payload.feedback()) {
            out.attribute("rtcp-fb", (payload.id() + " " + feedback.type() + " " + feedback.subtype()).strip());
        }
    }

    private static String parameters(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> entry.getKey().isEmpty() ? entry.getValue() : entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(";"));
    }

    private static void number(String name, int value, SdpText out) {
        if (value > 0) {
            out.attribute(name, Integer.toString(value));
        }
    }
}
