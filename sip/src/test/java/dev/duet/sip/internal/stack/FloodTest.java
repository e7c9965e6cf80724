package dev.duet.sip.internal.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.SipConfig;
import dev.duet.model.SipLimits;
import dev.duet.spi.VirtualLoop;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.sip.header.CallIdHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of strangers, each another one, faster than they can be forgotten. */
class FloodTest {

    private static final InetSocketAddress SERVER = new InetSocketAddress("127.0.0.1", 5060);
    private static final Duration FORGOTTEN = Duration.ofSeconds(33);
    private static final int FLOOD = 10_000;
    private static final SipLimits.Bound MOST = SipLimits.DEFAULTS.transactions();

    private final VirtualLoop loop = new VirtualLoop();
    private boolean expires;
    private final List<String> taken = new ArrayList<>();
    private final List<IncomingRequest> ringing = new ArrayList<>();
    private final Transactions transactions = new Transactions(loop, new Traces(loop), new Transactions.Handler() {
        @Override
        public void request(IncomingRequest request) {
            taken.add(((CallIdHeader) request.request().getHeader(CallIdHeader.NAME)).getCallId());
            if (request.method().equals(Request.INVITE)) {
                request.reply(Response.RINGING);
                ringing.add(request);
            } else if (request.transaction() != null) {
                answer(request);
            }
        }

        @Override
        public boolean isOfDialog(Request request) {
            return FloodTest.isOfDialog(request);
        }

        @Override
        public void stray(Response response) {}
    });

    private void answer(IncomingRequest request) {
        Response response = request.response(isOfDialog(request.request()) ? Response.OK : Response.BAD_EVENT);
        if (expires) {
            response.setHeader(Sip.header("Expires", "60"));
            response.setHeader(Sip.header("Contact", "<sip:alice@127.0.0.1>"));
        }
        request.reply(response);
    }

    private final FakeWire wire = new FakeWire(SipConfig.Transport.UDP);
    private final Port port = transactions.attach(wire);
    private final Admission admission = Objects.requireNonNull(port.admission());

    private static boolean isOfDialog(Request request) {
        return request.getHeader("To").toString().contains("tag=ours");
    }

    private static InetSocketAddress host(int number) {
        return new InetSocketAddress("10." + number / 65_536 + "." + number / 256 % 256 + "." + number % 256, 5060);
    }

    private static String request(String method, String id, String to) {
        return method + " sip:alice@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:9;rport;branch=z9hG4bK" + id
                + "\r\nFrom: <sip:eve@example.org>;tag=1\r\nTo: <sip:alice@example.org>" + to + "\r\nCall-ID: " + id
                + "\r\nCSeq: 1 " + method + "\r\nContact: <sip:eve@192.0.2.1>\r\nMax-Forwards: 70\r\n"
                + "Event: presence\r\nSubscription-State: active\r\nContent-Length: 0\r\n\r\n";
    }

    private void receive(InetSocketAddress from, String message) {
        port.received(message.getBytes(StandardCharsets.UTF_8), from);
        loop.run();
    }

    private void ask(InetSocketAddress from, String id) {
        receive(from, request("OPTIONS", id, ""));
    }

    private List<String> refusals() {
        return wire.sent.stream()
                .filter(each -> each.startsWith("SIP/2.0 503 "))
                .toList();
    }

    private void send(String method) throws Exception {
        Request request =
                Sip.messages().createRequest(request(method, "own", "").replaceFirst("Via: .*\r\n", ""));
        port.send(request, SERVER, new Ignored());
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS", "REGISTER", "INVITE", "SUBSCRIBE"})
    void ofOneStrangerSomeAreTakenAndOthersRefusedUntilThoseAreForgotten(String method) {
        for (int i = 0; i < FLOOD; i++) {
            receive(host(1), request(method, "flood" + i, ""));
        }
        assertEquals(MOST.ofAStranger(), taken.size());
        assertEquals(MOST.ofAStranger(), admission.size());
        assertEquals(Admission.REFUSALS_PER_SECOND, refusals().size());
        assertTrue(
                refusals().get(0).contains("\r\nRetry-After: 32\r\n"),
                refusals().get(0));
        ringing.forEach(each -> each.reply(Response.BUSY_HERE));
        loop.advance(FORGOTTEN);
        assertEquals(0, admission.size());
        receive(host(1), request(method, "later", ""));
        assertEquals("later", taken.get(taken.size() - 1));
    }

    @Test
    void ofAllStrangersTogetherSomeAreTakenAndAServerHasRoomAllTheTime() throws Exception {
        send("OPTIONS");
        System.gc();
        long before = used();
        for (int i = 0; i < FLOOD; i++) {
            ask(host(i), "flood" + i);
            if (i % 100 == 0) {
                ask(SERVER, "good" + i);
            }
        }
        System.gc();
        long grown = used() - before;
        assertEquals(
                FLOOD / 100, taken.stream().filter(id -> id.startsWith("good")).count());
        assertEquals(MOST.ofStrangers() + FLOOD / 100, taken.size());
        assertEquals(taken.size(), admission.size());
        assertTrue(grown < 24 << 20, grown + " bytes for " + admission.size() + " transactions");
        loop.advance(FORGOTTEN);
        assertEquals(0, admission.size());
        assertEquals(0, port.remembered());
        assertEquals(0, loop.timers());
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void theBoundsAreThoseOfTheAccountAndOthersAreAnsweredBeyond() throws Exception {
        Port narrow = transactions.attach(wire, SipLimits.DEFAULTS.withTransactions(new SipLimits.Bound(2, 5, 3)));
        Request own = Sip.messages().createRequest(request("OPTIONS", "own", "").replaceFirst("Via: .*\r\n", ""));
        narrow.send(own, SERVER, new Ignored());
        for (int i = 0; i < 100; i++) {
            String flood = request("OPTIONS", "one" + i, "");
            narrow.received(flood.getBytes(StandardCharsets.UTF_8), host(1));
            loop.run();
        }
        assertEquals(List.of("one0", "one1"), taken);
        for (int i = 2; i < 100; i++) {
            String flood = request("OPTIONS", "many" + i, "");
            narrow.received(flood.getBytes(StandardCharsets.UTF_8), host(i));
            loop.run();
        }
        assertEquals(List.of("one0", "one1", "many2", "many3", "many4"), taken);
        for (int i = 0; i < 5; i++) {
            String call = request("INVITE", "server" + i, "");
            narrow.received(call.getBytes(StandardCharsets.UTF_8), SERVER);
            loop.run();
        }
        assertEquals(List.of("server0", "server1", "server2"), taken.subList(5, taken.size()));
    }

    @Test
    void whatAServerMayHaveUnderWayIsBoundedToo() throws Exception {
        send("OPTIONS");
        for (int i = 0; i < 2 * MOST.ofAServer(); i++) {
            ask(SERVER, "answered" + i); // of which no more than the answer is kept
        }
        for (int i = 0; i < MOST.ofAServer() + 100; i++) {
            receive(SERVER, request("INVITE", "rings" + i, ""));
        }
        assertEquals(3 * MOST.ofAServer(), taken.size());
        ringing.get(0).reply(Response.BUSY_HERE);
        receive(SERVER, request("INVITE", "another", ""));
        assertEquals(3 * MOST.ofAServer() + 1, taken.size());
    }

    @Test
    void whatBelongsToARequestThatWasTakenIsNotRefused() {
        receive(host(2), request("INVITE", "call", ""));
        for (int i = 0; i < 2 * MOST.ofStrangers(); i++) {
            ask(host(i), "flood" + i);
        }
        int seen = taken.size();
        wire.sent.clear();
        receive(host(2), request("INVITE", "call", ""));
        assertEquals("SIP/2.0 180", wire.sent.get(0).substring(0, 11));
        receive(host(2), request("CANCEL", "call", ""));
        assertEquals(seen + 1, taken.size());
        receive(host(2), request("ACK", "of-2xx", ";tag=ours"));
        assertEquals("of-2xx", taken.get(seen + 1));
        receive(host(3), request("BYE", "in-dialog", ";tag=ours"));
        assertEquals("in-dialog", taken.get(seen + 2));
        assertEquals(List.of(), refusals());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUBSCRIBE", "NOTIFY", "MESSAGE", "REFER", "INFO", "BYE", "UPDATE", "PRACK"})
    void whatWasAcceptedInADialogIsForgotten(String method) {
        for (int i = 0; i < 10; i++) {
            expires = i % 2 == 0; // JAIN-SIP does not send a 2xx to SUBSCRIBE without
            receive(host(1), request(method, "flood" + i, ";tag=ours"));
        }
        assertEquals(10, taken.size());
        loop.advance(FORGOTTEN);
        assertEquals(0, admission.size());
        assertEquals(0, port.remembered());
    }

    @Test
    void theSameRequestIsRefusedInTheSameWords() {
        for (int i = 0; i < MOST.ofAStranger(); i++) {
            ask(host(1), "flood" + i);
        }
        ask(host(1), "one");
        ask(host(1), "one");
        ask(host(1), "other");
        assertEquals(3, refusals().size());
        assertEquals(2, refusals().stream().distinct().count());
        assertEquals(
                2,
                refusals().stream()
                        .map(each -> each.replaceAll("(?s).*\r\nTo:[^\r]*tag=([^\r;]*).*", "$1"))
                        .collect(Collectors.toSet())
                        .size());
    }

    @Test
    void whatComesFasterThanTheLoopTakesItIsLost() throws Exception {
        send("OPTIONS");
        for (int i = 0; i < FLOOD; i++) {
            port.received(request("OPTIONS", "flood" + i, "").getBytes(StandardCharsets.UTF_8), host(i));
        }
        port.received(request("OPTIONS", "good", "").getBytes(StandardCharsets.UTF_8), SERVER);
        loop.run();
        assertEquals(Backlog.MOST_OF_STRANGERS + 1, taken.size());
        assertTrue(taken.contains("good"));
        ask(host(FLOOD), "after");
        assertTrue(taken.contains("after"));
    }

    @Test
    void aConnectionToAServerHasNoSuchBounds() {
        FakeWire stream = new FakeWire(SipConfig.Transport.TCP);
        Port other = transactions.attach(stream);
        for (int i = 0; i < 1000; i++) {
            other.received(
                    request("OPTIONS", "many" + i, "").replace("/UDP", "/TCP").getBytes(StandardCharsets.UTF_8),
                    SERVER);
            loop.run();
        }
        assertEquals(1000, taken.size());
    }

    private static final class Ignored implements ResponseListener {

        @Override
        public void response(Response response) {}

        @Override
        public void timedOut() {}
    }
}
