package dev.duet.sip.internal.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.SipConfig;
import dev.duet.model.SipLimits;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the reader of messages makes of those of RFC 4475 and RFC 5118, with the verdicts that these state; where they
 * leave a choice, the stricter one.
 */
class TortureTest {

    private static final InetSocketAddress FROM = new InetSocketAddress("192.0.2.99", 5060);

    private static Inbound read(int rfc, String name) {
        Torture torture = Torture.of(rfc, name);
        return MessageReader.read(torture.bytes(), FROM, torture.transport(), SipLimits.DEFAULTS);
    }

    private static SIPMessage good(int rfc, String name) {
        Inbound inbound = read(rfc, name);
        return assertInstanceOf(Inbound.Good.class, inbound, inbound::toString).message();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "3.1.1.1, wsinv, INVITE",
        "3.1.1.2, intmeth, !interesting-Method0123456789_*+`.%indeed'~",
        "3.1.1.3, esc01, INVITE",
        "3.1.1.4, escnull, REGISTER",
        "3.1.1.5, esc02, RE%47IST%45R",
        "3.1.1.6, lwsdisp, OPTIONS",
        "3.1.1.7, longreq, INVITE",
        "3.1.1.8, dblreq, REGISTER",
        "3.1.1.9, semiuri, OPTIONS",
        "3.1.1.10, transports, OPTIONS",
        "3.1.1.11, mpart01, MESSAGE",
        "3.1.2.12, baddate, INVITE",
        "3.3.2, unkscm, OPTIONS",
        "3.3.3, novelsc, OPTIONS",
        "3.3.4, unksm2, REGISTER",
        "3.3.5, bext01, OPTIONS",
        "3.3.6, invut, INVITE",
        "3.3.7, regaut01, REGISTER",
        "3.3.11, zeromf, OPTIONS",
        "3.3.12, cparam01, REGISTER",
        "3.3.13, cparam02, REGISTER",
        "3.3.14, regescrt, REGISTER",
        "3.3.15, sdp01, INVITE",
        "3.4.1, inv2543, INVITE"
    })
    void rfc4475ARequestIsTaken(String section, String name, String method) {
        SIPRequest request = assertInstanceOf(SIPRequest.class, good(4475, name));

        assertEquals(method, request.getMethod());
        assertEquals(method, request.getCSeq().getMethod());
        assertEquals("192.0.2.99", request.getTopmostVia().getReceived());
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"3.1.1.12, unreason, 200", "3.1.1.13, noreason, 100", "3.3.10, bcast, 200"})
    void rfc4475AResponseIsTaken(String section, String name, int status) {
        assertEquals(
                status, assertInstanceOf(SIPResponse.class, good(4475, name)).getStatusCode());
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "3.1.2.1, badinv01, 400",
        "3.1.2.2, clerr, 400",
        "3.1.2.3, ncl, 400",
        "3.1.2.4, scalar02, 400",
        "3.1.2.6, quotbal, 400",
        "3.1.2.7, ltgtruri, 400",
        "3.1.2.8, lwsruri, 400",
        "3.1.2.9, lwsstart, 400",
        "3.1.2.10, trws, 400",
        "3.1.2.11, escruri, 400",
        "3.1.2.13, regbadct, 400",
        "3.1.2.14, badaspec, 400",
        "3.1.2.15, baddn, 400",
        "3.1.2.16, badvers, 505",
        "3.1.2.17, mismatch01, 400",
        "3.1.2.18, mismatch02, 400",
        "3.2.1, badbranch, 400",
        "3.3.8, multi01, 400",
        "3.3.9, mcl01, 400"
    })
    void rfc4475ARequestIsRefused(String section, String name, int status) {
        refused(read(4475, name), status);
    }

    private static void refused(Inbound inbound, int status) {
        byte[] response = assertInstanceOf(Inbound.Bad.class, inbound).response();
        String text = new String(response, StandardCharsets.UTF_8);
        String reason = status == 505 ? "Version Not Supported" : "Bad Request";
        assertTrue(text.startsWith("SIP/2.0 " + status + " " + reason + "\r\n"), text);
        assertTrue(text.contains("\r\nVia: ") && text.endsWith("Content-Length: 0\r\n\r\n"), text);
    }

    /** A response, or a request without what an answer needs. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"3.1.2.5, scalarlg", "3.1.2.19, bigcode", "3.3.1, insuf"})
    void rfc4475NothingIsSaid(String section, String name) {
        assertNull(assertInstanceOf(Inbound.Bad.class, read(4475, name)).response());
    }

    @Test
    void rfc4475WhatIsFoldedAndSpacedIsRead() {
        SIPRequest request = (SIPRequest) good(4475, "wsinv");

        assertEquals("1918181833n", request.getToTag());
        assertEquals("98asjd8", request.getFromTag());
        assertEquals(9, request.getCSeq().getSeqNumber());
        assertEquals(68, request.getMaxForwards().getMaxForwards());
        assertEquals(1, Sip.values(request, "Route").size());
        assertEquals(3, Sip.values(request, "Via").size());
        assertEquals(150, request.getRawContent().length);
    }

    @Test
    void rfc4475WhatFollowsAMessageInItsDatagramIsNotRead() {
        SIPRequest request = (SIPRequest) good(4475, "dblreq");

        assertEquals(
                "sip:j.user@example.com", request.getTo().getAddress().getURI().toString());
        assertNull(request.getRawContent());
    }

    @Test
    void rfc4475AnUnusualReasonIsKept() {
        SIPResponse response = (SIPResponse) good(4475, "unreason");

        assertTrue(response.getReasonPhrase().startsWith("= 2**3 * 5**2 "), response.getReasonPhrase());
        assertEquals(
                "", ((SIPResponse) good(4475, "noreason")).getReasonPhrase().strip());
    }

    @Test
    void rfc4475WithoutContentLengthADatagramsRestIsTheBody() {
        SIPRequest request = (SIPRequest) good(4475, "inv2543");

        assertTrue(Sip.body(request).startsWith("v=0\r\n"), Sip.body(request));
        assertTrue(Sip.body(request).contains("m=audio 49217 RTP/AVP 0"), Sip.body(request));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ipv6-good",
                "port-ambiguous",
                "port-unambiguous",
                "via-received-param-with-delim",
                "via-received-param-no-delim",
                "ipv6-in-sdp",
                "mult-ip-in-header",
                "mult-ip-in-sdp",
                "ipv4-mapped-ipv6",
                "ipv6-bug-abnf-3-colons",
                "ipv6-correct-abnf-2-colons"
            })
    void rfc5118ARequestIsTaken(String name) {
        assertEquals(
                "192.0.2.99", ((SIPRequest) good(5118, name)).getTopmostVia().getReceived());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Via", "From", "To", "Call-ID", "CSeq"})
    void noAnswerEchoesWhatNoMessageMayHave(String header) {
        String request = "OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK1\r\n"
                + "From: <sip:c@d>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\n"
                + "From: <sip:c@d>;tag=1\r\n\r\n";
        assertNotNull(refusal(request));
        assertNull(refusal(request.replaceFirst(header + ": ", header + ": \u0000")));
        assertNull(refusal(request.replaceFirst(header + ": ", header + ": \u001b")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Via: SIP/2.0/UDP 127.0.0.1;a=", "Call-ID: 1", "CSeq: 1"})
    void controlCharactersAreForQuotedStringsAlone(String place) {
        String request = "OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;a=1;branch=z9hG4bK1\r\n"
                + "From: <sip:c@d>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\n\r\n";
        assertNull(refusal(request.replace(place, place + "\u0001")));
    }

    private static byte[] refusal(String request) {
        Inbound inbound = MessageReader.read(
                request.getBytes(StandardCharsets.UTF_8),
                new InetSocketAddress("127.0.0.1", 5060),
                SipConfig.Transport.UDP,
                SipLimits.DEFAULTS);
        return assertInstanceOf(Inbound.Bad.class, inbound).response();
    }

    @Test
    void rfc5118AnAddressWithoutBracketsIsRefused() {
        refused(read(5118, "ipv6-bad"), 400);
    }

    @Test
    void rfc5118PortsAreWhereTheBracketsPutThem() {
        assertEquals("sip:[2001:db8::10:5070]", uri("port-ambiguous"));
        assertEquals("sip:[2001:db8::10]:5070", uri("port-unambiguous"));
        assertEquals(List.of(6050, -1), List.of(viaPort("mult-ip-in-header"), viaPort("ipv6-good")));
    }

    private static String uri(String name) {
        return ((SIPRequest) good(5118, name)).getRequestURI().toString();
    }

    private static int viaPort(String name) {
        return ((SIPRequest) good(5118, name)).getTopmostVia().getPort();
    }
}
