package dev.duet.examples.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.api.Contact;
import dev.duet.api.event.IncomingCall;
import dev.duet.examples.Futures;
import dev.duet.model.AccountConfig;
import dev.duet.model.Availability;
import dev.duet.model.LinkPhase;
import dev.duet.model.Protocol;
import dev.duet.model.SipConfig;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a server says wrong is answered by SIP's own error, and nothing else happens. */
@Tag("beside")
class MalformedSipTest {

    private static final String ALICE = "<sip:alice@example.com>";
    private static final String MALLORY = "<sip:mallory@example.com>;tag=m";

    @Test
    void malformedSdpIsRefusedAndNothingRings() {
        try (RawSipServer server = new RawSipServer();
                Account alice = account(server)) {
            AtomicInteger rang = new AtomicInteger();
            alice.on(IncomingCall.class, event -> rang.incrementAndGet());
            String contact = signIn(server, alice);
            server.request(
                    "INVITE",
                    contact,
                    MALLORY,
                    ALICE,
                    "bad-sdp",
                    1,
                    "Content-Type: application/sdp",
                    "v=0\r\no=nonsense\r\nm=audio\r\n");
            String refusal =
                    server.await(m -> m.startsWith("SIP/2.0") && m.contains("bad-sdp") && !m.contains(" 100 "));
            assertTrue(
                    RawSipServer.status(refusal) == 400 || RawSipServer.status(refusal) == 488,
                    () -> "malformed, so 400 or 488: " + refusal);
            assertEquals(0, rang.get());
            assertEquals(LinkPhase.ONLINE, alice.link(Protocol.SIP).state().phase());
            assertEquals(0, alice.calls().size());
        }
    }

    @Test
    void malformedPidfIsRefusedAndWhatWasKnownStays() {
        try (RawSipServer server = new RawSipServer();
                Account alice = account(server)) {
            String contact = signIn(server, alice);
            CompletableFuture<Contact> added = alice.contacts().add("sip:bob@example.com");
            String subscribe = server.await(m -> m.startsWith("SUBSCRIBE") && m.contains("Event: presence"));
            server.reply(subscribe, 200, "Expires: 600", "Contact: <sip:raw@127.0.0.1:" + server.port() + ">");
            Contact bob = Futures.await(added);
            String from = RawSipServer.header(subscribe, "To") + ";tag=raw";
            String to = RawSipServer.header(subscribe, "From");
            String callId = RawSipServer.header(subscribe, "Call-ID");

            notify(
                    server,
                    contact,
                    from,
                    to,
                    callId,
                    1,
                    "<presence xmlns='urn:ietf:params:xml:ns:pidf'"
                            + " entity='sip:bob@example.com'><tuple id='t'><status><basic>open</basic></status></tuple>"
                            + "</presence>");
            assertEquals(200, RawSipServer.status(server.await(m -> isAnswer(m, callId, "1 NOTIFY"))));
            await("Bob").until(() -> bob.presence().availability() == Availability.AVAILABLE);

            notify(server, contact, from, to, callId, 2, "<presence xmlns='urn:ietf:params:xml:ns:pidf'><tuple");
            assertEquals(400, RawSipServer.status(server.await(m -> isAnswer(m, callId, "2 NOTIFY"))));
            assertEquals(Availability.AVAILABLE, bob.presence().availability());
            assertEquals(LinkPhase.ONLINE, alice.link(Protocol.SIP).state().phase());
        }
    }

    @Test
    void garbageIsNoReasonToStopAnswering() {
        try (RawSipServer server = new RawSipServer();
                Account alice = account(server)) {
            String contact = signIn(server, alice);
            server.request("INVITE", "sip:", "<", ">", "garbage", 1);
            server.request("\u0000\u0001", contact, MALLORY, ALICE, "noise", 1);
            server.request("OPTIONS", contact, MALLORY, ALICE, "still-there", 1);
            String answer = server.await(m -> isAnswer(m, "still-there", "1 OPTIONS"));
            assertEquals(200, RawSipServer.status(answer));
            assertTrue(RawSipServer.header(answer, "Allow").contains("INVITE"));
        }
    }

    private static void notify(
            RawSipServer server, String contact, String from, String to, String callId, int sequence, String pidf) {
        server.request(
                "NOTIFY",
                contact,
                from,
                to,
                callId,
                sequence,
                "Event: presence",
                "Subscription-State: active;expires=600",
                "Content-Type: application/pidf+xml",
                pidf);
    }

    private static boolean isAnswer(String message, String callId, String sequence) {
        return message.startsWith("SIP/2.0") && message.contains(callId) && message.contains("CSeq: " + sequence);
    }

    private static Account account(RawSipServer server) {
        return Duet.open(AccountConfig.builder("Alice")
                .sip("alice@example.com", "secret", half -> half.server("127.0.0.1", server.port())
                        .transport(SipConfig.Transport.UDP)
                        .publishPresence(false))
                .build());
    }

    private static String signIn(RawSipServer server, Account account) {
        CompletableFuture<?> connected = account.connect();
        String contact = server.register();
        Futures.await(connected);
        return contact;
    }
}
