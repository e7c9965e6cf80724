package dev.duet.internal.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Activity;
import dev.duet.model.Address;
import dev.duet.model.Availability;
import dev.duet.model.Presence;
import dev.duet.model.PresenceFragment;
import dev.duet.model.PresenceFragment.Kind;
import dev.duet.model.PresenceFragment.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PresenceFoldTest {

    private static final Address BOB = Address.xmpp("bob@example.com");

    @Test
    void doNotDisturbAnywhereWins() {
        Presence presence = fold(
                fragment(Kind.XMPP_RESOURCE, "phone", Availability.AVAILABLE, 50),
                fragment(Kind.PIDF_TUPLE, "desk", Availability.DO_NOT_DISTURB, 0));
        assertEquals(Availability.DO_NOT_DISTURB, presence.availability());
    }

    @Test
    void theLargerPriorityDecides() {
        assertEquals(
                Availability.AWAY,
                fold(
                                fragment(Kind.XMPP_RESOURCE, "a", Availability.CHATTY, 1),
                                fragment(Kind.XMPP_RESOURCE, "b", Availability.AWAY, 2))
                        .availability());
    }

    @Test
    void aDialogOnlyAddsThePhone() {
        Presence onlyDialog = fold(dialog());
        assertEquals(Availability.UNKNOWN, onlyDialog.availability());
        assertTrue(onlyDialog.onThePhone());
        Presence both = fold(dialog(), fragment(Kind.XMPP_RESOURCE, "a", Availability.AWAY, 0));
        assertEquals(Availability.AWAY, both.availability());
        assertTrue(both.onThePhone());
    }

    @Test
    void silenceMeansOfflineOnlyToASubscriber() {
        assertEquals(Availability.OFFLINE, PresenceFold.fold(List.of(), true).availability());
        assertEquals(Availability.UNKNOWN, PresenceFold.fold(List.of(), false).availability());
    }

    @Test
    void whatAnOfflineSourceDidLastDoesNotCount() {
        PresenceFragment gone = new PresenceFragment(
                new Source(Kind.PIDF_TUPLE, "t"),
                BOB,
                Availability.OFFLINE,
                Set.of(Activity.ON_THE_PHONE),
                "",
                0,
                null);
        assertEquals(Availability.OFFLINE, fold(gone).availability());
        assertTrue(!fold(gone).onThePhone());
    }

    @Property
    void orderNeverMatters(@ForAll("fragmentLists") List<PresenceFragment> fragments, @ForAll long seed) {
        List<PresenceFragment> shuffled = new ArrayList<>(fragments);
        Collections.shuffle(shuffled, new Random(seed));
        assertEquals(PresenceFold.fold(fragments, true), PresenceFold.fold(shuffled, true));
    }

    @Property
    void availabilityIsAlwaysSomebodysOwn(@ForAll("fragmentLists") List<PresenceFragment> fragments) {
        Availability folded = PresenceFold.fold(fragments, false).availability();
        if (folded.isOnline()) {
            assertTrue(fragments.stream()
                    .anyMatch(f -> f.availability() == folded && f.source().kind() != Kind.DIALOG_INFO));
        }
    }

    @Property
    void whatExpiresIsAsIfItHadNeverBeen(@ForAll("fragmentLists") List<PresenceFragment> fragments, @ForAll int which) {
        if (!fragments.isEmpty()) {
            int gone = Math.floorMod(which, fragments.size());
            List<PresenceFragment> left = new ArrayList<>(fragments);
            PresenceFragment expired = left.remove(gone);
            Map<Source, PresenceFragment> kept = new HashMap<>();
            fragments.forEach(fragment -> kept.put(fragment.source(), fragment));
            kept.remove(expired.source());
            assertEquals(PresenceFold.fold(left, true), PresenceFold.fold(kept.values(), true));
        }
    }

    @Property
    void whatIsToldAgainChangesNothing(@ForAll("fragmentLists") List<PresenceFragment> fragments) {
        Map<Source, PresenceFragment> kept = new HashMap<>();
        fragments.forEach(fragment -> kept.put(fragment.source(), fragment));
        Presence once = PresenceFold.fold(kept.values(), false);
        fragments.forEach(fragment -> kept.put(fragment.source(), fragment));
        assertEquals(once, PresenceFold.fold(kept.values(), false));
    }

    @Property
    void doNotDisturbWinsAndThePhoneOnlyAdds(@ForAll("fragmentLists") List<PresenceFragment> fragments) {
        Presence presence = PresenceFold.fold(fragments, false);
        boolean busy =
                fragments.stream().anyMatch(f -> f.canDecide() && f.availability() == Availability.DO_NOT_DISTURB);
        assertEquals(busy, presence.availability() == Availability.DO_NOT_DISTURB);
        List<PresenceFragment> phones = fragments.stream()
                .filter(f -> f.source().kind() == Kind.DIALOG_INFO)
                .toList();
        List<PresenceFragment> rest = new ArrayList<>(fragments);
        rest.removeAll(phones);
        if (phones.stream().noneMatch(f -> f.availability() == Availability.OFFLINE)) {
            assertEquals(PresenceFold.fold(rest, false).availability(), presence.availability());
        }
    }

    @Property
    void theHighestPriorityAmongThoseThereDecides(@ForAll("fragmentLists") List<PresenceFragment> fragments) {
        Presence presence = PresenceFold.fold(fragments, false);
        if (presence.availability().isOnline() && presence.availability() != Availability.DO_NOT_DISTURB) {
            PresenceFragment best = presence.fragments().get(0);
            assertEquals(best.availability(), presence.availability());
            assertEquals(best.note(), presence.note());
            assertEquals(best.since(), presence.since());
            for (PresenceFragment other : fragments) {
                if (other.canDecide()) {
                    assertTrue(other.priority() <= best.priority());
                    assertTrue(other.priority() < best.priority()
                            || other.availability().compareTo(best.availability()) >= 0);
                }
            }
        }
    }

    @Property
    void activitiesAreThoseOfAllWhoAreThere(@ForAll("fragmentLists") List<PresenceFragment> fragments) {
        Set<Activity> expected = fragments.stream()
                .filter(f -> f.availability() != Availability.OFFLINE)
                .flatMap(f -> f.activities().stream())
                .collect(Collectors.toSet());
        Presence presence = PresenceFold.fold(fragments, false);
        assertEquals(expected, presence.activities());
        expected.forEach(activity -> assertTrue(presence.because()
                .toLowerCase(Locale.ROOT)
                .contains(activity.name().toLowerCase(Locale.ROOT).replace('_', ' '))));
    }

    @Test
    void ofTwoAlikeTheOneThatChangedLastDecidesAndOneThatTellsNoTimeComesAfter() {
        PresenceFragment early = at("a", 1);
        PresenceFragment late = at("b", 2);
        PresenceFragment never = fragment(Kind.XMPP_RESOURCE, "c", Availability.AWAY, 0);
        assertEquals(List.of(late, early, never), fold(early, late, never).fragments());
        assertEquals(Instant.ofEpochSecond(2), fold(early, late, never).since());
    }

    private static PresenceFragment at(String id, long second) {
        return new PresenceFragment(
                new Source(Kind.XMPP_RESOURCE, id),
                BOB,
                Availability.AWAY,
                Set.of(),
                "note " + id,
                0,
                Instant.ofEpochSecond(second));
    }

    @Test
    void whatIsLeftEqualIsDecidedByTheSource() {
        PresenceFragment xmpp = fragment(Kind.XMPP_RESOURCE, "b", Availability.AWAY, 0);
        PresenceFragment other = fragment(Kind.XMPP_RESOURCE, "a", Availability.AWAY, 0);
        PresenceFragment sip = fragment(Kind.PIDF_TUPLE, "0", Availability.AWAY, 0);
        assertEquals(List.of(other, xmpp, sip), fold(sip, xmpp, other).fragments());
    }

    @Test
    void itIsExplained() {
        PresenceFragment phone = fragment(Kind.XMPP_RESOURCE, "bob@example.com/phone", Availability.AVAILABLE, 5);
        PresenceFragment desk = fragment(Kind.PIDF_TUPLE, "desk", Availability.AWAY, 1);
        PresenceFragment busy = fragment(Kind.PIDF_TUPLE, "t2", Availability.DO_NOT_DISTURB, 0);
        assertEquals("Nobody has told how available they are", fold().because());
        assertEquals(
                "No device is signed in", PresenceFold.fold(List.of(), true).because());
        assertEquals(
                "Available, as the XMPP device bob@example.com/phone says",
                fold(phone).because());
        assertEquals(
                "Available, as the XMPP device bob@example.com/phone says, which has the highest priority",
                fold(phone, desk).because());
        assertEquals(
                "Do not disturb, as the SIP device t2 says: that goes before all else; on the phone, as the telephone"
                        + " sip:bob@example.com says",
                fold(phone, busy, dialog()).because());
        assertEquals(
                "Available, as the SIP device x says, where they are most available",
                fold(desk, fragment(Kind.PIDF_TUPLE, "x", Availability.AVAILABLE, 1))
                        .because());
        assertEquals(
                "Away, as the XMPP device b says, which changed last",
                fold(at("a", 1), at("b", 2)).because());
        PresenceFragment both = fragment(Kind.PIDF_TUPLE, "t3", Availability.DO_NOT_DISTURB, 1);
        assertEquals(
                "Do not disturb, as the SIP device t3 says, which has the highest priority",
                fold(busy, both).because());
        assertEquals(
                "Nobody has told how available they are; on the phone, as the telephone sip:bob@example.com says",
                fold(dialog()).because());
    }

    @Provide
    Arbitrary<List<PresenceFragment>> fragmentLists() {
        Arbitrary<Set<Activity>> activities =
                Arbitraries.of(Activity.class).set().ofMaxSize(2);
        Arbitrary<Instant> since = Arbitraries.longs().between(0, 3).map(Instant::ofEpochSecond);
        return Combinators.combine(
                        Arbitraries.of(Kind.class),
                        Arbitraries.strings().withCharRange('a', 'd').ofLength(1),
                        Arbitraries.of(Availability.class),
                        activities,
                        Arbitraries.integers().between(-2, 2),
                        since.injectNull(0.3))
                .as((kind, id, availability, does, priority, at) ->
                        new PresenceFragment(new Source(kind, id), BOB, availability, does, "", priority, at))
                .list()
                .uniqueElements(PresenceFragment::source)
                .ofMaxSize(6);
    }

    private static Presence fold(PresenceFragment... fragments) {
        return PresenceFold.fold(List.of(fragments), false);
    }

    private static PresenceFragment fragment(Kind kind, String id, Availability availability, int priority) {
        return new PresenceFragment(new Source(kind, id), BOB, availability, Set.of(), "", priority, null);
    }

    private static PresenceFragment dialog() {
        return new PresenceFragment(
                new Source(Kind.DIALOG_INFO, "sip:bob@example.com"),
                BOB,
                Availability.UNKNOWN,
                Set.of(Activity.ON_THE_PHONE),
                "",
                100,
                null);
    }
}
