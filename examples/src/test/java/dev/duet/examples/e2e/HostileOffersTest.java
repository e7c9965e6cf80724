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
import dev.duet.model.EndReason;
import dev.duet.model.SipConfig;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Calls of SIP that begin with a spoilt description, ours and the other side's. Each has its end and its reason, none
 * leaves anything behind, and the next call is as good as any. Bounded in number, with fixed seeds.
 */
@Tag("beside")
class HostileOffersTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int MANY = 150;

    private final BlockingQueue<Call> rung = new LinkedBlockingQueue<>();
    private final Escapes escapes = new Escapes();
    private final Mutations mutations = new Mutations(37);
    private final RawSipServer server = new RawSipServer();
    private final DatagramSocket peer = socket();
    private final Account here = Duet.open(AccountConfig.builder("Alice")
            .sip("alice@example.com", "secret", half -> half.server("127.0.0.1", server.port())
                    .transport(SipConfig.Transport.UDP)
                    .publishPresence(false))
            .build());
    private String contact = "";

    private static DatagramSocket socket() {
        try {
            return new DatagramSocket(0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void signIn() {
        here.on(IncomingCall.class, event -> rung.add(event.call()));
        CompletableFuture<?> connected = here.connect();
        contact = server.register();
        Futures.await(connected);
    }

    @AfterEach
    void nothingEscaped() {
        try (escapes;
                server;
                peer) {
            assertEquals(List.of(), here.calls());
            escapes.assertNone();
        } finally {
            here.close();
        }
    }

    private String good() {
        return "v=0\r\no=raw 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio "
                + peer.getLocalPort()
                + " RTP/AVP 0 8 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000"
                + "\r\na=fmtp:101 0-15\r\na=ptime:20\r\na=rtcp:" + (peer.getLocalPort() + 1)
                + " IN IP4 127.0.0.1\r\na=sendrecv\r\n";
    }

    /** What Duet offers itself: ICE, DTLS-SRTP and all. The call is given up at once. */
    private String offered() {
        Call call = here.call("sip:raw@127.0.0.1");
        String invite = server.await("INVITE");
        server.reply(invite, 486);
        server.await("ACK");
        assertEquals(EndReason.Kind.BUSY, Futures.await(call.ended()).kind());
        return invite.substring(invite.indexOf("\r\n\r\n") + 4);
    }

    private void takesAGoodCall() throws IOException {
        server.nextCall();
        server.invite(contact, "", 1, good());
        Call call = Futures.next(rung);
        CompletableFuture<?> taken = call.answer();
        String answer = server.awaitFinal(1);
        String tag = tag(answer);
        server.acknowledge(contact, tag, 1);
        Futures.await(taken);
        hears(call, answer);
        server.bye(contact, tag, 2);
        assertEquals(EndReason.Kind.HANGUP, Futures.await(call.ended()).kind());
    }

    private static String tag(String response) {
        return RawSip.header(response, "To").replaceAll(".*tag=", ";tag=");
    }

    private void hears(Call call, String description) throws IOException {
        int port = Integer.parseInt(description.replaceAll("(?s).*m=audio ([0-9]+) .*", "$1"));
        byte[] packet = new byte[172];
        packet[0] = (byte) 0x80;
        for (int i = 0; i < 30; i++) {
            packet[3] = (byte) i;
            peer.send(new DatagramPacket(packet, packet.length, InetAddress.getLoopbackAddress(), port));
        }
        await("sound").atMost(SOON).until(() -> call.media().quality().packetsReceived() > 20);
    }

    private void isOver(long socketsBefore) {
        await("what calls leave behind").atMost(SOON).untilAsserted(() -> {
            assertEquals(List.of(), here.calls());
            assertTrue(OpenFiles.sockets() <= socketsBefore, () -> OpenFiles.sockets() + " of " + socketsBefore);
        });
    }

    @Test
    void aSpoiltFirstOfferIsTakenOrRefusedWithAReason() throws IOException {
        List<String> genuine = List.of(good(), offered());
        takesAGoodCall();
        long sockets = OpenFiles.sockets();
        int taken = 0;
        for (int i = 0; i < MANY; i++) {
            server.nextCall();
            server.invite(contact, "", 1, mutations.lines(genuine.get(i % 2)));
            String first = server.awaitResponse(1, 101);
            if (RawSip.status(first) < 200) {
                Call call = Futures.next(rung);
                call.answer();
                first = server.awaitFinal(1);
                String tag = tag(first);
                server.acknowledge(contact, tag, 1);
                if (RawSip.status(first) == 200) {
                    taken++;
                    server.bye(contact, tag, 2);
                }
                EndReason reason = Futures.await(call.ended());
                assertTrue(reason.by() != null, reason::toString);
            } else {
                server.acknowledge(contact, tag(first), 1);
            }
            int status = RawSip.status(first);
            assertTrue(List.of(200, 400, 415, 488).contains(status), first);
        }
        assertTrue(taken > 5 && taken < MANY - 5, taken + " taken");
        isOver(sockets);
        takesAGoodCall();
    }

    @Test
    void aSpoiltFirstAnswerEndsTheCallOrConnectsIt() throws IOException {
        List<String> genuine = List.of(good(), offered());
        makesAGoodCall();
        long sockets = OpenFiles.sockets();
        int taken = 0;
        for (int i = 0; i < MANY; i++) {
            Call call = here.call("sip:raw@127.0.0.1");
            String invite = server.await("INVITE");
            server.replyWith(mutations.lines(genuine.get(i % 2)), invite, i % 3 == 0 ? 183 : 200);
            if (i % 3 == 0) {
                server.replyWith(mutations.lines(genuine.get(i % 2)), invite, 200);
            }
            server.await(message -> message.startsWith("ACK") && isOf(invite, message));
            if (i % 2 == 0) {
                await("the end or the begin")
                        .atMost(SOON)
                        .until(() -> call.phase().compareTo(CallPhase.CONNECTING) >= 0);
            }
            taken += call.phase() == CallPhase.ENDED ? 0 : 1;
            call.hangup();
            server.reply(server.await(message -> message.startsWith("BYE") && isOf(invite, message)), 200);
            Futures.await(call.ended());
        }
        assertTrue(taken > 5 && taken < MANY - 5, taken + " taken");
        isOver(sockets);
        makesAGoodCall();
    }

    private static boolean isOf(String invite, String message) {
        return RawSip.header(invite, "Call-ID").equals(RawSip.header(message, "Call-ID"));
    }

    private void makesAGoodCall() throws IOException {
        Call call = here.call("sip:raw@127.0.0.1");
        String invite = server.await("INVITE");
        server.replyWith(good(), invite, 200);
        server.await(message -> message.startsWith("ACK") && isOf(invite, message));
        Futures.await(call.connected());
        hears(call, invite);
        call.hangup();
        server.reply(server.await("BYE"), 200);
        assertEquals(EndReason.Kind.HANGUP, Futures.await(call.ended()).kind());
    }
}
