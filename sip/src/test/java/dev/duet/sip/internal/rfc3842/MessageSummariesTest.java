package dev.duet.sip.internal.rfc3842;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.MessageSummary;
import dev.duet.model.MessageSummary.Count;
import dev.duet.model.MessageSummary.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageSummariesTest {

    private static MessageSummary parse(String text) throws SummaryException {
        return MessageSummaries.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void allIsReadThatASummaryTells() throws SummaryException {
        MessageSummary summary = parse("Messages-Waiting: yes\r\n"
                + "Message-Account: sip:box-alice@vm.example.com\r\n"
                + "Voice-Message: 4/8 (1/2)\r\n"
                + "Video-Message: 0/1\r\n"
                + "Fax-Message: 1/0 (0/0)\r\n"
                + "Pager-Message: 5/6\r\n"
                + "Multimedia-Message: 7/0\r\n"
                + "Text-Message: 3/4 (2/0)\r\n"
                + "None: 0/9\r\n");

        assertTrue(summary.waiting());
        assertEquals(Optional.of(Address.parse("sip:box-alice@vm.example.com")), summary.account());
        assertEquals(
                Map.of(
                        Kind.VOICE,
                        new Count(4, 8, 1, 2),
                        Kind.VIDEO,
                        new Count(0, 1, 0, 0),
                        Kind.FAX,
                        new Count(1, 0, 0, 0),
                        Kind.PAGER,
                        new Count(5, 6, 0, 0),
                        Kind.MULTIMEDIA,
                        new Count(7, 0, 0, 0),
                        Kind.TEXT,
                        new Count(3, 4, 2, 0),
                        Kind.NONE,
                        new Count(0, 9, 0, 0)),
                summary.counts());
    }

    @Test
    void aServerMayTellNoMoreThanWhetherAnythingWaits() throws SummaryException {
        assertEquals(new MessageSummary(false, null, Map.of()), parse("Messages-Waiting: no"));
        assertEquals(Count.NONE, parse("Messages-Waiting: no\r\n").count(Kind.VOICE));
    }

    @Test
    void whatFollowsAboutSingleMessagesIsSkipped() throws SummaryException {
        MessageSummary summary = parse("Messages-Waiting: yes\r\nVoice-Message: 1/0\r\n\r\n"
                + "To: <alice@example.com>\r\nSubject: call me\r\nText-Message: 9/9\r\n\r\nMessages-Waiting: no\r\n");
        assertEquals(new MessageSummary(true, null, Map.of(Kind.VOICE, new Count(1, 0, 0, 0))), summary);
    }

    /** As telephone systems write it: lines without CR, other letters, blanks, an account in brackets. */
    @Test
    void looseWritingIsUnderstood() throws SummaryException {
        MessageSummary summary = parse("\nmessages-waiting :YES\n"
                + "MESSAGE-ACCOUNT: <sip:*97@pbx.example.com>\n"
                + "voice-message:  2 / 1 ( 0 / 0 ) \n"
                + "fax-message: many\n"
                + "X-Folder: INBOX\n"
                + "no colon here\n");
        assertTrue(summary.waiting());
        assertEquals("sip:*97@pbx.example.com", summary.account().orElseThrow().uri());
        assertEquals(Map.of(Kind.VOICE, new Count(2, 1, 0, 0)), summary.counts());
    }

    @Test
    void theFirstOfTwoLinesCountsAndNoCountIsBeyondWhatIsAllowed() throws SummaryException {
        MessageSummary summary =
                parse("Messages-Waiting: no\r\nMessages-Waiting: yes\r\nVoice-Message: 1/9999999999\r\n"
                        + "Voice-Message: 5/5\r\nText-Message: 99999999999/0\r\n");
        assertFalse(summary.waiting());
        assertEquals(Map.of(Kind.VOICE, new Count(1, Count.MOST, 0, 0)), summary.counts());
    }

    @Test
    void anAccountThatIsNoAddressIsLeftOut() throws SummaryException {
        assertEquals(
                Optional.empty(),
                parse("Messages-Waiting: yes\r\nMessage-Account: http://x/\r\n").account());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Voice-Message: 1/0\r\n",
                "Messages-Waiting: perhaps\r\n",
                "Messages-Waiting\r\n",
                "\r\n\r\nX: y\r\n\r\nMessages-Waiting: yes\r\n",
                "<html/>"
            })
    void whatDoesNotSayWhetherAnythingWaitsIsRefused(String text) {
        assertThrows(SummaryException.class, () -> parse(text));
    }

    @Test
    void whatIsTooLargeIsRefused() {
        String text = "Messages-Waiting: yes\r\n" + "x".repeat(65_536);
        assertThrows(SummaryException.class, () -> parse(text));
    }
}
