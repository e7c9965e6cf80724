package dev.duet.sip.internal.rfc7044;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.duet.model.Address;
import dev.duet.model.CallHop;
import dev.duet.model.CallHop.Source;
import dev.duet.sip.internal.rfc3261.RequestBuilder;
import dev.duet.sip.internal.stack.Sip;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sip.message.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** History-Info (RFC 7044, RFC 4244) and Diversion (RFC 5806) as they are read. */
class HistoryInfoTest {

    private static final Address BOB = Address.sip("bob@example.com");

    private static Request request(String name, String... values) {
        Request request = new RequestBuilder("INVITE", "sip:alice@example.com").build();
        for (String value : values) {
            request.addHeader(Sip.opaqueHeader(name, value));
        }
        return request;
    }

    private static List<CallHop> history(String... values) {
        return HistoryInfo.of(request("History-Info", values));
    }

    private static List<CallHop> diversion(String... values) {
        return Diversion.of(request("Diversion", values));
    }

    private static CallHop hop(Address address, String name, String index, int status, String reason) {
        return new CallHop(Source.HISTORY_INFO, address, name, index, status, reason);
    }

    @Test
    void stationsComeInTheOrderOfTheirIndicesWhateverTheHeaders() {
        assertEquals(
                List.of(
                        hop(BOB, "Bob, the first", "1", 302, "Moved, temporarily"),
                        hop(Address.sip("carol@example.com"), "", "1.2", 408, ""),
                        hop(Address.tel("+15551234"), "", "1.10", 0, "")),
                history(
                        "<tel:+15551234>;index=1.10;mp=1.2",
                        "\"Bob, the first\" <sip:bob@example.com?Reason=SIP%3Bcause%3D302%3Btext%3D%22Moved%2C%20"
                                + "temporarily%22>;index=1;foo=\"1,2\", "
                                + "<sip:carol@example.com:5070;cause=408>;index=1.2;rc=1"));
    }

    @Test
    void aReasonThatIsNoneOfSipIsNoStatus() {
        assertEquals(
                List.of(hop(BOB, "", "1", 0, "User busy")),
                history("<sip:bob@example.com?Reason=Q.850%3Bcause%3D17%3Btext%3D%22User%20busy%22>;index=1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"Bob\" <sip:bob@example.com?Privacy=history>;index=1",
                "\"Bob\" <sip:bob@example.com?Reason=SIP%3Bcause%3D302&Privacy=none%3Bhistory>;index=1",
                "<sip:anonymous@anonymous.invalid>;index=1",
                "<xmpp:bob@example.com>;index=1"
            })
    void whoDoesNotWishToBeNamedIsNot(String value) {
        CallHop hop = history(value).get(0);
        assertNull(hop.address());
        assertEquals("", hop.name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"history", "id;header", "user; SESSION ;critical"})
    void aRequestMayHideAllStations(String privacy) {
        Request request = request("History-Info", "\"Bob\" <sip:bob@example.com>;index=1");
        request.addHeader(Sip.opaqueHeader("Privacy", privacy));
        assertEquals(List.of(hop(null, "", "1", 0, "")), HistoryInfo.of(request));
    }

    @Test
    void privacyOfTheIdentityHidesNoStation() {
        Request request = request("History-Info", "<sip:bob@example.com>;index=1");
        request.addHeader(Sip.opaqueHeader("Privacy", "id"));
        assertEquals(BOB, HistoryInfo.of(request).get(0).address());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",,,",
                "<",
                "\"",
                "<sip:bob@example.com>",
                "<sip:bob@example.com>;index",
                "<sip:bob@example.com>;index=1.",
                "<sip:bob@example.com>;index=-1",
                "<sip:bob@example.com>;index=999999",
                "<sip:bob@example.com>;index=1.1.1.1.1.1.1.1.1.1.1.1.1.1",
                "\"never closed <sip:bob@example.com>;index=1"
            })
    void whatIsNotWellFormedIsLeftOut(String value) {
        assertEquals(List.of(hop(BOB, "", "1", 0, "")), history(value, "<sip:bob@example.com>;index=1"));
    }

    @Test
    void whatCannotBeDecodedOrIsNoStatusIsNotTold() {
        assertEquals(
                List.of(hop(BOB, "", "1", 0, ""), hop(BOB, "", "2", 0, ""), hop(null, "", "3", 0, "")),
                history(
                        "<sip:bob@example.com?Reason=%ZZ%>;index=1",
                        "<sip:bob@example.com?Reason=SIP%3Bcause%3D999>;index=2",
                        "<sip:bob:secret@example.com>;index=3"));
    }

    @Test
    void aListIsReadUpToTwenty() {
        String many = IntStream.rangeClosed(1, 500)
                .mapToObj(i -> "<sip:u" + i + "@example.com>;index=" + i)
                .collect(Collectors.joining(", "));
        assertEquals(20, history(many).size());
        assertEquals(20, history(many.split(", ")).size());
        String diverted = many.replaceAll("index", "counter");
        assertEquals(20, diversion(diverted).size());
    }

    @Test
    void longHostileHeadersAreReadInNoTime() {
        for (String part : List.of("<", "\"", ",", ";", "\\", "\"<", "?Reason=SIP;cause=", ";text=\"", "a;")) {
            history(part.repeat(16_000 / part.length()), "<sip:bob@example.com?" + part.repeat(3000) + ">;index=1");
            diversion(part.repeat(16_000 / part.length()));
        }
    }

    @Test
    void whoSentTheCallOnFirstComesFirst() {
        assertEquals(
                List.of(
                        new CallHop(Source.DIVERSION, BOB, "Bob", "", 0, "no-answer"),
                        new CallHop(Source.DIVERSION, Address.tel("+15551234"), "", "", 0, "user-busy")),
                diversion(
                        "<tel:+15551234>;reason=user-busy;counter=1;screen=yes",
                        "\"Bob\" <sip:bob@example.com>;reason=\"no-answer\";privacy=off"));
    }

    @Test
    void aDiversionIsToldAsFarAsItsPrivacyLets() {
        assertEquals(
                List.of(
                        new CallHop(Source.DIVERSION, null, "", "", 0, ""),
                        new CallHop(Source.DIVERSION, null, "Bob", "", 0, "away"),
                        new CallHop(Source.DIVERSION, BOB, "", "", 0, "")),
                diversion("\"Bob\" <sip:bob@example.com>;privacy=name, \"Bob\" <sip:bob@example.com>;privacy=uri"
                        + ";reason=away,\"Bob\" <sip:bob@example.com>;privacy=FULL"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<>", "unknown", "<mailto:bob@example.com>;reason=user-busy", "<sip:>"})
    void whoeverIsNobodySentNothingOn(String value) {
        assertEquals(List.of(), diversion(value));
    }
}
