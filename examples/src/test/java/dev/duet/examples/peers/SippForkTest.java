package dev.duet.examples.peers;

import dev.duet.api.Account;
import dev.duet.examples.Futures;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that ring at several devices (RFC 3261 13.2.2.4), with SIPp for a proxy and all of them. */
@NeedsPeers("sipp")
class SippForkTest {

    @TempDir
    private Path folder;

    @Test
    void theFirstThatTakesTheCallHasIt() {
        try (Sipp sipp = Sipp.callee(folder, "sipp-forking-callee.xml", 2, Map.of());
                Account account = PeerAccounts.sip(sipp, half -> half.publishPresence(false))) {
            Futures.await(account.connect());
            SippEcho.isHeard(folder, account.call("sip:bob@sipp.test"), sipp, call -> {});
        }
    }
}
