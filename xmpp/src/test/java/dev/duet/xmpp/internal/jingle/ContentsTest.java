package dev.duet.xmpp.internal.jingle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.duet.model.DtlsDescription;
import dev.duet.model.DtlsDescription.Fingerprint;
import dev.duet.model.DtlsDescription.Setup;
import dev.duet.model.Endpoint;
import dev.duet.model.IceCandidate;
import dev.duet.model.IceDescription;
import dev.duet.model.MediaDescription;
import dev.duet.model.MediaDescription.HeaderExtension;
import dev.duet.model.MediaDescription.Source;
import dev.duet.model.MediaDirection;
import dev.duet.model.PayloadType;
import dev.duet.model.PayloadType.Feedback;
import dev.duet.model.SdesCrypto;
import dev.duet.model.SessionDescription;
import dev.duet.model.SessionDescription.Group;
import dev.duet.xmpp.internal.xep0166.Action;
import dev.duet.xmpp.internal.xep0166.Jingle;
import dev.duet.xmpp.internal.xep0166.JingleException;
import dev.duet.xmpp.internal.xep0166.Party;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Whatever Jingle has words for comes back as it was. */
class ContentsTest {

    @Property(tries = 300)
    void comesBackAsItWas(@ForAll("descriptions") SessionDescription description, @ForAll Party writer)
            throws JingleException {
        Jingle jingle = new Jingle(
                Action.SESSION_INITIATE,
                "sid",
                null,
                null,
                Contents.write(description, writer),
                null,
                Contents.groups(description));
        Jingle onTheWire = Jingle.read(XmlText.parse(jingle.write().toString()));
        assertEquals(description, Contents.read(onTheWire, writer));
    }

    private static Arbitrary<String> word(int least, int most) {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .numeric()
                .withChars("+/<&'\"")
                .ofMinLength(least)
                .ofMaxLength(most);
    }

    private static Arbitrary<String> number(long least, long most) {
        return Arbitraries.longs().between(least, most).map(number -> Long.toString(number));
    }

    @Provide
    Arbitrary<SessionDescription> descriptions() {
        return Combinators.combine(media("0", true), media("video", false), Arbitraries.of(1, 2))
                .as((audio, other, count) -> {
                    List<MediaDescription> media = count == 1 ? List.of(audio) : List.of(audio, other);
                    List<String> ids = media.stream().map(MediaDescription::id).toList();
                    return new SessionDescription(media, List.of(new Group("BUNDLE", ids)), false);
                });
    }

    private Arbitrary<MediaDescription> media(String id, boolean audio) {
        Arbitrary<MediaDescription> plain = Combinators.combine(
                        Arbitraries.of(MediaDirection.values()),
                        payloads(),
                        Combinators.combine(
                                        Arbitraries.integers().between(1, 4096),
                                        word(1, 20),
                                        Arbitraries.of(MediaDirection.values()))
                                .as(HeaderExtension::new)
                                .list()
                                .ofMaxSize(3),
                        Combinators.combine(Arbitraries.longs().between(0, 0xFFFF_FFFFL), parameters(1))
                                .as(Source::new)
                                .list()
                                .ofMaxSize(2),
                        Arbitraries.integers().between(0, 120),
                        Arbitraries.of(true, false))
                .as((direction, payloads, extensions, sources, ptime, mux) -> (audio
                                ? MediaDescription.audio(id)
                                : MediaDescription.builder(id, dev.duet.model.MediaKind.VIDEO, "video"))
                        .direction(direction)
                        .payloads(payloads)
                        .headerExtensions(extensions)
                        .sources(sources)
                        .ptime(ptime)
                        .maxptime(ptime * 2)
                        .rtcpMux(mux)
                        .attribute("b=", "AS:" + ptime)
                        .attribute("ssrc-group", "FID 1 " + ptime)
                        .attribute("extmap-allow-mixed", "")
                        .build());
        return Combinators.combine(
                        plain, ice().injectNull(0.2), dtls().injectNull(0.4), cryptos(), Arbitraries.of(true, false))
                .as(ContentsTest::withTransport);
    }

    private static MediaDescription withTransport(
            MediaDescription medium,
            @Nullable IceDescription ice,
            @Nullable DtlsDescription dtls,
            List<SdesCrypto> cryptos,
            boolean required) {
        boolean feedback = medium.payloads().stream()
                .anyMatch(payload -> !payload.feedback().isEmpty());
        String profile = required && !cryptos.isEmpty() ? MediaDescription.RTP_SAVP : MediaDescription.RTP_AVP;
        MediaDescription.Builder builder = medium.toBuilder()
                .ice(ice)
                .dtls(dtls)
                .cryptos(cryptos)
                .protocol(dtls != null ? MediaDescription.DTLS_SAVPF : feedback ? profile + "F" : profile);
        if (dtls != null && !cryptos.isEmpty()) {
            builder.cryptos(List.of());
        }
        return ice == null
                ? builder.rtp(new Endpoint("192.0.2.1", 4_000))
                        .rtcp(required ? new Endpoint("192.0.2.1", 4_009) : null)
                        .build()
                : builder.build();
    }

    private Arbitrary<List<PayloadType>> payloads() {
        Arbitrary<Feedback> feedback = Arbitraries.oneOf(
                Combinators.combine(word(1, 6), word(0, 4)).as(Feedback::new),
                number(0, 5_000).map(millis -> new Feedback("trr-int", millis)));
        return Combinators.combine(
                        Arbitraries.integers().between(0, 127),
                        word(1, 12),
                        Arbitraries.integers().between(1, 192_000),
                        Arbitraries.integers().between(1, 8),
                        parameters(0),
                        feedback.list().ofMaxSize(2).uniqueElements())
                .as(PayloadType::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .uniqueElements(PayloadType::id);
    }

    private static Arbitrary<Map<String, String>> parameters(int shortest) {
        return Arbitraries.maps(word(shortest, 8), word(0, 12))
                .ofMinSize(0)
                .ofMaxSize(3)
                .map(LinkedHashMap::new);
    }

    private static Arbitrary<IceDescription> ice() {
        Arbitrary<Map<String, String>> extensions = Combinators.combine(
                        number(1, 9).injectNull(0.5), number(1, 900).injectNull(0.5))
                .as((generation, network) -> {
                    Map<String, String> map = new LinkedHashMap<>();
                    if (generation != null) {
                        map.put("generation", generation);
                    }
                    if (network != null) {
                        map.put("network-id", network);
                    }
                    return map;
                });
        Arbitrary<Endpoint> endpoint = Combinators.combine(
                        Arbitraries.of("192.0.2.7", "2001:db8::1", "a1b2.local"),
                        Arbitraries.integers().between(0, 65_535))
                .as(Endpoint::new);
        Arbitrary<IceCandidate> candidate = Combinators.combine(
                        word(1, 32),
                        Arbitraries.integers().between(1, 2),
                        Arbitraries.longs().between(1, 0xFFFF_FFFFL),
                        endpoint,
                        Arbitraries.of(IceCandidate.Type.values()),
                        endpoint.injectNull(0.5),
                        Arbitraries.of("active", "passive", "so").injectNull(0.7),
                        extensions)
                .as((foundation, component, priority, at, type, related, tcp, more) -> new IceCandidate(
                        foundation, component, tcp == null ? "udp" : "tcp", priority, at, type, related, tcp, more));
        return Combinators.combine(
                        word(4, 40), word(22, 80), candidate.list().ofMaxSize(4), Arbitraries.of(true, false))
                .as((ufrag, pwd, candidates, end) ->
                        new IceDescription(ufrag, pwd, List.of("trickle"), candidates, end));
    }

    private static Arbitrary<DtlsDescription> dtls() {
        Arbitrary<Fingerprint> fingerprint = Arbitraries.of("sha-256", "sha-1").flatMap(hash -> Arbitraries.integers()
                .between(0, 255)
                .list()
                .ofSize(20)
                .map(bytes -> new Fingerprint(
                        hash,
                        String.join(
                                ":",
                                bytes.stream()
                                        .map(each -> String.format("%02X", each))
                                        .toList()))));
        return Combinators.combine(fingerprint.list().ofMinSize(1).ofMaxSize(2), Arbitraries.of(Setup.values()))
                .as(DtlsDescription::new);
    }

    private static Arbitrary<List<SdesCrypto>> cryptos() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 999_999_999), word(1, 20), word(1, 40), word(0, 10))
                .as(SdesCrypto::new)
                .list()
                .ofMaxSize(2);
    }
}
