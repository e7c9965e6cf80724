package dev.duet.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One medium of a {@link SessionDescription}: an {@code m=} section of SDP, a {@code content} of Jingle.
 *
 * @param id the {@code mid} (RFC 5888) or the content's name; empty when the peer gave none
 * @param kind what it carries
 * @param mediaType the word on the wire, for example {@code audio}; tells more when the kind is OTHER
 * @param protocol the transport profile, for example {@code RTP/AVP} or {@code UDP/TLS/RTP/SAVPF}
 * @param direction which ways media flow, seen from the side that wrote this
 * @param rejected true for a medium that is refused or switched off (port 0 in SDP)
 * @param rtp where RTP is wanted when ICE is not used; null in Jingle and where nothing was told
 * @param rtcp where RTCP is wanted; null for one port above RTP (RFC 3605)
 * @param rtcpMux true when RTP and RTCP may share a port (RFC 5761)
 * @param payloads payload types in order of preference
 * @param formats the formats of a medium that is no RTP, as written
 * @param headerExtensions RTP header extensions (RFC 8285, XEP-0294)
 * @param ice null when the sender does not do ICE
 * @param dtls null when the sender does not do DTLS-SRTP
 * @param cryptos keys of SDES; empty when there are none
 * @param sources RTP sources with their attributes (RFC 5576, XEP-0339)
 * @param ptime wanted milliseconds in a packet; 0 when not told
 * @param maxptime most milliseconds in a packet; 0 when not told
 * @param attributes whatever else was told, in its order, so that nothing is lost in translation
 */
public record MediaDescription(
        String id,
        MediaKind kind,
        String mediaType,
        String protocol,
        MediaDirection direction,
        boolean rejected,
        @Nullable Endpoint rtp,
        @Nullable Endpoint rtcp,
        boolean rtcpMux,
        List<PayloadType> payloads,
        List<String> formats,
        List<HeaderExtension> headerExtensions,
        @Nullable IceDescription ice,
        @Nullable DtlsDescription dtls,
        List<SdesCrypto> cryptos,
        List<Source> sources,
        int ptime,
        int maxptime,
        List<Attribute> attributes) {

    /** Plain RTP (RFC 3551). */
    public static final String RTP_AVP = "RTP/AVP";
    /** RTP with early feedback (RFC 4585). */
    public static final String RTP_AVPF = "RTP/AVPF";
    /** SRTP (RFC 3711). */
    public static final String RTP_SAVP = "RTP/SAVP";
    /** SRTP with early feedback (RFC 5124). */
    public static final String RTP_SAVPF = "RTP/SAVPF";
    /** DTLS-SRTP (RFC 5764). */
    public static final String DTLS_SAVP = "UDP/TLS/RTP/SAVP";
    /** DTLS-SRTP with early feedback (RFC 5764). */
    public static final String DTLS_SAVPF = "UDP/TLS/RTP/SAVPF";

    public MediaDescription {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(mediaType, "mediaType");
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(direction, "direction");
        payloads = List.copyOf(payloads);
        formats = List.copyOf(formats);
        headerExtensions = List.copyOf(headerExtensions);
        cryptos = List.copyOf(cryptos);
        sources = List.copyOf(sources);
        attributes = List.copyOf(attributes);
    }

    /** Starts an audio medium: RTP/AVP, both ways, nothing else told. */
    public static Builder audio(String id) {
        return new Builder(id, MediaKind.AUDIO, "audio");
    }

    /** Starts a medium of any kind. */
    public static Builder builder(String id, MediaKind kind, String mediaType) {
        return new Builder(id, kind, mediaType);
    }

    /** A builder that holds all of this medium. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** The first payload type of that codec. */
    public Optional<PayloadType> payload(String codec, int clockRate, int channels) {
        return payloads.stream().filter(p -> p.is(codec, clockRate, channels)).findFirst();
    }

    /** The first attribute by that name; names compare with case, as SDP has it. */
    public Optional<String> attribute(String name) {
        return attributes.stream()
                .filter(a -> a.name().equals(name))
                .map(Attribute::value)
                .findFirst();
    }

    /**
     * Anything else that was told about a medium.
     *
     * @param name the attribute's name
     * @param value its value; empty for a flag
     */
    public record Attribute(String name, String value) {}

    /**
     * An RTP header extension (RFC 8285).
     *
     * @param id 1 to 255 on the wire
     * @param uri what it is
     * @param direction which ways it is used
     */
    public record HeaderExtension(int id, String uri, MediaDirection direction) {}

    /**
     * An RTP source (RFC 5576).
     *
     * @param ssrc 0 to 2^32-1
     * @param attributes for example {@code cname}, in their order
     */
    public record Source(long ssrc, Map<String, String> attributes) {

        public Source {
            attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        }
    }

    /** Builds a medium; for one thread. */
    public static final class Builder {
        private final String id;
        private final MediaKind kind;
        private final String mediaType;
        private String protocol = RTP_AVP;
        private MediaDirection direction = MediaDirection.SENDRECV;
        private boolean rejected;
        private @Nullable Endpoint rtp;
        private @Nullable Endpoint rtcp;
        private boolean rtcpMux;
        private List<PayloadType> payloads = new ArrayList<>();
        private List<String> formats = new ArrayList<>();
        private List<HeaderExtension> headerExtensions = new ArrayList<>();
        private @Nullable IceDescription ice;
        private @Nullable DtlsDescription dtls;
        private List<SdesCrypto> cryptos = new ArrayList<>();
        private List<Source> sources = new ArrayList<>();
        private int ptime;
        private int maxptime;
        private List<Attribute> attributes = new ArrayList<>();

        private Builder(String id, MediaKind kind, String mediaType) {
            this.id = id;
            this.kind = kind;
            this.mediaType = mediaType;
        }

        private Builder(MediaDescription from) {
            this(from.id, from.kind, from.mediaType);
            protocol = from.protocol;
            direction = from.direction;
            rejected = from.rejected;
            rtp = from.rtp;
            rtcp = from.rtcp;
            rtcpMux = from.rtcpMux;
            payloads = new ArrayList<>(from.payloads);
            formats = new ArrayList<>(from.formats);
            headerExtensions = new ArrayList<>(from.headerExtensions);
            ice = from.ice;
            dtls = from.dtls;
            cryptos = new ArrayList<>(from.cryptos);
            sources = new ArrayList<>(from.sources);
            ptime = from.ptime;
            maxptime = from.maxptime;
            attributes = new ArrayList<>(from.attributes);
        }

        /** See {@link MediaDescription#protocol()}. */
        public Builder protocol(String value) {
            protocol = value;
            return this;
        }

        /** See {@link MediaDescription#direction()}. */
        public Builder direction(MediaDirection value) {
            direction = value;
            return this;
        }

        /** See {@link MediaDescription#rejected()}. */
        public Builder rejected(boolean value) {
            rejected = value;
            return this;
        }

        /** See {@link MediaDescription#rtp()}. */
        public Builder rtp(@Nullable Endpoint value) {
            rtp = value;
            return this;
        }

        /** See {@link MediaDescription#rtcp()}. */
        public Builder rtcp(@Nullable Endpoint value) {
            rtcp = value;
            return this;
        }

        /** See {@link MediaDescription#rtcpMux()}. */
        public Builder rtcpMux(boolean value) {
            rtcpMux = value;
            return this;
        }

        /** Replaces all payload types. */
        public Builder payloads(List<PayloadType> value) {
            payloads = new ArrayList<>(value);
            return this;
        }

        /** Adds a payload type, less preferred than those before it. */
        public Builder payload(PayloadType value) {
            payloads.add(value);
            return this;
        }

        /** See {@link MediaDescription#formats()}. */
        public Builder formats(List<String> value) {
            formats = new ArrayList<>(value);
            return this;
        }

        /** Adds a header extension. */
        public Builder headerExtension(HeaderExtension value) {
            headerExtensions.add(value);
            return this;
        }

        /** Replaces all header extensions. */
        public Builder headerExtensions(List<HeaderExtension> value) {
            headerExtensions = new ArrayList<>(value);
            return this;
        }

        /** See {@link MediaDescription#ice()}. */
        public Builder ice(@Nullable IceDescription value) {
            ice = value;
            return this;
        }

        /** See {@link MediaDescription#dtls()}. */
        public Builder dtls(@Nullable DtlsDescription value) {
            dtls = value;
            return this;
        }

        /** Adds a key of SDES. */
        public Builder crypto(SdesCrypto value) {
            cryptos.add(value);
            return this;
        }

        /** Replaces all keys of SDES. */
        public Builder cryptos(List<SdesCrypto> value) {
            cryptos = new ArrayList<>(value);
            return this;
        }

        /** Adds an RTP source. */
        public Builder source(Source value) {
            sources.add(value);
            return this;
        }

        /** Replaces all RTP sources. */
        public Builder sources(List<Source> value) {
            sources = new ArrayList<>(value);
            return this;
        }

        /** See {@link MediaDescription#ptime()}. */
        public Builder ptime(int value) {
            ptime = value;
            return this;
        }

        /** See {@link MediaDescription#maxptime()}. */
        public Builder maxptime(int value) {
            maxptime = value;
            return this;
        }

        /** Adds any other attribute. */
        public Builder attribute(String name, String value) {
            attributes.add(new Attribute(name, value));
            return this;
        }

        /** Replaces all other attributes. */
        public Builder attributes(List<Attribute> value) {
            attributes = new ArrayList<>(value);
            return this;
        }

        /** The medium. */
        public MediaDescription build() {
            return new MediaDescription(
                    id,
                    kind,
                    mediaType,
                    protocol,
                    direction,
                    rejected,
                    rtp,
                    rtcp,
                    rtcpMux,
                    payloads,
                    formats,
                    headerExtensions,
                    ice,
                    dtls,
                    cryptos,
                    sources,
                    ptime,
                    maxptime,
                    attributes);
        }
    }
}
