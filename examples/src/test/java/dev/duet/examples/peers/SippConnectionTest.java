package dev.duet.examples.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Account;
import dev.duet.model.SipConfig.Transport;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections with SIPp (RFC 3261 18): the one that is used for everything, its end, and one beside UDP. */
@NeedsPeers("sipp")
@Tag("beside")
class SippConnectionTest {

    /** A call to somebody of that name is too large for UDP. */
    private static final String LONG = "bob".repeat(300);

    @TempDir
    private Path folder;

    private Sipp server(String scenario, Sipp.Place place) {
        return Sipp.server(folder, scenario, place);
    }

    @Test
    void whenItBreaksThereIsAnotherAndCallsGoByThatOne() {
        try (Sipp first = server("sipp-server.xml", Sipp.Place.tcp("127.0.0.1"));
                Sipp second = server("sipp-two-way-server.xml", Sipp.Place.tcp("127.0.0.1"));
                SipRelay relay = SipRelay.tcp(first.port());
                Account account = PeerAccounts.sipp(half -> half.server("127.0.0.1", relay.port())
                        .transport(Transport.TCP)
                        .publishPresence(false))) {
            SippTalk talk = SippTalk.begin(account);
            relay.leadTo(second.port());
            SippTalk.hangUp(talk.dialled());
            assertTrue(first.did("called"), () -> first.process().log());
            assertEquals(1, relay.accepted());
            first.process().close(); // and with it the connection

            talk.connectedBothWays().end();

            assertTrue(second.did("answered", "called", "gone"), () -> second.process()
                    .log());
            assertEquals(2, relay.accepted());
        }
    }

    @Test
    void whatIsTooLargeForUdpGoesByTcpWithAllOfItsCall() {
        Sipp.Place udp = Sipp.Place.udp("127.0.0.1");
        try (Sipp registrar = server("sipp-server.xml", udp);
                Sipp callee = Sipp.callee(
                        folder, "sipp-tcp-callee.xml", 1, Map.of(), new Sipp.Place("127.0.0.1", udp.port(), true));
                Account account = PeerAccounts.sip(registrar, half -> half.publishPresence(false))) {
            SippTalk talk = SippTalk.begin(account);
            SippTalk.hangUp(talk.dialled(LONG));
            assertTrue(callee.succeeded(), () -> callee.process().log());
            talk.end();
            assertTrue(registrar.did("gone"), () -> registrar.process().log());
        }
    }

    @Test
    void whereNobodyTakesTcpItGoesByUdp() {
        try (Sipp server = server("sipp-server.xml", Sipp.Place.udp("127.0.0.1"));
                Account account = PeerAccounts.sip(server, half -> half.publishPresence(false))) {
            SippTalk talk = SippTalk.begin(account);
            SippTalk.hangUp(talk.dialled(LONG));
            talk.end();
            assertTrue(server.did("called", "gone"), () -> server.process().log());
        }
    }
}
