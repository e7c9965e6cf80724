package dev.duet.xmpp.internal.jingle;

import dev.duet.model.DtlsDescription;
import dev.duet.model.IceDescription;
import dev.duet.model.MediaDescription;
import dev.duet.model.MediaDirection;
import dev.duet.model.MediaKind;
import dev.duet.model.PayloadType;
import dev.duet.model.SessionDescription;
import dev.duet.xmpp.internal.xep0166.Content;
import dev.duet.xmpp.internal.xep0166.Jingle;
import dev.duet.xmpp.internal.xep0166.JingleException;
import dev.duet.xmpp.internal.xep0166.Party;
import dev.duet.xmpp.internal.xep0166.Senders;
import dev.duet.xmpp.internal.xep0167.RtpDescription;
import dev.duet.xmpp.internal.xep0176.IceUdp;
import dev.duet.xmpp.internal.xep0177.RawUdp;
import dev.duet.xmpp.internal.xep0320.Fingerprints;
import dev.duet.xmpp.internal.xep0338.Groups;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Descriptions as contents, and back (XEP-0167 6). Pure.
 *
 * <p>Nothing is lost, apart from what Jingle has no words for: attributes without a specification of their own, ICE
 * lite and ICE options other than trickling, media that are refused (they are left out), and the RTP profile, which
 * follows from what else is said: a fingerprint makes UDP/TLS/RTP/SAVPF; keys that are required, RTP/SAVP; feedback,
 * the profile with an F.
 */
final class Contents {

    private Contents() {}

    /** The description that session-initiate or session-accept carries. */
    static SessionDescription read(Jingle jingle, Party writer) throws JingleException {
        List<MediaDescription> media = new ArrayList<>();
        for (Content content : jingle.contents()) {
            media.add(read(content, writer));
        }
        return new SessionDescription(media, Groups.read(jingle.payload()), false);
    }

    /** An answer has a medium for each that was offered, in their order (RFC 3264 6). */
    static SessionDescription inOrderOf(SessionDescription offer, SessionDescription answer) {
        List<MediaDescription> media = new ArrayList<>();
        for (MediaDescription offered : offer.media()) {
            media.add(answer.media().stream()
                    .filter(answered -> answered.id().equals(name(offered)))
                    .findFirst()
                    .orElseGet(() -> refusal(offered)));
        }
        return new SessionDescription(media, answer.groups(), answer.iceLite());
    }

    private static MediaDescription refusal(MediaDescription offered) {
        return offered.toBuilder()
                .direction(MediaDirection.INACTIVE)
                .rejected(true)
                .ice(null)
                .dtls(null)
                .cryptos(List.of())
                .build();
    }

    private static MediaDescription read(Content content, Party writer) throws JingleException {
        Xml description = content.description();
        Xml transport = content.transport();
        if (description == null || transport == null) {
            throw new JingleException("a content without description or transport");
        }
        if (!description.namespace().equals(RtpDescription.NAMESPACE) || !isKnown(transport)) {
            return unknown(content, description);
        }
        MediaDescription.Builder medium = RtpDescription.read(content.name(), description, writer)
                .direction(content.senders().direction(writer));
        if (transport.namespace().equals(IceUdp.NAMESPACE)) {
            IceDescription ice = IceUdp.read(transport).description();
            if (ice == null) {
                throw new JingleException("no ufrag or pwd");
            }
            medium.ice(ice);
        } else {
            RawUdp udp = RawUdp.read(transport);
            if (udp.rtp() == null) {
                throw new JingleException("no candidate");
            }
            medium.rtp(udp.rtp()).rtcp(udp.rtcp());
        }
        DtlsDescription dtls = Fingerprints.read(transport);
        MediaDescription read = medium.dtls(dtls).build();
        return read.toBuilder().protocol(profile(read)).build();
    }

    private static boolean isKnown(Xml transport) {
        return transport.namespace().equals(IceUdp.NAMESPACE)
                || transport.namespace().equals(RawUdp.NAMESPACE);
    }

    /** Something that we do not do stays in its place, to be refused. */
    private static MediaDescription unknown(Content content, Xml description) {
        return MediaDescription.builder(content.name(), MediaKind.OTHER, "application")
                .protocol(description.namespace())
                .direction(MediaDirection.INACTIVE)
                .build();
    }

    private static String profile(MediaDescription medium) {
        if (medium.dtls() != null) {
            return MediaDescription.DTLS_SAVPF;
        }
        boolean feedback = medium.payloads().stream().map(PayloadType::feedback).anyMatch(all -> !all.isEmpty());
        return medium.protocol() + (feedback ? "F" : "");
    }

    /** The contents of a description, without those that are refused or no RTP. */
    static List<Content> write(SessionDescription description, Party writer) {
        return description.media().stream()
                .filter(medium -> !medium.rejected() && !medium.payloads().isEmpty())
                .map(medium -> Content.of(
                        Party.INITIATOR,
                        name(medium),
                        Senders.of(medium.direction(), writer),
                        RtpDescription.write(medium, writer),
                        transport(medium)))
                .toList();
    }

    /** The groups of a description, of those media that are not refused. */
    static List<Xml> groups(SessionDescription description) {
        return Groups.write(description.groups());
    }

    /** The transport element of a medium, with its fingerprints. */
    static Xml transport(MediaDescription medium) {
        Xml.Builder transport =
                medium.ice() == null ? new RawUdp(medium.rtp(), medium.rtcp()).write() : IceUdp.write(medium.ice());
        if (medium.dtls() != null) {
            transport.addAll(Fingerprints.write(medium.dtls()));
        }
        return transport.build();
    }

    /** A content that has a transport and nothing else. */
    static Content bare(MediaDescription medium, @Nullable Xml transport) {
        return Content.of(Party.INITIATOR, name(medium), Senders.BOTH, null, transport);
    }

    /** The name of a medium's content; XEP-0166 wants one. */
    static String name(MediaDescription medium) {
        return medium.id().isEmpty() ? medium.mediaType() : medium.id();
    }
}
