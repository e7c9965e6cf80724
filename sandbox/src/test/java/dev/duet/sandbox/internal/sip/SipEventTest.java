package dev.duet.sandbox.internal.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.sandbox.internal.sip.message.SipMessage;
import dev.duet.sandbox.internal.sip.message.SipRequest;
import dev.duet.sandbox.internal.sip.message.SipResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SipEventTest extends SipServerTestBase {

    private static final String BUSY =
            "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='sip:bob@example.com'><tuple id='a'><status>"
                    + "<basic>open</basic></status><note>busy</note></tuple></presence>";

    private Phone alice;
    private Phone bob;

    @BeforeEach
    void register() {
        alice = alice("UDP");
        bob = bob("TLS");
    }

    private static SipRequest subscription(Phone phone, String event, int expires) {
        return phone.request(
                "SUBSCRIBE",
                "sip:bob@example.com",
                "sip:bob@example.com",
                Phone.newCallId(),
                "",
                "Contact",
                "<" + phone.contact() + ">",
                "Event",
                event,
                "Expires",
                Integer.toString(expires));
    }

    private SipRequest publication(String body, int expires, String... more) {
        String[] headers = new String[6 + more.length];
        headers[0] = "Event";
        headers[1] = "presence";
        headers[2] = "Expires";
        headers[3] = Integer.toString(expires);
        headers[4] = "Content-Type";
        headers[5] = "application/pidf+xml";
        System.arraycopy(more, 0, headers, 6, more.length);
        return bob.request("PUBLISH", "sip:bob@example.com", "sip:bob@example.com", Phone.newCallId(), body, headers);
    }

    /** Subscribes and takes the first NOTIFY; gives the response. */
    private SipResponse subscribe(String event) {
        SipRequest subscribe = subscription(alice, event, 600);
        SipResponse ok = alice.exchange(subscribe);
        assertEquals(200, ok.status());
        return ok;
    }

    private SipRequest notified() {
        SipRequest notify = alice.requestOf("NOTIFY");
        alice.send(alice.answer(notify, 200, "x"));
        return notify;
    }

    private static String state(SipRequest notify) {
        return notify.headers().get("Subscription-State").orElse("");
    }

    @Test
    void the_first_notify_comes_at_once_and_says_closed() {
        SipResponse ok = subscribe("presence");
        assertEquals("600", ok.headers().get("Expires").orElse(""));
        SipRequest notify = notified();
        assertTrue(state(notify).startsWith("active;expires="), state(notify));
        assertEquals(
                "application/pidf+xml", notify.headers().get("Content-Type").orElse(""));
        assertTrue(notify.bodyText().contains("<basic>closed</basic>"), notify.bodyText());
        assertEquals(ok.toTag(), notify.fromTag());
        assertNoViolations();
    }

    @Test
    void what_bob_publishes_changes_and_takes_back_reaches_alice() {
        subscribe("presence");
        notified();
        SipResponse first = bob.exchange(publication(BUSY, 600));
        assertEquals(200, first.status());
        assertTrue(notified().bodyText().contains("<note>busy</note>"));
        String tag = first.headers().get("SIP-ETag").orElseThrow();
        SipResponse second = bob.exchange(publication(BUSY.replace("busy", "free"), 600, "SIP-If-Match", tag));
        assertEquals(200, second.status());
        String changed = notified().bodyText();
        assertTrue(changed.contains("<note>free</note>"), changed);
        assertFalse(changed.contains("busy"), changed);
        assertEquals(
                412, bob.exchange(publication(BUSY, 600, "SIP-If-Match", tag)).status());
        String newTag = second.headers().get("SIP-ETag").orElseThrow();
        SipResponse refreshed = bob.exchange(publication("", 600, "SIP-If-Match", newTag));
        assertEquals(200, refreshed.status());
        String lastTag = refreshed.headers().get("SIP-ETag").orElseThrow();
        assertEquals(
                200, bob.exchange(publication("", 0, "SIP-If-Match", lastTag)).status());
        assertTrue(notified().bodyText().contains("<basic>closed</basic>"));
        assertNoViolations();
    }

    @Test
    void two_devices_of_one_person_are_shown_together() {
        bob.exchange(publication(BUSY, 600));
        bob.exchange(publication(BUSY.replace("busy", "at the desk"), 600));
        subscribe("presence");
        String body = notified().bodyText();
        assertTrue(body.contains("busy") && body.contains("at the desk"), body);
        assertTrue(body.contains("id=\"a\"") && body.contains("id=\"a-2\""), body);
    }

    @Test
    void a_subscription_is_refreshed_and_ended_in_its_dialog() {
        SipRequest subscribe = subscription(alice, "presence", 600);
        SipResponse ok = alice.exchange(subscribe);
        notified();
        SipRequest refresh = alice.inDialog("SUBSCRIBE", withFromOf(subscribe, ok), ok);
        refresh = refresh.withHeaders(refresh.headers()
                .append("Event", "presence")
                .append("Expires", "0")
                .append("Contact", "<" + alice.contact() + ">"));
        assertEquals(200, alice.exchange(refresh).status());
        assertEquals("terminated;reason=timeout", state(notified()));
        SipRequest again =
                refresh.withHeaders(refresh.headers().with("Via", alice.via()).with("CSeq", "99 SUBSCRIBE"));
        assertEquals(481, alice.exchange(again).status());
        assertNoViolations();
    }

    private static SipRequest withFromOf(SipRequest request, SipResponse ok) {
        return request.withHeaders(
                request.headers().with("From", ok.headers().get("From").orElseThrow()));
    }

    @Test
    void a_subscription_without_duration_is_a_question_asked_once() {
        assertEquals(200, alice.exchange(subscription(alice, "presence", 0)).status());
        SipRequest notify = notified();
        assertEquals("terminated;reason=timeout", state(notify));
        assertTrue(notify.bodyText().contains("<basic>closed</basic>"));
    }

    @Test
    void the_test_can_end_subscriptions() {
        subscribe("presence");
        notified();
        server.endSubscriptions("bob", "deactivated");
        assertEquals("terminated;reason=deactivated", state(notified()));
    }

    @Test
    void unknown_events_people_and_short_lives_are_refused() {
        SipResponse badEvent = alice.exchange(subscription(alice, "weather", 600));
        assertEquals(489, badEvent.status());
        assertEquals("presence, dialog", badEvent.headers().get("Allow-Events").orElse(""));
        SipResponse brief = alice.exchange(subscription(alice, "presence", 5));
        assertEquals(423, brief.status());
        assertEquals("60", brief.headers().get("Min-Expires").orElse(""));
        SipRequest nobody = subscription(alice, "presence", 600).withUri("sip:nobody@example.com");
        assertEquals(404, alice.exchange(nobody).status());
        assertNoViolations();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not xml",
                "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='sip:bob@example.com'><tuple/></presence>",
                "<presence xmlns='urn:ietf:params:xml:ns:pidf'/>",
                "<!DOCTYPE a [<!ENTITY x 'y'>]><presence xmlns='urn:ietf:params:xml:ns:pidf' entity='a'/>",
                "<dialog-info xmlns='urn:ietf:params:xml:ns:dialog-info' entity='a'/>"
            })
    void a_malformed_document_is_answered_by_400_and_put_on_record(String body) {
        assertEquals(400, bob.exchange(publication(body, 600)).status());
        assertEquals(1, server.violations().size());
    }

    @Test
    void a_document_of_endless_depth_does_no_harm() {
        String deep = "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='a'>" + "<a>".repeat(15_000);
        assertEquals(400, bob.exchange(publication(deep, 600)).status());
        assertEquals(200, bob.exchange(publication(BUSY, 600)).status());
    }

    @Test
    void nobody_publishes_for_others() {
        SipRequest foreign = publication(BUSY, 600).withUri("sip:alice@example.com");
        assertEquals(403, bob.exchange(foreign).status());
    }

    @Test
    void alice_sees_bobs_call_ring_begin_and_end() {
        Phone carol = phone("alice", "wonderland", "TCP");
        subscribe("dialog");
        String idle = notified().bodyText();
        assertTrue(idle.contains("version=\"0\"") && !idle.contains("<dialog "), idle);
        SipRequest invite = carol.call("sip:bob@example.com");
        SipRequest received = bob.requestOf("INVITE");
        bob.send(bob.answer(received, 180, "b"));
        String ringing = notified().bodyText();
        assertTrue(ringing.contains("<state>early</state>") && ringing.contains("recipient"), ringing);
        bob.send(bob.answer(received, 200, "b"));
        assertTrue(notified().bodyText().contains("<state>confirmed</state>"));
        SipResponse answer = carol.response();
        while (answer.provisional()) {
            answer = carol.response();
        }
        carol.send(carol.inDialog("ACK", invite, answer));
        carol.send(carol.inDialog("BYE", invite, answer));
        String ended = notified().bodyText();
        assertTrue(ended.contains("<state event=\"remote-bye\">terminated</state>"), ended);
        bob.send(bob.answer(bob.requestOf("BYE"), 200, "b"));
        assertNoViolations();
    }

    @Test
    void a_declined_call_is_seen_to_end() {
        Phone caller = phone("alice", "wonderland", "TCP");
        subscribe("dialog");
        notified();
        SipRequest invite = caller.call("sip:bob@example.com");
        SipRequest received = bob.requestOf("INVITE");
        bob.send(bob.answer(received, 603, "b"));
        bob.requestOf("ACK");
        String ended = notified().bodyText();
        assertTrue(ended.contains("<state code=\"603\" event=\"rejected\">terminated</state>"), ended);
        caller.send(Phone.ackOf(invite, caller.response()));
        assertNoViolations();
    }

    @Test
    void a_watcher_that_answers_481_hears_no_more() {
        subscribe("presence");
        SipRequest notify = alice.requestOf("NOTIFY");
        alice.send(alice.answer(notify, 481, "x"));
        bob.exchange(publication(BUSY, 600));
        SipMessage next = alice.next(300).orElse(null);
        assertEquals(null, next);
    }
}
