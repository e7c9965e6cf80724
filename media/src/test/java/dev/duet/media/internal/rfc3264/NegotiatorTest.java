package dev.duet.media.internal.rfc3264;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Endpoint;
import dev.duet.model.Failure;
import dev.duet.model.IceDescription;
import dev.duet.model.MediaDescription;
import dev.duet.model.MediaDirection;
import dev.duet.model.MediaKind;
import dev.duet.model.PayloadType;
import dev.duet.model.SessionDescription;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class NegotiatorTest {

    private static final PayloadType OPUS =
            PayloadType.of(111, "opus", 48_000, 2).withParameters(Map.of("useinbandfec", "1"));
    private static final PayloadType PCMU = PayloadType.of(0, "PCMU", 8000, 1);
    private static final PayloadType PCMA = PayloadType.of(8, "PCMA", 8000, 1);
    private static final LocalTransport HERE =
            new LocalTransport(new Endpoint("127.0.0.1", 4000), null, true, null, null);
    private static final Negotiator ALL =
            new Negotiator(new LocalMedia(List.of(OPUS, PCMU, PCMA), 20), LocalSecurity.NEVER);

    @Test
    void anOfferHasEveryCodecAndItsTelephoneEvents() {
        MediaDescription audio =
                ALL.offer(HERE, MediaDirection.SENDRECV, null).audio().orElseThrow();
        assertEquals(
                List.of("opus/48000", "PCMU/8000", "PCMA/8000", "telephone-event/48000", "telephone-event/8000"),
                audio.payloads().stream()
                        .map(p -> p.name() + "/" + p.clockRate())
                        .toList());
        assertEquals(20, audio.ptime());
        assertTrue(audio.rtcpMux());
    }

    @Test
    void anOfferWithIceIsABundleOfOneAndStaysIt() {
        IceDescription ice = new IceDescription("ufrag", "password-of-22-letters", List.of(), List.of(), false);
        LocalTransport withIce = new LocalTransport(new Endpoint("127.0.0.1", 4000), null, true, ice, null);
        SessionDescription offer = ALL.offer(withIce, MediaDirection.SENDRECV, null);
        List<SessionDescription.Group> bundle = List.of(new SessionDescription.Group(
                "BUNDLE", List.of(offer.media().get(0).id())));
        assertEquals(bundle, offer.groups());
        assertEquals(bundle, ALL.offer(withIce, MediaDirection.SENDONLY, offer).groups());
        assertEquals(List.of(), ALL.offer(HERE, MediaDirection.SENDRECV, null).groups());
        LocalTransport withoutMux =
                new LocalTransport(new Endpoint("127.0.0.1", 4000), new Endpoint("127.0.0.1", 4001), false, ice, null);
        assertEquals(
                List.of(), ALL.offer(withoutMux, MediaDirection.SENDRECV, null).groups());
    }

    @Test
    void ourFavouriteAmongTheOfferedIsSentWithTheOffersNumber() {
        MediaDescription theirs = MediaDescription.audio("a")
                .payload(PCMA)
                .payload(PayloadType.of(96, "OPUS", 48_000, 2).withParameters(Map.of("maxaveragebitrate", "20000")))
                .payload(PayloadType.of(97, "telephone-event", 48_000, 1))
                .build();
        Negotiation.Agreed agreed =
                agreed(ALL.answer(SessionDescription.of(theirs), HERE, MediaDirection.SENDRECV, Protection.NONE));
        assertEquals(96, agreed.agreement().send().id());
        assertEquals("20000", agreed.agreement().send().parameters().get("maxaveragebitrate"));
        assertEquals(97, agreed.agreement().sendEvent().id());
        MediaDescription answer = agreed.description().media().get(0);
        assertEquals(96, answer.payloads().get(0).id());
        assertEquals("1", answer.payloads().get(0).parameters().get("useinbandfec"), "our own wishes, not theirs");
        assertEquals(
                List.of(96, 8, 97),
                answer.payloads().stream().map(PayloadType::id).toList());
    }

    @Test
    void theAnswerersFirstCodecIsSent() {
        SessionDescription offer = ALL.offer(HERE, MediaDirection.SENDRECV, null);
        SessionDescription answer = SessionDescription.of(
                MediaDescription.audio("0").payload(PCMA).payload(PCMU).build());
        Agreement agreement = agreed(ALL.apply(offer, answer)).agreement();
        assertEquals("PCMA", agreement.send().name());
        assertNull(agreement.sendEvent());
        assertEquals(OPUS, agreement.receive().get(111), "all that was offered may still come");
    }

    @Test
    void otherMediaAreRefusedInTheirPlace() {
        SessionDescription offer = new SessionDescription(
                List.of(
                        MediaDescription.builder("v", MediaKind.VIDEO, "video")
                                .payload(PayloadType.of(96, "VP8", 90_000, 1))
                                .build(),
                        MediaDescription.audio("a").payload(PCMU).build(),
                        MediaDescription.builder("x", MediaKind.OTHER, "application")
                                .protocol("UDP/DTLS/SCTP")
                                .formats(List.of("webrtc-datachannel"))
                                .build(),
                        MediaDescription.audio("b").payload(PCMU).build()),
                List.of(new SessionDescription.Group("BUNDLE", List.of("v", "a", "x"))),
                false);
        SessionDescription answer = agreed(ALL.answer(offer, HERE, MediaDirection.SENDRECV, Protection.NONE))
                .description();
        assertEquals(
                List.of(true, false, true, true),
                answer.media().stream().map(MediaDescription::rejected).toList());
        assertEquals(List.of("webrtc-datachannel"), answer.media().get(2).formats());
        assertEquals(List.of("a"), answer.groups().get(0).ids());
    }

    @Test
    void whatCannotBeDoneIsRefusedWithItsReason() {
        assertRefused(
                "no audio",
                SessionDescription.of(
                        MediaDescription.builder("v", MediaKind.VIDEO, "video").build()));
        assertRefused(
                "G729",
                SessionDescription.of(MediaDescription.audio("a")
                        .payload(PayloadType.of(18, "G729", 8000, 1))
                        .build()));
        assertRefused(
                "RTP/SAVP",
                SessionDescription.of(MediaDescription.audio("a")
                        .protocol(MediaDescription.RTP_SAVP)
                        .payload(PCMU)
                        .build()));
        assertRefused(
                "No common codec",
                SessionDescription.of(MediaDescription.audio("a")
                        .payload(PayloadType.of(101, "telephone-event", 8000, 1))
                        .build()));
    }

    @Test
    void anAnswerThatDoesNotFitTheOfferIsRefused() {
        SessionDescription offer = ALL.offer(HERE, MediaDirection.SENDRECV, null);
        assertInstanceOf(
                Negotiation.Refused.class, ALL.apply(offer, new SessionDescription(List.of(), List.of(), false)));
        assertInstanceOf(
                Negotiation.Refused.class,
                ALL.apply(
                        offer,
                        SessionDescription.of(MediaDescription.audio("0")
                                .payload(PayloadType.of(18, "G729", 8000, 1))
                                .build())));
        assertInstanceOf(
                Negotiation.Refused.class,
                ALL.apply(
                        offer,
                        SessionDescription.of(MediaDescription.audio("0")
                                .payload(PCMU)
                                .rejected(true)
                                .build())));
    }

    @Test
    void aNewOfferKeepsPlacesAndNumbers() {
        SessionDescription theirs = new SessionDescription(
                List.of(
                        MediaDescription.builder("v", MediaKind.VIDEO, "video").build(),
                        MediaDescription.audio("sound")
                                .payload(PayloadType.of(109, "opus", 48_000, 2))
                                .payload(PayloadType.of(111, "telephone-event", 48_000, 1))
                                .build()),
                List.of(),
                false);
        SessionDescription inForce = agreed(ALL.answer(theirs, HERE, MediaDirection.SENDRECV, Protection.NONE))
                .description();
        SessionDescription offer = ALL.offer(HERE, MediaDirection.SENDONLY, inForce);
        assertEquals(2, offer.media().size());
        assertTrue(offer.media().get(0).rejected());
        MediaDescription audio = offer.media().get(1);
        assertEquals("sound", audio.id());
        assertEquals(109, audio.payload("opus", 48_000, 2).orElseThrow().id());
        assertEquals(
                111, audio.payload("telephone-event", 48_000, 1).orElseThrow().id());
        assertEquals(
                audio.payloads().size(),
                audio.payloads().stream().mapToInt(PayloadType::id).distinct().count());
    }

    @Test
    void thePacketTimeIsTheOthersWishWithinItsLimit() {
        assertEquals(40, packetMillis(40, 0));
        assertEquals(20, packetMillis(0, 0));
        assertEquals(30, packetMillis(60, 30));
        assertEquals(60, packetMillis(200, 0));
        assertEquals(20, packetMillis(5, 0));
    }

    private static int packetMillis(int ptime, int maxptime) {
        return agreed(ALL.answer(
                        SessionDescription.of(MediaDescription.audio("a")
                                .payload(PCMU)
                                .ptime(ptime)
                                .maxptime(maxptime)
                                .build()),
                        HERE,
                        MediaDirection.SENDRECV,
                        Protection.NONE))
                .agreement()
                .packetMillis();
    }

    @Property
    void anAnswerNeverHasWhatWasNotOffered(
            @ForAll("descriptions") SessionDescription offer, @ForAll MediaDirection wish) {
        if (ALL.answer(offer, HERE, wish, Protection.NONE) instanceof Negotiation.Agreed agreed) {
            SessionDescription answer = agreed.description();
            assertEquals(offer.media().size(), answer.media().size());
            MediaDescription asked = offer.audio().orElseThrow();
            MediaDescription given = answer.audio().orElseThrow();
            assertTrue(asked.payloads().stream()
                    .map(PayloadType::id)
                    .toList()
                    .containsAll(given.payloads().stream().map(PayloadType::id).toList()));
            assertTrue(!given.direction().sends() || asked.direction().receives());
            assertTrue(!given.direction().receives() || asked.direction().sends());
        }
    }

    @Property
    void twoSidesAgreeOnTheSame(
            @ForAll("codecs") List<PayloadType> alices,
            @ForAll("codecs") List<PayloadType> bobs,
            @ForAll MediaDirection wish,
            @ForAll MediaDirection other) {
        Negotiator alice = new Negotiator(new LocalMedia(alices, 20), LocalSecurity.NEVER);
        Negotiator bob = new Negotiator(new LocalMedia(bobs, 20), LocalSecurity.NEVER);
        SessionDescription offer = alice.offer(HERE, wish, null);
        Negotiation answered = bob.answer(offer, HERE, other, Protection.NONE);
        boolean common = alices.stream()
                .anyMatch(a -> bobs.stream().anyMatch(b -> a.name().equals(b.name())));
        assertEquals(common, answered instanceof Negotiation.Agreed);
        if (answered instanceof Negotiation.Agreed atBob) {
            Agreement atAlice = agreed(alice.apply(offer, atBob.description())).agreement();
            assertEquals(atBob.agreement().send().name(), atAlice.send().name());
            assertEquals(atBob.agreement().direction(), atAlice.direction().reversed());
            assertTrue(atAlice.receive().containsKey(atBob.agreement().send().id()));
            assertTrue(atBob.agreement().receive().containsKey(atAlice.send().id()));
        }
    }

    @Provide
    Arbitrary<List<PayloadType>> codecs() {
        return Arbitraries.shuffle(OPUS, PCMU, PCMA)
                .flatMap(all -> Arbitraries.integers().between(1, 3).map(count -> all.subList(0, count)));
    }

    @Provide
    Arbitrary<SessionDescription> descriptions() {
        Arbitrary<PayloadType> payload = Combinators.combine(
                        Arbitraries.integers().between(0, 127),
                        Arbitraries.of("opus", "PCMU", "PCMA", "telephone-event", "G722", ""),
                        Arbitraries.of(0, 8000, 48_000),
                        Arbitraries.integers().between(1, 2))
                .as(PayloadType::of);
        Arbitrary<MediaDescription> medium = Combinators.combine(
                        Arbitraries.of(MediaKind.class),
                        Arbitraries.of(MediaDirection.class),
                        payload.list().ofMaxSize(5),
                        Arbitraries.of(true, false),
                        Arbitraries.of("RTP/AVP", "RTP/AVPF", "RTP/SAVP", ""),
                        Arbitraries.integers().between(0, 500))
                .as((kind, direction, payloads, rejected, protocol, ptime) -> MediaDescription.builder("m", kind, "x")
                        .direction(direction)
                        .payloads(payloads)
                        .rejected(rejected)
                        .protocol(protocol)
                        .ptime(ptime)
                        .build());
        return medium.list().ofMaxSize(3).map(media -> new SessionDescription(media, List.of(), false));
    }

    private static void assertRefused(String because, SessionDescription offer) {
        Negotiation.Refused refused = assertInstanceOf(
                Negotiation.Refused.class, ALL.answer(offer, HERE, MediaDirection.SENDRECV, Protection.NONE));
        assertEquals(Failure.Kind.NEGOTIATION, refused.failure().kind());
        assertTrue(
                refused.failure().message().contains(because), refused.failure().message());
    }

    private static Negotiation.Agreed agreed(Negotiation negotiation) {
        return assertInstanceOf(Negotiation.Agreed.class, negotiation);
    }
}
