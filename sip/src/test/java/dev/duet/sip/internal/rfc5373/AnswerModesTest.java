package dev.duet.sip.internal.rfc5373;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.duet.model.AnswerHint;
import dev.duet.model.AnswerWish;
import dev.duet.sip.internal.rfc3261.RequestBuilder;
import dev.duet.sip.internal.stack.Sip;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import javax.sip.message.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a call is to ring, and whether it is to be answered by itself. */
class AnswerModesTest {

    private static Request request(String... headers) {
        Request request = new RequestBuilder("INVITE", "sip:alice@example.com").build();
        for (String header : headers) {
            String[] parts = header.split(": ?", 2);
            request.addHeader(Sip.opaqueHeader(parts[0], parts[1]));
        }
        return request;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Answer-Mode: Auto | 0 | false",
                "Answer-Mode: AUTO ; require | 0 | true",
                "Priv-Answer-Mode: Auto;require | 0 | true",
                "Call-Info: <http://example.com/a,b>;purpose=icon, <sip:example.com>;answer-after=0 | 0 | false",
                "Call-Info: <sip:example.com>; Answer-After = 5 | 5 | false",
                "Alert-Info: <http://127.0.0.1>;info=alert-autoanswer;delay=3 | 3 | false",
                "Alert-Info: info=alert-autoanswer | 0 | false",
                "Alert-Info: <http://127.0.0.1/>;info=\"Auto Answer\" | 0 | false",
                "Alert-Info: Auto Answer | 0 | false",
                "Alert-Info: <urn:alert:source:internal>, <x:y>;info=intercom | 0 | false",
                "Alert-Info: ;info=intercom | 0 | false",
                "Alert-Info: <http://127.0.0.1/>;answer-after=60 | 60 | false"
            })
    void wishesToBeAnsweredByItself(String header, int after, boolean required) {
        assertEquals(new AnswerHint(Duration.ofSeconds(after), required), AnswerModes.of(request(header)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Answer-Mode: Manual",
                "Answer-Mode: Manual;require",
                "Answer-Mode: Automatic",
                "Answer-Mode: ",
                "Call-Info: <sip:example.com>;answer-after=-1",
                "Call-Info: <sip:example.com>;answer-after=61",
                "Call-Info: <sip:example.com>;answer-after=99999999999999999999",
                "Call-Info: <sip:example.com;answer-after=0>;purpose=info",
                "Alert-Info: <http://example.com/intercom>",
                "Alert-Info: <urn:alert:service:normal>;info=external",
                "Subject: Auto Answer"
            })
    void wishesNothing(String header) {
        assertNull(AnswerModes.of(request(header)));
    }

    @Test
    void aModeThatIsNamedCountsMoreThanWhatTelephonesDidBefore() {
        assertNull(AnswerModes.of(request("Answer-Mode: Manual", "Call-Info: <sip:example.com>;answer-after=0")));
    }

    @Test
    void alertsAreUrisUpToEight() {
        assertEquals(
                List.of("urn:alert:source:external", "http://example.com/a%E2%82%AC,b.wav"),
                AlertInfo.of(request(
                        "Alert-Info: <urn:alert:source:external>, Bellcore-dr1",
                        "Alert-Info: <http://example.com/a%E2%82%AC,b.wav>;x=1, <a b:c>, <" + "x:".repeat(400) + ">")));
        assertEquals(
                8,
                AlertInfo.of(request("Alert-Info: " + "<urn:alert:a>,".repeat(100)))
                        .size());
    }

    @ParameterizedTest
    @CsvSource({"AUTO, false", "AUTO_REQUIRED, true"})
    void whatIsWishedIsUnderstood(AnswerWish wish, boolean required) {
        assertEquals(
                new AnswerHint(Duration.ZERO, required),
                AnswerModes.of(request("Answer-Mode: " + AnswerModes.value(wish))));
    }

    @Test
    void whatIsToldOfTheRingingIsRead() {
        List<URI> alerts =
                List.of(URI.create("urn:alert:source:internal"), URI.create("http://example.com/a,b;c?d=\u20ac"));
        assertEquals(
                List.of("urn:alert:source:internal", "http://example.com/a,b;c?d=%E2%82%AC"),
                AlertInfo.of(request("Alert-Info: " + AlertInfo.value(alerts))));
    }
}
