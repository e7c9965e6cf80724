package dev.duet.sip.internal.rfc3261;

import static dev.duet.sip.internal.rfc3261.VirtualAgent.header;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Failure;
import dev.duet.model.SipConfig.Transport;
import dev.duet.model.SipPush;
import dev.duet.sip.internal.rfc6665.Fetch;
import dev.duet.sip.internal.stack.Sip;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a registrar grants beside the binding: outbound (RFC 5626), Service-Route (RFC 3608), GRUU (RFC 5627). */
class RegisteredTest {

    private static final String GRUU = "sip:alice@example.com;gr=urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6";
    private static final String TEMPORARY = "sip:tgruu.7hs==jd7vnzga5w7fajsc7-ajd6fabz0f8g5@example.com;gr";

    private final VirtualAgent virtual = new VirtualAgent(Transport.TCP);
    private final UserAgent agent = virtual.agent;
    private final List<String> told = new ArrayList<>();
    private final Registration registration = new Registration(agent.binding(), new Told());

    private final class Told implements Registration.Listener {
        @Override
        public void bound() {
            told.add("bound");
        }

        @Override
        public void failed(Failure failure, Duration wait) {
            told.add("failed");
        }
    }

    private String register() {
        registration.bind();
        return virtual.next();
    }

    /** Registers, and is granted that: headers, and parameters of the own contact. */
    private void granted(String headers, String parameters) {
        String request = register();
        String own = header(request, "Contact").replaceAll(";(reg-id|expires)=[0-9]+", "");
        virtual.answer(request, 200, headers + "Contact: " + own + parameters + ";expires=600\r\n");
        assertEquals(List.of("bound"), told);
    }

    private String message() {
        agent.send(agent.request(Request.MESSAGE, "sip:bob@example.com", "").build(), new Outcome() {
            @Override
            public void done(Response response) {
                told.add("sent");
            }

            @Override
            public void failed(Failure failure) {
                told.add("not sent");
            }
        });
        return virtual.next();
    }

    @Test
    void aRegistrationAsksForAllOfThem() {
        String request = register();

        assertEquals("path,outbound,gruu", header(request, "Supported"));
        assertTrue(header(request, "Contact").contains(";reg-id=1"), request);
    }

    @Test
    void theServiceRouteIsTheRouteOfRequestsOutsideOfDialogs() {
        granted("Service-Route: <sip:one.example.com;lr>, <sip:two.example.com;lr>\r\n", "");

        String message = message();

        assertTrue(
                message.contains("Route: <sip:one.example.com;lr>\r\nRoute: <sip:two.example.com;lr>\r\n")
                        || message.contains("Route: <sip:one.example.com;lr>,<sip:two.example.com;lr>\r\n"),
                message);
        assertEquals(
                1,
                virtual.wire.sent.stream()
                        .filter(sent -> sent.contains("\r\nRoute: "))
                        .count());
        virtual.loop.advance(Duration.ofSeconds(541));
        assertTrue(virtual.wire.sent.stream()
                .filter(sent -> sent.startsWith("REGISTER"))
                .noneMatch(sent -> sent.contains("\r\nRoute: ")));
    }

    @Test
    void aSubscriptionThatIsBegunFollowsTheServiceRoute() {
        granted("Service-Route: <sip:one.example.com;lr>\r\n", "");

        new Fetch(agent, "sip:bob@example.com", "dialog", "application/dialog-info+xml", new Fetch.Listener() {
                    @Override
                    public void told(byte[] body) {}

                    @Override
                    public void failed(Failure failure) {}
                })
                .begin();

        assertEquals("<sip:one.example.com;lr>", header(virtual.next(), "Route"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<sip:one.example.com;lr>, <http://two.example.com>", "<sip:>", "nonsense", "<tel:+1>"})
    void aMalformedServiceRouteIsNotFollowed(String route) {
        granted("Service-Route: " + route + "\r\n", "");

        assertFalse(message().contains("\r\nRoute: "));
    }

    @Test
    void theGruuIsTheContactInDialogsAndNeverWhatIsRegistered() {
        granted("", ";pub-gruu=\"" + GRUU + "\";temp-gruu=\"" + TEMPORARY + "\"");

        assertEquals("<" + GRUU + ">", agent.contact());
        assertEquals(TEMPORARY, agent.registered().temporaryGruu());
        virtual.loop.advance(Duration.ofSeconds(541));
        String again = virtual.next();
        assertTrue(header(again, "Contact").startsWith("<sip:" + agent.token() + "@"), again);
    }

    @Test
    void theGruuOfAnotherDeviceIsNotOurs() {
        String request = register();
        String own = header(request, "Contact").replaceAll(";(reg-id|expires)=[0-9]+", "");
        virtual.answer(
                request,
                200,
                "Contact: <sip:other@192.0.2.7>;expires=9000;pub-gruu=\"" + GRUU + "\"\r\n" + "Contact: " + own
                        + ";expires=100\r\n");

        assertTrue(agent.contact().startsWith("<sip:" + agent.token() + "@"), agent.contact());
        virtual.loop.advance(Duration.ofSeconds(74));
        assertTrue(virtual.isSilent());
        virtual.loop.advance(Duration.ofSeconds(2));
        assertFalse(virtual.isSilent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mailto:alice@example.com", "sip:", "sip:alice@example.com>;evil=<sip:x", ""})
    void aMalformedGruuIsNone(String gruu) {
        granted("", ";pub-gruu=\"" + gruu + "\"");

        assertTrue(agent.contact().startsWith("<sip:" + agent.token() + "@"), agent.contact());
    }

    @Test
    void withOutboundRequestsAreToComeByTheFlow() {
        String request = register()
                .replace(";rport;", ";rport=4711;received=203.0.113.9;")
                .replace(";rport\r", ";rport=4711;received=203.0.113.9\r");
        virtual.answer(request, 200, "Require: outbound\r\nExpires: 600\r\n");

        assertEquals(List.of("bound"), told); // and not a second time with the address outside of the NAT
        assertTrue(virtual.isSilent());
        assertTrue(agent.contact().endsWith(";ob>"), agent.contact());
    }

    @Test
    void aFirstHopWithoutOutboundIsAskedWithoutIt() {
        virtual.answer(register(), 439, "");

        String second = virtual.next();
        assertEquals("path,gruu", header(second, "Supported"));
        assertFalse(header(second, "Contact").contains("reg-id"), second);
        virtual.answer(second, 439, "");
        assertEquals(List.of("failed"), told);
    }

    @Test
    void pushIsRegisteredWithTheContactAndIsInNoDialog() {
        VirtualAgent pushed =
                new VirtualAgent(Transport.TLS, settings -> settings.push(new SipPush("fcm", "a b;c=d", "proj:ü")));
        new Registration(pushed.agent.binding(), new Told()).bind();

        String request = pushed.next();

        String uri = header(request, "Contact").replaceAll(">.*", "");
        assertTrue(uri.endsWith(";pn-provider=fcm;pn-prid=a%20b%3Bc%3Dd;pn-param=proj:%C3%BC"), uri);
        assertFalse(pushed.agent.contact().contains("pn-"), pushed.agent.contact());
        pushed.answer(request, 555, "");
        assertEquals(List.of("failed"), told);
        assertFalse(new SipPush("fcm", "device", null).toString().contains("device"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*;+sip.pns=\"fcm\" | true",
                "*;+sip.pns=\"apns,fcm\" | true",
                "*;+sip.pns=\"apns\" | false",
                "*;x | false"
            })
    void aServerTellsWhetherItWakes(String caps, boolean taken) throws Exception {
        Response response = Sip.messages().createResponse("SIP/2.0 200 OK\r\nFeature-Caps: " + caps + "\r\n\r\n");

        assertEquals(taken, PushParameters.areTaken(response, new SipPush("fcm", "device", null)));
    }

    @Test
    void anotherWayIsWithoutWhatWasGrantedForTheFirst() {
        granted("Service-Route: <sip:one.example.com;lr>\r\n", ";pub-gruu=\"" + GRUU + "\"");

        agent.binding().flow(agent.flow());

        assertEquals(Registered.NONE, agent.registered());
    }
}
