package dev.duet.examples.peers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Account;
import dev.duet.model.SipConfig.Transport;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing in and calls both ways by IPv6, signalling and sound, with SIPp. */
@NeedsPeers("sipp")
class SippIpv6Test {

    @TempDir
    private Path folder;

    private Sipp sipp(Sipp.Place place) {
        return Sipp.server(folder, "sipp-two-way-server.xml", place);
    }

    private static Account account(Sipp sipp, Transport transport) {
        return PeerAccounts.sipp(
                half -> half.server("::1", sipp.port()).transport(transport).publishPresence(false));
    }

    @Test
    void byUdpEachSideCallsTheOtherAndHearsItself() {
        try (Sipp sipp = sipp(Sipp.Place.udp("::1"));
                Account account = account(sipp, Transport.UDP)) {
            SippTalk.begin(account)
                    .heardBothWays(folder, Speech.beginning(folder))
                    .end();
            assertTrue(
                    sipp.did("answered", "called", "gone"), () -> sipp.process().log());
            assertTrue(sipp.said().contains("@[0:0:0:0:0:0:0:1]:"), sipp::said);
        }
    }

    @Test
    void byTcpEachSideCallsTheOther() {
        try (Sipp sipp = sipp(Sipp.Place.tcp("::1"));
                Account account = account(sipp, Transport.TCP)) {
            SippTalk.begin(account).connectedBothWays().end();
            assertTrue(
                    sipp.did("answered", "called", "gone"), () -> sipp.process().log());
            assertTrue(sipp.said().contains("@[0:0:0:0:0:0:0:1]:"), sipp::said);
        }
    }
}
