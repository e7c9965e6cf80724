package dev.duet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Call;
import dev.duet.model.CallTrace;
import dev.duet.model.EndReason;
import dev.duet.spi.TraceSink;
import dev.duet.testing.World;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CallTraceTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private final World world = World.both().online();

    @Test
    void itIsOffUnlessToldOtherwise() {
        Call call = dial();

        assertNull(world.sip.link().leg().trace);
        assertEquals(CallTrace.NONE, call.trace());
    }

    @Test
    void aCallIsTracedFromWhenItIsSwitchedOn() {
        Call call = dial();
        call.trace(true);
        world.run();
        TraceSink sink = sink();
        sink.message(message(0, "INVITE"));
        call.trace(false);
        world.run();

        assertNull(world.sip.link().leg().trace);
        assertEquals(
                "    0.000 --> INVITE  [UDP 127.0.0.1:5060]\n", call.trace().ladder());
    }

    @Test
    void anAccountTracesTheCallsThatBeginFromNowOn() {
        Call before = dial();
        world.account.traceCalls(true);
        dial();
        sink().message(message(0, "INVITE"));
        world.account.traceCalls(false);
        dial();

        assertNull(world.sip.link().leg().trace);
        assertEquals(CallTrace.NONE, before.trace());
        assertEquals(1, world.account.calls().get(1).trace().messages().size());
    }

    @Test
    void aCallThatIsTriedBothWaysIsTracedOnBoth() {
        world.account.traceCalls(true);
        Call call = world.account.call("bob@example.com");
        world.run();
        TraceSink sip = sink();
        sip.message(message(0, "INVITE"));
        world.sip.link().leg().listener.ended(EndReason.of(EndReason.Kind.UNREACHABLE, EndReason.By.NETWORK));
        world.run();
        TraceSink xmpp = world.xmpp.link().leg().trace;
        assertNotNull(xmpp);
        xmpp.message(new CallTrace.Message(NOON.plusSeconds(1), true, "XMPP bob@example.com", "propose", "", false));
        sip.message(message(2, "ACK"));
        xmpp.message(new CallTrace.Message(NOON.plusSeconds(3), false, "XMPP bob@example.com", "reject", "", false));

        assertEquals("""
                    0.000 --> INVITE  [UDP 127.0.0.1:5060]
                    1.000 --> propose  [XMPP bob@example.com]
                    2.000 --> ACK  [UDP 127.0.0.1:5060]
                    3.000 <-- reject  [XMPP bob@example.com]
                """, call.trace().ladder());
        call.trace(false);
        world.run();
        assertNull(world.sip.link().leg().trace);
        assertNull(world.xmpp.link().leg().trace);
    }

    @Test
    void theFirstAndTheLastMessagesOfALongCallAreKept() {
        world.account.traceCalls(true);
        Call call = dial();
        for (int i = 0; i < 1000; i++) {
            sink().message(message(i, "OPTIONS " + i));
        }

        CallTrace trace = call.trace();
        assertEquals(CallTrace.FIRST + CallTrace.LAST, trace.messages().size());
        assertEquals(1000 - CallTrace.FIRST - CallTrace.LAST, trace.left());
        assertEquals("OPTIONS 0", trace.messages().get(0).title());
        assertEquals("OPTIONS 999", trace.messages().get(199).title());
        assertTrue(
                trace.ladder().contains("OPTIONS 49  [UDP 127.0.0.1:5060]\n          ... 800 more\n"), trace.ladder());
        assertEquals(CallTrace.Message.LONGEST, trace.messages().get(0).text().length());
    }

    private Call dial() {
        Call call = world.account.call("sip:bob@example.com");
        world.run();
        return call;
    }

    private TraceSink sink() {
        TraceSink sink = world.sip.link().leg().trace;
        assertNotNull(sink);
        return sink;
    }

    private static CallTrace.Message message(int second, String title) {
        return new CallTrace.Message(
                NOON.plusSeconds(second), true, "UDP 127.0.0.1:5060", title, "x".repeat(9000), false);
    }
}
