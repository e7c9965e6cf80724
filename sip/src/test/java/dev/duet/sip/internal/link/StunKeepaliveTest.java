package dev.duet.sip.internal.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Failure;
import dev.duet.model.SipConfig.Transport;
import dev.duet.sip.internal.rfc3261.Flow;
import dev.duet.sip.internal.rfc3261.VirtualAgent;
import dev.duet.sip.internal.transport.Wire;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 5626 4.4.2 on virtual time. */
class StunKeepaliveTest {

    private static final InetSocketAddress SERVER = new InetSocketAddress("127.0.0.1", 5060);
    private static final InetSocketAddress OTHER = new InetSocketAddress("127.0.0.1", 5061);

    private final VirtualAgent virtual = new VirtualAgent(Transport.UDP);
    private final Pulse pulse = new Pulse(virtual.loop, task -> {});
    private final List<Failure> lost = new ArrayList<>();

    private void start() {
        new Keepalive(virtual.agent.binding(), pulse, new Flow(virtual.port, SERVER, Wire.TlsFacts.NONE), lost::add)
                .start();
    }

    private void startOutbound() {
        virtual.registeredOutbound();
        start();
    }

    private void beat() {
        virtual.wire.stun.clear();
        virtual.loop.advance(Keepalive.PING);
    }

    private void answer(InetSocketAddress from, int port) {
        byte[] request = virtual.wire.stun.get(virtual.wire.stun.size() - 1);
        byte[] answer = ByteBuffer.allocate(32)
                .putShort((short) 0x0101)
                .putShort((short) 12)
                .put(request, 4, 16)
                .putInt(0x0001_0008)
                .putShort((short) 1)
                .putShort((short) port)
                .put(new byte[] {(byte) 192, 0, 2, 1})
                .array();
        virtual.port.received(answer, from);
        virtual.loop.run();
    }

    @Test
    void theFlowIsDeadWhenTheServerSeesAnotherAddress() {
        startOutbound();
        for (int i = 0; i < 5; i++) {
            beat();
            assertEquals(1, virtual.wire.stun.size());
            answer(SERVER, 4000);
        }
        assertEquals(List.of(), lost);
        assertTrue(virtual.wire.sent.stream().noneMatch(sent -> sent.equals("\r\n\r\n")));

        beat();
        answer(SERVER, 4001);

        assertEquals(1, lost.size());
        assertEquals(Failure.Kind.NETWORK, lost.get(0).kind());
        assertEquals(Failure.Retry.LATER, lost.get(0).retry());
        assertTrue(lost.get(0).message().contains("4001"), lost.get(0).message());
    }

    @Test
    void theFlowIsDeadWhenTheServerAnswersNoMore() {
        startOutbound();
        beat();
        answer(SERVER, 4000);
        beat();
        assertEquals(1, virtual.wire.stun.size());

        beat();

        assertEquals(1, lost.size());
        assertEquals(5, virtual.wire.stun.size(), "four more of the last and one that is new");
        assertArrayEquals(virtual.wire.stun.get(0), virtual.wire.stun.get(3));
    }

    @Test
    void aServerThatNeverAnsweredHasNoStun() {
        startOutbound();
        for (int i = 0; i < 5; i++) {
            beat();
        }
        assertEquals(List.of(), lost);
    }

    @Test
    void anAnswerOfSomebodyElseIsNone() {
        startOutbound();
        beat();
        answer(SERVER, 4000);
        beat();
        answer(OTHER, 4001);
        assertEquals(List.of(), lost);
        answer(SERVER, 4000);
        beat();
        assertEquals(List.of(), lost);
    }

    @Test
    void elsewhereThePingsAreWhatTheyWere() {
        start();
        beat();
        assertEquals("\r\n\r\n", virtual.next());
        assertEquals(List.of(), virtual.wire.stun);
    }
}
