package dev.duet.sip.internal.rfc8866;

import dev.duet.model.Endpoint;
import dev.duet.model.IceDescription;
import dev.duet.model.MediaDescription;
import dev.duet.model.MediaDescription.HeaderExtension;
import dev.duet.model.MediaDirection;
import dev.duet.model.MediaKind;
import dev.duet.model.SdesCrypto;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one media section, with what it inherits from the session. For one section, once. */
final class MediaReader {

    private final SdpLines.Section session;
    private final SdpLines.Section section;
    private final PayloadsReader payloads = new PayloadsReader();
    private final Map<Long, Map<String, String>> sources = new LinkedHashMap<>();
    private @Nullable MediaDirection direction;
    private boolean bundleOnly;
    private @Nullable String rtcp;

    MediaReader(SdpLines.Section session, SdpLines.Section section) {
        this.session = session;
        this.section = section;
    }

    MediaDescription read() throws SdpException {
        List<String> parts = Words.of(section.lines().get(0).value());
        if (parts.size() < 4) {
            throw new SdpException("bad m= line");
        }
        List<String> formats = parts.subList(3, parts.size());
        String protocol = parts.get(2);
        boolean isRtp = protocol.contains("RTP/");
        if (isRtp) {
            payloads.formats(formats);
        }
        String mid = section.value("mid");
        MediaDescription.Builder medium = MediaDescription.builder(
                        mid == null ? "" : mid, kind(parts.get(0)), parts.get(0))
                .protocol(protocol)
                .formats(isRtp ? List.of() : formats);
        direction = Directions.in(session);
        for (SdpLines.Line line : section.lines()) {
            take(line, medium);
        }
        for (SdpLines.Line line : section.attributes()) {
            attribute(line, medium);
        }
        sources.forEach((ssrc, attributes) -> medium.source(new MediaDescription.Source(ssrc, attributes)));
        IceDescription ice = new IceReader(session, section).read();
        medium.ice(ice).dtls(DtlsReader.read(session, section));
        medium.payloads(payloads.read());
        return addresses(medium, parts.get(1), ice != null).build();
    }

    private MediaDescription.Builder addresses(MediaDescription.Builder medium, String portText, boolean hasIce)
            throws SdpException {
        int slash = portText.indexOf('/'); // a number of ports, for layered encodings
        int port = Numbers.parse(slash < 0 ? portText : portText.substring(0, slash), 0, 65_535, "port");
        String line = section.first('c') != null ? section.first('c') : session.first('c');
        if (line == null && port != 0) {
            throw new SdpException("a medium without c= line");
        }
        String host = line == null ? "0.0.0.0" : Connection.host(line);
        boolean unspecified = Connection.isUnspecified(host);
        boolean rejected = port == 0 && !bundleOnly; // RFC 9143 6: bundle-only is no refusal
        MediaDirection wanted = direction == null ? MediaDirection.SENDRECV : direction;
        if (unspecified && !hasIce && !rejected) {
            wanted = MediaDirection.of(wanted.sends(), false); // RFC 3264 8.4: how hold was said before
        }
        Endpoint rtp = unspecified || port == 0 ? null : new Endpoint(host, port);
        if (rtcp != null && !rejected) {
            medium.rtcp(RtcpText.parse(rtcp, host));
        }
        return medium.direction(wanted).rejected(rejected).rtp(rtp);
    }

    private static void take(SdpLines.Line line, MediaDescription.Builder medium) throws SdpException {
        switch (line.type()) {
            case 'm', 'c', 'a', 'k' -> {} // k=: a key in the clear, which nobody may use (RFC 8866 5.12)
            case 'i', 'b' -> medium.attribute(line.type() + "=", line.value());
            default -> throw new SdpException(line.type() + "= in a media section");
        }
    }

    private void attribute(SdpLines.Line line, MediaDescription.Builder medium) throws SdpException {
        String value = line.attribute();
        switch (line.name()) {
            case "rtpmap" -> payloads.rtpmap(value);
            case "fmtp" -> payloads.fmtp(value);
            case "rtcp-fb" -> payloads.feedback(value);
            case "rtcp" -> rtcp = value;
            case "rtcp-mux" -> medium.rtcpMux(true);
            case "ptime" -> milliseconds(value, line.name(), medium);
            case "maxptime" -> milliseconds(value, line.name(), medium);
            case "crypto" -> medium.crypto(crypto(value));
            case "ssrc" -> source(value);
            case "extmap" -> extension(value, medium);
            case "mid", "candidate", "ice-ufrag", "ice-pwd", "ice-options", "end-of-candidates" -> {} // see IceReader
            case "fingerprint", "setup" -> {} // see DtlsReader
            default -> other(line, medium);
        }
    }

    private void other(SdpLines.Line line, MediaDescription.Builder medium) {
        MediaDirection told = Directions.of(line.flag());
        if (told != null) {
            direction = told;
            return;
        }
        bundleOnly |= line.value().equals("bundle-only");
        medium.attribute(line.name(), line.attribute());
    }

    private static void milliseconds(String value, String name, MediaDescription.Builder medium) {
        boolean whole = value.matches("[1-9][0-9]{0,4}");
        if (!whole) {
            medium.attribute(name, value); // some write 20.0; it is advice only
        } else if (name.equals("ptime")) {
            medium.ptime(Integer.parseInt(value));
        } else {
            medium.maxptime(Integer.parseInt(value));
        }
    }

    private static SdesCrypto crypto(String value) throws SdpException {
        String[] parts = value.split(" +", 4);
        if (parts.length < 3) {
            throw new SdpException("bad crypto attribute");
        }
        int tag = Numbers.parse(parts[0], 0, 999_999_999, "tag of a crypto attribute");
        return new SdesCrypto(tag, parts[1], parts[2], parts.length == 4 ? parts[3] : "");
    }

    private void source(String value) throws SdpException {
        int space = value.indexOf(' ');
        if (space < 0) {
            throw new SdpException("bad ssrc attribute");
        }
        long ssrc = Numbers.parse(value.substring(0, space), 0L, 0xFFFF_FFFFL, "ssrc");
        String rest = value.substring(space + 1).strip();
        int colon = rest.indexOf(':');
        sources.computeIfAbsent(ssrc, any -> new LinkedHashMap<>())
                .put(colon < 0 ? rest : rest.substring(0, colon), colon < 0 ? "" : rest.substring(colon + 1));
    }

    private static void extension(String value, MediaDescription.Builder medium) throws SdpException {
        List<String> parts = Words.of(value);
        if (parts.size() < 2) {
            throw new SdpException("bad extmap attribute");
        }
        String first = parts.get(0);
        int slash = first.indexOf('/');
        MediaDirection used = slash < 0 ? MediaDirection.SENDRECV : Directions.of(first.substring(slash + 1));
        String id = slash < 0 ? first : first.substring(0, slash);
        if (used == null) {
            throw new SdpException("bad direction in extmap attribute");
        }
        if (parts.size() > 2) {
            medium.attribute("extmap", value); // with attributes of its own, which the model does not hold
        } else {
            medium.headerExtension(
                    new HeaderExtension(Numbers.parse(id, 1, 14_335, "id of an extmap attribute"), parts.get(1), used));
        }
    }

    private static MediaKind kind(String word) {
        return switch (word) {
            case "audio" -> MediaKind.AUDIO;
            case "video" -> MediaKind.VIDEO;
            default -> MediaKind.OTHER;
        };
    }
}
