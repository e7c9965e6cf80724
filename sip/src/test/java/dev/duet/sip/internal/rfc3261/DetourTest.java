package dev.duet.sip.internal.rfc3261;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Failure;
import dev.duet.model.SipConfig.Transport;
import dev.duet.sip.internal.transport.Wire;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which requests leave UDP, and what becomes of them. The connection is that of another agent, which is told of it. */
class DetourTest {

    private final VirtualAgent udp = new VirtualAgent(Transport.UDP);
    private final VirtualAgent tcp = new VirtualAgent(Transport.TCP);
    private final InetSocketAddress server = new InetSocketAddress("127.0.0.1", 5060);
    private final Flow beside = new Flow(tcp.port, server, Wire.TlsFacts.NONE);
    private final List<Consumer<@Nullable Flow>> waiting = new ArrayList<>();
    private final List<String> outcomes = new ArrayList<>();
    private @Nullable Flow open;

    DetourTest() {
        udp.agent.detour(new Detour() {
            @Override
            public void open(InetSocketAddress hop, Consumer<@Nullable Flow> then) {
                assertEquals(server, hop);
                waiting.add(then);
            }

            @Override
            public @Nullable Flow opened(InetSocketAddress hop) {
                return open;
            }

            @Override
            public void end() {}
        });
    }

    private @Nullable Exchange send(String method, int padding, String... routes) {
        Request request = udp.agent
                .probe(method, "sip:bob@example.com", "")
                .routes(List.of(routes))
                .header("Subject", "x".repeat(padding))
                .build();
        return udp.agent.send(request, new Outcome() {
            @Override
            public void done(Response response) {
                outcomes.add("done " + response.getStatusCode());
            }

            @Override
            public void failed(Failure failure) {
                outcomes.add("failed " + failure.kind());
            }
        });
    }

    @Test
    void theBoundIsThirteenHundredBytesWithTheVia() {
        send("OPTIONS", 100);
        int short100 = udp.next().length();
        int fits = 100 + 1300 - short100;

        send("OPTIONS", fits);
        assertEquals(1300, udp.next().length());
        assertEquals(0, waiting.size());
        send("OPTIONS", fits + 1);

        assertTrue(udp.isSilent());
        waiting.get(0).accept(beside);
        String sent = tcp.next();
        assertTrue(VirtualAgent.header(sent, "Via").startsWith("SIP/2.0/TCP "), sent);
    }

    @Test
    void whereNobodyTakesItItGoesByUdp() {
        send("OPTIONS", 2000);
        waiting.get(0).accept(null);

        String sent = udp.next();
        assertTrue(VirtualAgent.header(sent, "Via").startsWith("SIP/2.0/UDP "), sent);
        udp.answer(sent, 200, "");
        assertEquals(List.of("done 200"), outcomes);
    }

    @Test
    void whatWasGivenUpMeanwhileIsNotSent() {
        Exchange exchange = send("OPTIONS", 2000);
        exchange.settle();
        waiting.get(0).accept(beside);

        assertTrue(udp.isSilent() && tcp.isSilent());
    }

    @Test
    void aChallengeIsAnsweredByTheSameWay() {
        send("OPTIONS", 2000);
        waiting.get(0).accept(beside);
        tcp.answer(tcp.next(), 401, "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\"\r\n");
        waiting.get(1).accept(beside);

        String again = tcp.next();
        assertTrue(VirtualAgent.header(again, "Authorization").startsWith("Digest "), again);
        assertEquals("2 OPTIONS", VirtualAgent.header(again, "CSeq"));
    }

    @Test
    void whatWaitsForAnAnswerFailsWithTheConnection() {
        send("OPTIONS", 2000);
        waiting.get(0).accept(beside);
        send("OPTIONS", 10);
        Failure broken = Failure.of(Failure.Kind.NETWORK, Failure.Origin.NETWORK, Failure.Retry.LATER, "It broke");

        udp.agent.broken(beside, broken);

        assertEquals(List.of("failed NETWORK"), outcomes);
        udp.answer(udp.next(), 200, "");
        assertEquals(List.of("failed NETWORK", "done 200"), outcomes);
    }

    @Test
    void whatFollowsARouteByTcpUsesTheConnectionWhileItIsThere() {
        String route = "<sip:127.0.0.1;transport=tcp;lr>";
        send("OPTIONS", 10, route);
        assertTrue(VirtualAgent.header(udp.next(), "Via").startsWith("SIP/2.0/UDP "));

        open = beside;
        send("OPTIONS", 10, route);

        assertTrue(VirtualAgent.header(tcp.next(), "Via").startsWith("SIP/2.0/TCP "));
        assertTrue(udp.isSilent());
    }
}
