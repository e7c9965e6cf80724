package dev.duet.examples.phone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.Mockito.when;

import dev.duet.api.Call;
import dev.duet.api.event.CallAutoAnswered;
import dev.duet.api.event.IncomingCall;
import dev.duet.model.Address;
import dev.duet.model.AnswerHint;
import dev.duet.model.CallDetails;
import dev.duet.model.CallDirection;
import dev.duet.model.CallHop;
import dev.duet.model.CallPhase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the phone tells of a call's way, and of one that nobody answered. */
class WaysTest {

    private final FakeAccount fake = new FakeAccount();
    private final Call call = fake.call(CallDirection.INCOMING, CallPhase.INCOMING, "sip:bob@example.com");

    private void tells(CallHop... hops) {
        AnswerHint hint = new AnswerHint(Duration.ofSeconds(3), false);
        when(call.details())
                .thenReturn(new CallDetails(null, List.of(hops), List.of("urn:alert:source:external"), hint, true));
    }

    private String text() {
        return Events.of(new IncomingCall(call)).orElseThrow().text();
    }

    @Test
    void an_incoming_call_tells_who_sent_it_on() {
        tells(new CallHop(CallHop.Source.DIVERSION, Address.sip("carol@example.com"), "", "", 0, "user-busy"));

        assertEquals(
                "Bob <sip:bob@example.com> calls, sent on by carol@example.com (user-busy): answer or reject", text());
        Map<String, Object> fields = Ways.of(call).map();
        assertEquals(
                List.of(Map.of("source", "diversion", "address", "sip:carol@example.com", "reason", "user-busy")),
                fields.get("hops"));
        assertEquals(List.of("urn:alert:source:external"), fields.get("alerts"));
        assertEquals(3L, fields.get("answer_after"));
        assertEquals(true, fields.get("asserted"));
    }

    @Test
    void whoever_is_not_to_be_named_is_somebody() {
        tells(new CallHop(CallHop.Source.HISTORY_INFO, null, "", "1", 302, ""));

        assertEquals("Bob <sip:bob@example.com> calls, sent on by somebody (302): answer or reject", text());
    }

    @Test
    void a_call_that_came_straight_was_sent_on_by_nobody() {
        tells(new CallHop(CallHop.Source.HISTORY_INFO, Address.sip("alice@example.com"), "", "1", 0, ""));

        assertEquals("Bob <sip:bob@example.com> calls: answer or reject", text());
    }

    @Test
    void a_call_that_is_answered_by_itself_is_told_to_be() {
        assertEquals(
                "answered by itself: Bob <sip:bob@example.com> (The rules say so)",
                Events.of(new CallAutoAnswered(call, "The rules say so"))
                        .orElseThrow()
                        .text());
    }
}
