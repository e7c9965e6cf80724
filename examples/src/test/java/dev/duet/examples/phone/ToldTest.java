package dev.duet.examples.phone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.when;

import dev.duet.api.Call;
import dev.duet.api.event.ConferenceChanged;
import dev.duet.api.event.MessageSummaryChanged;
import dev.duet.audio.AudioSink;
import dev.duet.audio.AudioSource;
import dev.duet.model.Address;
import dev.duet.model.CallDirection;
import dev.duet.model.CallPhase;
import dev.duet.model.Conference;
import dev.duet.model.Conference.Device;
import dev.duet.model.Conference.Participant;
import dev.duet.model.MessageSummary;
import dev.duet.model.MessageSummary.Count;
import dev.duet.model.MessageSummary.Kind;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What servers tell, and how the phone passes it on. */
final class ToldTest {

    private static final Address BOX = Address.sip("box@example.com");
    private static final MessageSummary SUMMARY =
            new MessageSummary(true, BOX, Map.of(Kind.VOICE, new Count(2, 8, 1, 0), Kind.FAX, new Count(0, 1, 0, 0)));

    private final FakeAccount fake = new FakeAccount();
    private final List<String> out = new CopyOnWriteArrayList<>();
    private final Session session = Session.open(
            fake.account,
            new Sound(AudioSource::silence, AudioSink::discard),
            false,
            Printer.text(out::add, Clock.fixed(FakeAccount.NOON, ZoneOffset.UTC)));

    private String last(String command) {
        assertTrue(session.execute(command), out::toString);
        return out.get(out.size() - 1);
    }

    @Test
    void what_waits_in_a_mailbox() {
        fake.fire(new MessageSummaryChanged(fake.account, Address.sip("bob@example.com"), SUMMARY));
        String told = "messages wait (voice 2 new (1 urgent), 8 old; fax 0 new, 1 old), call sip:box@example.com";
        assertEquals(List.of("12:00:00.123  " + told + " in the mailbox of bob@example.com"), out);

        when(fake.account.messageSummary()).thenReturn(Optional.empty()).thenReturn(Optional.of(SUMMARY));
        assertTrue(last("voicemail").startsWith("Nobody told of a mailbox"), out::toString);
        assertEquals(told, last("voicemail"));
        assertEquals("no messages wait", Mailboxes.tell(new MessageSummary(false, null, Map.of())));
    }

    @Test
    void who_takes_part_in_a_conference() {
        Call call = fake.call(CallDirection.OUTGOING, CallPhase.ACTIVE, "sip:c7@example.com");
        assertEquals("Bob <sip:c7@example.com> is no conference", last("conference"));

        Optional<Conference> untold = Optional.of(Conference.UNTOLD);
        when(call.conference()).thenReturn(untold);
        assertEquals("Bob <sip:c7@example.com> is a conference; who takes part is not told", last("conference"));

        Device phone = new Device("", "", Conference.Status.ON_HOLD);
        Participant ann = new Participant("sip:a@x", "Ann\u001b[2J", List.of("host"), List.of(phone));
        Participant other = new Participant("sip:b@x", "", List.of(), List.of());
        Optional<Conference> plans = Optional.of(new Conference("Plans", "", List.of(ann, other)));
        when(call.conference()).thenReturn(plans);
        out.clear();
        fake.fire(new ConferenceChanged(call, plans));
        String told = "Bob <sip:c7@example.com> is a conference about Plans:\n  Ann?[2J, host: on hold\n  sip:b@x";
        assertEquals(List.of("12:00:00.123  " + told), out);
        assertEquals(told, last("conference"));
        assertEquals(
                Map.of("entity", "sip:b@x", "connected", false, "statuses", List.of()),
                ((List<?>) Conferences.of(call).map().get("participants")).get(1));
    }

    @Test
    void a_mailbox_has_fields() {
        assertEquals(
                Map.of(
                        "waiting",
                        true,
                        "messages_at",
                        "sip:box@example.com",
                        "voice",
                        Map.of("new", 2L, "old", 8L, "urgent_new", 1L, "urgent_old", 0L),
                        "fax",
                        Map.of("new", 0L, "old", 1L, "urgent_new", 0L, "urgent_old", 0L)),
                Mailboxes.of(SUMMARY).map());
    }
}
