package dev.duet.xmpp.internal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.LinkPhase;
import dev.duet.model.MessageContent.Text;
import dev.duet.model.XmppConfig.Encryption;
import dev.duet.sandbox.XmppServer;
import dev.duet.xmpp.internal.Fixture.Client;
import dev.duet.xmpp.internal.stream.WebSocketGateway;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that says more than anybody looks at. */
class BackPressureTest {

    private static final int MESSAGES = 5_000;
    private static final String LONG = "x".repeat(8_000); // 40 MB in all: more than sockets hold

    private final Fixture fixture = new Fixture(builder -> builder.startTls(XmppServer.StartTls.OPTIONAL));
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger said = new AtomicInteger();

    private interface Says {
        void say(String xml) throws IOException;
    }

    @AfterEach
    void close() {
        goOn.countDown();
        fixture.close();
    }

    private void holdTheLoop() {
        CountDownLatch held = new CountDownLatch(1);
        fixture.runtime.loop().execute(() -> {
            held.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Fixture.eventually(() -> held.getCount() == 0);
    }

    private Thread flood(Says server) {
        Thread flood = new Thread(() -> {
            try {
                for (int i = 0; i < MESSAGES; i++) {
                    server.say("<message xmlns='jabber:client' type='chat' from='bob@example.org/b' id='" + i
                            + "'><body>" + i + LONG + "</body></message>");
                    said.incrementAndGet();
                }
            } catch (IOException e) {
                // the number of what was said tells
            }
        });
        flood.setDaemon(true);
        flood.start();
        return flood;
    }

    /** Waits until nothing more is taken from the server, or all was. */
    private int awaitStandstill() {
        AtomicInteger before = new AtomicInteger(-1);
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> before.getAndSet(said.get()) == said.get());
        return said.get();
    }

    private static Thread waitingReader() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> Arrays.stream(thread.getValue())
                        .anyMatch(frame -> frame.getMethodName().equals("awaitRoom")))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private void theServerWaitsAndNothingIsLost(Client alice, Says server) throws InterruptedException {
        holdTheLoop();
        Thread flood = flood(server);
        int taken = awaitStandstill();
        assertTrue(taken < MESSAGES, "All " + taken + " were read, and nobody looks at them");

        goOn.countDown();
        flood.join();
        Fixture.eventually(() -> alice.facts.messages.size() == MESSAGES);
        List<String> ids =
                IntStream.range(0, MESSAGES).mapToObj(Integer::toString).toList();
        assertEquals(
                ids, alice.facts.messages.stream().map(message -> message.id()).toList());
        assertTrue(alice.facts.messages.stream()
                .allMatch(message ->
                        message.content() instanceof Text text && text.body().equals(message.id() + LONG)));
        assertEquals(LinkPhase.ONLINE, alice.facts.state().phase());
    }

    @Test
    void aServerIsReadNoFasterThanItIsLookedAtByTcp() throws Exception {
        try (InjectingProxy proxy = new InjectingProxy(fixture.server.port())) {
            Client alice = fixture.client(fixture.config("alice")
                            .server("127.0.0.1", proxy.port())
                            .encryption(Encryption.PLAIN))
                    .online();
            theServerWaitsAndNothingIsLost(alice, proxy::say);
        }
    }

    @Test
    void aServerIsReadNoFasterThanItIsLookedAtByWebSocket() throws Exception {
        try (WebSocketGateway gateway = new WebSocketGateway(
                Fixture.AUTHORITY.serverContext("localhost"),
                Fixture.AUTHORITY.trustingContext(),
                fixture.server.directTlsPort())) {
            Client alice = fixture.client(fixture.config("alice").webSocket(gateway.uri()))
                    .online();
            theServerWaitsAndNothingIsLost(alice, xml -> gateway.inject(WebSocketGateway.frame(xml)));
        }
    }

    @Test
    void aStreamThatIsGivenUpEndsThoughNobodyLooks() throws Exception {
        try (InjectingProxy proxy = new InjectingProxy(fixture.server.port())) {
            Client alice = fixture.client(fixture.config("alice")
                            .server("127.0.0.1", proxy.port())
                            .encryption(Encryption.PLAIN))
                    .online();
            holdTheLoop();
            flood(proxy::say);
            assertTrue(awaitStandstill() < MESSAGES);
            Thread reader = waitingReader();
            fixture.stack.close();
            Fixture.eventually(() -> !reader.isAlive());
            goOn.countDown();
            alice.reaches(LinkPhase.OFFLINE);
        }
    }
}
