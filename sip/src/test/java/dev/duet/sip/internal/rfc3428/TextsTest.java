package dev.duet.sip.internal.rfc3428;

import static dev.duet.sip.internal.rfc3261.VirtualAgent.header;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.Delivery;
import dev.duet.model.Failure;
import dev.duet.model.SipConfig.Transport;
import dev.duet.sip.internal.link.Recorder;
import dev.duet.sip.internal.rfc3261.VirtualAgent;
import dev.duet.spi.LinkListener.IncomingMessage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When messages go out, and when those that come are answered. */
class TextsTest {

    private static final Address BOB = Address.sip("bob@example.com");
    private static final Address CAROL = Address.sip("carol@example.com");

    private final VirtualAgent virtual = new VirtualAgent(Transport.TCP);
    private final Recorder account = new Recorder();
    private final Texts texts = new Texts(virtual.agent, account);

    TextsTest() {
        virtual.outside = incoming -> texts.received(incoming, false);
    }

    private void comes(String callId, String body) {
        virtual.receive("MESSAGE sip:" + virtual.agent.token() + "@127.0.0.1 SIP/2.0\r\n"
                + "Via: SIP/2.0/TCP 127.0.0.1:5060;branch=z9hG4bK" + callId + "\r\nMax-Forwards: 70\r\n"
                + "From: <sip:bob@example.com>;tag=b\r\nTo: <sip:alice@example.com>\r\nCall-ID: " + callId
                + "\r\nCSeq: 1 MESSAGE\r\nContent-Type: text/plain\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body);
    }

    private List<Recorder.Delivered> delivered() {
        return account.facts.stream()
                .filter(Recorder.Delivered.class::isInstance)
                .map(Recorder.Delivered.class::cast)
                .toList();
    }

    private static String body(String message) {
        return message.split("\r\n\r\n", 2)[1];
    }

    @Test
    void whatComesIsAnsweredWhenItIsKept() {
        comes("m1", "one");
        comes("m2", "two");
        assertEquals(2, account.facts.size());
        assertTrue(virtual.isSilent());
        texts.received(BOB, "m2", true);
        String answer = virtual.next();
        assertTrue(answer.startsWith("SIP/2.0 200 "), answer);
        assertEquals("m2", header(answer, "Call-ID"));
        virtual.loop.advance(Duration.ofSeconds(4));
        assertTrue(virtual.isSilent());
        texts.received(BOB, "m1", true);
        assertEquals("m1", header(virtual.next(), "Call-ID"));
        virtual.loop.advance(Duration.ofMinutes(1));
        assertTrue(virtual.isSilent());
    }

    @Test
    void whatCannotBeKeptIsRefusedForNow() {
        comes("m1", "one");
        texts.received(BOB, "m1", false);
        String answer = virtual.next();
        assertTrue(answer.startsWith("SIP/2.0 500 "), answer);
        assertTrue(header(answer, "Retry-After").matches("[0-9]+"), answer);
        texts.received(BOB, "m1", true);
        assertTrue(virtual.isSilent(), "it was answered");
    }

    @Test
    void aSenderIsNotKeptWaitingForAStoreThatHangs() {
        comes("m1", "one");
        virtual.loop.advance(Unkept.BOUND.minusMillis(1));
        assertTrue(virtual.isSilent());
        virtual.loop.advance(Duration.ofMillis(1));
        assertTrue(virtual.next().startsWith("SIP/2.0 500 "));
        texts.received(BOB, "m1", true);
        assertTrue(virtual.isSilent());
    }

    @Test
    void notEndlesslyManyWait() {
        for (int i = 0; i < 1000; i++) {
            comes("m" + i, "text");
        }
        assertTrue(virtual.isSilent());
        comes("one-more", "text");
        String answer = virtual.next();
        assertTrue(answer.startsWith("SIP/2.0 500 "), answer);
        assertEquals("one-more", header(answer, "Call-ID"));
        assertEquals(
                1000,
                account.facts.stream().filter(IncomingMessage.class::isInstance).count());
        texts.received(BOB, "m0", true);
        virtual.skip();
        comes("now", "text");
        assertTrue(virtual.isSilent());
    }

    @Test
    void whatGoesToOneAddressGoesOneAfterTheOther() {
        texts.send("id-00000001", BOB, "one");
        texts.send("id-00000002", BOB, "two");
        texts.send("id-00000003", CAROL, "to carol");
        texts.send("id-00000004", BOB, "three");
        String one = virtual.next();
        assertEquals("one", body(one));
        assertEquals("to carol", body(virtual.next()));
        assertTrue(virtual.isSilent());
        virtual.answer(one, 200, "");
        String two = virtual.next();
        assertEquals("two", body(two));
        assertTrue(virtual.isSilent());
        virtual.answer(two, 486, "");
        assertEquals("three", body(virtual.next()), "a refusal holds up nothing");
        assertEquals(
                List.of("id-00000001", "id-00000002"),
                delivered().stream().map(Recorder.Delivered::id).toList());
    }

    @Test
    void whatIsWithdrawnInTimeDoesNotGo() {
        texts.send("id-00000001", BOB, "one");
        texts.send("id-00000002", BOB, "two");
        texts.send("id-00000003", BOB, "three");
        texts.withdraw("id-00000001");
        texts.withdraw("id-00000002");
        String one = virtual.next();
        assertEquals("one", body(one), "this one has gone");
        virtual.answer(one, 200, "");
        assertEquals("three", body(virtual.next()));
    }

    @Test
    void whatWaitsBehindOneThatNobodyAnswersFailsWithIt() {
        texts.send("id-00000001", BOB, "one");
        texts.send("id-00000002", BOB, "two");
        virtual.next();
        virtual.loop.advance(Duration.ofSeconds(40));
        assertEquals(
                List.of("id-00000001", "id-00000002"),
                delivered().stream().map(Recorder.Delivered::id).toList());
        assertEquals(
                Failure.Kind.TIMEOUT, delivered().get(1).delivery().failure().kind());
        virtual.skip();
        texts.send("id-00000003", BOB, "three");
        String three = virtual.next();
        assertEquals("three", body(three));
        virtual.answer(three, 200, "");
        assertEquals(Delivery.DELIVERED, delivered().get(2).delivery());
    }

    private static String envelope(String id, String wanted) {
        return "From: <sip:bob@example.com>\r\nNS: imdn <urn:ietf:params:imdn>\r\nimdn.Message-ID: " + id + "\r\n"
                + wanted + "\r\nContent-Type: text/plain\r\n\r\nHi";
    }

    private static String word(String id, String notification, String status) {
        return "From: <sip:bob@example.com>\r\n\r\nContent-Type: message/imdn+xml\r\n\r\n"
                + "<imdn xmlns=\"urn:ietf:params:xml:ns:imdn\"><message-id>" + id + "</message-id><" + notification
                + "-notification><status><" + status + "/></status></" + notification + "-notification></imdn>";
    }

    private void comesAs(String type, String who, String callId, String body) {
        virtual.receive("MESSAGE sip:" + virtual.agent.token() + "@127.0.0.1 SIP/2.0\r\n"
                + "Via: SIP/2.0/TCP 127.0.0.1:5060;branch=z9hG4bK" + callId + "\r\nMax-Forwards: 70\r\n"
                + "From: <sip:" + who + "@example.com>;tag=b\r\nTo: <sip:alice@example.com>\r\nCall-ID: " + callId
                + "\r\nCSeq: 1 MESSAGE\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body);
    }

    @Test
    void whoWishesIsToldWhatBecameOfAMessageOnce() {
        comesAs(
                "message/cpim",
                "bob",
                "m1",
                envelope("34jk", "imdn.Disposition-Notification: positive-delivery, display\r\n"));
        IncomingMessage came = (IncomingMessage) account.facts.get(0);
        assertEquals("34jk", came.id());
        assertEquals("Hi", came.body());
        texts.displayed(BOB, "34jk-not");
        assertTrue(virtual.isSilent());
        texts.received(BOB, "34jk", true);
        assertTrue(virtual.next().startsWith("SIP/2.0 200 "));
        String delivered = virtual.next();
        assertTrue(delivered.startsWith("MESSAGE sip:bob@example.com"), delivered);
        assertEquals("message/cpim", header(delivered, "Content-Type"));
        assertTrue(delivered.contains("<message-id>34jk</message-id>"), delivered);
        assertTrue(delivered.contains("<status><delivered/></status>"), delivered);
        assertTrue(!delivered.contains("Disposition-Notification"), "nobody asks what became of that");
        texts.displayed(CAROL, "34jk");
        assertTrue(virtual.isSilent());
        texts.displayed(BOB, "34jk");
        assertTrue(virtual.next().contains("<status><displayed/></status>"));
        texts.displayed(BOB, "34jk");
        assertTrue(virtual.isSilent());
    }

    @Test
    void whatSaysNothingIsTakenAndNotTold() {
        comesAs("text/plain;charset=UTF-16", "bob", "m1", "");
        assertTrue(virtual.next().startsWith("SIP/2.0 200 "));
        comesAs("message/cpim", "bob", "m2", "From: x\r\n\r\nContent-Type: text/plain\r\n\r\n");
        assertTrue(virtual.next().startsWith("SIP/2.0 200 "));
        assertTrue(account.facts.isEmpty());
    }

    @Test
    void whoDoesNotWishIsNotTold() {
        comesAs("message/cpim", "bob", "m1", envelope("34jk", ""));
        texts.received(BOB, "34jk", true);
        assertTrue(virtual.next().startsWith("SIP/2.0 200 "));
        texts.displayed(BOB, "34jk");
        assertTrue(virtual.isSilent());
    }

    @Test
    void whoReadsEnvelopesIsAskedToTell() {
        texts.send("id-00000001", BOB, "one");
        virtual.answer(virtual.next(), 200, "");
        virtual.loop.advance(Duration.ofSeconds(1));
        String asked = virtual.next();
        assertTrue(asked.startsWith("OPTIONS sip:bob@example.com"), asked);
        virtual.answer(asked, 200, "Accept: application/sdp, message/cpim\r\n");
        texts.send("id-00000002", BOB, "two");
        String two = virtual.next();
        assertEquals("message/cpim", header(two, "Content-Type"));
        assertTrue(two.contains("imdn.Message-ID: id-00000002\r\n"), two);
        virtual.answer(two, 200, "");
        comesAs("message/cpim", "carol", "n0", word("id-00000002", "display", "displayed"));
        comesAs("message/cpim", "bob", "n1", word("id-of-others", "display", "displayed"));
        assertEquals(2, delivered().size(), "that is not theirs to tell");
        comesAs("message/cpim", "bob", "n2", word("id-00000002", "display", "displayed"));
        assertEquals(
                new Recorder.Delivered("id-00000002", Delivery.READ),
                delivered().get(2));
        virtual.skip();
        comesAs("message/cpim", "bob", "n3", "From: x\r\n\r\nContent-Type: message/imdn+xml\r\n\r\n<imdn/>");
        assertTrue(virtual.next().startsWith("SIP/2.0 400 "));
        virtual.loop.advance(Duration.ofMinutes(2));
        virtual.skip();
        texts.send("id-00000003", BOB, "three");
        String three = virtual.next();
        virtual.answer(three, 415, "Accept: text/plain\r\n"); // another of Bob's devices
        assertEquals("three", body(virtual.next()));
    }

    @Test
    void whoReadsNoEnvelopesGetsNone() {
        texts.send("id-00000001", BOB, "one");
        virtual.answer(virtual.next(), 200, "");
        virtual.loop.advance(Duration.ofSeconds(1));
        virtual.answer(virtual.next(), 200, "Accept: application/sdp\r\n");
        texts.send("id-00000002", BOB, "two");
        String two = virtual.next();
        assertEquals("two", body(two));
        virtual.answer(two, 200, "");
        virtual.loop.advance(Duration.ofSeconds(3));
        assertTrue(virtual.isSilent(), "one is asked once");
    }
}
