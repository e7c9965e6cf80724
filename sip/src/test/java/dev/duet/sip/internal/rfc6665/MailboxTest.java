package dev.duet.sip.internal.rfc6665;

import static dev.duet.sip.internal.rfc3261.VirtualAgent.header;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.MessageSummary;
import dev.duet.model.MessageSummary.Count;
import dev.duet.model.MessageSummary.Kind;
import dev.duet.model.SipConfig.Transport;
import dev.duet.sip.internal.link.Recorder;
import dev.duet.sip.internal.rfc3261.VirtualAgent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxTest {

    private static final String CONTACT = "Contact: <sip:box@127.0.0.1:5060>\r\n";
    private static final String TYPE = "application/simple-message-summary";
    private static final String SUMMARY = "Messages-Waiting: yes\r\nVoice-Message: 2/8 (0/2)\r\n";
    private static final Recorder.Summary TOLD = new Recorder.Summary(
            Address.sip("alice@example.com"),
            new MessageSummary(true, null, Map.of(Kind.VOICE, new Count(2, 8, 0, 2))));

    private final Recorder recorder = new Recorder();
    private boolean trusted = true;
    private int notifications;

    private VirtualAgent agent(boolean asks) {
        return new VirtualAgent(Transport.TCP, half -> half.messageSummary(asks));
    }

    private Mailbox mailbox(VirtualAgent virtual) {
        Mailbox mailbox = new Mailbox(virtual.agent, recorder);
        virtual.outside = request -> mailbox.unsolicited(request, trusted);
        return mailbox;
    }

    private void notify(VirtualAgent virtual, String to, String callId, String more, String body) {
        notifications++;
        virtual.receive("NOTIFY sip:alice@127.0.0.1:50000 SIP/2.0\r\n"
                + "Via: SIP/2.0/TCP 127.0.0.1:5060;branch=z9hG4bKn" + notifications + "\r\n"
                + "Max-Forwards: 70\r\nFrom: <sip:alice@example.com>;tag=srv\r\n"
                + "To: " + to + "\r\nCall-ID: " + callId
                + "\r\nCSeq: " + notifications + " NOTIFY\r\n" + CONTACT + more
                + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private String unsolicited(VirtualAgent virtual, String event, String type, String body) {
        String more = "Event: " + event + "\r\n" + (body.isEmpty() ? "" : "Content-Type: " + type + "\r\n");
        notify(virtual, "<sip:alice@example.com>", "u" + notifications, more, body);
        return virtual.next().split(" ", 3)[1];
    }

    @Test
    void theServerIsAskedAndTells() {
        VirtualAgent virtual = agent(true);
        Mailbox mailbox = mailbox(virtual);
        mailbox.online();

        String subscribe = virtual.next();
        assertTrue(subscribe.startsWith("SUBSCRIBE sip:alice@example.com SIP/2.0\r\n"), subscribe);
        assertEquals("message-summary", header(subscribe, "Event"));
        assertEquals(TYPE, header(subscribe, "Accept"));
        virtual.answer(subscribe, 200, CONTACT + "Expires: 600\r\n");
        String about = "Event: message-summary\r\nSubscription-State: active\r\nContent-Type: " + TYPE + "\r\n";
        notify(virtual, header(subscribe, "From"), header(subscribe, "Call-ID"), about, SUMMARY);
        assertTrue(virtual.next().startsWith("SIP/2.0 200"));
        assertEquals(List.of(TOLD), recorder.facts);

        notify(virtual, header(subscribe, "From"), header(subscribe, "Call-ID"), about, "Voice-Message: 2/8\r\n");
        assertTrue(virtual.next().startsWith("SIP/2.0 400"));
        mailbox.leaving();
        assertEquals("0", header(virtual.next(), "Expires"));
        assertEquals(List.of(TOLD), recorder.facts);
    }

    @Test
    void nobodyIsAskedUnlessTheAccountSaysSo() {
        VirtualAgent virtual = agent(false);
        mailbox(virtual).online();
        assertTrue(virtual.isSilent());
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 405, 489, 501})
    void aServerThatRefusesIsLeftInPeaceUntilTheUserSignsInAgain(int status) {
        VirtualAgent virtual = agent(true);
        Mailbox mailbox = mailbox(virtual);
        mailbox.online();
        virtual.answer(virtual.next(), status, "");

        virtual.loop.advance(Duration.ofHours(2));
        mailbox.offline();
        mailbox.online();
        assertTrue(virtual.isSilent());

        mailbox.leaving();
        mailbox.online();
        assertTrue(virtual.next().startsWith("SUBSCRIBE "));
    }

    @Test
    void aServerThatIsBusyIsAskedAgainAndAfterALossAnew() {
        VirtualAgent virtual = agent(true);
        Mailbox mailbox = mailbox(virtual);
        mailbox.online();
        String first = virtual.next();
        virtual.answer(first, 500, "");
        assertTrue(virtual.isSilent());
        virtual.loop.advance(Duration.ofMinutes(1));
        String second = virtual.next();
        virtual.answer(second, 200, CONTACT + "Expires: 600\r\n");

        mailbox.offline();
        mailbox.online();
        String third = virtual.next();
        assertNotEquals(header(first, "Call-ID"), header(second, "Call-ID"));
        assertNotEquals(header(second, "Call-ID"), header(third, "Call-ID"));
    }

    @Test
    void whatTheOwnServerTellsByItselfIsTaken() {
        VirtualAgent virtual = agent(false);
        mailbox(virtual).online();

        assertEquals("200", unsolicited(virtual, "message-summary", TYPE, SUMMARY));
        assertEquals(List.of(TOLD), recorder.facts);
        assertEquals("200", unsolicited(virtual, "Message-Summary;id=1", TYPE, SUMMARY));
        assertEquals(List.of(TOLD, TOLD), recorder.facts);
        assertEquals("200", unsolicited(virtual, "message-summary", "", ""));
        assertEquals("415", unsolicited(virtual, "message-summary", "text/plain", SUMMARY));
        assertEquals("400", unsolicited(virtual, "message-summary", TYPE, "Messages-Waiting: perhaps\r\n"));
        assertEquals("481", unsolicited(virtual, "presence", TYPE, SUMMARY));
        assertEquals(2, recorder.facts.size());
    }

    @Test
    void whatAStrangerTellsIsNotTaken() {
        VirtualAgent virtual = agent(true);
        mailbox(virtual);
        trusted = false;
        assertEquals("481", unsolicited(virtual, "message-summary", TYPE, SUMMARY));
        assertEquals(List.of(), recorder.facts);
    }
}
