package dev.duet.examples.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.event.IncomingCall;
import dev.duet.examples.Futures;
import dev.duet.model.Address;
import dev.duet.model.EndReason;
import dev.duet.model.SipConfig.Transport;
import dev.duet.model.WireDetail;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Redirection (RFC 3261 8.1.3.4, 21.3) with SIPp through Kamailio, in both roles. */
@NeedsPeers({"kamailio", "sipp"})
class SippRedirectTest {

    @TempDir
    private Path folder;

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void weFollowToTheBestPlace() {
        try (Sipp there = Sipp.callee(folder, "sipp-callee.xml");
                Sipp here = Sipp.callee(folder, "sipp-redirecting-callee.xml", 1, Map.of("target", there.uri()))) {
            SippEcho.isHeard(folder, here.uri(), there, call -> {});
            assertTrue(here.succeeded(), () -> here.process().log());
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void weSendSippElsewhere() {
        try (Kamailio kamailio = Kamailio.start(folder, "MD5");
                Account account = PeerAccounts.sip(kamailio, "alice", Transport.TLS, "PCMU")) {
            Futures.await(account.connect());
            BlockingQueue<Call> incoming = new LinkedBlockingQueue<>();
            account.on(IncomingCall.class, event -> incoming.add(event.call()));
            try (Sipp sipp = Sipp.caller(folder, "sipp-redirected-caller.xml", kamailio, "alice")) {
                EndReason end = Futures.await(Futures.next(incoming)
                        .forward(Address.parse("sip:bob@sip.test"), Address.parse("tel:+15551234")));
                assertEquals(EndReason.Kind.FORWARDED, end.kind());
                assertTrue(sipp.succeeded(), () -> sipp.process().log());
                List<String> contacts = sipp.logged()
                        .lines()
                        .filter(line -> line.startsWith("Contact:"))
                        .toList();
                assertEquals(List.of("Contact: <sip:bob@sip.test>;q=1.0,<tel:+15551234>;q=0.9"), contacts);
            }
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @CsvSource({"sipp-proxying-callee.xml, 305, Use Proxy", "sipp-alternative-callee.xml, 380, Alternative Service"})
    void weGoNowhereElseForOtherThanMoved(String scenario, int status, String phrase) {
        try (Sipp sipp = Sipp.callee(folder, scenario)) {
            EndReason end = calling(sipp);
            assertEquals(EndReason.Kind.FAILED, end.kind());
            assertEquals(WireDetail.sip(status, phrase), end.wire());
            assertTrue(sipp.succeeded(), () -> sipp.process().log());
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void weTryFivePlacesAtMost() {
        try (Sipp sipp = Sipp.callee(folder, "sipp-scattering-callee.xml")) {
            assertEquals(EndReason.Kind.NOT_FOUND, calling(sipp).kind());
            assertTrue(sipp.succeeded(), () -> sipp.process().log());
            assertEquals("1\n2\n3\n4\n5", sipp.logged());
        }
    }

    private EndReason calling(Sipp sipp) {
        try (Kamailio kamailio = Kamailio.start(folder, "MD5");
                Account account = PeerAccounts.sip(kamailio, "alice", Transport.UDP, "PCMU")) {
            Futures.await(account.connect());
            return Futures.await(account.call(sipp.uri()).ended());
        }
    }
}
