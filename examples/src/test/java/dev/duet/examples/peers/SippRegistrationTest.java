package dev.duet.examples.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Account;
import dev.duet.examples.Futures;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Registration (RFC 3261 10.2, 22) at SIPp. */
@NeedsPeers("sipp")
@Tag("beside")
class SippRegistrationTest {

    @TempDir
    private Path folder;

    @Test
    void weProveThePasswordFollowTheIntervalAndRefreshInTime() {
        try (Sipp sipp = Sipp.callee(folder, "sipp-registrar.xml");
                Account account = PeerAccounts.sip(sipp, half -> half.registrationExpiry(Duration.ofSeconds(10)))) {
            Futures.await(account.connect());
            assertEquals("refreshed", sipp.logged());
            Futures.await(account.disconnect());
            assertTrue(sipp.succeeded(), () -> sipp.process().log());
        }
    }
}
