package dev.duet.sip.internal.rfc4028;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.duet.sip.internal.rfc4028.SessionExpires.Refresher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionExpiresTest {

    /** RFC 4028 9, table 2; and that an interval is never raised above what was asked for. */
    @ParameterizedTest
    @CsvSource({
        "1800, OPEN, true,  1800, 0,    OPEN, 1800;refresher=uac",
        "1800, UAC,  true,  1800, 0,    OPEN, 1800;refresher=uac",
        "1800, UAS,  true,  1800, 0,    OPEN, 1800;refresher=uas",
        "1800, OPEN, false, 1800, 0,    OPEN, 1800;refresher=uas",
        "1800, UAC,  false, 1800, 0,    OPEN, 1800;refresher=uas",
        "1800, OPEN, true,  1800, 0,    UAS,  1800;refresher=uas",
        "1800, UAC,  true,  1800, 0,    UAS,  1800;refresher=uac",
        "3600, OPEN, true,  1800, 0,    OPEN, 1800;refresher=uac",
        "3600, OPEN, true,  1800, 2400, OPEN, 2400;refresher=uac",
        "100,  OPEN, true,  1800, 0,    OPEN, 100;refresher=uac",
        "30,   OPEN, false, 1800, 0,    OPEN, 30;refresher=uas"
    })
    void whatIsAskedForIsGrantedWithinLimits(
            int seconds, Refresher asked, boolean understood, int wish, int least, Refresher now, String granted) {
        SessionExpires answer =
                SessionExpires.granted(new SessionExpires(seconds, asked), understood, wish, least, now);

        assertEquals(granted, answer.text());
    }

    @Test
    void whoKnowsTimersAndAsksForNoneGetsOurs() {
        assertEquals(
                "1800;refresher=uac",
                SessionExpires.granted(null, true, 1800, 0, Refresher.OPEN).text());
    }

    @Test
    void whoKnowsNothingOfTimersGetsNone() {
        assertNull(SessionExpires.granted(null, false, 1800, 0, Refresher.OPEN));
    }
}
