package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.examples.Futures;
import dev.duet.model.CallTrace;
import dev.duet.model.SipConfig.Transport;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a call's trace shows, with SIPp. */
@NeedsPeers({"kamailio", "sipp"})
class SippTraceTest {

    @TempDir
    private Path folder;

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

    private static List<String> titles(Call call, String start) {
        return call.trace().messages().stream()
                .map(CallTrace.Message::title)
                .filter(title -> title.startsWith(start))
                .toList();
    }
}
