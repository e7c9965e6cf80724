package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.event.IncomingCall;
import dev.duet.examples.Futures;
import dev.duet.model.CallTrace;
import dev.duet.model.SipConfig.Transport;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a call's trace shows, with SIPp, as caller and as callee. */
@NeedsPeers({"kamailio", "sipp"})
@Tag("beside")
class SippTraceTest {

    @TempDir
    private Path folder;

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void theLadderShowsWhatIsSentAgainAndNoCredentials() {
        try (Kamailio kamailio = Kamailio.start(folder, "MD5");
                Account account = PeerAccounts.sip(kamailio, "alice", Transport.UDP, "PCMU");
                Sipp sipp = Sipp.callee(folder, "sipp-repeating-callee.xml")) {
            Futures.await(account.connect());
            account.traceCalls(true);
            Call call = account.call(sipp.uri());
            await("the second ACK").until(() -> call.trace().messages().stream()
                    .anyMatch(message -> message.again() && message.title().startsWith("ACK ")));
            Futures.await(call.hangup());
            await("the answer to BYE").until(() -> titles(call, "200 OK (BYE)").size() == 1);
            assertTrue(sipp.succeeded(), () -> sipp.process().log());

            String ladder = call.trace().ladder();
            List<Boolean> acceptances = call.trace().messages().stream()
                    .filter(message -> message.title().startsWith("200 OK (INVITE)"))
                    .map(CallTrace.Message::again)
                    .toList();
            assertTrue(acceptances.size() >= 2, ladder);
            assertEquals(0, acceptances.indexOf(false), ladder);
            assertEquals(0, acceptances.lastIndexOf(false), ladder);
            assertTrue(ladder.strip().endsWith("]"), ladder);
            String text = call.trace().text();
            assertTrue(text.contains("m=audio"), text);
            assertFalse(text.contains("response=\"") || text.contains("username="), text);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void theLadderOfACallThatComesShowsItFromItsInvite() {
        try (Kamailio kamailio = Kamailio.start(folder, "MD5");
                Account account = PeerAccounts.sip(kamailio, "alice", Transport.UDP, "PCMU")) {
            Futures.await(account.connect());
            account.traceCalls(true);
            CompletableFuture<Call> rings = new CompletableFuture<>();
            account.on(IncomingCall.class, event -> {
                event.call().answer();
                rings.complete(event.call());
            });
            try (Sipp sipp = Sipp.caller(folder, "sipp-late-acknowledging-caller.xml", kamailio, "alice")) {
                Call call = Futures.await(rings);
                Futures.await(call.ended());
                assertTrue(sipp.succeeded(), () -> sipp.process().log());
                String ladder = call.trace().ladder();
                List<String> seen = call.trace().messages().stream()
                        .filter(message -> !message.again() && !message.title().startsWith("100 "))
                        .map(message -> (message.sent() ? "> " : "< ") + message.title())
                        .toList();
                List<String> starts =
                        List.of("< INVITE ", "> 180 ", "> 200 OK (INVITE)", "< ACK ", "< BYE ", "> 200 OK (BYE)");
                assertEquals(starts.size(), seen.size(), ladder);
                for (int i = 0; i < starts.size(); i++) {
                    assertTrue(seen.get(i).startsWith(starts.get(i)), ladder);
                }
                assertTrue(
                        call.trace().messages().stream()
                                .anyMatch(message -> message.again()
                                        && message.sent()
                                        && message.title().startsWith("200 OK (INVITE)")),
                        ladder);
                assertTrue(call.trace().text().contains("m=audio"), ladder);
            }
        }
    }

    private static List<String> titles(Call call, String start) {
        return call.trace().messages().stream()
                .map(CallTrace.Message::title)
                .filter(title -> title.startsWith(start))
                .toList();
    }
}
