package dev.duet.sip.internal.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.duet.model.LinkState;
import dev.duet.model.SipConfig.Transport;
import dev.duet.model.SipLimits;
import dev.duet.sandbox.SipServer;
import dev.duet.sandbox.Users;
import dev.duet.spi.Link;
import dev.duet.spi.LinkListener.IncomingMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An account with narrow limits beside one with the usual ones: a peer who is beyond them, and others. */
class AccountLimitsTest {

    private static final SipLimits NARROW = SipLimits.DEFAULTS
            .withSizes(4096, 40, 1024)
            .withTransactions(new SipLimits.Bound(3, 6, 100))
            .withCalls(new SipLimits.Bound(1, 1, 10), new SipLimits.Bound(1, 1, 10));

    private final Users users = new Users("example.com");
    private final TestRuntime runtime = new TestRuntime();
    private SipServer server;
    private Link alice;
    private final Recorder ofAlice = new Recorder();
    private final Recorder ofBob = new Recorder();
    private RawPeer toAlice;
    private RawPeer toBob;

    @BeforeEach
    void bothAreSignedIn() {
        server = SipServer.start(SipServer.Config.builder(users).build());
        alice = signIn("alice", NARROW, ofAlice);
        signIn("bob", SipLimits.DEFAULTS, ofBob);
        toAlice = new RawPeer(server, "alice");
        toBob = new RawPeer(server, "bob");
    }

    private Link signIn(String user, SipLimits limits, Recorder recorder) {
        users.add(user, "secret");
        Link link = runtime.link(
                TestRuntime.config(user, "secret", "example.com", half -> half.server("127.0.0.1", server.udpPort())
                        .transport(Transport.UDP)
                        .limits(limits)),
                recorder);
        runtime.run(link::connect);
        recorder.awaitState(LinkState.Online.class);
        return link;
    }

    @AfterEach
    void close() {
        toAlice.close();
        toBob.close();
        runtime.close();
        server.close();
    }

    private static String text(RawPeer peer, String id, int length) {
        return peer.request("MESSAGE", id, 1, "", "Content-Type: text/plain\r\n", "x".repeat(length));
    }

    @Test
    void whatIsTooLargeForOneAccountIsNotForTheOther() {
        toAlice.send(text(toAlice, "large", 1025));
        toAlice.receive("SIP/2.0 413");
        toAlice.send(text(toAlice, "fits", 1024));
        toAlice.receive("SIP/2.0 200");
        toBob.send(text(toBob, "large", 1025));
        toBob.receive("SIP/2.0 200");
        assertEquals(1025, ofBob.await(IncomingMessage.class).body().length());
    }

    @Test
    void whoFloodsIsRefusedAndTheServerIsServed() {
        for (int i = 0; i < 3; i++) {
            toAlice.send(toAlice.request("OPTIONS", "flood" + i, 1, "", "", ""));
            toAlice.receive("SIP/2.0 200");
        }
        toAlice.send(toAlice.request("OPTIONS", "beyond", 1, "", "", ""));
        toAlice.receive("SIP/2.0 503");
        for (int i = 0; i < 10; i++) {
            String id = "id-of-message-" + i;
            runtime.run(() -> alice.send(id, Phones.address("alice"), "to myself, by the server"));
            ofAlice.await(IncomingMessage.class, message -> message.id().equals(id));
        }
        for (int i = 0; i < 10; i++) {
            toBob.send(toBob.request("OPTIONS", "other" + i, 1, "", "", ""));
            toBob.receive("SIP/2.0 200");
        }
    }

    @Test
    void oneCallOfAStrangerRingsAndTheNextIsTurnedAway() {
        String sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                + "m=audio 9000 RTP/AVP 0\r\n";
        toAlice.send(toAlice.request("INVITE", "first", 1, "", "", sdp));
        toAlice.receive("SIP/2.0 100");
        toAlice.send(toAlice.request("INVITE", "second", 1, "", "", sdp));
        toAlice.receive("SIP/2.0 486");
    }
}
