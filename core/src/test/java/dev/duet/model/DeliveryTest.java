package dev.duet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class DeliveryTest {

    private static final Delivery FAILED =
            Delivery.failed(Failure.of(Failure.Kind.REFUSED, Failure.Origin.PEER, Failure.Retry.NEVER, "no"));

    @Test
    void lateReportsChangeNothing() {
        assertEquals(Delivery.READ, Delivery.READ.then(Delivery.DELIVERED));
        assertEquals(Delivery.DELIVERED, Delivery.DELIVERED.then(FAILED));
        assertEquals(FAILED, Delivery.SENT.then(FAILED));
        assertEquals(FAILED, FAILED.then(Delivery.DELIVERED));
    }

    @Test
    void aFailureNeedsAReason() {
        assertThrows(IllegalArgumentException.class, () -> new Delivery(Delivery.Stage.FAILED, null));
    }

    @Property
    void deliveryNeverGoesBack(@ForAll("deliveries") Delivery a, @ForAll("deliveries") Delivery b) {
        Delivery then = a.then(b);
        assertEquals(then, then.then(a), "what was known before adds nothing");
    }

    @Provide
    Arbitrary<Delivery> deliveries() {
        return Arbitraries.of(Delivery.PENDING, Delivery.SENT, Delivery.DELIVERED, Delivery.READ, FAILED);
    }
}
