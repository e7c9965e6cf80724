package dev.duet.xmpp.internal.xep0167;

import dev.duet.model.MediaDescription;
import dev.duet.model.MediaDescription.Attribute;
import dev.duet.model.MediaDescription.HeaderExtension;
import dev.duet.model.MediaDescription.Source;
import dev.duet.model.MediaKind;
import dev.duet.model.SdesCrypto;
import dev.duet.xmpp.internal.xep0166.Fields;
import dev.duet.xmpp.internal.xep0166.JingleException;
import dev.duet.xmpp.internal.xep0166.Party;
import dev.duet.xmpp.internal.xep0166.Senders;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The description element of RTP media. What it says goes into a {@link MediaDescription}, and back. Pure.
 *
 * <p>Attributes of SDP are carried where a Jingle specification has an element for them: {@code b=} (XEP-0167),
 * {@code ssrc-group} (XEP-0339), {@code extmap-allow-mixed} (XEP-0294). All others have no place here.
 */
public final class RtpDescription {

    /** The namespace, which is also the feature. */
    public static final String NAMESPACE = "urn:xmpp:jingle:apps:rtp:1";

    private static final String HEADER_EXTENSIONS = "urn:xmpp:jingle:apps:rtp:rtp-hdrext:0";
    private static final String SOURCES = "urn:xmpp:jingle:apps:rtp:ssma:0";
    private static final String ALLOW_MIXED = "extmap-allow-mixed";
    private static final String GROUP = "ssrc-group";
    private static final String BANDWIDTH = "b=";

    private RtpDescription() {}

    /** A medium with all that the element says, and nothing of its transport; the protocol is RTP/AVP or RTP/SAVP. */
    public static MediaDescription.Builder read(String name, Xml description, Party writer) throws JingleException {
        String media = Fields.required(description, "media");
        MediaKind kind =
                switch (media) {
                    case "audio" -> MediaKind.AUDIO;
                    case "video" -> MediaKind.VIDEO;
                    default -> MediaKind.OTHER;
                };
        MediaDescription.Builder builder = MediaDescription.builder(name, kind, media)
                .payloads(Payloads.read(description))
                .rtcpMux(description.has("rtcp-mux", NAMESPACE));
        for (Xml payload : description.children("payload-type", NAMESPACE)) {
            int ptime = (int) Fields.number(payload, "ptime", 1, 1_000, 0);
            int maxptime = (int) Fields.number(payload, "maxptime", 1, 10_000, 0);
            if (ptime != 0 || maxptime != 0) {
                builder.ptime(ptime).maxptime(maxptime);
                break;
            }
        }
        for (Xml child : description.children()) {
            read(child, builder, writer);
        }
        return builder;
    }

    private static void read(Xml child, MediaDescription.Builder builder, Party writer) throws JingleException {
        if (child.is("encryption", NAMESPACE)) {
            boolean required = Fields.flag(child, "required");
            builder.protocol(required ? MediaDescription.RTP_SAVP : MediaDescription.RTP_AVP);
            for (Xml crypto : child.children("crypto", NAMESPACE)) {
                builder.crypto(new SdesCrypto(
                        (int) Fields.number(crypto, "tag", 0, 999_999_999),
                        Fields.required(crypto, "crypto-suite"),
                        Fields.required(crypto, "key-params"),
                        crypto.attribute("session-params", "").strip()));
            }
        } else if (child.is("rtp-hdrext", HEADER_EXTENSIONS)) {
            builder.headerExtension(new HeaderExtension(
                    (int) Fields.number(child, "id", 1, 4_096),
                    Fields.required(child, "uri"),
                    Senders.of(child).direction(writer)));
        } else if (child.is(ALLOW_MIXED, HEADER_EXTENSIONS)) {
            builder.attribute(ALLOW_MIXED, "");
        } else if (child.is("source", SOURCES)) {
            Map<String, String> attributes = new LinkedHashMap<>();
            for (Xml parameter : child.children("parameter", SOURCES)) {
                attributes.put(Fields.required(parameter, "name"), parameter.attribute("value", ""));
            }
            builder.source(new Source(Fields.number(child, "ssrc", 0, 0xFFFF_FFFFL), attributes));
        } else if (child.is(GROUP, SOURCES)) {
            StringBuilder value = new StringBuilder(Fields.required(child, "semantics"));
            for (Xml source : child.children("source", SOURCES)) {
                value.append(' ').append(Fields.number(source, "ssrc", 0, 0xFFFF_FFFFL));
            }
            builder.attribute(GROUP, value.toString());
        } else if (child.is("bandwidth", NAMESPACE)) {
            builder.attribute(
                    BANDWIDTH,
                    Fields.required(child, "type") + ":" + child.text().strip());
        }
    }

    /** The element; of the transport it has nothing. */
    public static Xml write(MediaDescription medium, Party writer) {
        Xml.Builder description = Xml.element("description", NAMESPACE).attribute("media", medium.mediaType());
        medium.payloads()
                .forEach(payload -> description.add(Payloads.write(payload, medium.ptime(), medium.maxptime())));
        if (!medium.cryptos().isEmpty()) {
            boolean required = !medium.protocol().equals(MediaDescription.RTP_AVP)
                    && !medium.protocol().equals(MediaDescription.RTP_AVPF);
            Xml.Builder encryption =
                    Xml.element("encryption", NAMESPACE).attribute("required", required ? "true" : null);
            medium.cryptos().forEach(crypto -> encryption.add(write(crypto)));
            description.add(encryption.build());
        }
        if (medium.rtcpMux()) {
            description.add(Xml.empty("rtcp-mux", NAMESPACE));
        }
        medium.headerExtensions().forEach(extension -> description.add(write(extension, writer)));
        medium.sources().forEach(source -> description.add(write(source)));
        medium.attributes().forEach(attribute -> write(attribute, description));
        return description.build();
    }

    private static Xml write(SdesCrypto crypto) {
        return Xml.element("crypto", NAMESPACE)
                .attribute("crypto-suite", crypto.suite())
                .attribute("key-params", crypto.keyParameters())
                .attribute("session-params", crypto.sessionParameters().isEmpty() ? null : crypto.sessionParameters())
                .attribute("tag", Integer.toString(crypto.tag()))
                .build();
    }

    private static Xml write(HeaderExtension extension, Party writer) {
        Senders senders = Senders.of(extension.direction(), writer);
        return Xml.element("rtp-hdrext", HEADER_EXTENSIONS)
                .attribute("id", Integer.toString(extension.id()))
                .attribute("uri", extension.uri())
                .attribute("senders", senders == Senders.BOTH ? null : senders.wire())
                .build();
    }

    private static Xml write(Source source) {
        Xml.Builder element = Xml.element("source", SOURCES).attribute("ssrc", Long.toString(source.ssrc()));
        source.attributes()
                .forEach((name, value) -> element.add(Xml.element("parameter", SOURCES)
                        .attribute("name", name)
                        .attribute("value", value.isEmpty() ? null : value)
                        .build()));
        return element.build();
    }

    private static void write(Attribute attribute, Xml.Builder description) {
        switch (attribute.name()) {
            case ALLOW_MIXED -> description.add(Xml.empty(ALLOW_MIXED, HEADER_EXTENSIONS));
            case GROUP -> {
                List<String> words = List.of(attribute.value().strip().split(" +"));
                description.add(Xml.element(GROUP, SOURCES)
                        .attribute("semantics", words.get(0))
                        .addAll(words.stream()
                                .skip(1)
                                .map(ssrc -> Xml.element("source", SOURCES)
                                        .attribute("ssrc", ssrc)
                                        .build())
                                .collect(Collectors.toList()))
                        .build());
            }
            case BANDWIDTH -> {
                String[] parts = attribute.value().split(":", 2);
                if (parts.length == 2) {
                    description.add(Xml.element("bandwidth", NAMESPACE)
                            .attribute("type", parts[0])
                            .text(parts[1])
                            .build());
                }
            }
            default -> {
                // SDP has it and Jingle has not
            }
        }
    }
}
