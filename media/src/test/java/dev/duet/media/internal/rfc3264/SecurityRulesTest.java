package dev.duet.media.internal.rfc3264;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.media.internal.rfc3711.SrtpKey;
import dev.duet.media.internal.rfc3711.SrtpProfile;
import dev.duet.model.DtlsDescription;
import dev.duet.model.DtlsDescription.Fingerprint;
import dev.duet.model.DtlsDescription.Setup;
import dev.duet.model.Endpoint;
import dev.duet.model.Failure;
import dev.duet.model.MediaConfig.Encryption;
import dev.duet.model.MediaDescription;
import dev.duet.model.MediaDirection;
import dev.duet.model.PayloadType;
import dev.duet.model.Protocol;
import dev.duet.model.SdesCrypto;
import dev.duet.model.SessionDescription;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityRulesTest {

    private static final Fingerprint ALICE = new Fingerprint("sha-256", "AA");
    private static final Fingerprint BOB = new Fingerprint("sha-256", "BB");
    private static final PayloadType PCMU = PayloadType.of(0, "PCMU", 8000, 1);

    private static SrtpKey key(SrtpProfile profile, int of) {
        byte[] bytes = new byte[profile.keyBytes() + profile.saltBytes()];
        Arrays.fill(bytes, (byte) of);
        return SrtpKey.of(profile, bytes);
    }

    private static Negotiator side(Encryption policy, Protocol protocol, boolean signalling, int of) {
        boolean sdes = signalling && protocol == Protocol.SIP && policy != Encryption.NEVER;
        List<SrtpKey> keys = sdes
                ? List.of(
                        key(SrtpProfile.AEAD_AES_128_GCM, of),
                        key(SrtpProfile.AES_CM_128_HMAC_SHA1_80, of),
                        key(SrtpProfile.AES_CM_128_HMAC_SHA1_32, of))
                : List.of();
        return new Negotiator(new LocalMedia(List.of(PCMU), 20), new LocalSecurity(policy, protocol, keys));
    }

    private static LocalTransport at(Fingerprint fingerprint) {
        return new LocalTransport(new Endpoint("127.0.0.1", 4000), null, true, null, fingerprint);
    }

    private static MediaDescription offer(Encryption policy, Protocol protocol, boolean signalling) {
        return side(policy, protocol, signalling, 1)
                .offer(at(policy == Encryption.NEVER ? null : ALICE), MediaDirection.SENDRECV, null)
                .audio()
                .orElseThrow();
    }

    private static Negotiation answer(Negotiator bob, MediaDescription offer, Protection inForce) {
        return bob.answer(SessionDescription.of(offer), at(BOB), MediaDirection.SENDRECV, inForce);
    }

    private static Negotiation.Agreed agreed(Negotiation negotiation) {
        return assertInstanceOf(Negotiation.Agreed.class, negotiation);
    }

    private static Failure.Kind refused(Negotiation negotiation) {
        return assertInstanceOf(Negotiation.Refused.class, negotiation)
                .failure()
                .kind();
    }

    private static MediaDescription.Builder plain(String profile) {
        return MediaDescription.audio("0")
                .payload(PCMU)
                .rtp(new Endpoint("127.0.0.1", 5000))
                .protocol(profile);
    }

    private static DtlsDescription dtls(Fingerprint fingerprint, Setup setup) {
        return new DtlsDescription(List.of(fingerprint), setup);
    }

    @ParameterizedTest
    @CsvSource({
        "NEVER, SIP, true, RTP/AVP, false, 0",
        "WHEN_POSSIBLE, SIP, true, RTP/AVP, true, 3",
        "WHEN_POSSIBLE, SIP, false, RTP/AVP, true, 0",
        "REQUIRED, SIP, true, RTP/SAVP, true, 3",
        "REQUIRED, SIP, false, UDP/TLS/RTP/SAVPF, true, 0",
        "NEVER, XMPP, true, RTP/AVPF, false, 0",
        "WHEN_POSSIBLE, XMPP, true, UDP/TLS/RTP/SAVPF, true, 0",
        "REQUIRED, XMPP, true, UDP/TLS/RTP/SAVPF, true, 0"
    })
    void whatIsOffered(
            Encryption policy, Protocol protocol, boolean signalling, String profile, boolean fingerprint, int keys) {
        MediaDescription offer = offer(policy, protocol, signalling);
        assertEquals(profile, offer.protocol());
        assertEquals(fingerprint ? dtls(ALICE, Setup.ACTPASS) : null, offer.dtls());
        assertEquals(keys, offer.cryptos().size());
        assertEquals(
                keys, offer.cryptos().stream().map(SdesCrypto::tag).distinct().count());
    }

    /** Rows: what an offer has; columns: what a side of each policy makes of it, its signalling being protected. */
    @ParameterizedTest
    @CsvSource({
        "RTP/AVP,            ,       NONE,        NONE, TLS",
        "RTP/AVPF,           ,       NONE,        NONE, TLS",
        "RTP/AVP,            D,      NONE,        DTLS, DTLS",
        "RTP/AVP,            S,      NONE,        SDES, SDES",
        "RTP/AVP,            DS,     NONE,        DTLS, DTLS",
        "RTP/SAVP,           S,      NEGOTIATION, SDES, SDES",
        "RTP/SAVPF,          D,      NEGOTIATION, DTLS, DTLS",
        "RTP/SAVP,           ,       NEGOTIATION, TLS,  TLS",
        "RTP/SAVP,           1,      NEGOTIATION, TLS,  TLS",
        "RTP/AVP,            1,      NONE,        NONE, TLS",
        "UDP/TLS/RTP/SAVP,   D,      NEGOTIATION, DTLS, DTLS",
        "UDP/TLS/RTP/SAVPF,  D,      NEGOTIATION, DTLS, DTLS",
        "UDP/TLS/RTP/SAVPF,  S,      NEGOTIATION, TLS,  TLS",
        "UDP/TLS/RTP/SAVPF,  H,      NEGOTIATION, TLS,  TLS",
        "DCCP/RTP/AVP,       ,       NEGOTIATION, NEGOTIATION, NEGOTIATION"
    })
    void whatIsMadeOfAnOffer(String profile, String has, String never, String possible, String required) {
        MediaDescription.Builder offer = plain(profile);
        String parts = has == null ? "" : has;
        if (parts.contains("D")) {
            offer.dtls(dtls(ALICE, Setup.ACTPASS));
        } else if (parts.contains("1")) {
            offer.dtls(dtls(new Fingerprint("sha-1", "AA"), Setup.ACTPASS));
        } else if (parts.contains("H")) {
            offer.dtls(dtls(ALICE, Setup.HOLDCONN));
        }
        if (parts.contains("S")) {
            offer.cryptos(offer(Encryption.REQUIRED, Protocol.SIP, true).cryptos());
        }
        assertEquals(never, outcome(Encryption.NEVER, offer.build()));
        assertEquals(possible, outcome(Encryption.WHEN_POSSIBLE, offer.build()));
        assertEquals(required, outcome(Encryption.REQUIRED, offer.build()));
    }

    private static String outcome(Encryption policy, MediaDescription offer) {
        Negotiation made = answer(side(policy, Protocol.SIP, true, 2), offer, Protection.NONE);
        if (made instanceof Negotiation.Refused refused) {
            return refused.failure().kind().name();
        }
        MediaDescription answer = agreed(made).description().audio().orElseThrow();
        assertEquals(offer.protocol(), answer.protocol());
        Protection protection = agreed(made).agreement().protection();
        assertEquals(protection instanceof Protection.Dtls, answer.dtls() != null);
        assertEquals(
                protection instanceof Protection.Sdes ? 1 : 0, answer.cryptos().size());
        return protection instanceof Protection.Dtls ? "DTLS" : protection instanceof Protection.Sdes ? "SDES" : "NONE";
    }

    @Test
    void keysThatCameInTheClearAreNotTaken() {
        MediaDescription offer = offer(Encryption.REQUIRED, Protocol.SIP, true).toBuilder()
                .dtls(null)
                .build();
        Negotiator bob = side(Encryption.WHEN_POSSIBLE, Protocol.SIP, false, 2);
        assertEquals(Failure.Kind.TLS, refused(answer(bob, offer, Protection.NONE)));
        MediaDescription open =
                offer.toBuilder().protocol(MediaDescription.RTP_AVP).build();
        assertEquals(
                Protection.NONE,
                agreed(answer(bob, open, Protection.NONE)).agreement().protection());
    }

    @Test
    void inJingleTheFingerprintAloneDecides() {
        Negotiator bob = side(Encryption.WHEN_POSSIBLE, Protocol.XMPP, true, 2);
        for (String profile : List.of("", "RTP/AVP", "UDP/TLS/RTP/SAVPF", "anything")) {
            MediaDescription with =
                    plain(profile).dtls(dtls(ALICE, Setup.ACTPASS)).build();
            assertInstanceOf(
                    Protection.Dtls.class,
                    agreed(answer(bob, with, Protection.NONE)).agreement().protection());
            assertEquals(
                    Protection.NONE,
                    agreed(answer(bob, plain(profile).build(), Protection.NONE))
                            .agreement()
                            .protection());
        }
        Negotiator never = side(Encryption.NEVER, Protocol.XMPP, true, 2);
        MediaDescription offer = plain("").dtls(dtls(ALICE, Setup.ACTPASS)).build();
        assertNull(agreed(answer(never, offer, Protection.NONE))
                .description()
                .audio()
                .orElseThrow()
                .dtls());
        Negotiator required = side(Encryption.REQUIRED, Protocol.XMPP, true, 2);
        assertEquals(Failure.Kind.TLS, refused(answer(required, plain("").build(), Protection.NONE)));
    }

    @ParameterizedTest
    @CsvSource({"ACTPASS, ACTIVE", "ACTIVE, PASSIVE", "PASSIVE, ACTIVE"})
    void theAnswerTakesTheOtherRole(Setup offered, Setup answered) {
        MediaDescription offer =
                plain(MediaDescription.DTLS_SAVPF).dtls(dtls(ALICE, offered)).build();
        Negotiation.Agreed agreed =
                agreed(answer(side(Encryption.REQUIRED, Protocol.SIP, true, 2), offer, Protection.NONE));
        assertEquals(
                dtls(BOB, answered), agreed.description().audio().orElseThrow().dtls());
    }

    @Test
    void anAssociationGoesOnInItsRoleUntilSomethingOfItChanges() {
        Negotiator bob = side(Encryption.WHEN_POSSIBLE, Protocol.SIP, true, 2);
        Protection asServer = new Protection.Dtls(false, List.of(ALICE), "");
        MediaDescription offer = plain(MediaDescription.DTLS_SAVPF)
                .dtls(dtls(ALICE, Setup.ACTPASS))
                .build();
        assertEquals(asServer, agreed(answer(bob, offer, asServer)).agreement().protection());
        MediaDescription other = offer.toBuilder()
                .dtls(dtls(new Fingerprint("sha-256", "CC"), Setup.ACTPASS))
                .build();
        assertNotEquals(
                asServer, agreed(answer(bob, other, asServer)).agreement().protection());
        MediaDescription turned =
                offer.toBuilder().dtls(dtls(ALICE, Setup.PASSIVE)).build();
        assertNotEquals(
                asServer, agreed(answer(bob, turned, asServer)).agreement().protection());
        MediaDescription renamed =
                offer.toBuilder().attribute("tls-id", "x".repeat(20)).build();
        assertNotEquals(
                asServer, agreed(answer(bob, renamed, asServer)).agreement().protection());
    }

    @ParameterizedTest
    @ValueSource(strings = {"RTP/AVP", "RTP/SAVP"})
    void theNextOfferHasTheSameKeysInTheSameProfile(String profile) {
        Negotiator alice = side(Encryption.WHEN_POSSIBLE, Protocol.SIP, true, 1);
        MediaDescription theirs = plain(profile)
                .cryptos(offer(Encryption.REQUIRED, Protocol.SIP, true).cryptos())
                .build();
        Negotiation.Agreed first = agreed(answer(alice, theirs, Protection.NONE));
        SrtpKey ours = assertInstanceOf(Protection.Sdes.class, first.agreement().protection())
                .ours();
        MediaDescription next = alice.offer(at(ALICE), MediaDirection.SENDONLY, first.description())
                .audio()
                .orElseThrow();
        assertEquals(profile, next.protocol());
        assertTrue(next.cryptos().contains(new dev.duet.media.internal.rfc4568.CryptoAttribute(1, ours).write()));
    }

    @Test
    void anAnswerMayOnlyTakeOneOfTheKeysThatWereOffered() {
        Negotiator alice = side(Encryption.WHEN_POSSIBLE, Protocol.SIP, true, 1);
        SessionDescription offer = alice.offer(at(ALICE), MediaDirection.SENDRECV, null);
        List<SdesCrypto> theirs = offer(Encryption.REQUIRED, Protocol.SIP, true).cryptos();
        SdesCrypto second = theirs.get(1);
        assertInstanceOf(
                Protection.Sdes.class,
                agreed(alice.apply(offer, withKeys(second))).agreement().protection());
        SdesCrypto mistagged = new SdesCrypto(1, second.suite(), second.keyParameters(), "");
        assertEquals(Failure.Kind.NEGOTIATION, refused(alice.apply(offer, withKeys(mistagged))));
        assertEquals(Failure.Kind.NEGOTIATION, refused(alice.apply(offer, withKeys(second, theirs.get(0)))));
        SdesCrypto unknown = new SdesCrypto(2, "F8", second.keyParameters(), "");
        assertEquals(Failure.Kind.NEGOTIATION, refused(alice.apply(offer, withKeys(unknown))));
    }

    private static SessionDescription withKeys(SdesCrypto... keys) {
        return SessionDescription.of(
                plain(MediaDescription.RTP_AVP).cryptos(List.of(keys)).build());
    }

    @Test
    void anAnswerWithoutEncryptionIsTakenOrRefusedByThePolicy() {
        for (Encryption policy : Encryption.values()) {
            Negotiator alice = side(policy, Protocol.SIP, true, 1);
            SessionDescription offer = alice.offer(at(ALICE), MediaDirection.SENDRECV, null);
            SessionDescription answer = SessionDescription.of(
                    plain(offer.audio().orElseThrow().protocol()).build());
            Negotiation made = alice.apply(offer, answer);
            assertEquals(policy == Encryption.REQUIRED, made instanceof Negotiation.Refused);
            if (policy == Encryption.REQUIRED) {
                assertEquals(Failure.Kind.TLS, refused(made));
            }
        }
    }

    @Property
    void bothSidesComeToTheSame(
            @ForAll Encryption alices,
            @ForAll Encryption bobs,
            @ForAll Protocol protocol,
            @ForAll boolean signalling,
            @ForAll boolean alicePrints,
            @ForAll boolean bobPrints) {
        Negotiator alice = side(alices, protocol, signalling, 1);
        Negotiator bob = side(bobs, protocol, signalling, 2);
        SessionDescription offer = alice.offer(at(alicePrints ? ALICE : null), MediaDirection.SENDRECV, null);
        Negotiation atBob = bob.answer(offer, at(bobPrints ? BOB : null), MediaDirection.SENDRECV, Protection.NONE);
        if (!(atBob instanceof Negotiation.Agreed bobAgreed)) {
            assertTrue(alices == Encryption.REQUIRED || bobs == Encryption.REQUIRED);
            return;
        }
        Negotiation atAlice = alice.apply(offer, bobAgreed.description());
        Protection his = bobAgreed.agreement().protection();
        if (!(atAlice instanceof Negotiation.Agreed aliceAgreed)) {
            assertEquals(Encryption.REQUIRED, alices);
            assertEquals(Protection.NONE, his);
            return;
        }
        Protection hers = aliceAgreed.agreement().protection();
        assertTrue(hers != Protection.NONE || alices != Encryption.REQUIRED && bobs != Encryption.REQUIRED);
        if (hers instanceof Protection.Dtls a && his instanceof Protection.Dtls b) {
            assertNotEquals(a.client(), b.client());
            assertEquals(List.of(BOB), a.remote());
            assertEquals(List.of(ALICE), b.remote());
        } else if (hers instanceof Protection.Sdes a && his instanceof Protection.Sdes b) {
            assertEquals(a.ours(), b.theirs());
            assertEquals(a.theirs(), b.ours());
        } else {
            assertEquals(Protection.NONE, hers);
            assertEquals(Protection.NONE, his);
        }
    }
}
