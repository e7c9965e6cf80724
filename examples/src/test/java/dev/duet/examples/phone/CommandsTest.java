package dev.duet.examples.phone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.duet.api.AccountLink;
import dev.duet.api.Call;
import dev.duet.api.Contact;
import dev.duet.api.Conversation;
import dev.duet.api.TransferRequest;
import dev.duet.api.event.CallReplaced;
import dev.duet.api.event.CallTransferred;
import dev.duet.api.event.EventNotified;
import dev.duet.api.event.IncomingCall;
import dev.duet.api.event.MessageReceived;
import dev.duet.api.event.TransferProgress;
import dev.duet.api.event.TransferRequested;
import dev.duet.audio.AudioSink;
import dev.duet.audio.AudioSource;
import dev.duet.model.Address;
import dev.duet.model.Availability;
import dev.duet.model.CallDirection;
import dev.duet.model.CallOptions;
import dev.duet.model.CallPhase;
import dev.duet.model.CallRules;
import dev.duet.model.CallState;
import dev.duet.model.CallTrace;
import dev.duet.model.ChatState;
import dev.duet.model.Delivery;
import dev.duet.model.EndReason;
import dev.duet.model.EventNotice;
import dev.duet.model.Failure;
import dev.duet.model.OwnPresence;
import dev.duet.model.Protocol;
import dev.duet.model.WireDetail;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandsTest {

    private static final String BOB = "sip:bob@example.com";

    private final FakeAccount fake = new FakeAccount();
    private final List<String> out = new CopyOnWriteArrayList<>();
    private final AudioSource source = AudioSource.silence();
    private final AudioSink sink = AudioSink.discard();
    private final Session session = open(false);

    private Session open(boolean autoAnswer) {
        Clock clock = Clock.fixed(FakeAccount.NOON, ZoneOffset.UTC);
        return Session.open(
                fake.account, new Sound(() -> source, () -> sink), autoAnswer, Printer.text(out::add, clock));
    }

    @Test
    void call_gives_the_call_its_sound() {
        Call call = fake.call(CallDirection.OUTGOING, CallPhase.NEW, BOB);
        when(fake.account.call(BOB, CallOptions.DEFAULT)).thenReturn(call);

        succeeds("call " + BOB);

        verify(call.media()).source(source);
        verify(call.media()).sink(sink);
    }

    @Test
    void a_call_to_what_is_no_address_fails() {
        when(fake.account.call("@", CallOptions.DEFAULT)).thenThrow(new IllegalArgumentException("No address: @"));

        fails("call @", "No address: @");
    }

    @Test
    void an_incoming_call_has_its_sound_before_the_answer() {
        Call call = ringing();

        fake.fire(new IncomingCall(call));

        verify(call.media()).source(source);
        verify(call, never()).answer();
        assertEquals(List.of("12:00:00.123  Bob <sip:bob@example.com> calls: answer or reject"), out);
    }

    @Test
    void whose_calls_are_answered_by_themselves_is_a_rule() {
        when(fake.account.callRules()).thenReturn(CallRules.NONE);

        succeeds("autoanswer contacts");

        verify(fake.account).callRules(CallRules.NONE.withAutoAnswer(CallRules.AutoAnswer.CONTACTS));
        fails("autoanswer everybody", "is none of nobody, contacts, asserted, server");
    }

    @Test
    void auto_answer_takes_a_call() {
        open(true);
        Call call = ringing();

        fake.fire(new IncomingCall(call));

        verify(call).answer();
    }

    @ParameterizedTest
    @ValueSource(strings = {"answer", "answer 200"})
    void answer_takes_the_call_that_rings(String command) {
        Call call = ringing();
        when(call.answer()).thenReturn(CompletableFuture.completedFuture(call));

        succeeds(command);

        verify(call).answer();
    }

    @Test
    void answer_without_a_call_tells_what_to_do() {
        fails("answer", "Nobody calls; \"wait incoming\" waits for a call.");
    }

    @Test
    void answer_180_changes_nothing_since_it_rings_already() {
        Call call = ringing();

        succeeds("answer 180");

        verify(call, never()).answer();
    }

    @Test
    void answer_183_lets_the_caller_hear_this_side_early() {
        Call call = ringing();
        when(call.progress()).thenReturn(CompletableFuture.completedFuture(null));

        succeeds("answer 183");

        verify(call).progress();
        verify(call, never()).answer();
        fails("answer 182", "answer 183");
    }

    @ParameterizedTest(name = "{0} ends the call as {1}")
    @CsvSource({
        "reject 603, DECLINED, 603",
        "reject 403, DECLINED, 403",
        "reject 486, BUSY, 486",
        "reject 600, BUSY, 600",
        "reject 480, UNREACHABLE, 480",
        "reject 404, NOT_FOUND, 404",
        "reject 488, INCOMPATIBLE, 488",
        "reject 501, DECLINED, 501",
        "answer 486, BUSY, 486",
    })
    void reject(String command, EndReason.Kind kind, int status) {
        Call call = ringing();
        when(call.reject(any(), any())).thenReturn(CompletableFuture.completedFuture(FakeAccount.BUSY));

        succeeds(command);

        verify(call).reject(kind, WireDetail.sip(status, ""));
    }

    @Test
    void reject_without_a_code_declines() {
        Call call = ringing();
        when(call.reject()).thenReturn(CompletableFuture.completedFuture(FakeAccount.BUSY));

        succeeds("reject");

        verify(call).reject();
    }

    @Test
    void redirect_sends_the_caller_on() {
        Call call = ringing();
        Address carol = Address.parse("sip:carol@example.com");
        when(call.forward(any(WireDetail.class), eq(carol)))
                .thenReturn(CompletableFuture.completedFuture(FakeAccount.BUSY));

        succeeds("redirect sip:carol@example.com");
        succeeds("redirect sip:carol@example.com 301");

        verify(call).forward(WireDetail.sip(302, ""), carol);
        verify(call).forward(WireDetail.sip(301, ""), carol);
    }

    @Test
    void reject_wants_a_status_that_turns_away() {
        ringing();

        fails("reject 302", "from 400 to 699");
        fails("reject busy", "no SIP status code");
    }

    @Test
    void attended_lets_the_other_sides_of_the_last_two_calls_talk() {
        fails("attended", "There are not two calls");
        Call first = fake.call(CallDirection.OUTGOING, CallPhase.ACTIVE, BOB);
        fails("attended", "There are not two calls");
        Call second = fake.call(CallDirection.OUTGOING, CallPhase.ACTIVE, "sip:carol@example.com");
        ringing();
        when(first.transfer(second)).thenReturn(CompletableFuture.completedFuture(null));

        succeeds("attended");

        verify(first).transfer(second);
    }

    @Test
    void calls_are_parked_picked_up_and_retrieved() {
        Call call = fake.call(CallDirection.OUTGOING, CallPhase.ACTIVE, BOB);
        when(call.park("sip:park@example.com")).thenReturn(CompletableFuture.completedFuture(null));
        Call taken = fake.call(CallDirection.OUTGOING, CallPhase.NEW, "sip:carol@example.com");
        when(taken.connected()).thenReturn(CompletableFuture.completedFuture(taken));
        when(fake.account.pickUp("sip:carol@example.com")).thenReturn(taken);
        when(fake.account.retrieve("sip:park@example.com")).thenReturn(taken);
        fake.calls.remove(taken);

        succeeds("park sip:park@example.com");
        succeeds("pickup sip:carol@example.com");
        succeeds("retrieve sip:park@example.com");

        verify(call).park("sip:park@example.com");
        verify(taken.media(), times(2)).source(source);
    }

    @Test
    void media_are_offered_again() {
        Call call = fake.call(CallDirection.OUTGOING, CallPhase.ACTIVE, BOB);
        when(call.reinvite()).thenReturn(CompletableFuture.completedFuture(null));
        when(call.update()).thenReturn(CompletableFuture.completedFuture(null));

        succeeds("reinvite");
        succeeds("update");

        verify(call).reinvite();
        verify(call).update();
    }

    @Test
    void whoever_wants_somebody_to_be_called_is_followed_or_not() {
        fails("follow", "Nobody wants to transfer a call");
        Call call = fake.call(CallDirection.OUTGOING, CallPhase.ACTIVE, BOB);
        Call next = fake.call(CallDirection.OUTGOING, CallPhase.NEW, "sip:carol@example.com");
        TransferRequest request = mock(TransferRequest.class);
        when(request.call())
                .thenReturn(Optional.of(call))
                .thenReturn(Optional.of(call))
                .thenReturn(Optional.empty());
        when(request.from()).thenReturn(Address.parse(BOB));
        when(request.target()).thenReturn(Address.parse("sip:carol@example.com"));
        when(request.accept()).thenReturn(next);

        fake.fire(new TransferRequested(request));
        succeeds("follow");
        verify(next.media(), never()).source(source);
        succeeds("follow");
        verify(next.media()).source(source);
        succeeds("stay");

        verify(request).reject();
        assertTrue(out.contains("12:00:00.123  bob@example.com wants you to call carol@example.com: follow or stay"));
    }

    @Test
    void what_becomes_of_a_call_is_told() {
        Call call = fake.call(CallDirection.OUTGOING, CallPhase.ACTIVE, BOB);
        Call next = fake.call(CallDirection.OUTGOING, CallPhase.NEW, "sip:carol@example.com");

        fake.fire(new TransferProgress(call, WireDetail.sip(180, "Ringing")));
        fake.fire(new CallTransferred(call, next));
        fake.fire(new CallReplaced(call, Address.parse("sip:dave@example.com"), Address.parse(BOB)));

        assertEquals(
                List.of(
                        "12:00:00.123  Bob <sip:bob@example.com> is told there: 180 Ringing",
                        "12:00:00.123  Bob <sip:bob@example.com> transfers the call to Bob <sip:carol@example.com>",
                        "12:00:00.123  Bob <sip:bob@example.com> took the place of dave@example.com"),
                out);
    }

    @Test
    void commands_in_a_call_mean_the_newest_one() {
        fake.call(CallDirection.OUTGOING, CallPhase.ACTIVE, BOB);
        Call newer = fake.call(CallDirection.INCOMING, CallPhase.ACTIVE, "sip:carol@example.com");
        ringing();
        when(newer.hold()).thenReturn(CompletableFuture.completedFuture(null));
        when(newer.resume()).thenReturn(CompletableFuture.completedFuture(null));
        when(newer.transfer(BOB)).thenReturn(CompletableFuture.completedFuture(null));

        succeeds("hold");
        succeeds("resume");
        succeeds("transfer " + BOB);
        succeeds("dtmf 12a#");
        succeeds("mute");
        succeeds("unmute");

        verify(newer).hold();
        verify(newer).resume();
        verify(newer).transfer(BOB);
        verify(newer).dtmf("12A#");
        verify(newer.media()).mute(true);
        verify(newer.media()).mute(false);
    }

    @Test
    void hangup_ends_a_call_that_rings_too() {
        Call call = ringing();

        succeeds("hangup");

        verify(call).hangup();
    }

    @Test
    void misuse_is_told_in_the_words_of_the_api() {
        Call call = fake.call(CallDirection.OUTGOING, CallPhase.ALERTING, BOB);
        when(call.hold()).thenThrow(new IllegalStateException("The call rings: hangup() ends it"));

        fails("hold", "The call rings: hangup() ends it");
    }

    @Test
    void what_fails_later_is_told_too() {
        Call call = fake.call(CallDirection.OUTGOING, CallPhase.ACTIVE, BOB);
        when(call.hold())
                .thenReturn(CompletableFuture.failedFuture(FakeAccount.failure(Failure.Kind.REFUSED, "No hold here")));

        fails("hold", "No hold here");
    }

    @Test
    void send_keeps_the_spaces_of_the_text() {
        Conversation conversation = fake.conversation(fake.contact("Bob", "xmpp:bob@example.com"));
        when(conversation.send(anyString()))
                .thenReturn(CompletableFuture.completedFuture(FakeAccount.message("Hi", false, Delivery.SENT)));

        succeeds("send bob@example.com  How  are you?");

        verify(conversation).send("How  are you?");
    }

    @Test
    void typing_and_read_reach_the_conversation() {
        Conversation conversation = fake.conversation(fake.contact("Bob", "xmpp:bob@example.com"));

        succeeds("typing bob@example.com");
        succeeds("typing bob@example.com paused");
        succeeds("read bob@example.com");
        fails("typing bob@example.com loudly", "composing, paused");

        verify(conversation).typing(ChatState.COMPOSING);
        verify(conversation).typing(ChatState.PAUSED);
        verify(conversation).markRead();
    }

    @Test
    void add_takes_a_name_with_spaces() {
        Contact contact = fake.contact("Bob B", "xmpp:bob@example.com");
        when(fake.contacts.add("bob@example.com", "Bob B", Set.of()))
                .thenReturn(CompletableFuture.completedFuture(contact));

        succeeds("add bob@example.com Bob B");
    }

    @Test
    void watch_adds_only_whom_it_does_not_see() {
        Contact contact = fake.contact("Bob", BOB);
        when(fake.contacts.add(BOB)).thenReturn(CompletableFuture.completedFuture(contact));

        succeeds("watch " + BOB);

        verify(fake.contacts).add(BOB);
        assertEquals(List.of("  Bob  unknown  sip:bob@example.com"), out);
    }

    @Test
    void approve_means_xmpp_unless_told_otherwise() {
        succeeds("approve bob@example.com");
        succeeds("deny sip:bob@example.com");

        verify(fake.contacts).approve(Address.xmpp("bob@example.com"));
        verify(fake.contacts).deny(Address.sip("bob@example.com"));
    }

    @Test
    void remove_of_a_stranger_fails() {
        fails("remove bob@example.com", "is no contact");
    }

    @Test
    void remove_takes_a_contact_off_the_list() {
        Contact contact = fake.contact("Bob", BOB);
        when(fake.contacts.find(BOB)).thenReturn(Optional.of(contact));
        when(fake.contacts.remove(contact)).thenReturn(CompletableFuture.completedFuture(null));

        succeeds("remove " + BOB);
    }

    @Test
    void presence_has_a_state_and_a_note() {
        when(fake.account.publish(any())).thenReturn(CompletableFuture.completedFuture(null));

        succeeds("presence dnd in a meeting");

        verify(fake.account).publish(OwnPresence.of(Availability.DO_NOT_DISTURB).withNote("in a meeting"));
        fails("presence sleepy", "available, online, chat, away, xa, dnd, offline");
    }

    @Test
    void one_half_is_stopped_and_started_by_itself() {
        AccountLink sip = mock(AccountLink.class);
        when(fake.account.link(Protocol.SIP)).thenReturn(sip);
        when(sip.disconnect()).thenReturn(CompletableFuture.completedFuture(null));
        when(sip.connect()).thenReturn(CompletableFuture.completedFuture(FakeAccount.online()));

        succeeds("disconnect sip");
        succeeds("connect sip");

        verify(sip).disconnect();
        verify(sip).connect();
        fails("connect icq", "write sip or xmpp");
    }

    @Test
    void what_is_subscribed_to_is_printed_without_what_a_terminal_obeys() {
        AccountLink sip = mock(AccountLink.class);
        Address.Sip box = Address.sip("bob@example.com");
        when(fake.account.link(Protocol.SIP)).thenReturn(sip);
        when(sip.subscribe("message-summary", box)).thenReturn(CompletableFuture.completedFuture(() -> {}));

        succeeds("subscribe message-summary sip:bob@example.com");
        out.clear();
        String body = "Messages-Waiting: yes\r\nVoice-Message: 1/0 \u001b[2J\u202e\r\n";
        fake.fire(new EventNotified(new EventNotice("message-summary", box, "active", "text/x", body)));

        assertEquals(
                List.of("12:00:00.123  message-summary of bob@example.com (active):\n"
                        + "  Messages-Waiting: yes\n  Voice-Message: 1/0 ?[2J?"),
                out);
    }

    @Test
    void lists_are_readable_also_when_they_are_empty() {
        when(fake.contacts.all()).thenReturn(List.of());

        succeeds("calls");
        succeeds("contacts");
        succeeds("status");

        assertEquals("No calls.", out.get(0));
        assertEquals("No contacts; \"add ADDRESS\" adds one.", out.get(1));
        assertTrue(out.get(2).contains("SIP  online  sip:alice@example.com  TLSv1.3"), out.get(2));
    }

    @Test
    void quality_tells_of_the_call() {
        fails("quality", "There is no call");
        fake.call(CallDirection.OUTGOING, CallPhase.ACTIVE, BOB);

        succeeds("quality");

        assertTrue(out.get(out.size() - 1).contains("no codec yet: sent 0"));
    }

    @Test
    void wait_finds_an_event_by_a_word() {
        Conversation conversation = fake.conversation(fake.contact("Bob", "xmpp:bob@example.com"));
        fake.fire(new MessageReceived(conversation, FakeAccount.message("one", true, Delivery.DELIVERED)));
        fake.fire(new MessageReceived(conversation, FakeAccount.message("Two", true, Delivery.DELIVERED)));

        succeeds("wait message:two 0");
        succeeds("wait message 0");
        fails("wait message 0", "did not come within 0 s");
        fails("wait doorbell", "There is no event \"doorbell\"; there are online,");
        fails("wait message soon", "is no time");
    }

    @Test
    void a_look_does_not_make_wait_forget_but_an_act_does() {
        Call call = fake.call(CallDirection.OUTGOING, CallPhase.DIALING, BOB);
        fake.move(call, FakeAccount.active());
        succeeds("calls");
        succeeds("wait connected 0");

        fake.move(call, FakeAccount.active());
        succeeds("mute");
        fails("wait connected 0", "nothing");
    }

    @Test
    void wait_for_an_answer_gives_up_when_the_callee_is_busy() {
        Call call = fake.call(CallDirection.OUTGOING, CallPhase.DIALING, BOB);
        fake.move(call, new CallState.Alerting(false));
        fake.move(call, FakeAccount.ended(FakeAccount.BUSY));

        fails("wait connected 60", "busy (486 Busy Here)");
        succeeds("wait ended:busy 0");
    }

    @Test
    void unknown_commands_and_wrong_arguments_tell_the_right_ones() {
        fails("dial bob", "There is no command \"dial\"; there are call, answer,");
        fails("call", "Write \"call [--anonymous] [--answer MODE] [--ring URI] ADDRESS\"");
        fails("hold me", "Write \"hold\"");
        fails("send bob@example.com", "Write \"send ADDRESS TEXT...\"");
    }

    @Test
    void help_tells_of_every_command() {
        succeeds("help");

        Commands.ALL.forEach(command -> assertTrue(out.get(0).contains("  " + command.usage()), command.usage()));
        succeeds("help send");
        assertTrue(out.get(1).startsWith("  send ADDRESS TEXT...  send a message"), out.get(1));
    }

    @Test
    void quit_leaves() {
        assertFalse(session.hasLeft());

        succeeds("quit");

        assertTrue(session.hasLeft());
    }

    private Call ringing() {
        return fake.call(CallDirection.INCOMING, CallPhase.INCOMING, BOB);
    }

    @Test
    void trace_shows_the_ladder_of_the_last_call() {
        Call call = fake.call(CallDirection.OUTGOING, CallPhase.ACTIVE, BOB);
        CallTrace.Message invite = new CallTrace.Message(
                FakeAccount.NOON, true, "UDP 192.0.2.1:5060", "INVITE " + BOB, "INVITE all", true);
        when(call.trace()).thenReturn(CallTrace.NONE, new CallTrace(List.of(invite), 0));

        succeeds("trace on");
        verify(fake.account).traceCalls(true);
        verify(call).trace(true);
        succeeds("trace");
        assertTrue(out.get(out.size() - 1).contains("\"trace on\" before"), out::toString);
        succeeds("trace");
        assertTrue(out.get(out.size() - 1).contains("0.000 --> INVITE " + BOB), out::toString);
        succeeds("trace full");
        assertTrue(out.get(out.size() - 1).contains("INVITE all"), out::toString);
        succeeds("trace off");
        verify(call).trace(false);
        fails("trace maybe", "Write \"trace on\"");
    }

    @Test
    void what_cannot_be_a_rule_is_told() {
        when(fake.account.callRules()).thenReturn(CallRules.NONE);

        fails("dnd loud", "is none of rings, busy, unreachable, declined");
        fails("forward sometimes " + BOB, "is none of always, busy, noanswer, unreachable, off");
        fails("forward busy", "Write whom calls are sent on to");
        fails("waiting maybe", "Write \"waiting on\"");
        fails("who " + BOB, "is no contact");
        fails("link " + BOB + " " + BOB, "is no contact");
        verify(fake.account, never()).callRules(any());
    }

    private void succeeds(String command) {
        assertTrue(session.execute(command), () -> String.join("\n", out));
    }

    private void fails(String command, String why) {
        int before = out.size();
        assertFalse(session.execute(command), command);
        String told = out.get(before);
        assertTrue(told.startsWith("FAILED " + command + ": ") && told.contains(why), told);
    }
}
