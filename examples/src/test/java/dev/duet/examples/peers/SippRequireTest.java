package dev.duet.examples.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

/** What the other side requires (RFC 3261 8.2.2.3, 20.32), with SIPp. */
@NeedsPeers({"kamailio", "sipp"})
class SippRequireTest {

    @TempDir
    private Path folder;

    @Test
    void sippIsToldWhatWeDoNotUnderstand() {
        try (Kamailio kamailio = Kamailio.start(folder, "MD5");
                Account account = PeerAccounts.sip(kamailio, "alice", Transport.UDP, "PCMU")) {
            Futures.await(account.connect());
            BlockingQueue<Call> incoming = new LinkedBlockingQueue<>();
            account.on(IncomingCall.class, event -> incoming.add(event.call()));
            try (Sipp sipp = Sipp.caller(folder, "sipp-demanding-caller.xml", kamailio, "alice")) {
                SippEcho.isHeard(folder, Futures.next(incoming), sipp, Call::answer);
                assertEquals(0, incoming.size(), "nothing rang for the first");
            }
        }
    }
}
