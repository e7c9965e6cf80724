package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Account;
import dev.duet.examples.Futures;
import dev.duet.model.AccountState;
import dev.duet.model.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
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

    @Test
    void aRegistrarWithoutTimeIsAskedLater() {
        try (Sipp sipp = Sipp.callee(folder, "sipp-busy-registrar.xml", 2, Map.of());
                Account account = PeerAccounts.sip(sipp, half -> half.publishPresence(false))) {
            assertEquals(Failure.Retry.LATER, Futures.failure(account.connect()).retry());
            double waited = Double.parseDouble(sipp.logged());
            await("the registration").until(() -> account.state().summary() == AccountState.Summary.ONLINE);
            assertTrue(waited >= 3, "seconds: " + waited);
            Futures.await(account.disconnect());
            assertTrue(sipp.succeeded(), () -> sipp.process().log());
        }
    }
}
