package dev.duet.xmpp.internal.jingle;

import static dev.duet.model.MediaDirection.INACTIVE;
import static dev.duet.model.MediaDirection.RECVONLY;
import static dev.duet.model.MediaDirection.SENDONLY;
import static dev.duet.model.MediaDirection.SENDRECV;
import static dev.duet.xmpp.internal.jingle.Requests.content;
import static dev.duet.xmpp.internal.jingle.Requests.jingle;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.DtlsDescription;
import dev.duet.model.DtlsDescription.Fingerprint;
import dev.duet.model.DtlsDescription.Setup;
import dev.duet.model.IceDescription;
import dev.duet.model.MediaDescription;
import dev.duet.model.SessionDescription;
import dev.duet.xmpp.internal.jingle.JingleEffect.Purpose;
import dev.duet.xmpp.internal.xep0166.Action;
import dev.duet.xmpp.internal.xep0166.JingleError;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hold, and ICE anew, in a session that goes on. */
class ChangesTest {

    private static final Address.Xmpp ALICE = Two.ALICE;

    // --- hold

    @Test
    void holdAndResume() {
        Two two = Two.talking();
        two.alice.does(new JingleInput.Offer(Descriptions.audio("alice-1", SENDONLY)));
        two.run();
        assertEquals(List.of("session-info hold", "content-modify initiator"), two.alice.said);
        assertEquals(
                RECVONLY,
                Descriptions.direction(two.alice.last(Fact.Answered.class).answer()));
        assertEquals(
                SENDONLY,
                Descriptions.direction(two.bob.last(Fact.Offered.class).offer()));
        assertEquals(1, two.bob.facts.size(), "told once, though said in two ways");
        two.bob.answersAs("bob-1", SENDRECV);
        two.run();
        assertTrue(two.bob.said.isEmpty(), "nothing to object");
        two.alice.does(new JingleInput.Offer(Descriptions.audio("alice-1", SENDRECV)));
        two.run();
        assertEquals(
                SENDRECV,
                Descriptions.direction(two.bob.last(Fact.Offered.class).offer()));
        assertEquals(
                SENDRECV,
                Descriptions.direction(two.alice.last(Fact.Answered.class).answer()));
        assertTrue(two.alice.said.contains("session-info unhold"));
    }

    @Test
    void bothHoldAndResumeOneAfterTheOther() {
        Two two = Two.talking();
        two.alice.does(new JingleInput.Offer(Descriptions.audio("alice-1", SENDONLY)));
        two.run();
        two.bob.answersAs("bob-1", SENDRECV);
        two.run();
        two.bob.does(new JingleInput.Offer(Descriptions.audio("bob-1", SENDONLY)));
        two.run();
        two.alice.answersAs("alice-1", SENDONLY);
        two.run();
        assertTrue(two.alice.said.contains("content-modify none"), two.alice.said.toString());
        assertEquals(
                INACTIVE,
                Descriptions.direction(two.bob.last(Fact.Offered.class).offer()));
        two.bob.answersAs("bob-1", SENDONLY);
        two.run();
        two.alice.does(new JingleInput.Offer(Descriptions.audio("alice-1", SENDRECV)));
        two.run();
        two.bob.answersAs("bob-1", SENDONLY);
        two.run();
        assertEquals("content-modify responder", two.bob.said.get(two.bob.said.size() - 1));
        assertEquals(
                SENDONLY,
                Descriptions.direction(two.alice.last(Fact.Answered.class).answer()));
        two.bob.does(new JingleInput.Offer(Descriptions.audio("bob-1", SENDRECV)));
        two.run();
        assertEquals(
                SENDRECV,
                Descriptions.direction(two.alice.last(Fact.Offered.class).offer()));
    }

    @Test
    void bothHoldAtTheSameTime() {
        Two two = Two.talking();
        two.alice.does(new JingleInput.Offer(Descriptions.audio("alice-1", SENDONLY)));
        two.bob.does(new JingleInput.Offer(Descriptions.audio("bob-1", SENDONLY)));
        two.run();
        assertTrue(two.alice.told(Fact.Answered.class));
        assertTrue(two.bob.told(Fact.Answered.class));
        assertFalse(two.bob.told(Fact.OfferRefused.class));
        assertEquals(
                INACTIVE,
                Descriptions.direction(two.bob.last(Fact.Answered.class).answer()));
        assertNull(two.alice.model.change());
        assertNull(two.bob.model.change());
    }

    @Test
    void whoKnowsOnlyTheHintIsHeld() {
        Two two = Two.talking();
        two.alice.does(new JingleInput.Offer(Descriptions.audio("alice-1", SENDONLY)));
        two.alice.does(new JingleInput.Done(Purpose.HOLD, null));
        two.alice.does(new JingleInput.Done(Purpose.MODIFY, Two.failure(JingleError.UNSUPPORTED_INFO)));
        assertTrue(two.alice.told(Fact.Answered.class));
    }

    @Test
    void whoKnowsNeitherRefuses() {
        Two two = Two.talking();
        two.alice.does(new JingleInput.Offer(Descriptions.audio("alice-1", SENDONLY)));
        two.alice.does(new JingleInput.Done(Purpose.HOLD, Two.failure(JingleError.UNSUPPORTED_INFO)));
        two.alice.does(new JingleInput.Done(Purpose.MODIFY, Two.failure(JingleError.UNSUPPORTED_INFO)));
        assertTrue(two.alice.told(Fact.OfferRefused.class));
        two.alice.does(new JingleInput.Offer(Descriptions.audio("alice-1", SENDONLY)));
        assertEquals(4, two.alice.said.size(), "may be tried again");
    }

    @Test
    void aHoldThatComesWhileTheCallMakesItsOwnOfferIsPartOfItsAnswer() {
        Two two = Two.talking();
        two.bob.does(new JingleInput.Offer(Descriptions.audio("bob-1", SENDONLY)));
        two.run();
        two.alice.does(new JingleInput.RefuseOffer());
        two.alice.does(new JingleInput.Offer(Descriptions.audio("alice-1", SENDONLY)));
        two.run();
        assertEquals(
                INACTIVE,
                Descriptions.direction(two.alice.last(Fact.Answered.class).answer()));
    }

    // --- restart

    @Test
    void aRestartIsAnsweredWithNewCredentials() {
        Two two = Two.talking();
        two.alice.does(new JingleInput.Offer(Descriptions.audio("alice-2")));
        two.alice.does(new JingleInput.LocalCandidate(new Trickled("0", Descriptions.candidate(7))));
        two.run();
        assertEquals(
                "alice-2", Descriptions.ufrag(two.bob.last(Fact.Offered.class).offer()));
        assertEquals(
                "alice-2",
                two.bob
                        .last(Fact.Candidate.class)
                        .trickled()
                        .candidate()
                        .extensions()
                        .get("ufrag"));
        two.bob.does(new JingleInput.Answer(Descriptions.audio("bob-2")));
        two.run();
        assertEquals(
                "bob-2", Descriptions.ufrag(two.alice.last(Fact.Answered.class).answer()));
        assertNull(two.alice.model.change());
        two.bob.does(new JingleInput.Offer(Descriptions.audio("bob-3")));
        two.run();
        assertEquals(
                "bob-3", Descriptions.ufrag(two.alice.last(Fact.Offered.class).offer()));
    }

    /** stanza reads neither credentials nor candidates of a transport-info that says that there are no more. */
    @Test
    void thatThereAreNoMoreCandidatesIsSaidByItself() {
        Two two = Two.talking();
        two.alice.does(new JingleInput.Offer(complete(Descriptions.audio("alice-2"))));
        two.run();
        assertEquals(List.of("transport-info", "transport-info"), two.alice.said);
        assertFalse(ice(two.bob.last(Fact.Offered.class).offer()).endOfCandidates());
        assertNull(two.bob.last(Fact.Candidate.class).trickled().candidate());
        two.bob.said.clear();
        two.bob.does(new JingleInput.Answer(complete(Descriptions.audio("bob-2"))));
        two.run();
        assertEquals(List.of("transport-info", "transport-info"), two.bob.said);
        assertEquals("bob-2", ice(two.alice.last(Fact.Answered.class).answer()).usernameFragment());
        assertNull(two.alice.last(Fact.Candidate.class).trickled().candidate());
    }

    private static SessionDescription complete(SessionDescription description) {
        MediaDescription audio = description.audio().orElseThrow();
        IceDescription ice = audio.ice();
        return SessionDescription.of(audio.toBuilder()
                .ice(new IceDescription(ice.usernameFragment(), ice.password(), ice.options(), ice.candidates(), true))
                .build());
    }

    private static IceDescription ice(SessionDescription description) {
        return description.audio().orElseThrow().ice();
    }

    @Test
    void bothRestartAtTheSameTime() {
        Two two = Two.talking();
        two.alice.does(new JingleInput.Offer(Descriptions.audio("alice-2")));
        two.bob.does(new JingleInput.Offer(Descriptions.audio("bob-2")));
        two.run();
        assertEquals(
                "bob-2", Descriptions.ufrag(two.alice.last(Fact.Answered.class).answer()));
        assertEquals(
                "alice-2", Descriptions.ufrag(two.bob.last(Fact.Answered.class).answer()));
    }

    @Test
    void aRestartThatMeetsAnOfferInTheMakingIsAnsweredByIt() {
        Two two = Two.talking();
        two.alice.does(new JingleInput.Offer(Descriptions.audio("alice-2")));
        two.run();
        two.bob.does(new JingleInput.RefuseOffer());
        two.bob.does(new JingleInput.Offer(Descriptions.audio("bob-2")));
        two.run();
        assertEquals(
                "alice-2", Descriptions.ufrag(two.bob.last(Fact.Answered.class).answer()));
        assertEquals(
                "bob-2", Descriptions.ufrag(two.alice.last(Fact.Answered.class).answer()));
    }

    private static SessionDescription withDtls(SessionDescription description, Setup setup) {
        DtlsDescription dtls = new DtlsDescription(List.of(new Fingerprint("sha-256", "AA:BB")), setup);
        MediaDescription medium = description.media().get(0);
        return SessionDescription.of(medium.toBuilder()
                .dtls(dtls)
                .protocol(MediaDescription.DTLS_SAVPF)
                .build());
    }

    @Test
    void whoConnectsInDtlsStaysAsAgreed() {
        Two two = new Two(false);
        two.alice.does(new JingleInput.Offer(withDtls(Descriptions.audio("alice-1"), Setup.ACTPASS)));
        two.run();
        two.bob.does(new JingleInput.Answer(withDtls(Descriptions.audio("bob-1"), Setup.ACTIVE)));
        two.bob.does(new JingleInput.Accept());
        two.run();
        two.bob.does(new JingleInput.Offer(withDtls(Descriptions.audio("bob-1", SENDONLY), Setup.ACTPASS)));
        two.run();
        assertEquals(Setup.PASSIVE, setup(two.bob.last(Fact.Answered.class).answer()));
        assertEquals(Setup.ACTIVE, setup(two.alice.last(Fact.Offered.class).offer()));
        two.alice.does(new JingleInput.Answer(withDtls(Descriptions.audio("alice-1", RECVONLY), Setup.PASSIVE)));
        two.run();
        two.alice.does(new JingleInput.Offer(withDtls(Descriptions.audio("alice-2"), Setup.ACTPASS)));
        two.bob.does(new JingleInput.Offer(withDtls(Descriptions.audio("bob-2"), Setup.ACTPASS)));
        two.run();
        assertEquals(Setup.ACTIVE, setup(two.alice.last(Fact.Answered.class).answer()));
        assertEquals(Setup.PASSIVE, setup(two.bob.last(Fact.Answered.class).answer()));
    }

    private static Setup setup(SessionDescription description) {
        return description.media().get(0).dtls().setup();
    }

    @Test
    void aTransportIsReplacedOrNot() {
        Two two = Two.talking();
        String fresh = "<transport xmlns='urn:xmpp:jingle:transports:ice-udp:1' ufrag='new1' "
                + "pwd='0123456789012345678901'/>";
        two.bob.does(new JingleInput.Got(jingle(Action.TRANSPORT_REPLACE, content("0", fresh)), ALICE));
        assertEquals("new1", Descriptions.ufrag(two.bob.last(Fact.Offered.class).offer()));
        two.bob.does(new JingleInput.Answer(Descriptions.audio("bob-2")));
        assertEquals(List.of("transport-accept"), two.bob.said);
        two.bob.does(new JingleInput.Got(
                jingle(
                        Action.TRANSPORT_REPLACE,
                        content("0", "<transport xmlns='urn:xmpp:jingle:transports:s5b:1' sid='a'/>")),
                ALICE));
        assertEquals("transport-reject", two.bob.said.get(1));
        String again = fresh.replace("new1", "new2");
        two.bob.does(new JingleInput.Got(jingle(Action.TRANSPORT_REPLACE, content("0", again)), ALICE));
        two.bob.does(new JingleInput.RefuseOffer());
        assertEquals("transport-reject", two.bob.said.get(2));
        assertEquals("new1", Descriptions.ufrag(two.bob.model.remote()));
    }
}
