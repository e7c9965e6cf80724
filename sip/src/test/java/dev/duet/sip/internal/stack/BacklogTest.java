package dev.duet.sip.internal.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.SipConfig;
import dev.duet.spi.VirtualLoop;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sip.header.CallIdHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More comes in than the loop can do. */
class BacklogTest {

    private static final InetSocketAddress SERVER = new InetSocketAddress("127.0.0.1", 5060);
    private static final Duration TOO_LONG = Backlog.LATE.plusMillis(1);

    private final VirtualLoop loop = new VirtualLoop();
    private final List<String> taken = new ArrayList<>();
    private final Port port = new Transactions(loop, new Traces(loop), new Transactions.Handler() {
                @Override
                public void request(IncomingRequest request) {
                    taken.add(((CallIdHeader) request.request().getHeader(CallIdHeader.NAME)).getCallId());
                }

                @Override
                public boolean isOfDialog(Request request) {
                    return true;
                }

                @Override
                public void stray(Response response) {}
            })
            .attach(new FakeWire(SipConfig.Transport.UDP));

    private void come(String method, String id) {
        String text = method + " sip:alice@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;rport;branch=z9hG4bK" + id
                + "\r\nFrom: <sip:eve@example.org>;tag=1\r\nTo: <sip:alice@example.org>\r\nCall-ID: " + id
                + "\r\nCSeq: 1 " + method + "\r\nContact: <sip:eve@192.0.2.1>\r\nMax-Forwards: 70\r\nRAck: 1 1 INVITE"
                + "\r\nEvent: presence\r\nRefer-To: <sip:bob@example.org>\r\nSubscription-State: active"
                + "\r\nContent-Length: 0\r\n\r\n";
        port.received(text.getBytes(StandardCharsets.UTF_8), SERVER);
    }

    /** Two messages wait for too long; after the first something comes. */
    private void fallBehind(Runnable then) {
        come("INVITE", "one");
        loop.execute(then);
        come("INVITE", "two");
        loop.pass(TOO_LONG);
        loop.run();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "MESSAGE", "OPTIONS", "SUBSCRIBE", "NOTIFY", "PUBLISH", "REFER", "REGISTER"})
    void whatBeginsSomethingIsDroppedUntilItComesAgain(String method) {
        fallBehind(() -> come(method, "more"));
        assertEquals(List.of("one", "two"), taken);
        come(method, "more");
        loop.run();
        assertEquals(List.of("one", "two", "more"), taken, "Nothing waits any more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BYE", "PRACK", "UPDATE", "INFO", "ACK"})
    void whatGoesOnIsTaken(String method) {
        fallBehind(() -> come(method, "more"));
        assertEquals(List.of("one", "two", "more"), taken);
    }

    @Test
    void oneThatWaitedAloneIsNoReasonToDropOthers() {
        come("INVITE", "one");
        loop.pass(Duration.ofSeconds(1)); // a pause of the whole process, perhaps
        loop.run();
        come("INVITE", "two");
        loop.run();
        assertEquals(List.of("one", "two"), taken);
        assertFalse(port.wasLate(Duration.ofSeconds(1)));
    }

    @Test
    void thereIsRoomForSomeThousandsAndNoMore() {
        Backlog backlog = new Backlog(loop);
        byte[] bye = "BYE sip:a@b SIP/2.0".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < Backlog.MOST; i++) {
            assertTrue(backlog.mayWait(bye, true));
        }
        assertFalse(backlog.mayWait(bye, true));
        backlog.none();
        assertTrue(backlog.mayWait(bye, true));
        assertFalse(backlog.mayWait(bye, false));
    }

    @Test
    void itIsKnownForHowLongSilenceMeansNothing() {
        assertFalse(port.wasLate(Duration.ofMinutes(1)));
        fallBehind(() -> {});
        loop.pass(Duration.ofSeconds(10));
        assertTrue(port.wasLate(Duration.ofSeconds(10)));
        loop.pass(Duration.ofMillis(1));
        assertFalse(port.wasLate(Duration.ofSeconds(10)));
    }
}
