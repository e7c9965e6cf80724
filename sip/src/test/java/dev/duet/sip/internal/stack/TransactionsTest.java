package dev.duet.sip.internal.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.SipConfig;
import dev.duet.spi.VirtualLoop;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransactionsTest {

    private static final InetSocketAddress PEER = new InetSocketAddress("127.0.0.1", 5070);

    private final VirtualLoop loop = new VirtualLoop();
    private final List<IncomingRequest> requests = new ArrayList<>();
    private final List<Response> strays = new ArrayList<>();
    private final List<String> outcome = new ArrayList<>();
    private final Transactions transactions = new Transactions(loop, new Traces(loop), new Transactions.Handler() {
        @Override
        public void request(IncomingRequest request) {
            requests.add(request);
        }

        @Override
        public void stray(Response response) {
            strays.add(response);
        }
    });

    @Test
    void anUnansweredRequestIsSentAgainAndTimesOutAfter32Seconds() throws Exception {
        FakeWire wire = new FakeWire(SipConfig.Transport.UDP);
        transactions.attach(wire).send(request("OPTIONS"), PEER, listener());

        loop.advance(Duration.ofSeconds(31));
        assertEquals(List.of(), outcome);
        loop.advance(Duration.ofSeconds(2));

        assertEquals(List.of("timeout"), outcome);
        assertEquals(11, wire.sent.size()); // RFC 3261 17.1.2.2: 0, 0.5, 1.5, 3.5, 7.5 ... 31.5 s
    }

    @ParameterizedTest
    @EnumSource(
            value = SipConfig.Transport.class,
            names = {"TCP", "SCTP"})
    void nothingIsSentAgainOverAConnection(SipConfig.Transport transport) throws Exception {
        FakeWire wire = new FakeWire(transport);
        transactions.attach(wire).send(request("OPTIONS"), PEER, listener());

        loop.advance(Duration.ofSeconds(40));

        assertEquals(1, wire.sent.size());
        assertEquals(List.of("timeout"), outcome);
    }

    @Test
    void anAnswerReachesWhoAsked() throws Exception {
        FakeWire wire = new FakeWire(SipConfig.Transport.UDP);
        Port port = transactions.attach(wire);
        port.send(request("OPTIONS"), PEER, listener());

        receive(port, answer(wire.sent.get(0), 200));
        loop.advance(Duration.ofSeconds(40));

        assertEquals(List.of("200"), outcome);
        assertEquals(1, wire.sent.size());
    }

    @Test
    void aRefusedInviteIsAcknowledgedEachTime() throws Exception {
        FakeWire wire = new FakeWire(SipConfig.Transport.UDP);
        Port port = transactions.attach(wire);
        port.send(request("INVITE"), PEER, listener());

        String busy = answer(wire.sent.get(0), 486);
        receive(port, busy);
        receive(port, busy);

        assertEquals(List.of("486"), outcome);
        assertTrue(wire.sent.get(1).startsWith("ACK "));
        assertTrue(wire.sent.get(2).startsWith("ACK "));
    }

    @Test
    void everyAcceptanceOfAForkedInviteIsTold() throws Exception {
        FakeWire wire = new FakeWire(SipConfig.Transport.UDP);
        Port port = transactions.attach(wire);
        port.send(request("INVITE"), PEER, listener());

        receive(port, answer(wire.sent.get(0), 200));
        receive(port, answer(wire.sent.get(0), 200).replace("tag=peer", "tag=other"));
        loop.advance(Duration.ofSeconds(60));
        receive(port, answer(wire.sent.get(0), 200).replace("tag=peer", "tag=late"));

        assertEquals(3, outcome.size() + strays.size(), outcome + " " + strays);
        assertEquals(1, wire.sent.size());
    }

    @Test
    void aCancelledInviteGetsItsCancelOnTheSameBranch() throws Exception {
        FakeWire wire = new FakeWire(SipConfig.Transport.UDP);
        Port port = transactions.attach(wire);
        Sent sent = port.send(request("INVITE"), PEER, listener());
        receive(port, answer(wire.sent.get(0), 180));

        sent.cancel("SIP;cause=200;text=\"Call completed elsewhere\"");

        String cancel = wire.sent.get(wire.sent.size() - 1);
        assertTrue(cancel.startsWith("CANCEL "), cancel);
        assertEquals(branch(wire.sent.get(0)), branch(cancel));
        assertTrue(cancel.contains("Reason: SIP;cause=200"), cancel);
    }

    @Test
    void aRequestIsToldOnceAndItsAnswerRepeated() throws Exception {
        FakeWire wire = new FakeWire(SipConfig.Transport.UDP);
        Port port = transactions.attach(wire);
        String message = incoming("MESSAGE");

        receive(port, message);
        requests.get(0).reply(200);
        receive(port, message);

        assertEquals(1, requests.size());
        assertEquals(2, wire.sent.size());
        assertEquals(wire.sent.get(0), wire.sent.get(1));
    }

    @Test
    void anInviteIsAnsweredAndItsRefusalRepeatedUntilTheAck() throws Exception {
        FakeWire wire = new FakeWire(SipConfig.Transport.UDP);
        Port port = transactions.attach(wire);
        receive(port, incoming("INVITE"));
        loop.advance(Duration.ofMillis(300));
        assertTrue(wire.sent.get(0).startsWith("SIP/2.0 100"), wire.sent.toString());

        Response busy = requests.get(0).response(486);
        requests.get(0).reply(busy);
        loop.advance(Duration.ofSeconds(3));
        int before = wire.sent.size();
        assertTrue(before >= 3, wire.sent.toString());
        receive(port, incoming("ACK").replace("<sip:bob@127.0.0.1>", "<sip:bob@127.0.0.1>;tag=x"));
        loop.advance(Duration.ofSeconds(40));

        assertEquals(before, wire.sent.size());
        assertEquals(1, requests.size());
    }

    @Test
    void theAckToAnAcceptanceIsTold() throws Exception {
        FakeWire wire = new FakeWire(SipConfig.Transport.UDP);
        Port port = transactions.attach(wire);
        receive(port, incoming("INVITE"));
        Response ok = requests.get(0).response(200);
        ok.setHeader(Sip.header("Contact", "<sip:bob@127.0.0.1:5080>"));
        requests.get(0).reply(ok);

        receive(port, incoming("ACK").replace("z9hG4bKin", "z9hG4bKack"));

        assertEquals("ACK", requests.get(1).method());
        requests.get(0).again(ok);
        assertTrue(wire.sent.get(wire.sent.size() - 1).startsWith("SIP/2.0 200"));
        assertFalse(wire.sent.isEmpty());
    }

    @Test
    void whoCallsIsToldThatItIsTriedWhenNobodyAnswersAtOnce() {
        FakeWire wire = new FakeWire(SipConfig.Transport.UDP);
        Port port = transactions.attach(wire);
        receive(port, incoming("INVITE"));
        loop.advance(Duration.ofMillis(199));
        assertEquals(List.of(), wire.sent);
        loop.advance(Duration.ofMillis(2));
        assertEquals(1, wire.sent.size());
        assertTrue(wire.sent.get(0).startsWith("SIP/2.0 100 Trying\r\n"), wire.sent.get(0));
        receive(port, incoming("INVITE"));
        assertEquals(wire.sent.get(0), wire.sent.get(1));
        loop.advance(Duration.ofMinutes(3));
        assertEquals(2, wire.sent.size());
        assertEquals(1, requests.size());
    }

    @Test
    void anInviteThatWasAcceptedIsAbsorbedForHalfAMinute() { // RFC 6026 7.1
        FakeWire wire = new FakeWire(SipConfig.Transport.UDP);
        Port port = transactions.attach(wire);
        receive(port, incoming("INVITE"));
        requests.get(0).reply(200);
        receive(port, incoming("INVITE"));
        receive(port, incoming("ACK")); // with the branch of the INVITE, as some have it
        assertEquals(1, wire.sent.size());
        assertEquals("ACK", requests.get(1).method());
        requests.get(0).reply(486);
        assertEquals(1, wire.sent.size());
        loop.advance(Duration.ofSeconds(33));
        assertEquals(0, port.remembered());
        assertEquals(0, loop.timers());
    }

    @Test
    void oldBranchesTellNothing() { // RFC 3261 17.2.3
        FakeWire wire = new FakeWire(SipConfig.Transport.UDP);
        Port port = transactions.attach(wire);
        String old = incoming("OPTIONS").replaceFirst(";branch=[^;\r]*", "");
        receive(port, old);
        receive(port, old);
        receive(port, old.replace("CSeq: 1 ", "CSeq: 2 "));
        receive(port, old.replaceFirst("tag=", "tag=another"));
        assertEquals(3, requests.size());
    }

    @Test
    void theSameBranchOfAnotherHostIsAnother() {
        FakeWire wire = new FakeWire(SipConfig.Transport.UDP);
        Port port = transactions.attach(wire);
        receive(port, incoming("OPTIONS"));
        receive(port, incoming("OPTIONS").replaceFirst("/UDP [^;]*", "/UDP 192.0.2.7:5062"));
        receive(port, incoming("MESSAGE"));
        assertEquals(3, requests.size());
    }

    @Test
    void whatNobodyAnswersIsForgotten() {
        FakeWire wire = new FakeWire(SipConfig.Transport.UDP);
        Port port = transactions.attach(wire);
        receive(port, incoming("OPTIONS"));
        loop.advance(Duration.ofSeconds(33));
        assertEquals(0, port.remembered());
        requests.get(0).reply(200);
        assertEquals(List.of(), wire.sent);
    }

    @Test
    void anAnswerThatComesLateIsRememberedAsLongAsAnyOther() {
        FakeWire wire = new FakeWire(SipConfig.Transport.UDP);
        Port port = transactions.attach(wire);
        receive(port, incoming("OPTIONS"));
        loop.advance(Duration.ofSeconds(20));
        requests.get(0).reply(200);
        loop.advance(Duration.ofSeconds(20));
        receive(port, incoming("OPTIONS"));
        assertEquals(2, wire.sent.size());
        loop.advance(Duration.ofSeconds(13));
        assertEquals(0, port.remembered());
        assertEquals(1, requests.size());
    }

    @Test
    void wiresComeAndGoWithoutEndingTheOthers() throws Exception {
        for (int i = 0; i < 5; i++) {
            FakeWire wire = new FakeWire(SipConfig.Transport.TCP);
            Port port = transactions.attach(wire);
            port.send(request("OPTIONS"), PEER, listener());
            assertEquals(1, wire.sent.size());
            transactions.detach(port);
        }
    }

    @Test
    void thereIsNoThreadOfJainSip() {
        Awaitility.await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().contains("EventScanner")
                        || thread.getName().contains("SipTimer")
                        || thread.getName().contains("ReInvite")));
        transactions.end();
    }

    private ResponseListener listener() {
        return new ResponseListener() {
            @Override
            public void response(Response response) {
                outcome.add(Integer.toString(response.getStatusCode()));
            }

            @Override
            public void timedOut() {
                outcome.add("timeout");
            }
        };
    }

    private void receive(Port port, String message) {
        port.received(message.getBytes(StandardCharsets.UTF_8), PEER);
        loop.run();
    }

    private static Request request(String method) throws Exception {
        return Sip.messages()
                .createRequest(method + " sip:bob@127.0.0.1 SIP/2.0\r\nFrom: <sip:alice@127.0.0.1>;tag=me\r\n"
                        + "To: <sip:bob@127.0.0.1>\r\nCall-ID: " + Tokens.random(8) + "\r\nCSeq: 1 " + method
                        + "\r\nMax-Forwards: 70\r\nContact: <sip:alice@127.0.0.1:50000>\r\nContent-Length: 0\r\n\r\n");
    }

    private static String incoming(String method) {
        return method + " sip:bob@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5070;rport;branch=z9hG4bKin\r\n"
                + "From: <sip:alice@127.0.0.1>;tag=me\r\nTo: <sip:bob@127.0.0.1>\r\nCall-ID: in\r\nCSeq: 1 " + method
                + "\r\nMax-Forwards: 70\r\nContact: <sip:alice@127.0.0.1:5070>\r\nContent-Length: 0\r\n\r\n";
    }

    private static String answer(String request, int status) {
        StringBuilder out = new StringBuilder("SIP/2.0 " + status + " Whatever\r\n");
        for (String line : request.split("\r\n")) {
            if (line.startsWith("To:")) {
                out.append(line).append(";tag=peer\r\n");
            } else if (line.matches("(Via|From|Call-ID|CSeq):.*")) {
                out.append(line).append("\r\n");
            }
        }
        return out.append("Contact: <sip:bob@127.0.0.1:5070>\r\nContent-Length: 0\r\n\r\n")
                .toString();
    }

    private static String branch(String message) {
        return message.replaceAll("(?s).*branch=([A-Za-z0-9]+).*", "$1");
    }
}
