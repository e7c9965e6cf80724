package dev.duet.examples.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.examples.Futures;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SIPp is a registrar with outbound, Path, Service-Route and GRUU, and then is called. */
@NeedsPeers("sipp")
@Tag("beside")
class SippOutboundTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "false, <sip:alice@sipp.test;gr=urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6>",
        "true, <sip:tgruu.7hs7vnzga5w7@sipp.test;gr>"
    })
    void callsGoByTheServiceRouteAndNameTheGruu(boolean anonymous, String contact) {
        try (Sipp sipp = Sipp.callee(folder, "sipp-outbound-registrar.xml", 2, Map.of());
                Account account = PeerAccounts.sip(
                        sipp, half -> half.publishPresence(false).anonymous(anonymous))) {
            Futures.await(account.connect());
            Call call = account.call("sip:bob@sipp.test");
            Futures.await(call.connected());
            assertEquals(contact, sipp.logged());
            Futures.await(call.hangup());
            assertTrue(sipp.succeeded(), () -> sipp.process().log());
        }
    }
}
