package dev.duet.sandbox.internal.xmpp.rfc6121;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of RFC 6121 appendix A, cell by cell. */
class SubscriptionTest {

    private static final List<String> STATES =
            List.of("None", "None+PO", "None+PI", "None+PO+PI", "To", "To+PI", "From", "From+PO", "Both");

    /** For each state in the order above: is it routed (A.2) or delivered (A.3), and the new state. */
    private static final Map<String, String> TABLES = Map.of(
            "out SUBSCRIBE",
            "y None+PO, y None+PO, y None+PO+PI, y None+PO+PI, y To, y To+PI, y From+PO, y From+PO, y Both",
            "out UNSUBSCRIBE",
            "y None, y None, y None+PI, y None+PI, y None, y None+PI, y From, y From, y From",
            "out SUBSCRIBED",
            "n None+A, n None+PO+A, y From, y From+PO, n To+A, y Both, n From, n From+PO, n Both",
            "out UNSUBSCRIBED",
            "n None, n None+PO, y None, y None+PO, n To, y To, y None, y None+PO, y To",
            "in SUBSCRIBE",
            "y None+PI, y None+PO+PI, n None+PI, n None+PO+PI, y To+PI, n To+PI, g From, g From+PO, g Both",
            "in UNSUBSCRIBE",
            "n None, n None+PO, y None, y None+PO, n To, y To, y None, y None+PO, y To",
            "in SUBSCRIBED",
            "n None, y To, n None+PI, y To+PI, n To, n To+PI, n From, y Both, n Both",
            "in UNSUBSCRIBED",
            "n None, y None, n None+PI, y None+PI, y None, y None+PI, n From, y From, y From");

    static Stream<Arguments> cells() {
        return TABLES.entrySet().stream().flatMap(table -> {
            String[] cells = table.getValue().split(", ");
            assertEquals(STATES.size(), cells.length, table.getKey());
            return Stream.iterate(0, i -> i < cells.length, i -> i + 1)
                    .map(i -> Arguments.of(table.getKey(), STATES.get(i), cells[i]));
        });
    }

    private static Subscription state(String name) {
        List<String> parts = List.of(name.split("\\+"));
        String base = parts.get(0);
        return new Subscription(
                base.equals("To") || base.equals("Both"),
                base.equals("From") || base.equals("Both"),
                parts.contains("PO"),
                parts.contains("PI"),
                parts.contains("A"));
    }

    private static Subscription.Step step(Subscription before, String stimulus) {
        String[] words = stimulus.split(" ");
        SubscriptionKind kind = SubscriptionKind.valueOf(words[1]);
        return words[0].equals("out") ? before.outbound(kind) : before.inbound(kind);
    }

    @ParameterizedTest(name = "{0} in {1}: {2}")
    @MethodSource("cells")
    void eachCellOfAppendixAHolds(String stimulus, String before, String cell) {
        Subscription after = state(cell.substring(2));
        char verdict = cell.charAt(0);
        assertEquals(new Subscription.Step(after, verdict == 'y', verdict == 'g'), step(state(before), stimulus));
    }

    @Test
    void aPreApprovedRequestIsGrantedAtOnce() {
        for (String base : List.of("None", "None+PO", "To")) {
            Subscription granted =
                    state(base + "+A").inbound(SubscriptionKind.SUBSCRIBE).after();
            assertEquals(
                    new Subscription.Step(granted, false, true),
                    state(base + "+A").inbound(SubscriptionKind.SUBSCRIBE));
            assertEquals(true, granted.from());
        }
    }

    @Test
    void unsubscribedTakesAPreApprovalBackWithoutTellingTheContact() {
        assertEquals(
                new Subscription.Step(Subscription.NONE, false, false),
                state("None+A").outbound(SubscriptionKind.UNSUBSCRIBED));
    }

    /** Both sides' machines, fed with every sequence of up to five stanzas, never contradict each other. */
    @Test
    void theTwoSidesAlwaysAgree() {
        explore(Subscription.NONE, Subscription.NONE, 5);
    }

    private static void explore(Subscription alice, Subscription bob, int depth) {
        assertEquals(alice.to(), bob.from(), () -> alice + " " + bob);
        assertEquals(alice.from(), bob.to(), () -> alice + " " + bob);
        assertEquals(alice.pendingOut(), bob.pendingIn(), () -> alice + " " + bob);
        assertEquals(alice.pendingIn(), bob.pendingOut(), () -> alice + " " + bob);
        if (depth == 0) {
            return;
        }
        for (SubscriptionKind kind : SubscriptionKind.values()) {
            Subscription[] afterAlice = exchange(alice, bob, kind);
            explore(afterAlice[0], afterAlice[1], depth - 1);
            Subscription[] afterBob = exchange(bob, alice, kind);
            explore(afterBob[1], afterBob[0], depth - 1);
        }
    }

    private static Subscription[] exchange(Subscription sender, Subscription receiver, SubscriptionKind kind) {
        Subscription.Step sent = sender.outbound(kind);
        if (!sent.passOn()) {
            return new Subscription[] {sent.after(), receiver};
        }
        Subscription.Step got = receiver.inbound(kind);
        Subscription after =
                got.grant() ? sent.after().inbound(SubscriptionKind.SUBSCRIBED).after() : sent.after();
        return new Subscription[] {after, got.after()};
    }

    @Test
    void grantedAndPendingAtOnceIsImpossible() {
        assertThrows(IllegalArgumentException.class, () -> new Subscription(true, false, true, false, false));
        assertThrows(IllegalArgumentException.class, () -> new Subscription(false, true, false, true, false));
    }
}
