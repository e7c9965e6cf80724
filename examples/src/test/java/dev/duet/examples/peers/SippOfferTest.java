package dev.duet.examples.peers;

import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.event.IncomingCall;
import dev.duet.examples.Futures;
import dev.duet.model.SipConfig.Transport;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Calls in which who is called makes the offer (RFC 3261 13.2.1, RFC 3264), with SIPp, in both roles. */
@NeedsPeers({"kamailio", "sipp"})
class SippOfferTest {

    @TempDir
    private Path folder;

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void sippIsCalledAndOffers() {
        try (Kamailio kamailio = Kamailio.start(folder, "MD5");
                Sipp sipp = Sipp.callee(folder, "sipp-offering-callee.xml");
                Account account = PeerAccounts.sip(
                        "alice",
                        half -> PeerAccounts.at(kamailio, Transport.TCP)
                                .apply(half)
                                .delayedOffer(true),
                        "PCMU")) {
            Futures.await(account.connect());
            SippEcho.isHeard(folder, account.call(sipp.uri()), sipp, call -> {});
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void sippCallsAndWeOffer() {
        try (Kamailio kamailio = Kamailio.start(folder, "MD5");
                Account account = PeerAccounts.sip(kamailio, "alice", Transport.TCP, "PCMU")) {
            Futures.await(account.connect());
            BlockingQueue<Call> incoming = new LinkedBlockingQueue<>();
            account.on(IncomingCall.class, event -> incoming.add(event.call()));
            try (Sipp sipp = Sipp.caller(folder, "sipp-late-caller.xml", kamailio, "alice")) {
                SippEcho.isHeard(folder, Futures.next(incoming), sipp, Call::answer);
            }
        }
    }
}
