package dev.duet.xmpp.internal.jingle;

import dev.duet.model.Endpoint;
import dev.duet.model.IceCandidate;
import dev.duet.model.IceDescription;
import dev.duet.model.MediaDescription;
import dev.duet.model.PayloadType;
import dev.duet.model.SessionDescription;
import java.util.Locale;

/** A description as the lines of SDP that XEP-0167 6 and its companions map it to, for golden files. */
final class SdpText {

    private final StringBuilder out = new StringBuilder();

    private SdpText() {}

    static String of(SessionDescription description) {
        SdpText text = new SdpText();
        description
                .groups()
                .forEach(group -> text.line("a=group:" + group.semantics() + " " + String.join(" ", group.ids())));
        description.media().forEach(text::medium);
        return text.out.toString();
    }

    private void line(String line) {
        out.append(line).append('\n');
    }

    private void medium(MediaDescription medium) {
        StringBuilder first = new StringBuilder("m=" + medium.mediaType() + " "
                + (medium.rejected()
                        ? 0
                        : medium.rtp() == null ? 9 : medium.rtp().port()) + " " + medium.protocol());
        medium.payloads().forEach(payload -> first.append(' ').append(payload.id()));
        line(first.toString());
        if (medium.rtp() != null) {
            line("c=IN IP4 " + medium.rtp().host());
        }
        medium.attributes().stream()
                .filter(attribute -> attribute.name().endsWith("="))
                .forEach(attribute -> line(attribute.name() + attribute.value()));
        line("a=mid:" + medium.id());
        line("a=" + medium.direction().name().toLowerCase(Locale.ROOT));
        medium.payloads().forEach(this::payload);
        if (medium.ptime() != 0) {
            line("a=ptime:" + medium.ptime());
        }
        if (medium.maxptime() != 0) {
            line("a=maxptime:" + medium.maxptime());
        }
        if (medium.rtcpMux()) {
            line("a=rtcp-mux");
        }
        medium.headerExtensions()
                .forEach(extension -> line("a=extmap:" + extension.id() + "/"
                        + extension.direction().name().toLowerCase(Locale.ROOT) + " " + extension.uri()));
        medium.cryptos()
                .forEach(crypto -> line("a=crypto:" + crypto.tag() + " " + crypto.suite() + " " + crypto.keyParameters()
                        + (crypto.sessionParameters().isEmpty() ? "" : " " + crypto.sessionParameters())));
        if (medium.dtls() != null) {
            medium.dtls()
                    .fingerprints()
                    .forEach(fingerprint -> line("a=fingerprint:" + fingerprint.hash() + " " + fingerprint.value()));
            line("a=setup:" + medium.dtls().setup().name().toLowerCase(Locale.ROOT));
        }
        medium.sources().forEach(source -> source.attributes()
                .forEach((name, value) ->
                        line("a=ssrc:" + source.ssrc() + " " + name + (value.isEmpty() ? "" : ":" + value))));
        medium.attributes().stream()
                .filter(attribute -> !attribute.name().endsWith("="))
                .forEach(attribute ->
                        line("a=" + attribute.name() + (attribute.value().isEmpty() ? "" : ":" + attribute.value())));
        if (medium.ice() != null) {
            ice(medium.ice());
        }
    }

    private void payload(PayloadType payload) {
        line("a=rtpmap:" + payload.id() + " " + payload.name() + "/" + payload.clockRate()
                + (payload.channels() == 1 ? "" : "/" + payload.channels()));
        if (!payload.parameters().isEmpty()) {
            line("a=fmtp:" + payload.id() + " "
                    + String.join(
                            ";",
                            payload.parameters().entrySet().stream()
                                    .map(e -> e.getKey().isEmpty() ? e.getValue() : e.getKey() + "=" + e.getValue())
                                    .toList()));
        }
        payload.feedback()
                .forEach(feedback ->
                        line(("a=rtcp-fb:" + payload.id() + " " + feedback.type() + " " + feedback.subtype()).strip()));
    }

    private void ice(IceDescription ice) {
        line("a=ice-ufrag:" + ice.usernameFragment());
        line("a=ice-pwd:" + ice.password());
        line("a=ice-options:" + String.join(" ", ice.options()));
        ice.candidates().forEach(candidate -> line("a=" + candidate(candidate)));
        if (ice.endOfCandidates()) {
            line("a=end-of-candidates");
        }
    }

    private static String candidate(IceCandidate candidate) {
        Endpoint related = candidate.related();
        StringBuilder text = new StringBuilder("candidate:" + candidate.foundation() + " " + candidate.component() + " "
                + candidate.transport() + " " + candidate.priority() + " "
                + candidate.endpoint().host() + " " + candidate.endpoint().port() + " typ "
                + candidate.type().name().toLowerCase(Locale.ROOT));
        if (related != null) {
            text.append(" raddr ").append(related.host()).append(" rport ").append(related.port());
        }
        if (candidate.tcpType() != null) {
            text.append(" tcptype ").append(candidate.tcpType());
        }
        candidate
                .extensions()
                .forEach((name, value) ->
                        text.append(' ').append(name).append(' ').append(value));
        return text.toString();
    }
}
