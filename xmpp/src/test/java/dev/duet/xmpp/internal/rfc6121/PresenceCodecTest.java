package dev.duet.xmpp.internal.rfc6121;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.duet.model.Activity;
import dev.duet.model.Address;
import dev.duet.model.Availability;
import dev.duet.model.OwnPresence;
import dev.duet.model.PresenceFragment;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PresenceCodecTest {

    private static final Address.Xmpp PDA = Address.xmpp("bob@x.org/pda");
    private static final Xml CAPS = Xml.empty("c", "http://jabber.org/protocol/caps");

    private static PresenceFragment read(Xml presence) {
        return PresenceCodec.read(presence, PDA, Set.of());
    }

    private static Xml.Builder presence() {
        return Xml.element("presence", Xml.CLIENT);
    }

    @ParameterizedTest
    @EnumSource(
            value = Availability.class,
            names = {"OFFLINE", "UNKNOWN"},
            mode = EnumSource.Mode.EXCLUDE)
    void availabilityComesBackAsItWent(Availability availability) {
        OwnPresence own = new OwnPresence(availability, "Note", Set.of(Activity.MEAL));
        PresenceFragment back = read(PresenceCodec.write(own, -5, null, List.of(CAPS)));
        assertEquals(availability, back.availability());
        assertEquals("Note", back.note());
        assertEquals(Set.of(Activity.MEAL), back.activities());
        assertEquals(-5, back.priority());
        assertEquals("bob@x.org/pda", back.source().id());
    }

    @Test
    void offlineIsUnavailableWithoutCapabilities() {
        Xml gone = PresenceCodec.write(new OwnPresence(Availability.OFFLINE, "Bye", Set.of()), 5, null, List.of(CAPS));
        assertEquals("<presence type='unavailable'><status>Bye</status></presence>", gone.write(Xml.CLIENT));
    }

    @Test
    void thePhoneShowsAsANoteOnlyWhereTheUserHasNone() {
        OwnPresence phone = OwnPresence.AVAILABLE.withActivities(Set.of(Activity.ON_THE_PHONE));
        assertEquals(
                "On the phone",
                PresenceCodec.write(phone, 0, null, List.of(CAPS)).textOf("status"));
        assertEquals(
                "With Bob",
                PresenceCodec.write(phone.withNote("With Bob"), 0, null, List.of(CAPS))
                        .textOf("status"));
        assertFalse(PresenceCodec.write(OwnPresence.AVAILABLE, 0, null, List.of(CAPS))
                .has("status", Xml.CLIENT));
    }

    @Test
    void addsWhatPepTold() {
        PresenceFragment fragment = PresenceCodec.read(
                PresenceCodec.write(
                        OwnPresence.AVAILABLE.withActivities(Set.of(Activity.MEAL)), 0, null, List.of(CAPS)),
                PDA,
                Set.of(Activity.TRAVEL));
        assertEquals(Set.of(Activity.MEAL, Activity.TRAVEL), fragment.activities());
    }

    @ParameterizedTest
    @CsvSource({"5, 5", "-129, -128", "1000, 127", "many, 0", "'', 0", "' 3 ', 3"})
    void takesAnyPriority(String text, int expected) {
        assertEquals(expected, read(presence().add("priority", text).build()).priority());
    }

    @Test
    void takesAnUnknownShowForAvailable() {
        assertEquals(
                Availability.AVAILABLE,
                read(presence().add("show", "dancing").build()).availability());
    }

    @Test
    void tellsSinceWhen() {
        Xml delay = Xml.element("delay", "urn:xmpp:delay")
                .attribute("stamp", "2026-11-22T10:00:00Z")
                .build();
        Xml idle = Xml.element("idle", "urn:xmpp:idle:1")
                .attribute("since", "2026-11-22T09:00:00+01:00")
                .build();
        assertNull(read(presence().build()).since());
        assertEquals(
                Instant.parse("2026-11-22T10:00:00Z"),
                read(presence().add(delay).build()).since());
        assertEquals(
                Instant.parse("2026-11-22T08:00:00Z"),
                read(presence().add(delay).add(idle).build()).since());
        Xml nonsense = Xml.element("delay", "urn:xmpp:delay")
                .attribute("stamp", "yesterday")
                .build();
        assertNull(read(presence().add(nonsense).build()).since());
    }

    @Test
    void sinceWhenSomebodyIsIdleAndForWhomItIsTravels() {
        Instant since = Instant.parse("2026-01-02T03:04:05Z");
        OwnPresence idle = OwnPresence.AVAILABLE.withIdleSince(since.plusMillis(600));
        Address.Xmpp bob = Address.xmpp("bob@example.org");
        Xml written = PresenceCodec.write(idle, 0, bob, List.of(CAPS));
        assertEquals("bob@example.org", written.attribute("to"));
        assertEquals(since, read(written).since());
    }
}
