package dev.duet.sip.internal.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.nio.sctp.AssociationChangeNotification.AssocChangeEvent;
import com.sun.nio.sctp.MessageInfo;
import com.sun.nio.sctp.SctpChannel;
import com.sun.nio.sctp.SctpStandardSocketOptions;
import dev.duet.model.Failure;
import dev.duet.model.SipConfig.Transport;
import dev.duet.model.SipLimits;
import dev.duet.model.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All of it but the kernel. */
class SctpWireTest {

    private static final int LARGEST = 20_000;
    private static final SipLimits LIMITS = SipLimits.DEFAULTS.withSizes(LARGEST, 200, LARGEST);

    private final List<StandInChannel> made = new CopyOnWriteArrayList<>();
    private final Sctp sctp = Sctp.of(() -> {
        StandInChannel channel = new StandInChannel();
        made.add(channel);
        return channel;
    });
    private final Told told = new Told();
    private SctpListener listener;
    private Wire wire;

    @BeforeEach
    void listen() throws IOException {
        listener = SctpListener.ofStandIn(0);
    }

    @AfterEach
    void close() throws IOException {
        if (wire != null) {
            wire.close();
        }
        listener.close();
    }

    @Test
    void eachMessageIsOneOfSctpWithoutOrderAndWithoutProtocol() throws Exception {
        StandInChannel server = connect();

        wire.send(bytes("OPTIONS one"), remote());
        wire.send(bytes("OPTIONS two"), remote());

        for (String text : List.of("OPTIONS one", "OPTIONS two")) {
            ByteBuffer buffer = ByteBuffer.allocate(1000);
            MessageInfo info = server.receive(buffer, null, null);
            assertEquals(text, text(buffer));
            assertTrue(info.isComplete());
            assertTrue(info.isUnordered());
            assertEquals(0, info.streamNumber());
            assertEquals(0, info.payloadProtocolID());
        }
        assertEquals(true, made.get(0).getOption(SctpStandardSocketOptions.SCTP_NODELAY));
        assertEquals(0, made.get(0).getOption(SctpStandardSocketOptions.SCTP_FRAGMENT_INTERLEAVE));
    }

    @Test
    void itSaysWhereItIs() throws Exception {
        StandInChannel server = connect();

        assertEquals(Set.of(wire.local()), server.getRemoteAddresses());
        assertEquals(Transport.SCTP, wire.transport());
        assertEquals("sctp-127.0.0.1:" + listener.port(), wire.toString());
    }

    @Test
    void aMessageInPartsIsHandedOverWhole() throws Exception {
        StandInChannel server = connect();

        server.sendPart(bytes("INVITE "), 0, false);
        server.sendPart(bytes("in three "), 0, false);
        server.sendPart(bytes("parts"), 0, true);
        server.sendPart(bytes("BYE"), 0, true);
        server.sendPart(new byte[18_000], 0, true); // more than is read at once

        assertEquals("INVITE in three parts", new String(told.message(), StandardCharsets.UTF_8));
        assertEquals("BYE", new String(told.message(), StandardCharsets.UTF_8));
        assertArrayEquals(new byte[18_000], told.message());
        assertEquals(3, wire.heard());
    }

    @Test
    void messagesComeByAnyStream() throws Exception {
        StandInChannel server = connect();

        server.sendPart(bytes("one"), 7, true);
        server.sendPart(bytes("two"), 0, true);

        assertEquals("one", new String(told.message(), StandardCharsets.UTF_8));
        assertEquals("two", new String(told.message(), StandardCharsets.UTF_8));
    }

    /** Enough of it to refuse it; what follows is taken. */
    @Test
    void ofAMessageThatIsTooLargeNoMoreIsKept() throws Exception {
        StandInChannel server = connect();

        server.sendPart(new byte[LARGEST], 0, true);
        for (int i = 0; i < 9; i++) {
            server.sendPart(new byte[LARGEST], 0, false);
        }
        server.sendPart(new byte[1], 0, true);
        server.sendPart(bytes("BYE"), 0, true);

        assertEquals(LARGEST, told.message().length);
        assertEquals(LARGEST + 1, told.message().length);
        assertEquals("BYE", new String(told.message(), StandardCharsets.UTF_8));
        assertFalse(told.closed.isDone());
    }

    @Test
    void partsOfTwoMessagesThatComeMixedEndIt() throws Exception {
        StandInChannel server = connect();

        server.sendPart(bytes("one"), 0, false);
        server.sendPart(bytes("two"), 1, true);

        assertBroke("broke: a part of another message came in between");
        assertEquals(0, told.messages.size());
    }

    @Test
    void keepAlivesAreMessagesOfTheirOwn() throws Exception {
        StandInChannel server = connect();

        wire.ping(remote());
        server.sendPart(bytes("\r\n\r\n"), 0, true);
        server.sendPart(bytes("\r\n"), 0, true);
        server.sendPart(bytes("BYE"), 0, true);

        assertEquals("\r\n\r\n", receive(server));
        assertEquals("\r\n", receive(server));
        assertEquals("BYE", new String(told.message(), StandardCharsets.UTF_8));
        assertEquals(3, wire.heard());
    }

    @ParameterizedTest
    @CsvSource({
        "SHUTDOWN, closed the connection",
        "COMM_LOST, broke: the association was lost",
        "CANT_START, broke: the association was lost",
        "RESTART, broke: the peer began anew"
    })
    void whatEndsTheAssociationEndsTheWire(AssocChangeEvent event, String message) throws Exception {
        StandInChannel server = connect();

        server.sendPart(bytes("before"), 0, true);
        server.tell(event);

        assertEquals("before", new String(told.message(), StandardCharsets.UTF_8));
        assertBroke(message);
    }

    @Test
    void anAssociationThatIsUpGoesOn() throws Exception {
        StandInChannel server = connect();

        server.tell(AssocChangeEvent.COMM_UP);
        server.sendPart(bytes("after"), 0, true);

        assertEquals("after", new String(told.message(), StandardCharsets.UTF_8));
    }

    @Test
    void aPeerThatShutsDownEndsTheWire() throws Exception {
        connect().tellShutdown();
        assertBroke("closed the connection");
    }

    @Test
    void theEndOfTheAssociationEndsTheWire() throws Exception {
        connect().close();
        assertBroke("closed the connection");
    }

    @Test
    void anAbortEndsTheWire() throws Exception {
        connect().reset();
        assertBroke("broke: ");
    }

    @Test
    void nobodyThatListensIsARefusal() throws Exception {
        listener.close();
        open(5000);
        assertBroke("refused the connection");
    }

    @Test
    void nobodyThatAnswersIsNotWaitedFor() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            wire = sctp.open(target(silent.getLocalPort(), 200), told);
            assertBroke("did not answer in time");
        }
    }

    @Test
    void closingTellsNothingAndLeavesNothing() throws Exception {
        StandInChannel server = connect();

        wire.close();

        assertEquals(-1, server.receive(ByteBuffer.allocate(10), null, null).bytes());
        Awaitility.await().until(() -> threads() == 0);
        assertFalse(made.get(0).isOpen());
        assertFalse(told.closed.isDone());
    }

    @Test
    void closingEndsAnAttempt() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            wire = sctp.open(target(silent.getLocalPort(), 60_000), told);
            silent.accept(); // it is under way

            wire.close();

            Awaitility.await().until(() -> threads() == 0);
            assertFalse(made.get(0).isOpen());
            assertFalse(told.opened.isDone());
            assertFalse(told.closed.isDone());
        }
    }

    @Test
    void aSystemThatHasItIsSeen() {
        assertNull(sctp.lack());
        assertFalse(made.get(0).isOpen());
    }

    @Test
    void aSystemWithoutItSaysWhatIsMissing() throws Exception {
        assertLack(
                Failure.Retry.NEVER,
                "This system has no SCTP (RFC 4168): Protocol not supported",
                new UnsupportedOperationException("Protocol not supported"));
        assertLack(
                Failure.Retry.NEVER,
                "This system has no SCTP (RFC 4168): the operating system is without it",
                new UnsupportedOperationException());
        assertLack(
                Failure.Retry.NEVER,
                "This system has no SCTP (RFC 4168): no sctp in java.library.path",
                new UnsatisfiedLinkError("no sctp in java.library.path"));
    }

    @Test
    void whatMayPassIsTriedAgain() {
        Sctp busy = Sctp.of(() -> {
            throw new SocketException("Too many open files");
        });

        Failure failure = busy.lack();
        assertEquals(Failure.Kind.UNSUPPORTED, failure.kind());
        assertEquals(Failure.Retry.LATER, failure.retry());
        assertTrue(failure.message().endsWith("Too many open files"), failure.message());
    }

    private static void assertLack(Failure.Retry retry, String message, Throwable thrown) throws Exception {
        Sctp none = Sctp.of(() -> thrown(thrown));
        Failure expected = Failure.of(Failure.Kind.UNSUPPORTED, Failure.Origin.LOCAL, retry, message);
        assertEquals(expected, none.lack());

        Told told = new Told();
        none.open(target(9, 5000), told);
        assertEquals(expected, told.closed.get(20, TimeUnit.SECONDS));
    }

    private static SctpChannel thrown(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) thrown;
    }

    private StandInChannel connect() throws Exception {
        open(5000);
        StandInChannel server = (StandInChannel) listener.accept();
        assertEquals(Wire.TlsFacts.NONE, told.opened.get(20, TimeUnit.SECONDS));
        return server;
    }

    private void open(int timeoutMillis) {
        wire = sctp.open(target(listener.port(), timeoutMillis), told);
    }

    private InetSocketAddress remote() {
        return new InetSocketAddress("127.0.0.1", listener.port());
    }

    private static StreamWire.Target target(int port, int timeoutMillis) {
        InetSocketAddress remote = new InetSocketAddress("127.0.0.1", port);
        return new StreamWire.Target(
                Transport.SCTP,
                remote,
                remote.getAddress(),
                "/",
                Trust.insecure(),
                null,
                new PeerIdentity("example.com", Set.of()),
                timeoutMillis,
                LIMITS);
    }

    private void assertBroke(String message) throws Exception {
        Failure failure = told.closed.get(20, TimeUnit.SECONDS);
        assertEquals(Failure.Kind.NETWORK, failure.kind());
        assertEquals(Failure.Retry.LATER, failure.retry());
        assertTrue(failure.message().contains(message), failure.message());
        Awaitility.await().until(() -> threads() == 0);
        assertFalse(made.get(0).isOpen());
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("duet-sip-sctp-"))
                .count();
    }

    private static String receive(SctpChannel from) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1000);
        from.receive(buffer, null, null);
        return text(buffer);
    }

    private static String text(ByteBuffer buffer) {
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What a wire tells. */
    private static final class Told implements Wire.Listener {
        private final CompletableFuture<Wire.TlsFacts> opened = new CompletableFuture<>();
        private final CompletableFuture<Failure> closed = new CompletableFuture<>();
        private final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();

        byte[] message() throws InterruptedException {
            byte[] message = messages.poll(20, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("no message came; " + closed);
            }
            return message;
        }

        @Override
        public void opened(Wire.TlsFacts tls) {
            opened.complete(tls);
        }

        @Override
        public void received(byte[] message, InetSocketAddress from) {
            messages.add(message);
        }

        @Override
        public void closed(Failure failure) {
            closed.complete(failure);
        }
    }
}
