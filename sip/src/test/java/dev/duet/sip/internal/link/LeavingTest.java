package dev.duet.sip.internal.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.EndReason;
import dev.duet.model.LinkState;
import dev.duet.model.SipConfig.Transport;
import dev.duet.spi.CallLeg;
import dev.duet.spi.Link;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An account that is signed out, or closed, right after its call was hung up: the other side is told all the same. */
class LeavingTest {

    private static final EndReason HANGUP = EndReason.of(EndReason.Kind.HANGUP, EndReason.By.LOCAL);

    private final TestRuntime runtime = new TestRuntime();
    private final Recorder alice = new Recorder();
    private DatagramSocket server;
    private SocketAddress phone;
    private String contact;
    private Link link;

    @BeforeEach
    void aliceIsSignedIn() throws IOException {
        server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        server.setSoTimeout(10_000);
        link = runtime.link(
                TestRuntime.config(
                        "alice", "secret", "example.com", half -> half.server("127.0.0.1", server.getLocalPort())
                                .transport(Transport.UDP)
                                .publishPresence(false)),
                alice);
        runtime.run(link::connect);
        String register = receive("REGISTER ");
        contact = register.replaceAll("(?s).*\r\nContact: <([^>;]+).*", "$1");
        reply(register, 200, "Contact: <" + contact + ">;expires=3600\r\n", "");
        alice.awaitState(LinkState.Online.class);
    }

    @AfterEach
    void close() {
        runtime.close();
        server.close();
    }

    private String invite() throws IOException {
        LegRecorder facts = new LegRecorder();
        CallLeg leg = runtime.on(() -> {
            CallLeg made = link.dial(Phones.address("bob"), "Alice", facts);
            made.offer(Phones.description(5000));
            return made;
        });
        String invite = receive("INVITE ");
        runtime.run(() -> leg.end(HANGUP));
        assertEquals(HANGUP, facts.awaitEnd());
        return invite;
    }

    @Test
    void aCallThatNobodyAnsweredYetIsCancelledBeforeItsAccountIsClosed() throws IOException {
        String invite = invite();
        runtime.run(link::close);

        reply(invite, 180, "", "");
        String cancel = receiveNext("CANCEL ");
        assertEquals(header(invite, "Call-ID"), header(cancel, "Call-ID"));
        reply(cancel, 200, "", "");
        reply(invite, 487, "", "");
        receiveNext("ACK ");

        isSignedOut();
    }

    @Test
    void aCallThatIsAcceptedAllTheSameIsEndedBeforeItsAccountIsSignedOut() throws IOException {
        String invite = invite();
        runtime.run(link::disconnect);

        reply(invite, 200, "Contact: <sip:bob@127.0.0.1:" + server.getLocalPort() + ">\r\n", RawPeer.SDP);
        receiveNext("ACK ");
        String bye = receiveNext("BYE ");
        assertEquals(header(invite, "Call-ID"), header(bye, "Call-ID"));
        reply(bye, 200, "", "");

        isSignedOut();
    }

    @Test
    void aBusyPhoneIsNotCancelled() throws IOException {
        String invite = invite();
        runtime.run(link::close);

        reply(invite, 486, "", "");
        receiveNext("ACK ");

        isSignedOut();
    }

    @Test
    void aServerThatSaysNothingIsNotWaitedForVeryLong() throws IOException {
        invite();
        runtime.run(link::close);

        isSignedOut();
    }

    @Test
    void aCallThatWasTakenIsEndedOnceThatIsAcknowledged() throws IOException {
        String invite = request("INVITE", "late-ack", RawPeer.SDP);
        send(invite);
        LegRecorder incoming = alice.awaitIncoming().await("offered1");
        runtime.run(() -> {
            incoming.leg.answer(Phones.description(6000));
            incoming.leg.accept();
        });
        String ok = receive("SIP/2.0 200 ");
        runtime.run(() -> incoming.leg.end(HANGUP));
        runtime.run(link::close);

        send(RawPeer.belonging(invite, "ACK", RawPeer.toTag(ok)).replaceAll("branch=[^;\r]*", "branch=z9hG4bKack"));
        String bye = receive("BYE ");
        reply(bye, 200, "", "");

        isSignedOut();
    }

    @Test
    void whoeverCallsMeanwhileIsToldThatNobodyIsThere() throws IOException {
        invite();
        runtime.run(link::disconnect);

        send(request("INVITE", "too-late", RawPeer.SDP));

        String answer = receive("SIP/2.0 480 ");
        assertEquals("too-late", header(answer, "Call-ID"));
        assertTrue(alice.incoming.isEmpty());
        isSignedOut();
    }

    private void isSignedOut() throws IOException {
        String goodbye = receive("REGISTER ");
        assertEquals("0", header(goodbye, "Expires"));
        reply(goodbye, 200, "", "");
        alice.awaitState(LinkState.Offline.class);
    }

    private String request(String method, String callId, String body) {
        return method + " " + contact + " SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 127.0.0.1:" + server.getLocalPort() + ";branch=z9hG4bK" + callId + "\r\n"
                + "Max-Forwards: 70\r\n"
                + "From: <sip:bob@example.com>;tag=b\r\n"
                + "To: <sip:alice@example.com>\r\n"
                + "Call-ID: " + callId + "\r\n"
                + "CSeq: 1 " + method + "\r\n"
                + "Contact: <sip:bob@127.0.0.1:" + server.getLocalPort() + ">\r\n"
                + "Content-Type: application/sdp\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private void send(String message) throws IOException {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        server.send(new DatagramPacket(bytes, bytes.length, phone));
    }

    private void reply(String request, int status, String more, String body) throws IOException {
        send(RawPeer.response(request, status, "srv", more, body));
    }

    /** The next message of that kind; others are passed over. */
    private String receive(String start) throws IOException {
        String message = receive();
        while (!message.startsWith(start)) {
            message = receive();
        }
        return message;
    }

    /** The next message, but for what is sent again. */
    private String receiveNext(String start) throws IOException {
        String message = receive();
        while (message.startsWith("INVITE ")) {
            message = receive();
        }
        assertTrue(message.startsWith(start), message);
        return message;
    }

    private String receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        server.receive(packet);
        phone = packet.getSocketAddress();
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    private static String header(String message, String name) {
        return message.replaceAll("(?s).*\r\n" + name + ": ([^\r]*)\r\n.*", "$1");
    }
}
