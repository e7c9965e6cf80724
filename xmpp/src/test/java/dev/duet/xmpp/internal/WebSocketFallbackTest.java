package dev.duet.xmpp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.Failure.Kind;
import dev.duet.model.LinkPhase;
import dev.duet.model.Secret;
import dev.duet.model.Trust;
import dev.duet.model.XmppConfig;
import dev.duet.sandbox.Users;
import dev.duet.sandbox.XmppServer;
import dev.duet.spi.Link;
import dev.duet.xmpp.internal.stream.WebClients;
import dev.duet.xmpp.internal.stream.WebSocketGateway;
import dev.duet.xmpp.internal.xep0156.HostMetaServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Finding WebSocket (XEP-0156) where TCP cannot get through. */
class WebSocketFallbackTest {

    private static final String PATH = "/.well-known/host-meta";

    private final HostMetaServer site = new HostMetaServer(Fixture.AUTHORITY.serverContext("localhost"));
    private final XmppServer server = server();
    private final WebSocketGateway gateway = new WebSocketGateway(
            Fixture.AUTHORITY.serverContext("localhost"), Fixture.AUTHORITY.trustingContext(), server.directTlsPort());
    private final TestRuntime runtime = new TestRuntime();
    private final XmppStack stack = new XmppStack(runtime, new WebClients(site.port()));
    private final Facts facts = new Facts();

    private static XmppServer server() {
        Users users = new Users("localhost");
        users.add("alice", "alice-secret");
        return XmppServer.start(
                XmppServer.Config.builder(users, Fixture.AUTHORITY).build());
    }

    @AfterEach
    void close() {
        stack.close();
        runtime.close();
        gateway.close();
        server.close();
        site.close();
    }

    private void connect(int port, boolean fallback, LinkPhase until) {
        XmppConfig config = XmppConfig.builder(Address.xmpp("alice@localhost"), Secret.of("alice-secret"))
                .server("127.0.0.1", port)
                .trust(Trust.authorities(Fixture.PEM))
                .webSocketFallback(fallback)
                .timeout(Duration.ofSeconds(20))
                .build();
        Link link = runtime.onLoop(() -> stack.link(config, facts));
        runtime.onLoop(link::connect);
        Fixture.eventually(() -> facts.state().phase() == until);
    }

    private static int nobody() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return taken.getLocalPort();
        }
    }

    @Test
    void isUsedWhenNobodyIsReachedByTcp() throws IOException {
        site.answer(
                PATH,
                200,
                HostMetaServer.hostMeta(
                        "ws://localhost/plain",
                        "wss://localhost:" + nobody() + "/gone",
                        gateway.uri().toString()));
        connect(nobody(), true, LinkPhase.ONLINE);
        assertEquals(1, gateway.accepted());
        assertEquals(List.of(PATH), site.asked());
    }

    @Test
    void isNotAskedForWhereTcpWillDo() {
        site.answer(PATH, 200, HostMetaServer.hostMeta(gateway.uri().toString()));
        connect(server.port(), true, LinkPhase.ONLINE);
        assertEquals(0, gateway.accepted());
        assertEquals(List.of(), site.asked());
    }

    @Test
    void isNotAskedForUnlessSomebodySaidSo() throws IOException {
        site.answer(PATH, 200, HostMetaServer.hostMeta(gateway.uri().toString()));
        connect(nobody(), false, LinkPhase.WAITING);
        assertEquals(List.of(), site.asked());
    }

    @Test
    void whereNoneIsToldTheFailureIsThatOfTcp() throws IOException {
        int port = nobody();
        site.answer(PATH, 200, "<XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'><Link></XRD>");
        connect(port, true, LinkPhase.WAITING);
        assertEquals(Kind.NETWORK, facts.failure().kind());
        assertTrue(
                facts.failure().message().contains("127.0.0.1:" + port),
                facts.failure().message());
        assertEquals(PATH, site.asked().get(0));
    }
}
