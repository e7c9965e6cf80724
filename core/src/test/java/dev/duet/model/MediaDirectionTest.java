package dev.duet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MediaDirectionTest {

    @Test
    void holdIsAnsweredByListening() { // RFC 3264 6.1
        assertEquals(MediaDirection.RECVONLY, MediaDirection.SENDRECV.within(MediaDirection.SENDONLY));
        assertEquals(MediaDirection.INACTIVE, MediaDirection.SENDONLY.within(MediaDirection.SENDONLY));
        assertEquals(MediaDirection.SENDONLY, MediaDirection.SENDRECV.within(MediaDirection.RECVONLY));
    }

    @Property
    void anAnswerNeverFlowsWhereTheOfferDoesNot(@ForAll MediaDirection wish, @ForAll MediaDirection offer) {
        MediaDirection answer = wish.within(offer);
        assertEquals(answer.sends(), wish.sends() && offer.receives());
        assertEquals(answer.receives(), wish.receives() && offer.sends());
        assertEquals(answer, answer.reversed().reversed());
    }
}
