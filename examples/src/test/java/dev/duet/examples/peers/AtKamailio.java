package dev.duet.examples.peers;

import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.event.IncomingCall;
import dev.duet.examples.Futures;
import dev.duet.model.SipConfig.Transport;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of Alice, who is signed in at a Kamailio that is there for each of them alone. */
abstract class AtKamailio {

    @TempDir
    Path folder;

    Kamailio kamailio;
    Account alice;

    /** The calls that ring at Alice. */
    final BlockingQueue<Call> incoming = new LinkedBlockingQueue<>();

    @BeforeEach
    void signIn() {
        kamailio = Kamailio.start(folder, "MD5");
        alice = open();
        alice.on(IncomingCall.class, event -> incoming.add(event.call()));
        Futures.await(alice.connect());
    }

    /** Opens Alice's account. */
    Account open() {
        return PeerAccounts.sip(kamailio, "alice", Transport.TCP, "PCMU");
    }

    @AfterEach
    void signOut() {
        alice.close();
        kamailio.close();
    }
}
