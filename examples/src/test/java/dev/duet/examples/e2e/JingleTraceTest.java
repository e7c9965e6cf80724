package dev.duet.examples.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.event.IncomingCall;
import dev.duet.examples.Futures;
import dev.duet.model.AccountConfig;
import dev.duet.model.CallPhase;
import dev.duet.model.CallTrace;
import dev.duet.model.Capability;
import dev.duet.model.EndReason.Kind;
import dev.duet.sandbox.DuetSandbox;
import dev.duet.sandbox.SandboxUser;
import dev.duet.sandbox.junit.Sandbox;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a call's trace shows of a call by Jingle, on both sides. */
@Sandbox(users = {"alice", "bob"})
@Tag("beside")
class JingleTraceTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Pattern SECRET = Pattern.compile("\\b(?:pwd|key-params)=['\"]([^'\"]+)['\"]");

    @Test
    void bothSidesShowTheSameCallAndNoSecrets(DuetSandbox sandbox, SandboxUser alice, SandboxUser bob) {
        SandboxAccounts accounts = SandboxAccounts.of(sandbox);
        try (Pair pair =
                Pair.open(accounts.xmpp(alice).build(), accounts.xmpp(bob).build())) {
            pair.meet(sandbox, bob);
            pair.alice.traceCalls(true);
            pair.bob.traceCalls(true);
            Call call = pair.alice.call(pair.alice.contacts().find(bob.jid()).orElseThrow());
            Call there = Futures.next(pair.incoming);
            await("ringing").atMost(SOON).until(() -> call.phase() == CallPhase.ALERTING);
            Futures.await(there.answer());
            Futures.await(call.connected());
            Futures.await(call.hold());
            awaitTitle(call, "< result (session-info)");
            awaitTitle(call, "< result (content-modify)");
            Futures.await(there.hangup());
            Futures.await(call.ended());
            awaitTitle(call, "< finish success");
            awaitTitle(there, "< finish success");

            assertEquals(
                    List.of(
                            "> propose",
                            "< ringing",
                            "< proceed",
                            "> session-initiate",
                            "< result (session-initiate)",
                            "< session-accept",
                            "> result (session-accept)",
                            "> session-info hold",
                            "> content-modify",
                            "< result (session-info)",
                            "< result (content-modify)",
                            "< session-terminate success",
                            "> result (session-terminate)",
                            "> finish success",
                            "< finish success"),
                    titles(call),
                    call.trace()::ladder);
            assertEquals(
                    List.of(
                            "< propose",
                            "> ringing",
                            "> proceed",
                            "< session-initiate",
                            "> result (session-initiate)",
                            "> session-accept",
                            "< result (session-accept)",
                            "< session-info hold",
                            "> result (session-info)",
                            "< content-modify",
                            "> result (content-modify)",
                            "> session-terminate success",
                            "> finish success",
                            "< result (session-terminate)",
                            "< finish success"),
                    titles(there),
                    there.trace()::ladder);
            assertNoSecrets(sandbox, call, there);
        }
    }

    @Test
    void ofACallThatIsTriedBySipAndThenByJingleItShowsBoth(DuetSandbox sandbox, SandboxUser alice, SandboxUser bob) {
        SandboxAccounts accounts = SandboxAccounts.of(sandbox);
        try (Pair pair =
                Pair.open(accounts.both(alice).build(), accounts.xmpp(bob).build())) {
            pair.alice.traceCalls(true);
            Call call = pair.alice.call(bob.jid());
            Call there = Futures.next(pair.incoming);
            Futures.await(there.reject(Kind.BUSY));
            assertEquals(Kind.BUSY, Futures.await(call.ended()).kind());

            assertEquals(
                    List.of(
                            "> INVITE " + bob.sipUri() + " + application/sdp",
                            "< 407 Proxy Authentication Required (INVITE)",
                            "> ACK " + bob.sipUri(),
                            "> INVITE " + bob.sipUri() + " + application/sdp",
                            "< 480 Temporarily Unavailable (INVITE)",
                            "> ACK " + bob.sipUri(),
                            "> propose",
                            "< reject busy"),
                    titles(call),
                    call.trace()::ladder);
            assertEquals(CallTrace.NONE, there.trace());
        }
    }

    @Test
    void itIsEmptyWhenItIsOff(DuetSandbox sandbox, SandboxUser alice, SandboxUser bob) {
        SandboxAccounts accounts = SandboxAccounts.of(sandbox);
        try (Pair pair =
                Pair.open(accounts.xmpp(alice).build(), accounts.xmpp(bob).build())) {
            pair.meet(sandbox, bob);
            pair.alice.traceCalls(true);
            pair.alice.traceCalls(false);
            Call call = pair.alice.call(pair.alice.contacts().find(bob.jid()).orElseThrow());
            Call there = Futures.next(pair.incoming);
            Futures.await(there.answer());
            Futures.await(call.connected());
            Futures.await(there.hangup());
            Futures.await(call.ended());

            assertEquals(CallTrace.NONE, call.trace());
            assertEquals(CallTrace.NONE, there.trace());
        }
    }

    /** What the wire had, the traces have not. */
    private static void assertNoSecrets(DuetSandbox sandbox, Call... calls) {
        Set<String> secrets = sandbox.xmpp().exchange().stream()
                .flatMap(each -> SECRET.matcher(each.text()).results())
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        assertTrue(secrets.size() >= 2, "Each side has a password for ICE");
        for (Call call : calls) {
            String text = call.trace().text();
            assertTrue(text.contains("pwd='***'") && text.contains("<candidate "), text);
            secrets.forEach(secret -> assertFalse(text.contains(secret), text));
        }
    }

    private static void awaitTitle(Call call, String title) {
        await(title).atMost(SOON).until(() -> titles(call).contains(title));
    }

    /** What was sent and what came, without what may be there or not: candidates, and that a server tries. */
    private static List<String> titles(Call call) {
        return call.trace().messages().stream()
                .filter(message -> !message.title().contains("transport-info")
                        && !message.title().startsWith("100 "))
                .map(message -> (message.sent() ? "> " : "< ") + message.title())
                .toList();
    }

    /** Two accounts, signed in, and the calls that come to the second one. */
    private record Pair(Account alice, Account bob, BlockingQueue<Call> incoming) implements AutoCloseable {

        static Pair open(AccountConfig alice, AccountConfig bob) {
            Pair pair = new Pair(Duet.open(alice), Duet.open(bob), new LinkedBlockingQueue<>());
            pair.bob.on(IncomingCall.class, event -> pair.incoming.add(event.call()));
            Futures.await(pair.alice.connect());
            Futures.await(pair.bob.connect());
            return pair;
        }

        /** Alice sees that Bob can be called. */
        void meet(DuetSandbox sandbox, SandboxUser user) {
            sandbox.xmpp().befriend("alice", "bob");
            await("Bob's device at Alice").atMost(SOON).until(() -> alice.contacts()
                    .find(user.jid())
                    .filter(contact -> contact.capabilities().contains(Capability.AUDIO_CALL))
                    .isPresent());
        }

        @Override
        public void close() {
            alice.close();
            bob.close();
        }
    }
}
