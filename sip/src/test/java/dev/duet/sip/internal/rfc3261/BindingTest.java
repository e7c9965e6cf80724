package dev.duet.sip.internal.rfc3261;

import static dev.duet.sip.internal.rfc3261.VirtualAgent.header;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Endpoint;
import dev.duet.model.Failure;
import dev.duet.model.SipConfig.Transport;
import dev.duet.sip.internal.transport.Wire;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two bindings of one account over one UDP socket. */
class BindingTest {

    private static final InetSocketAddress TWO = new InetSocketAddress("127.0.0.1", 5070);
    private static final String INVITE = "INVITE sip:x@127.0.0.1:50000 SIP/2.0\r\n"
            + "Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK1\r\n"
            + "Record-Route: <sip:127.0.0.1:5060;lr;r2=on>, <sip:127.0.0.1;lr;r2=on>, <sip:core.example.com;lr>\r\n"
            + "Max-Forwards: 70\r\nFrom: <sip:bob@example.com>;tag=bob\r\nTo: <sip:alice@example.com>\r\n"
            + "Call-ID: call\r\nCSeq: 1 INVITE\r\nContact: <sip:bob@192.0.2.7>\r\nContent-Length: 0\r\n\r\n";

    private final VirtualAgent virtual = new VirtualAgent(
            Transport.UDP,
            settings -> settings.servers(new Endpoint("127.0.0.1", 5060), new Endpoint("127.0.0.1", 5070)));
    private final UserAgent agent = virtual.agent;
    private final Binding one = agent.bindings().get(0);
    private final Binding two = agent.bindings().get(1);
    private final List<Failure> failures = new ArrayList<>();
    private final Outcome outcome = new Outcome() {
        @Override
        public void done(Response response) {}

        @Override
        public void failed(Failure failure) {
            failures.add(failure);
        }
    };

    @BeforeEach
    void bothAreInForce() {
        two.flow(new Flow(virtual.port, TWO, Wire.TlsFacts.NONE));
        one.registered(new Registered(List.of(), null, null, true));
        two.registered(new Registered(List.of(), "sip:alice@example.com;gr=two", null, true));
    }

    private Dialog dialog() {
        Dialog[] begun = new Dialog[1];
        virtual.outside = incoming -> begun[0] = Dialog.of(incoming.request(), "own");
        virtual.receive(INVITE);
        return begun[0];
    }

    private int lastPort() {
        return virtual.wire.to.get(virtual.wire.to.size() - 1).getPort();
    }

    private String sent(Dialog dialog) {
        virtual.skip();
        agent.send(dialog, dialog.request(Request.INFO).build(), outcome);
        return virtual.next();
    }

    @Test
    void eachHasItsNumberAndItsCallIdAndTakesItsOwnContact() {
        Registration registration = new Registration(two, new Registration.Listener() {
            @Override
            public void bound() {}

            @Override
            public void failed(Failure failure, Duration wait) {
                failures.add(failure);
            }
        });
        registration.bind();
        String request = virtual.next();
        String own = header(request, "Contact");
        assertTrue(own.contains(";reg-id=2;"), own);
        assertEquals(two.callId(), header(request, "Call-ID"));
        assertFalse(two.callId().equals(one.callId()));
        assertEquals(5070, lastPort());

        virtual.answer(
                request,
                200,
                "Require: outbound\r\nContact: " + own.replaceAll("reg-id=2;expires=[0-9]+", "reg-id=1;expires=9000")
                        + ";pub-gruu=\"sip:alice@example.com;gr=one\"\r\nContact: "
                        + own.replaceAll("expires=[0-9]+", "expires=100")
                        + ";pub-gruu=\"sip:alice@example.com;gr=two\"\r\n");

        assertEquals("sip:alice@example.com;gr=two", two.registered().publicGruu());
        virtual.loop.advance(Duration.ofSeconds(74));
        assertTrue(virtual.isSilent());
        virtual.loop.advance(Duration.ofSeconds(2));
        assertTrue(virtual.next().startsWith("REGISTER "));
        assertEquals(List.of(), failures);
    }

    @Test
    void whatIsWithinADialogGoesByTheServerThatTheDialogCameBy() {
        Dialog dialog = dialog();
        agent.use(two);

        String info = sent(dialog);

        assertEquals(5060, lastPort());
        assertTrue(header(info, "Route").startsWith("<sip:127.0.0.1:5060;lr;r2=on>"), info);
        assertTrue(agent.contact(dialog).endsWith(";ob>"), agent.contact(dialog));
        assertEquals("<sip:alice@example.com;gr=two>", agent.contact());
    }

    @Test
    void theOtherServerTakesThePlaceOfOneThatIsGoneInTheRoute() {
        Dialog dialog = dialog();
        one.flow(null);
        agent.use(two);

        String info = sent(dialog);

        assertEquals(5070, lastPort());
        assertTrue(
                info.contains("\r\nRoute: <sip:127.0.0.1:5070;lr>,<sip:core.example.com;lr>\r\n")
                        || info.contains("\r\nRoute: <sip:127.0.0.1:5070;lr>\r\nRoute: <sip:core.example.com;lr>\r\n"),
                info);
        virtual.skip();
        agent.sendAck(dialog.ack(1));
        assertTrue(header(virtual.next(), "Route").startsWith("<sip:127.0.0.1:5070;lr>"));
        assertEquals("<sip:alice@example.com;gr=two>", agent.contact(dialog));
    }

    @Test
    void aWayThatIsNotRegisteredYetIsNotGoneByWhileAnotherIs() {
        Dialog dialog = dialog();
        one.flow(null);
        agent.use(two);
        one.flow(new Flow(virtual.port, new InetSocketAddress("127.0.0.1", 5060), Wire.TlsFacts.NONE));

        sent(dialog);
        assertEquals(5070, lastPort());

        one.registered(new Registered(List.of(), null, null, true));
        sent(dialog);
        assertEquals(5060, lastPort());
    }

    @Test
    void bothServersAreTheAccountsOwn() {
        assertTrue(agent.isServer(TWO));
        two.flow(null);
        assertFalse(agent.isServer(TWO));
    }
}
