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
import java.util.List;
import java.util.Random;
import java.util.Set;
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
