package dev.duet.media.internal.rfc3550;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReceptionTest {

    @Property
    void lossIsCountedAcrossTheWrap(@ForAll @IntRange(max = 65_535) int start, @ForAll long seed) {
        Random random = new Random(seed);
        Reception reception = new Reception();
        int lost = 0;
        reception.received(start, 0, 0);
        for (int i = 1; i < 999; i++) {
            if (random.nextInt(10) == 0) {
                lost++;
            } else {
                reception.received(start + i & 0xFFFF, i * 160L, i * 160L);
            }
        }
        reception.received(start + 999 & 0xFFFF, 999 * 160L, 999 * 160L);
        assertEquals(1000, reception.expected());
        assertEquals(lost, reception.lost());
        assertEquals(lost * 256 / 1000, reception.fractionLost());
        assertEquals(0, reception.fractionLost(), "nothing new");
        assertEquals(start + 999L, reception.highest(), "with the count of wraps above the sixteen bits");
    }

    @Test
    void duplicatesMakeTheLossNegative() {
        Reception reception = new Reception();
        for (int i = 0; i < 10; i++) {
            reception.received(i, i * 160L, i * 160L);
            reception.received(i, i * 160L, i * 160L);
        }
        assertEquals(-10, reception.lost());
        assertEquals(0, reception.fractionLost());
    }

    @Test
    void steadyArrivalHasNoJitterWhateverTheClocksShow() {
        Reception reception = new Reception();
        for (int i = 0; i < 100; i++) {
            reception.received(i, 0xFFFF_F000L + i * 160L & 0xFFFF_FFFFL, 77 + i * 160L);
        }
        assertEquals(0, reception.jitter(), 1e-9);
    }

    @Test
    void alternatingDelayConvergesToItsSwing() {
        Reception reception = new Reception();
        for (int i = 0; i < 1000; i++) {
            reception.received(i, i * 160L, i * 160L + (i % 2) * 80);
        }
        assertEquals(80, reception.jitter(), 0.01);
    }

    @Test
    void anEmptyReceptionReportsNothing() {
        Reception reception = new Reception();
        assertTrue(reception.isEmpty());
        assertEquals(0, reception.highest());
        assertEquals(0, reception.lost());
        assertEquals(0, reception.fractionLost());
    }
}
