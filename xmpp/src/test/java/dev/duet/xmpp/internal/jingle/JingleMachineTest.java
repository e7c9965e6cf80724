package dev.duet.xmpp.internal.jingle;

import static dev.duet.model.MediaDirection.SENDONLY;
import static dev.duet.xmpp.internal.jingle.Requests.ask;
import static dev.duet.xmpp.internal.jingle.Requests.content;
import static dev.duet.xmpp.internal.jingle.Requests.jingle;
import static dev.duet.xmpp.internal.jingle.Requests.replyOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.EndReason;
import dev.duet.model.EndReason.By;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.Failure;
import dev.duet.model.IceDescription;
import dev.duet.model.MediaDescription;
import dev.duet.model.SessionDescription;
import dev.duet.model.WireDetail;
import dev.duet.xmpp.internal.jingle.JingleEffect.Purpose;
import dev.duet.xmpp.internal.jingle.JingleModel.Phase;
import dev.duet.xmpp.internal.jingle.JingleModel.Sides;
import dev.duet.xmpp.internal.rfc6120.StanzaErrors;
import dev.duet.xmpp.internal.xep0166.Action;
import dev.duet.xmpp.internal.xep0166.Jingle;
import dev.duet.xmpp.internal.xep0166.JingleError;
import dev.duet.xmpp.internal.xep0166.Party;
import dev.duet.xmpp.internal.xep0166.Reason;
import dev.duet.xmpp.internal.xep0353.CallMessage;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class JingleMachineTest {

    private static final Address.Xmpp ALICE = Two.ALICE;

    private static EndReason end(Kind kind) {
        return EndReason.of(kind, By.LOCAL);
    }

    // --- how it begins

    @Test
    void aCallToADeviceRingsAndIsTaken() {
        Two two = new Two(false);
        two.alice.does(new JingleInput.Begin());
        assertTrue(two.alice.said.isEmpty(), "nothing rings before there is an offer");
        two.alice.does(new JingleInput.LocalCandidate(new Trickled("0", Descriptions.candidate(1))));
        two.alice.does(new JingleInput.Offer(Descriptions.audio("alice-1")));
        two.alice.does(new JingleInput.LocalCandidate(new Trickled("0", Descriptions.candidate(2))));
        two.run();
        SessionDescription offer = two.bob.last(Fact.Offered.class).offer();
        IceDescription ice = offer.media().get(0).ice();
        assertEquals(1, ice.candidates().size(), "the one that was known goes along");
        assertEquals(
                2,
                two.bob
                        .last(Fact.Candidate.class)
                        .trickled()
                        .candidate()
                        .endpoint()
                        .port());
        two.bob.does(new JingleInput.Ring());
        two.run();
        assertTrue(two.alice.told(Fact.Ringing.class));
        two.bob.does(new JingleInput.LocalCandidate(new Trickled("0", Descriptions.candidate(3))));
        two.bob.does(new JingleInput.Answer(Descriptions.audio("bob-1")));
        assertFalse(two.bob.said.contains("session-accept"), "not before the user wants it");
        two.bob.does(new JingleInput.Accept());
        two.bob.does(new JingleInput.LocalCandidate(new Trickled("0", null)));
        two.run();
        assertTrue(two.alice.facts.indexOf(new Fact.Accepted())
                < two.alice.facts.indexOf(two.alice.last(Fact.Answered.class)));
        assertEquals(
                1,
                two.alice
                        .last(Fact.Answered.class)
                        .answer()
                        .media()
                        .get(0)
                        .ice()
                        .candidates()
                        .size());
        assertNull(two.alice.last(Fact.Candidate.class).trickled().candidate());
        assertEquals(Phase.ACTIVE, two.alice.model.phase());
        assertEquals(Phase.ACTIVE, two.bob.model.phase());
    }

    @Test
    void aProposalHasNoDescriptionBeforeItIsTaken() {
        Two two = new Two(true);
        two.alice.does(new JingleInput.Begin());
        two.alice.does(new JingleInput.Offer(Descriptions.audio("alice-1")));
        two.run();
        assertEquals(List.of("propose"), two.alice.said);
        two.bob.does(new JingleInput.Ring());
        two.run();
        assertTrue(two.alice.told(Fact.Ringing.class));
        two.bob.does(new JingleInput.Accept());
        two.run();
        assertTrue(two.alice.told(Fact.Accepted.class));
        assertEquals(List.of("propose", "session-initiate"), two.alice.said);
        assertEquals(Two.BOB, two.alice.model.who().peer());
        two.bob.does(new JingleInput.Answer(Descriptions.audio("bob-1")));
        two.run();
        assertEquals(
                "bob-1", Descriptions.ufrag(two.alice.last(Fact.Answered.class).answer()));
        assertEquals(
                1,
                two.alice.facts.stream().filter(Fact.Accepted.class::isInstance).count());
        two.bob.does(new JingleInput.End(end(Kind.HANGUP)));
        two.run();
        assertEquals(Kind.HANGUP, two.alice.last(Fact.Ended.class).reason().kind());
        assertTrue(two.bob.said.containsAll(List.of("session-terminate success", "finish")));
        assertTrue(two.alice.said.contains("finish"));
    }

    @Test
    void theOfferMayComeAfterTheProposalWasTaken() {
        Two two = new Two(true);
        two.alice.does(new JingleInput.Begin());
        two.bob.does(new JingleInput.Accept());
        two.run();
        assertEquals(List.of("propose"), two.alice.said);
        two.alice.does(new JingleInput.Offer(Descriptions.audio("alice-1")));
        two.run();
        assertTrue(two.bob.told(Fact.Offered.class));
    }

    @Test
    void candidatesThatOvertakeTheAnswerWaitForIt() {
        Two two = new Two(false);
        two.alice.does(new JingleInput.Offer(Descriptions.audio("alice-1")));
        two.run();
        String early = "<transport xmlns='urn:xmpp:jingle:transports:ice-udp:1'><candidate component='1' "
                + "foundation='1' ip='127.0.0.1' port='9' priority='1' protocol='udp' type='host'/></transport>";
        two.alice.does(new JingleInput.Got(jingle(Action.TRANSPORT_INFO, content("0", early)), Two.BOB));
        assertFalse(two.alice.told(Fact.Candidate.class));
        two.bob.does(new JingleInput.Answer(Descriptions.audio("bob-1")));
        two.bob.does(new JingleInput.Accept());
        two.run();
        assertInstanceOf(Fact.Candidate.class, two.alice.facts.get(two.alice.facts.size() - 1));
    }

    @Test
    void whoMayNotKnowThatWeAreHereHearsNoRinging() {
        JingleModel stranger = JingleModel.of(
                new JingleModel.Sides(Party.RESPONDER, "sid", Two.BOB, ALICE, true, false), Phase.PROPOSED);
        assertTrue(
                JingleMachine.step(stranger, new JingleInput.Ring()).effects().isEmpty());
        assertEquals(
                1,
                JingleMachine.step(stranger, new JingleInput.Accept()).effects().size());
    }

    @Test
    void aSecondDeviceThatTakesTheCallIsTooLate() {
        Two two = new Two(true);
        two.alice.does(new JingleInput.Begin());
        two.alice.does(new JingleInput.Offer(Descriptions.audio("alice-1")));
        two.bob.does(new JingleInput.Accept());
        two.run();
        two.alice.does(new JingleInput.Heard(
                CallMessage.of(CallMessage.Kind.PROCEED, "sid"), Two.BOB.withResource("tablet"), false));
        assertEquals("retract", two.alice.said.get(two.alice.said.size() - 1));
        assertEquals(Two.BOB, two.alice.model.who().peer());
    }

    // --- how it ends

    @ParameterizedTest
    @CsvSource({
        "PROCEED, ANSWERED_ELSEWHERE",
        "ACCEPT, ANSWERED_ELSEWHERE",
        "REJECT, DECLINED",
        "FINISH, ANSWERED_ELSEWHERE"
    })
    void anotherDeviceOfOursTakesOrDeclines(CallMessage.Kind said, Kind kind) {
        Two two = new Two(true);
        two.bob.does(new JingleInput.Heard(CallMessage.of(said, "sid"), Two.BOB.withResource("tablet"), true));
        assertEquals(kind, two.bob.last(Fact.Ended.class).reason().kind());
        assertEquals(By.LOCAL, two.bob.last(Fact.Ended.class).reason().by());
        assertTrue(two.bob.said.isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "BUSY, reject, BUSY",
        "DECLINED, reject, DECLINED",
        "INCOMPATIBLE, reject, INCOMPATIBLE",
        "NO_ANSWER, '', ''",
        "CLOSED, '', ''"
    })
    void aProposalIsRejected(Kind said, String message, String heard) {
        Two two = new Two(true);
        two.alice.does(new JingleInput.Begin());
        two.bob.does(new JingleInput.End(end(said)));
        two.run();
        assertEquals(message.isEmpty() ? List.of() : List.of(message), two.bob.said);
        if (heard.isEmpty()) {
            assertFalse(two.alice.told(Fact.Ended.class), "another device may still take it");
        } else {
            assertEquals(
                    Kind.valueOf(heard),
                    two.alice.last(Fact.Ended.class).reason().kind());
            assertEquals(By.REMOTE, two.alice.last(Fact.Ended.class).reason().by());
        }
    }

    @ParameterizedTest
    @CsvSource({"xmpp:carol@x.org", "sip:carol@x.org", "tel:+15551234"})
    void whoProposesIsSentOn(String instead) {
        Two two = new Two(true);
        two.alice.does(new JingleInput.Begin());
        two.bob.does(new JingleInput.End(end(Kind.FORWARDED), Address.parse(instead)));
        two.run();
        assertEquals(List.of("reject"), two.bob.said);
        assertEquals(
                List.of(Address.parse(instead)),
                two.alice.last(Fact.Forwarded.class).to());
        assertEquals(Kind.FORWARDED, two.alice.last(Fact.Ended.class).reason().kind());
        assertEquals(By.REMOTE, two.alice.last(Fact.Ended.class).reason().by());
    }

    @Test
    void whoInitiatesIsSentOnByASession() {
        Two two = new Two(false);
        two.alice.does(new JingleInput.Offer(Descriptions.audio("alice-1")));
        two.run();
        two.bob.does(new JingleInput.End(end(Kind.FORWARDED), Address.xmpp("carol@x.org")));
        two.run();
        assertEquals(List.of("session-terminate gone"), two.bob.said);
        assertEquals(
                List.of(Address.xmpp("carol@x.org")),
                two.alice.last(Fact.Forwarded.class).to());
        assertEquals(Kind.FORWARDED, two.alice.last(Fact.Ended.class).reason().kind());
    }

    @Test
    void whoInitiatesIsSentOnByAnError() {
        JingleModel model = JingleMachine.step(
                        JingleModel.of(new Sides(Party.INITIATOR, "sid", Two.ALICE, Two.BOB, false, true), Phase.NEW),
                        new JingleInput.Offer(Descriptions.audio("alice-1")))
                .model();
        Xml error = Xml.element("error", Xml.CLIENT)
                .attribute("type", "modify")
                .add(Xml.element("redirect", StanzaErrors.NAMESPACE)
                        .text("xmpp:voicemail@x.org?call")
                        .build())
                .build();
        Failure failure = StanzaErrors.failure(Xml.element("iq", Xml.CLIENT)
                .attribute("from", Two.BOB.jid())
                .add(error)
                .build());
        Step step = JingleMachine.step(model, new JingleInput.Done(JingleEffect.Purpose.INITIATE, failure));
        assertEquals(
                List.of(Address.xmpp("voicemail@x.org")),
                ((Fact.Forwarded) ((JingleEffect.Tell) step.effects().get(0)).fact()).to());
        assertEquals(
                Kind.FORWARDED,
                ((Fact.Ended) ((JingleEffect.Tell) step.effects().get(1)).fact())
                        .reason()
                        .kind());
    }

    @Test
    void whoTalksIsNotSentOnNorIsACallee() {
        Two talking = Two.talking();
        talking.bob.does(new JingleInput.End(end(Kind.FORWARDED), Address.xmpp("carol@x.org")));
        talking.run();
        assertFalse(talking.alice.told(Fact.Forwarded.class));
        Two ringing = new Two(true);
        ringing.alice.does(new JingleInput.Begin());
        ringing.run();
        ringing.bob.does(new JingleInput.Heard(
                CallMessage.of(CallMessage.Kind.RETRACT, "sid", new Reason("cancel", "", "xmpp:carol@x.org")),
                Two.ALICE,
                false));
        assertEquals(Kind.CANCELLED, ringing.bob.last(Fact.Ended.class).reason().kind());
        assertFalse(ringing.bob.told(Fact.Forwarded.class));
    }

    @Test
    void aRedirectToNobodyWeKnowIsTheEnd() {
        Two two = new Two(true);
        two.alice.does(new JingleInput.Begin());
        two.alice.does(new JingleInput.Heard(
                CallMessage.of(CallMessage.Kind.REJECT, "sid", new Reason("gone", "", "http://x.org/")),
                Two.BOB,
                false));
        assertEquals(List.of(), two.alice.last(Fact.Forwarded.class).to());
        assertEquals(Kind.FORWARDED, two.alice.last(Fact.Ended.class).reason().kind());
    }

    @Test
    void aProposalIsRetracted() {
        Two two = new Two(true);
        two.alice.does(new JingleInput.Begin());
        two.alice.does(new JingleInput.End(end(Kind.CANCELLED)));
        two.run();
        assertEquals(List.of("propose", "retract"), two.alice.said);
        assertEquals(Kind.CANCELLED, two.bob.last(Fact.Ended.class).reason().kind());
        assertEquals(By.REMOTE, two.bob.last(Fact.Ended.class).reason().by());
    }

    @ParameterizedTest
    @CsvSource({
        "HANGUP, CANCELLED, HANGUP",
        "BUSY, BUSY, BUSY",
        "DECLINED, DECLINED, DECLINED",
        "NO_ANSWER, NO_ANSWER, MEDIA_LOST",
        "CANCELLED, CANCELLED, HANGUP",
        "UNREACHABLE, UNREACHABLE, HANGUP",
        "INCOMPATIBLE, INCOMPATIBLE, INCOMPATIBLE",
        "INSECURE, INSECURE, INSECURE",
        "MEDIA_LOST, FAILED, MEDIA_LOST",
        "FAILED, FAILED, FAILED"
    })
    void theReasonIsTheSameOnBothSides(Kind said, Kind beforeTheAnswer, Kind inTheCall) {
        Two ringing = new Two(false);
        ringing.alice.does(new JingleInput.Offer(Descriptions.audio("alice-1")));
        ringing.alice.does(new JingleInput.End(end(said)));
        ringing.run();
        assertEquals(
                beforeTheAnswer, ringing.bob.last(Fact.Ended.class).reason().kind());
        Two talking = Two.talking();
        talking.bob.does(new JingleInput.End(end(said)));
        talking.run();
        EndReason reason = talking.alice.last(Fact.Ended.class).reason();
        assertEquals(inTheCall, reason.kind());
        assertEquals(By.REMOTE, reason.by());
        assertEquals(Phase.ENDED, talking.bob.model.phase());
        assertEquals(JingleError.UNKNOWN_SESSION, ask(talking.bob, jingle(Action.SESSION_INFO)));
    }

    @ParameterizedTest
    @CsvSource({
        "service-unavailable, UNREACHABLE",
        "item-not-found, NOT_FOUND",
        "feature-not-implemented, INCOMPATIBLE",
        "conflict, CANCELLED",
        "forbidden, DECLINED"
    })
    void anErrorToTheOfferEndsTheCall(String condition, Kind kind) {
        Two two = new Two(false);
        two.alice.does(new JingleInput.Offer(Descriptions.audio("alice-1")));
        two.alice.does(new JingleInput.Done(
                Purpose.INITIATE,
                new dev.duet.model.Failure(
                        dev.duet.model.Failure.Kind.REFUSED,
                        dev.duet.model.Failure.Origin.PEER,
                        dev.duet.model.Failure.Retry.NEVER,
                        "no",
                        dev.duet.model.WireDetail.xmpp(condition, ""))));
        assertEquals(kind, two.alice.last(Fact.Ended.class).reason().kind());
    }

    @Test
    void whoForgotTheSessionEndsIt() {
        Two two = Two.talking();
        two.alice.does(new JingleInput.Done(Purpose.INFO, Two.failure(JingleError.UNKNOWN_SESSION)));
        assertEquals(Kind.MEDIA_LOST, two.alice.last(Fact.Ended.class).reason().kind());
        assertEquals(List.of("session-terminate general-error"), two.alice.said);
    }

    @Test
    void whoCannotBeAskedJustNowStillHasTheSession() {
        Two two = Two.talking();
        two.alice.does(new JingleInput.Offer(Descriptions.audio("alice-1", SENDONLY)));
        Failure nobody = new Failure(
                Failure.Kind.NOT_FOUND,
                Failure.Origin.SERVER,
                Failure.Retry.LATER,
                "no",
                WireDetail.xmpp("service-unavailable", ""));
        two.alice.does(new JingleInput.Done(Purpose.HOLD, nobody));
        two.alice.does(new JingleInput.Done(Purpose.MODIFY, nobody));
        assertEquals(nobody, two.alice.last(Fact.OfferRefused.class).failure());
        two.alice.does(new JingleInput.Done(
                Purpose.INFO,
                Failure.of(Failure.Kind.TIMEOUT, Failure.Origin.SERVER, Failure.Retry.LATER, "No answer")));
        assertFalse(two.alice.told(Fact.Ended.class));
    }

    // --- what is refused

    @Test
    void secondAnswersAndAnswersToNothingAreOutOfOrder() {
        Two two = Two.talking();
        for (Action action : List.of(
                Action.SESSION_INITIATE,
                Action.SESSION_ACCEPT,
                Action.CONTENT_ACCEPT,
                Action.CONTENT_REJECT,
                Action.TRANSPORT_ACCEPT,
                Action.TRANSPORT_REJECT)) {
            assertEquals(JingleError.OUT_OF_ORDER, ask(two.alice, jingle(action, content("0", ""))), action.wire());
            assertEquals(JingleError.OUT_OF_ORDER, ask(two.bob, jingle(action, content("0", ""))), action.wire());
        }
        Two early = new Two(true);
        assertEquals(JingleError.OUT_OF_ORDER, ask(early.bob, jingle(Action.SESSION_INITIATE, content("0", ""))));
        assertEquals(JingleError.OUT_OF_ORDER, ask(early.bob, jingle(Action.TRANSPORT_INFO, content("0", ""))));
    }

    @Test
    void informationThatIsNotKnownIsUnsupported() {
        Two two = Two.talking();
        Jingle strange = jingle(Action.SESSION_INFO).withPayload(List.of(Xml.empty("wave", "urn:x")));
        assertEquals(JingleError.UNSUPPORTED_INFO, ask(two.bob, strange));
        assertEquals(JingleError.UNSUPPORTED_INFO, ask(two.bob, jingle(Action.SECURITY_INFO)));
        assertNull(ask(two.bob, jingle(Action.SESSION_INFO)), "an empty one asks whether we are there");
        Jingle mute =
                jingle(Action.SESSION_INFO).withPayload(List.of(Xml.empty("mute", "urn:xmpp:jingle:apps:rtp:info:1")));
        assertNull(ask(two.bob, mute));
    }

    @ParameterizedTest
    @EnumSource(
            value = Action.class,
            names = {"CONTENT_MODIFY", "CONTENT_REMOVE", "DESCRIPTION_INFO", "TRANSPORT_INFO", "TRANSPORT_REPLACE"})
    void contentsThatAreNotThereAreNotFound(Action action) {
        Two two = Two.talking();
        assertEquals(JingleError.NO_SUCH_CONTENT, ask(two.bob, jingle(action, content("no-such", ""))));
    }

    @Test
    void anotherContentIsRejected() {
        Two two = Two.talking();
        JingleInput add = new JingleInput.Got(
                jingle(Action.CONTENT_ADD, content("video", "<transport xmlns='urn:x' pwd='theirs'/>")), ALICE);
        Step step = JingleMachine.step(two.bob.model, add);
        assertNull(replyOf(step));
        Jingle reject = ((JingleEffect.Request) step.effects().get(1)).jingle();
        assertEquals(Action.CONTENT_REJECT, reject.action());
        assertEquals("unsupported-applications", reject.reason().condition());
        assertEquals(List.of(content("video", "")), reject.contents(), "by name, without what it was");
    }

    @Test
    void aContentThatIsThereOrOursIsNotAdded() {
        Two two = Two.talking();
        assertEquals(JingleError.BAD_REQUEST, ask(two.bob, jingle(Action.CONTENT_ADD, content("0", ""))));
        assertEquals(JingleError.BAD_REQUEST, ask(two.alice, jingle(Action.CONTENT_ADD, content("video", ""))));
        assertEquals(JingleModel.Phase.ACTIVE, two.bob.model.phase());
    }

    @Test
    void withoutContentsThereIsNoSession() {
        Two two = Two.talking();
        two.bob.does(new JingleInput.Got(jingle(Action.CONTENT_REMOVE, content("0", "")), ALICE));
        assertEquals(List.of("session-terminate success"), two.bob.said);
        assertEquals(Kind.HANGUP, two.bob.last(Fact.Ended.class).reason().kind());
    }

    @Test
    void theInitiatorsChangeGoesFirst() {
        Two two = Two.talking();
        two.alice.does(new JingleInput.Offer(Descriptions.audio("alice-1", SENDONLY)));
        assertEquals(JingleError.TIE_BREAK, ask(two.alice, jingle(Action.CONTENT_MODIFY, content("0", ""))));
        Two other = Two.talking();
        other.bob.does(new JingleInput.Offer(Descriptions.audio("bob-1", SENDONLY)));
        assertNull(ask(other.bob, jingle(Action.CONTENT_MODIFY, content("0", ""))));
    }

    @Test
    void malformedRequestsChangeNothing() {
        Two two = Two.talking();
        JingleModel before = two.bob.model;
        two.bob.does(new JingleInput.Got(
                jingle(
                        Action.TRANSPORT_INFO,
                        content(
                                "0",
                                "<transport xmlns='urn:xmpp:jingle:transports:ice-udp:1'>"
                                        + "<candidate port='x'/></transport>")),
                ALICE));
        assertEquals(before, two.bob.model);
        assertEquals(JingleError.BAD_REQUEST, ask(two.bob, jingle(Action.TRANSPORT_INFO, content("0", ""))));
    }

    @Test
    void aMalformedAnswerEndsTheCall() {
        Two two = new Two(false);
        two.alice.does(new JingleInput.Offer(Descriptions.audio("alice-1")));
        two.alice.does(new JingleInput.Got(jingle(Action.SESSION_ACCEPT, content("0", "")), Two.BOB));
        assertEquals(
                Kind.INCOMPATIBLE, two.alice.last(Fact.Ended.class).reason().kind());
    }

    @Test
    void mediaThatWeRefuseAreRemoved() {
        Two two = new Two(false);
        SessionDescription audio = Descriptions.audio("alice-1");
        MediaDescription video = MediaDescription.builder("v", dev.duet.model.MediaKind.VIDEO, "video")
                .payload(dev.duet.model.PayloadType.of(98, "VP8", 90_000, 1))
                .ice(audio.media().get(0).ice())
                .build();
        two.alice.does(new JingleInput.Offer(
                new SessionDescription(List.of(audio.media().get(0), video), List.of(), false)));
        two.run();
        MediaDescription ours = Descriptions.audio("bob-1").media().get(0);
        two.bob.does(new JingleInput.Answer(new SessionDescription(
                List.of(ours, video.toBuilder().rejected(true).build()), List.of(), false)));
        two.bob.does(new JingleInput.Accept());
        two.run();
        assertEquals(List.of("content-remove unsupported-applications", "session-accept"), two.bob.said);
        SessionDescription answer = two.alice.last(Fact.Answered.class).answer();
        assertEquals(2, answer.media().size());
        assertTrue(answer.media().get(1).rejected());
    }

    @Test
    void anEndTellsItsReason() {
        assertEquals(Reason.of("busy"), Reasons.write(end(Kind.BUSY), null));
        SessionDescription noAudio = new SessionDescription(List.of(), List.of(), false);
        assertEquals(Reason.of("unsupported-applications"), Reasons.write(end(Kind.INCOMPATIBLE), noAudio));
    }
}
