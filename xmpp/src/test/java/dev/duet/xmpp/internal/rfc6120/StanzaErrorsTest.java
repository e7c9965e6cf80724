package dev.duet.xmpp.internal.rfc6120;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.duet.model.Failure;
import dev.duet.model.Failure.Kind;
import dev.duet.model.Failure.Origin;
import dev.duet.model.Failure.Retry;
import dev.duet.xmpp.internal.xml.Xml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StanzaErrorsTest {

    private static Xml error(String stanza, String from, String type, String condition) {
        return Xml.element(stanza, Xml.CLIENT)
                .attribute("type", "error")
                .attribute("from", from)
                .add(Xml.element("error", Xml.CLIENT)
                        .attribute("type", type)
                        .add(Xml.empty(condition, StanzaErrors.NAMESPACE))
                        .add(Xml.element("text", StanzaErrors.NAMESPACE)
                                .text("Why")
                                .build())
                        .build())
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "message, service-unavailable, cancel, NOT_FOUND, NEVER",
        "iq, service-unavailable, cancel, UNSUPPORTED, NEVER",
        "iq, feature-not-implemented, cancel, UNSUPPORTED, NEVER",
        "iq, item-not-found, cancel, NOT_FOUND, NEVER",
        "message, remote-server-not-found, cancel, NOT_FOUND, NEVER",
        "message, remote-server-timeout, wait, TIMEOUT, LATER",
        "message, recipient-unavailable, wait, NOT_FOUND, LATER",
        "iq, forbidden, auth, REFUSED, NEVER",
        "iq, resource-constraint, wait, REFUSED, LATER",
        "iq, made-up, cancel, REFUSED, NEVER"
    })
    void tellsWhatWentWrong(String stanza, String condition, String type, Kind kind, Retry retry) {
        Failure failure = StanzaErrors.failure(error(stanza, "bob@x.org", type, condition));
        assertEquals(kind, failure.kind());
        assertEquals(retry, failure.retry());
        assertEquals(Origin.PEER, failure.origin());
        assertEquals(condition, failure.wire().condition());
        assertEquals("Why", failure.wire().text());
    }

    @Test
    void tellsTheServerFromThePeer() {
        assertEquals(
                Origin.SERVER,
                StanzaErrors.failure(error("iq", null, "cancel", "forbidden")).origin());
        assertEquals(
                Origin.SERVER,
                StanzaErrors.failure(error("iq", "x.org", "cancel", "forbidden"))
                        .origin());
    }

    @Test
    void takesAnErrorWithoutWords() {
        Failure failure = StanzaErrors.failure(Xml.empty("iq", Xml.CLIENT));
        assertEquals("undefined-condition", failure.wire().condition());
    }
}
