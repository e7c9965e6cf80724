package dev.duet.examples.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.event.IncomingCall;
import dev.duet.examples.Futures;
import dev.duet.model.AccountConfig;
import dev.duet.model.Address;
import dev.duet.model.Capability;
import dev.duet.model.LinkPhase;
import dev.duet.model.LinkState;
import dev.duet.model.Protocol;
import dev.duet.model.XmppConfig;
import dev.duet.sandbox.DuetSandbox;
import dev.duet.sandbox.SandboxUser;
import dev.duet.sandbox.XmppServer;
import dev.duet.sandbox.wire.Direction;
import dev.duet.sandbox.wire.TcpWire;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Hostile bytes on the streams of XMPP while a Jingle call runs. Bounded in number, with fixed seeds. */
@Tag("beside")
class HostileStreamTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private final DuetSandbox sandbox = DuetSandbox.builder()
            .xmpp(xmpp -> xmpp.startTls(XmppServer.StartTls.OPTIONAL).resumption(Duration.ofSeconds(60)))
            .build();
    private final SandboxAccounts accounts = SandboxAccounts.of(sandbox);
    private final SandboxUser alice = sandbox.addUser("alice", "secret-a");
    private final SandboxUser bob = sandbox.addUser("bob", "secret-b");
    private final BlockingQueue<Call> rung = new LinkedBlockingQueue<>();
    private final Escapes escapes = new Escapes();
    private final Mutations mutations = new Mutations(31);

    @AfterEach
    void nothingEscaped() {
        try {
            escapes.assertNone();
        } finally {
            escapes.close();
            sandbox.close();
        }
    }

    private Account signedIn(AccountConfig config) {
        Account account = Duet.open(config);
        account.on(IncomingCall.class, event -> rung.add(event.call()));
        Futures.await(account.connect());
        return account;
    }

    private Account xmpp(SandboxUser user, XmppConfig.Encryption encryption, int port) {
        return signedIn(AccountConfig.builder(user.name())
                .xmpp(user.jid(), user.password(), half -> accounts.xmpp()
                        .apply(half)
                        .server("127.0.0.1", port)
                        .encryption(encryption))
                .acceptContacts(true)
                .build());
    }

    private static void online(Account account, Protocol protocol) {
        await("the link")
                .atMost(SOON)
                .until(() -> account.link(protocol).state().phase() == LinkPhase.ONLINE);
    }

    private Talk jingle(Account here) {
        sandbox.xmpp().befriend("alice", "bob");
        await("Bob's device").atMost(SOON).until(() -> here.contacts()
                .find(bob.jid())
                .filter(contact -> contact.capabilities().contains(Capability.AUDIO_CALL))
                .isPresent());
        Call call = here.call(here.contacts().find(bob.jid()).orElseThrow());
        return Talk.begin(call, Futures.next(rung));
    }

    private void breaks(TcpWire wire, Account account, byte[] bytes) {
        long before = wire.accepted();
        wire.inject(Direction.DOWN, bytes);
        await("the end of the stream")
                .atMost(SOON)
                .until(() -> account.link(Protocol.XMPP).state().phase() != LinkPhase.ONLINE);
        account.networkChanged(); // or each further attempt would wait for longer
        online(account, Protocol.XMPP);
        assertTrue(wire.accepted() > before);
    }

    /** The session ends with the stream, as it must (RFC 6120 4.9.1.1); the next has the same name, and the calls. */
    @Test
    void whatIsNoXmlEndsAStreamAndNoCall() {
        try (TcpWire wire = sandbox.tcpWire(sandbox.xmpp().port());
                Account here = xmpp(alice, XmppConfig.Encryption.PLAIN, wire.port());
                Account there =
                        xmpp(bob, XmppConfig.Encryption.PLAIN, sandbox.xmpp().port())) {
            Talk talk = jingle(here);
            for (byte[] bytes : List.of(
                    mutations.noise(3000),
                    "<iq><query></iq><presence/>".getBytes(StandardCharsets.UTF_8),
                    "<!DOCTYPE x [<!ENTITY y 'z'>]>".getBytes(StandardCharsets.UTF_8))) {
                breaks(wire, here, bytes);
                talk.goesOn();
            }
            online(there, Protocol.XMPP);
            talk.end();
        }
    }

    /** The connection breaks, and the session is resumed. */
    @Test
    void aSpoiltRecordOfTlsEndsAConnectionAndNoCall() {
        try (TcpWire wire = sandbox.tcpWire(sandbox.xmpp().port());
                Account here = xmpp(alice, XmppConfig.Encryption.STARTTLS, wire.port());
                Account there =
                        xmpp(bob, XmppConfig.Encryption.STARTTLS, sandbox.xmpp().port())) {
            Talk talk = jingle(here);
            LinkState before = here.link(Protocol.XMPP).state();
            for (int type : new int[] {21, 23}) {
                breaks(wire, here, record(type, 40, 40));
                talk.goesOn();
            }
            assertTrue(sandbox.xmpp().exchange().stream()
                    .anyMatch(each -> each.text().contains("<resumed")));
            assertEquals(selfOf(before), selfOf(here.link(Protocol.XMPP).state()));
            // What it says of its length is not so: all that comes is taken for its rest, and nothing breaks by itself.
            wire.inject(Direction.DOWN, record(23, 16_000, 100));
            talk.goesOn();
            online(there, Protocol.XMPP);
            talk.end();
        }
    }

    private static Address selfOf(LinkState state) {
        return ((LinkState.Online) state).self();
    }

    private byte[] record(int type, int told, int length) {
        return ByteBuffer.allocate(5 + length)
                .put((byte) type)
                .putShort((short) 0x0303)
                .putShort((short) told)
                .put(mutations.exactly(length))
                .array();
    }
}
