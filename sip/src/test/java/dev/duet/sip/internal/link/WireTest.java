package dev.duet.sip.internal.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.EndReason;
import dev.duet.model.EndReason.By;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.LinkState;
import dev.duet.model.SipConfig.Transport;
import dev.duet.sandbox.SipServer;
import dev.duet.sandbox.Users;
import dev.duet.spi.Link;
import dev.duet.spi.LinkListener.IncomingMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a phone answers to peers that are wrong, odd, or impolite. */
class WireTest {

    private final Users users = new Users("example.com");
    private final TestRuntime runtime = new TestRuntime();
    private final Recorder alice = new Recorder();
    private SipServer server;
    private Link link;
    private RawPeer peer;

    @BeforeEach
    void aliceIsSignedIn() {
        users.add("alice", "secret");
        server = SipServer.start(SipServer.Config.builder(users).build());
        link = runtime.link(
                TestRuntime.config("alice", "secret", "example.com", half -> half.server("127.0.0.1", server.udpPort())
                        .transport(Transport.UDP)),
                alice);
        runtime.run(link::connect);
        alice.awaitState(LinkState.Online.class);
        peer = new RawPeer(server, "alice");
    }

    @AfterEach
    void close() {
        peer.close();
        runtime.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "OPTIONS, '', 200",
        "SUBSCRIBE, 'Event: presence\r\nExpires: 60\r\n', 489",
        "PUBLISH, 'Event: presence\r\n', 489",
        "NOTIFY, 'Event: presence\r\nSubscription-State: active\r\n', 481",
        "NOTIFY, 'Event: message-summary\r\nSubscription-State: active\r\n', 481",
        "BYE, '', 481",
        "INFO, '', 481",
        "UPDATE, '', 481",
        "PRACK, 'RAck: 1 1 INVITE\r\n', 481",
        "REFER, 'Refer-To: <sip:eve@example.org>\r\n', 603",
        "REGISTER, '', 405",
        "FROBNICATE, '', 405",
        "MESSAGE, 'Replaces: a;to-tag=1;from-tag=2\r\n', 400",
        "MESSAGE, 'Require: magic\r\n', 420",
        "INVITE, 'Require: 100rel, magic\r\n', 420"
    })
    void everyMethodHasItsAnswer(String method, String headers, int status) {
        peer.send(peer.request(method, "any-" + method, 1, "", headers, ""));

        String answer = peer.receive("SIP/2.0 " + status);

        assertTrue(status != 405 && !method.equals("OPTIONS") || answer.contains("\r\nAllow: "), answer);
        assertTrue(status != 420 || answer.contains("\r\nUnsupported: magic\r\n"), answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BYE", "INVITE", "NOTIFY", "INFO", "UPDATE", "MESSAGE", "REFER"})
    void aDialogThatDoesNotExistIsSaidNotToExist(String method) {
        String headers = method.equals("NOTIFY") ? "Event: refer\r\nSubscription-State: active\r\n" : "";
        headers += method.equals("REFER") ? "Refer-To: <sip:eve@example.org>\r\n" : "";
        peer.send(peer.request(method, "gone-" + method, 7, "nosuchtag", headers, ""));

        peer.receive("SIP/2.0 481");
    }

    @Test
    void aCancelForNothingIsAnswered() {
        peer.send(peer.request("CANCEL", "nothing", 1, "", "", ""));

        peer.receive("SIP/2.0 481");
    }

    @Test
    void somebodyElsesUserIsNotHere() {
        peer.send(peer.request("OPTIONS", "x", 1, "", "", "")
                .replace(peer.contact, peer.contact.replaceAll("sip:[^@]+", "sip:bob")));

        peer.receive("SIP/2.0 404");
    }

    @Test
    void aSchemeThatIsNotSipIsNotUnderstood() {
        peer.send(peer.request("OPTIONS", "x", 1, "", "", "").replace(peer.contact + " SIP", "mailto:a@b.c SIP"));

        peer.receive("SIP/2.0 416");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Call-ID: x|",
                "CSeq: 1 OPTIONS|CSeq: one OPTIONS",
                "CSeq: 1 OPTIONS|CSeq: 1 INVITE",
                "CSeq: 1 OPTIONS|CSeq: 1 OPTIONS\r\nCSeq: 2 OPTIONS",
                "Call-ID: x|Call-ID: x\r\ni: y",
                "To: <sip:alice@example.com>|To: <<<>",
                "Max-Forwards: 70|Max-Forwards: seventy",
                "Content-Length: 0|Content-Length: 10",
                "Content-Length: 0|Content-Length: -1",
                "SIP/2.0/UDP 127.0.0.1|SIP/2.0/TCP 127.0.0.1"
            })
    void aMalformedRequestIsABadRequest(String change) {
        String[] parts = change.split("\\|", -1);
        String request = peer.request("OPTIONS", "x", 1, "", "", "");
        assertTrue(request.contains(parts[0]), request);

        peer.send(request.replace(parts[0] + (parts[1].isEmpty() ? "\r\n" : ""), parts[1]));
        peer.send(peer.request("OPTIONS", "still-alive", 1, "", "", ""));

        String answer = peer.receive("SIP/2.0");
        if (!parts[0].startsWith("Call-ID: x") || !parts[1].isEmpty()) { // without it no response can be made
            assertTrue(answer.startsWith("SIP/2.0 400"), answer);
            answer = peer.receive("SIP/2.0");
        }
        assertTrue(answer.startsWith("SIP/2.0 200"), answer);
    }

    @Test
    void anotherVersionIsNotSupported() {
        peer.send(peer.request("OPTIONS", "x", 1, "", "", "").replaceFirst(" SIP/2.0\r\n", " SIP/7.0\r\n"));

        peer.receive("SIP/2.0 505");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n\r\n",
                "",
                "hello",
                "SIP/2.0 200 OK\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
                "\0\0\0\0"
            })
    void garbageIsDroppedAndThePhoneLivesOn(String garbage) {
        peer.send(garbage);
        peer.send(peer.request("OPTIONS", "alive", 1, "", "", ""));

        peer.receive("SIP/2.0 200");
    }

    @Test
    void aMessageInAnUnknownFormIsNotTaken() {
        peer.send(peer.request("MESSAGE", "m1", 1, "", "Content-Type: image/png\r\n", "x"));

        String answer = peer.receive("SIP/2.0 415");

        assertTrue(answer.contains("Accept: text/plain"), answer);
        assertTrue(alice.facts.isEmpty());
    }

    @Test
    void aMessageThatSaysNothingIsUnderstood() {
        peer.send(peer.request("MESSAGE", "m1", 1, "", "", ""));

        peer.receive("SIP/2.0 200");
        assertTrue(alice.facts.isEmpty());
    }

    @Test
    void aMessageInAnOldCharacterSetIsRead() {
        peer.send(peer.request("MESSAGE", "m1", 1, "", "Content-Type: text/plain;charset=us-ascii\r\n", "plain"));
        peer.receive("SIP/2.0 200");
        assertEquals("plain", alice.await(IncomingMessage.class).body());

        peer.send(peer.request("MESSAGE", "m2", 1, "", "Content-Type: text/plain;charset=klingon\r\n", "qapla"));
        peer.receive("SIP/2.0 415");
    }

    @Test
    void messagesOfOneCallIdAreTwo() {
        for (int number = 1; number <= 2; number++) {
            peer.send(peer.request("MESSAGE", "m1", number, "", "Content-Type: text/plain\r\n", "ok"));
            peer.receive("SIP/2.0 200");
        }

        assertEquals("m1", alice.await(IncomingMessage.class).id());
        alice.await(IncomingMessage.class, message -> message.id().equals("m1.2"));
    }

    @Test
    void aMalformedComposingNoticeIsABadRequest() {
        peer.send(peer.request(
                "MESSAGE", "m1", 1, "", "Content-Type: application/im-iscomposing+xml\r\n", "<isComposing"));

        peer.receive("SIP/2.0 400");
    }

    @Test
    void aMalformedDescriptionIsABadRequest() {
        peer.send(peer.request("INVITE", "c1", 1, "", "", "v=0\r\nm=audio\r\n"));

        peer.receive("SIP/2.0 400");
        assertTrue(alice.incoming.isEmpty());
    }

    @Test
    void anInviteWithSomethingElseThanADescriptionIsNotTaken() {
        peer.send(peer.request("INVITE", "c1", 1, "", "Content-Type: text/plain\r\n", "call me"));

        assertTrue(peer.receive("SIP/2.0 415").contains("Accept: application/sdp"));
    }

    @Test
    void aCancelMaySayThatAnotherDeviceAnswered() {
        String invite = peer.request("INVITE", "c1", 1, "", "", RawPeer.SDP);
        peer.send(invite);
        LegRecorder leg = alice.awaitIncoming().await("offered1");

        peer.send(RawPeer.belonging(invite, "CANCEL", "")
                .replace(
                        "Content-Length", "Reason: SIP;cause=200;text=\"Call completed elsewhere\"\r\nContent-Length"));

        peer.receive("SIP/2.0 200");
        String terminated = peer.receive("SIP/2.0 487");
        peer.send(RawPeer.belonging(invite, "ACK", RawPeer.toTag(terminated)));
        assertEquals(Kind.ANSWERED_ELSEWHERE, leg.awaitEnd().kind());
        assertEquals("Call completed elsewhere", leg.ended.text());
    }

    @Test
    void anInviteThatCameTwoWaysIsTakenOnce() {
        peer.send(peer.request("INVITE", "c1", 1, "", "", RawPeer.SDP));
        alice.awaitIncoming();

        peer.send(peer.request("INVITE", "c1", 1, "", "", RawPeer.SDP));

        peer.receive("SIP/2.0 482");
        assertEquals(1, alice.incoming.size());
    }

    @Test
    void theAnswerIsSentAgainUntilItIsAcknowledged() {
        LegRecorder leg = ringingCall();
        runtime.run(() -> {
            leg.leg.answer(Phones.description(6000));
            leg.leg.accept();
        });

        String first = peer.receive("SIP/2.0 200");
        String second = peer.receive("SIP/2.0 200");

        assertEquals(first, second);
        assertTrue(first.contains("m=audio 6000"), first);
        assertNull(leg.ended);
        acknowledge(first, "");
        peer.send(peer.request(
                "BYE", "c1", 2, RawPeer.toTag(first), "Reason: SIP;cause=580;text=\"Precondition\"\r\n", ""));
        peer.receive("SIP/2.0 200");
        assertEquals(Kind.HANGUP, leg.awaitEnd().kind());
        assertEquals("Precondition", leg.ended.text());
    }

    @Test
    void hangingUpBeforeTheAckWaitsForIt() {
        LegRecorder leg = ringingCall();
        runtime.run(() -> {
            leg.leg.answer(Phones.description(6000));
            leg.leg.accept();
            leg.leg.end(EndReason.of(Kind.HANGUP, By.LOCAL));
        });
        String ok = peer.receive("SIP/2.0 200");
        assertEquals(ok, peer.receive()); // sent again, and no BYE before

        acknowledge(ok, "");

        assertTrue(peer.receive("BYE ").contains("<sip:raw@example.org>;tag=rawtag"));
        leg.awaitEnd();
    }

    @Test
    void anInviteWithoutDescriptionWantsOursAndTheAckAnswersIt() {
        peer.send(peer.request("INVITE", "c1", 1, "", "", ""));
        LegRecorder leg = alice.awaitIncoming().await("wantsOffer");
        runtime.run(() -> {
            leg.leg.offer(Phones.description(6000));
            leg.leg.accept();
        });
        String ok = peer.receive("SIP/2.0 200");
        assertTrue(ok.contains("m=audio 6000"), ok);

        acknowledge(ok, RawPeer.SDP);

        leg.await("answered1");
        assertEquals(7000, leg.answers.get(0).media().get(0).rtp().port());
    }

    @Test
    void anAckWithoutTheAnswerEndsTheCall() {
        peer.send(peer.request("INVITE", "c1", 1, "", "", ""));
        LegRecorder leg = alice.awaitIncoming().await("wantsOffer");
        runtime.run(() -> {
            leg.leg.offer(Phones.description(6000));
            leg.leg.accept();
        });

        acknowledge(peer.receive("SIP/2.0 200"), "");

        String bye = peer.receive("BYE ");
        assertTrue(bye.contains("Reason: SIP;cause=488"), bye);
        assertEquals(Kind.INCOMPATIBLE, leg.awaitEnd().kind());
    }

    @Test
    void requestsWithinACallHaveTheirAnswers() {
        String tag = talking();
        int number = 2;
        peer.send(peer.request("OPTIONS", "c1", number++, tag, "", ""));
        peer.receive("SIP/2.0 200");
        peer.send(peer.request("INFO", "c1", number++, tag, "", ""));
        peer.receive("SIP/2.0 200");
        peer.send(peer.request("INFO", "c1", number++, tag, "Content-Type: application/x-other\r\n", "1\r\n"));
        peer.receive("SIP/2.0 415");
        peer.send(peer.request("REFER", "c1", number++, tag, "Refer-To: <sip:eve@example.org>\r\n", ""));
        peer.receive("SIP/2.0 603");
        peer.send(peer.request("UPDATE", "c1", number++, tag, "", ""));
        peer.receive("SIP/2.0 200");
        peer.send(peer.request("NOTIFY", "c1", number++, tag, "Event: refer\r\nSubscription-State: active\r\n", ""));
        peer.receive("SIP/2.0 481");
        peer.send(peer.request("MESSAGE", "c1", number++, tag, "Content-Type: text/plain\r\n", "within"));
        peer.receive("SIP/2.0 200");
        assertEquals("within", alice.await(IncomingMessage.class).body());
        peer.send(peer.request("FROBNICATE", "c1", number++, tag, "", ""));
        peer.receive("SIP/2.0 405");
        peer.send(peer.request("OPTIONS", "c1", 2, tag, "", ""));
        peer.receive("SIP/2.0 500"); // older than what was seen
        peer.send(peer.request("INVITE", "c1", number++, tag, "", "v=0\r\nnonsense"));
        peer.receive("SIP/2.0 400");
        assertNull(alice.incoming.get(0).ended);
    }

    @Test
    void anUpdateMayBringAnOffer() {
        String tag = talking();
        LegRecorder leg = alice.incoming.get(0);

        peer.send(peer.request("UPDATE", "c1", 2, tag, "", RawPeer.SDP.replace("7000", "7002")));
        leg.await("offered2");
        runtime.run(() -> leg.leg.answer(Phones.description(6002)));

        String ok = peer.receive("SIP/2.0 200");
        assertTrue(ok.contains("CSeq: 2 UPDATE") && ok.contains("m=audio 6002"), ok);
    }

    @Test
    void offersThatMeetHalfWayAreRefusedWith491AndTriedAgain() {
        String tag = talking();
        LegRecorder leg = alice.incoming.get(0);
        runtime.run(() -> leg.leg.offer(Phones.description(6002)));
        String theirs = peer.receive("INVITE ");

        peer.send(peer.request("INVITE", "c1", 2, tag, "", RawPeer.SDP));
        String pending = peer.receive("SIP/2.0 491");
        assertTrue(pending.contains("CSeq: 2 INVITE"), pending);
        peer.send(RawPeer.response(theirs, 491, "", "", ""));
        peer.receive("ACK ");

        String again = peer.receive("INVITE ");
        assertTrue(again.contains("m=audio 6002"), again);
        peer.send(
                RawPeer.response(again, 200, "", "Contact: <sip:raw@127.0.0.1:" + peer.port() + ">\r\n", RawPeer.SDP));
        peer.receive("ACK ");
        leg.await("answered1");
        assertTrue(leg.refusals.isEmpty());
    }

    @Test
    void aPeerThatKnowsNoSuchCallAnyMoreEndsIt() {
        talking();
        LegRecorder leg = alice.incoming.get(0);
        runtime.run(() -> leg.leg.offer(Phones.description(6002)));

        peer.send(RawPeer.response(peer.receive("INVITE "), 481, "", "", ""));

        assertEquals(Kind.UNREACHABLE, leg.awaitEnd().kind());
        assertEquals(481, leg.ended.wire().status());
        assertFalse(leg.facts.contains("offerRefused"));
    }

    @Test
    void aTransferEndsAsItsNotificationsSay() {
        String tag = talking();
        LegRecorder leg = alice.incoming.get(0);
        runtime.run(() -> leg.leg.transfer(Phones.address("carol")));
        String refer = peer.receive("REFER ");
        assertTrue(refer.contains("Refer-To: <sip:carol@example.com>"), refer);
        assertTrue(refer.contains("Referred-By: <sip:alice@example.com>"), refer);
        peer.send(RawPeer.response(refer, 202, "", "Contact: <sip:raw@127.0.0.1:" + peer.port() + ">\r\n", ""));

        notifyOf(2, tag, "SIP/2.0 100 Trying\r\n");
        peer.receive("SIP/2.0 200");
        assertFalse(leg.facts.contains("transferred"));
        notifyOf(3, tag, "SIP/2.0 200 OK\r\n");
        peer.receive("SIP/2.0 200");

        leg.await("transferred");
        assertNull(leg.transferFailure);
    }

    private void notifyOf(int sequence, String tag, String fragment) {
        peer.send(peer.request(
                "NOTIFY",
                "c1",
                sequence,
                tag,
                "Event: refer\r\nSubscription-State: active;expires=60\r\nContent-Type: message/sipfrag\r\n",
                fragment));
    }

    private LegRecorder ringingCall() {
        peer.send(peer.request("INVITE", "c1", 1, "", "", RawPeer.SDP));
        LegRecorder leg = alice.awaitIncoming().await("offered1");
        runtime.run(() -> leg.leg.ring());
        peer.receive("SIP/2.0 180");
        return leg;
    }

    private String talking() {
        LegRecorder leg = ringingCall();
        runtime.run(() -> {
            leg.leg.answer(Phones.description(6000));
            leg.leg.accept();
        });
        String ok = peer.receive("SIP/2.0 200");
        acknowledge(ok, "");
        return RawPeer.toTag(ok);
    }

    private void acknowledge(String ok, String body) {
        peer.send(peer.request("ACK", "c1", 1, RawPeer.toTag(ok), "", body));
    }
}
