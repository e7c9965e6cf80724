package dev.duet.examples.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.examples.Futures;
import dev.duet.model.Address;
import dev.duet.model.EndReason;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Taking what rings or waits elsewhere (RFC 5359 2.15, 2.16) by the dialogs that SIPp, also the server, tells. */
@NeedsPeers("sipp")
class SippPickupTest {

    @TempDir
    private Path folder;

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @CsvSource({
        "early, recipient, there;to-tag=t1;from-tag=t2;early-only",
        "confirmed, initiator, there;to-tag=t1;from-tag=t2"
    })
    void weTakeWhatSippTells(String state, String direction, String replaces) {
        Map<String, String> words = Map.of("state", state, "direction", direction);
        try (Sipp sipp = Sipp.callee(folder, "sipp-told-callee.xml", 3, words);
                Account account = PeerAccounts.sip(sipp, half -> half.publishPresence(false))) {
            Futures.await(account.connect());
            String carol = "sip:carol@sipp.test";
            Call taken = state.equals("early") ? account.pickUp(carol) : account.retrieve(carol);
            SippEcho.isHeard(folder, taken, sipp, call -> {});
            assertEquals(Address.parse("sip:bob@sipp.test"), taken.remote());
            assertEquals(replaces, sipp.logged());
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void whatIsNotThereIsNotTaken() {
        Map<String, String> words = Map.of("state", "confirmed", "direction", "recipient");
        try (Sipp sipp = Sipp.callee(folder, "sipp-told-callee.xml", 2, words);
                Account account = PeerAccounts.sip(sipp, half -> half.publishPresence(false))) {
            Futures.await(account.connect());
            Call nothing = account.pickUp("sip:carol@sipp.test");
            assertEquals(
                    EndReason.Kind.NOT_FOUND, Futures.await(nothing.ended()).kind());
            assertTrue(sipp.succeeded(), () -> sipp.process().log());
        }
    }
}
