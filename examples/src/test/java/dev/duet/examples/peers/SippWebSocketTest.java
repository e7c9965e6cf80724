package dev.duet.examples.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Account;
import dev.duet.model.SipConfig.Transport;
import dev.duet.model.Trust;
import dev.duet.sandbox.TestAuthority;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SIPp behind WebSocket (RFC 7118): signing in and calls both ways. */
@NeedsPeers("sipp")
@Tag("beside")
class SippWebSocketTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"WS", "WSS"})
    void weCallSippAndSippCallsUs(Transport transport) {
        TestAuthority authority = TestAuthority.create();
        try (Sipp sipp = Sipp.server(folder, "sipp-two-way-server.xml", Sipp.Place.tcp("127.0.0.1"));
                SipRelay relay = SipRelay.webSocket(
                        sipp.port(), transport.isSecure() ? authority.serverContext("sipp.test") : null);
                Account account = PeerAccounts.sipp(half -> half.server("127.0.0.1", relay.port())
                        .transport(transport)
                        .trust(Trust.authorities(authority.writePem(folder)))
                        .publishPresence(false))) {
            SippTalk.begin(account).connectedBothWays().end();
            assertTrue(
                    sipp.did("answered", "called", "gone"), () -> sipp.process().log());
            assertTrue(sipp.said().contains(";transport=ws"), sipp::said);
            assertEquals(1, relay.accepted());
        }
    }
}
