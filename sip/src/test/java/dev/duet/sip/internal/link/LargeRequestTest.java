package dev.duet.sip.internal.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Delivery;
import dev.duet.model.LinkState;
import dev.duet.model.SipConfig.Transport;
import dev.duet.spi.Link;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** RFC 3261 18.1.1: what is too large for UDP goes by TCP, where the server takes it. */
class LargeRequestTest {

    private final TestRuntime runtime = new TestRuntime();
    private final Recorder alice = new Recorder();
    private TwoWayServer server;
    private Link link;

    private void signIn(boolean tcp) throws IOException {
        server = TwoWayServer.start(tcp);
        link = runtime.link(
                TestRuntime.config("alice", "secret", "example.com", half -> half.server("127.0.0.1", server.port())
                        .transport(Transport.UDP)
                        .publishPresence(false)),
                alice);
        runtime.run(link::connect);
        alice.awaitState(LinkState.Online.class);
    }

    @AfterEach
    void close() {
        runtime.close();
        server.close();
    }

    private TwoWayServer.Came send(String id, int length) {
        runtime.run(() -> link.send(id, Phones.address("bob"), "x".repeat(length)));
        Recorder.Delivered told =
                alice.await(Recorder.Delivered.class, each -> each.id().equals(id));
        assertEquals(Delivery.DELIVERED, told.delivery(), told::toString);
        List<TwoWayServer.Came> messages = server.came("MESSAGE");
        return messages.get(messages.size() - 1);
    }

    @Test
    void whatIsLargeGoesByOneConnectionAndWhatIsNotByUdp() throws IOException {
        signIn(true);
        assertEquals("UDP", send("id-of-the-first", 100).transport());

        TwoWayServer.Came large = send("id-of-the-second", 1300);

        assertEquals("TCP", large.transport());
        String via = large.header("Via");
        assertTrue(via.startsWith("SIP/2.0/TCP 127.0.0.1:" + large.from() + ";"), via);
        assertEquals("TCP", send("id-of-the-third", 5000).transport());
        assertEquals(1, server.connections());
        assertEquals("UDP", send("id-of-the-fourth", 100).transport());
    }

    @Test
    void aConnectionThatBrokeIsReplaced() throws IOException {
        signIn(true);
        send("id-of-the-first", 2000);
        server.breakConnections();
        server.awaitNoConnection();

        assertEquals("TCP", send("id-of-the-second", 2000).transport());

        assertEquals(2, server.connections());
    }

    @Test
    void whereNobodyTakesConnectionsItGoesByUdp() throws IOException {
        signIn(false);

        TwoWayServer.Came large = send("id-of-the-first", 5000);

        assertEquals("UDP", large.transport());
        assertTrue(large.header("Via").startsWith("SIP/2.0/UDP "), large.header("Via"));
        assertEquals("UDP", send("id-of-the-second", 5000).transport());
    }
}
