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
import dev.duet.model.CallPhase;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.LinkPhase;
import dev.duet.model.Protocol;
import dev.duet.model.SipConfig;
import dev.duet.model.Trust;
import dev.duet.sandbox.TestAuthority;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A server, or somebody on the way to it, that sends by WebSocket what it should not: while an account signs in, and
 * while a call runs. Where the connection has to end, there is another; the call and its sound go on. Bounded in
 * number, with a fixed seed.
 */
@Tag("beside")
class HostileWebSocketTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String OPTIONS = "OPTIONS sip:nobody@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/WS 127.0.0.1:9"
            + ";branch=z9hG4bKx\r\nFrom: <sip:eve@example.org>;tag=1\r\nTo: <sip:alice@example.org>\r\nCall-ID: x\r\n"
            + "CSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 4\r\n\r\nbody";

    @TempDir
    private static Path folder;

    private final TestAuthority authority = TestAuthority.create();
    private final Escapes escapes = new Escapes();
    private final Random random = new Random(43);
    private int asked;
    private final BlockingQueue<Call> rung = new LinkedBlockingQueue<>();

    @AfterEach
    void nothingEscapedAndNothingIsLeft() {
        try {
            escapes.assertNone();
            soon("that no thread is left").until(() -> threads().isEmpty());
        } finally {
            escapes.close();
        }
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("duet-sip") || name.equals("duet-loop"))
                .toList();
    }

    private static ConditionFactory soon(String what) {
        return await(what).atMost(SOON).pollInterval(Duration.ofMillis(10));
    }

    private RawWebSocketServer server(SipConfig.Transport transport) {
        return new RawWebSocketServer(
                transport.isSecure() ? authority.serverContext("example.com", "localhost") : null);
    }

    private Account account(RawWebSocketServer server, SipConfig.Transport transport) {
        Account account = Duet.open(AccountConfig.builder("Alice")
                .sip("alice@example.com", "secret", half -> half.server("127.0.0.1", server.port())
                        .transport(transport)
                        .trust(Trust.authorities(authority.writePem(folder)))
                        .timeout(Duration.ofSeconds(3))
                        .publishPresence(false))
                .build());
        account.on(IncomingCall.class, event -> rung.add(event.call()));
        return account;
    }

    private static LinkPhase phase(Account account) {
        return account.link(Protocol.SIP).state().phase();
    }

    private static byte[] with(byte[] answer, byte[] behind) {
        byte[] both = Arrays.copyOf(answer, answer.length + behind.length);
        System.arraycopy(behind, 0, both, answer.length, behind.length);
        return both;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Within TLS they are the same: some are enough. */
    private static List<Frames> kinds(SipConfig.Transport transport) {
        return Arrays.stream(Frames.values())
                .filter(each -> !transport.isSecure() || each.ordinal() % 4 == 0)
                .toList();
    }

    /** Handshakes that are none, and frames right behind one. */
    private List<UnaryOperator<byte[]>> greetings(SipConfig.Transport transport) {
        List<UnaryOperator<byte[]>> all = new ArrayList<>(List.of(
                answer -> new byte[] {(byte) 0x81, 1, 'x', '\r', '\n', '\r', '\n'},
                answer -> ascii("HTTP/1.1 200 OK\r\n\r\n"),
                answer -> ascii("HTTP/1.1 101 \u0000\r\n\r\n"),
                answer -> ascii("X".repeat(20_000)),
                answer -> ascii(new String(answer, StandardCharsets.US_ASCII).replaceAll("Accept: ...", "Accept: abc")),
                answer -> ascii(new String(answer, StandardCharsets.US_ASCII).replace(": sip", ": xmpp")),
                answer -> ascii(new String(answer, StandardCharsets.US_ASCII)
                        .replace("\r\n\r\n", "\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n"))));
        for (Frames each : kinds(transport)) {
            if (each.isFatal()) {
                all.add(answer -> with(answer, each.make(random, OPTIONS)));
            }
        }
        return all;
    }

    @ParameterizedTest
    @EnumSource(
            value = SipConfig.Transport.class,
            names = {"WS", "WSS"})
    void signingInSucceedsAtTheNextConnection(SipConfig.Transport transport) {
        try (RawWebSocketServer server = server(transport);
                Account here = account(server, transport)) {
            List<UnaryOperator<byte[]>> greetings = greetings(transport);
            CompletableFuture<?> connected = here.connect();
            connected.exceptionally(failure -> null);
            int expected = 0;
            for (UnaryOperator<byte[]> greeting : greetings) {
                server.answersOnce(greeting);
                int before = expected++;
                soon("a connection").until(() -> server.accepted() > before);
                soon("the end of it").until(() -> phase(here) != LinkPhase.CONNECTING);
                assertTrue(
                        phase(here) == LinkPhase.WAITING || phase(here) == LinkPhase.FAILED,
                        phase(here).name());
                here.networkChanged();
                if (phase(here) == LinkPhase.FAILED) {
                    here.connect().exceptionally(failure -> null);
                }
            }
            register(server, here);
        }
    }

    /** Answers what asks to be registered; some of it came by connections that have ended since. */
    private static String register(RawWebSocketServer server, Account account) {
        String contact = server.register();
        for (long end = System.nanoTime() + SOON.toNanos(); phase(account) != LinkPhase.ONLINE; ) {
            assertTrue(System.nanoTime() < end, "not signed in");
            contact = server.registerSoon(Duration.ofMillis(20)).orElse(contact);
        }
        return contact;
    }

    /** A call in which the peer says something all the time. */
    private record Talk(Call call, String tag, DatagramSocket peer, Thread speaker) implements AutoCloseable {

        static String offer(DatagramSocket peer) {
            return "v=0\r\no=raw 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio "
                    + peer.getLocalPort() + " RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\na=ptime:20\r\na=rtcp:"
                    + peer.getLocalPort() + " IN IP4 127.0.0.1\r\na=sendrecv\r\n";
        }

        static Thread speaker(DatagramSocket peer, int port) {
            Thread thread = new Thread(() -> speak(peer, port), "test-speaker");
            thread.setDaemon(true);
            thread.start();
            return thread;
        }

        private static void speak(DatagramSocket peer, int port) {
            ByteBuffer packet = ByteBuffer.allocate(172).put(0, (byte) 0x80).putInt(8, 4711);
            try {
                for (int i = 0; !peer.isClosed(); i++) {
                    packet.putShort(2, (short) i).putInt(4, i * 160);
                    peer.send(new DatagramPacket(packet.array(), 172, InetAddress.getLoopbackAddress(), port));
                    LockSupport.parkNanos(20_000_000);
                }
            } catch (IOException e) {
                // the end of the test
            }
        }

        void goesOn() {
            long before = call.media().quality().packetsReceived();
            soon("sound").until(() -> call.media().quality().packetsReceived() > before + 5);
            assertEquals(CallPhase.ACTIVE, call.phase());
        }

        @Override
        public void close() {
            peer.close();
        }
    }

    private Talk talk(RawWebSocketServer server, String contact) throws IOException {
        DatagramSocket peer = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        server.invite(contact, "", 1, Talk.offer(peer));
        Call call = Futures.next(rung);
        Futures.await(call.answer());
        String answer = server.awaitFinal(1);
        String tag = RawSip.header(answer, "To").replaceAll(".*tag=", ";tag=");
        server.acknowledge(contact, tag, 1);
        int port = Integer.parseInt(answer.replaceAll("(?s).*m=audio ([0-9]+) .*", "$1"));
        Talk talk = new Talk(call, tag, peer, Talk.speaker(peer, port));
        talk.goesOn();
        return talk;
    }

    @ParameterizedTest
    @EnumSource(
            value = SipConfig.Transport.class,
            names = {"WS", "WSS"})
    void aCallGoesOnWhateverComes(SipConfig.Transport transport) throws IOException {
        try (RawWebSocketServer server = server(transport);
                Account here = account(server, transport)) {
            here.connect();
            String contact = register(server, here);
            try (Talk talk = talk(server, contact)) {
                for (Frames each : kinds(transport)) {
                    contact = attack(server, here, each, contact);
                    talk.goesOn();
                }
                contact = breaks(server, here, contact, RawWebSocketServer.frame(1, new byte[1000]), 500);
                if (transport.isSecure()) {
                    contact = breaks(server, here, contact, new byte[0], 0);
                }
                talk.goesOn();
                server.invite(contact, talk.tag, 2, Talk.offer(talk.peer));
                assertEquals(200, RawSip.status(server.awaitFinal(2)));
                server.acknowledge(contact, talk.tag, 2);
                talk.goesOn();
                CompletableFuture<?> over = talk.call.hangup();
                server.reply(server.await("BYE "), 200);
                Futures.await(over);
                assertEquals(Kind.HANGUP, Futures.await(talk.call.ended()).kind());
            }
        }
    }

    private String attack(RawWebSocketServer server, Account account, Frames kind, String contact) {
        int before = server.accepted();
        server.raw(kind.make(random, OPTIONS));
        if (kind.isFatal()) {
            return rebuilt(server, account, before);
        }
        // What is right is understood behind it.
        server.request("OPTIONS", contact, "<sip:raw@example.com>;tag=r", "<sip:alice@example.com>", "o" + ++asked, 1);
        server.await(message -> message.startsWith("SIP/2.0 200") && message.contains("Call-ID: o" + asked + "\r"));
        assertEquals(before, server.accepted(), kind + " ends no connection");
        return contact;
    }

    private static String rebuilt(RawWebSocketServer server, Account account, int before) {
        soon("the end of the connection").until(() -> phase(account) != LinkPhase.ONLINE);
        account.networkChanged(); // or each further attempt would wait for longer
        soon("another connection").until(() -> server.accepted() > before);
        return register(server, account);
    }

    /** So many bytes of a frame, and then the end of the connection. */
    private static String breaks(RawWebSocketServer server, Account account, String contact, byte[] frame, int sent) {
        int before = server.accepted();
        server.raw(Arrays.copyOf(frame, sent));
        server.cut();
        return rebuilt(server, account, before);
    }
}
