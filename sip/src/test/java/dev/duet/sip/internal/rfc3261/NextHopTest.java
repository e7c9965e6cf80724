package dev.duet.sip.internal.rfc3261;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.duet.model.SipConfig.Transport;
import dev.duet.sip.internal.rfc3263.ServerLocator;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sip.message.Request;
import org.junit.jupiter.api.Test;

class NextHopTest {

    private static final InetSocketAddress SERVER = new InetSocketAddress("127.0.0.1", 5060);
    private static final InetSocketAddress PROXY = new InetSocketAddress("192.0.2.9", 5070);

    private final NextHop hops = new NextHop(
            new ServerLocator(), Runnable::run, new VirtualAgent(Transport.UDP).loop, Set.of("example.com"));

    private InetSocketAddress hop(Transport transport, String uri, String tag, List<String> routes) {
        Request request = new RequestBuilder(Request.BYE, uri)
                .from("sip:alice@example.com", "", "a")
                .to("sip:bob@example.com", tag)
                .routes(routes)
                .build();
        List<InetSocketAddress> found = new ArrayList<>();
        hops.resolve(request, new VirtualAgent(transport).agent.flow(), found::add);
        return found.get(0);
    }

    private InetSocketAddress inDialog(Transport transport, String route) {
        return hop(transport, "sip:bob@192.0.2.7", "b", List.of("<sip:" + route + ";lr>"));
    }

    @Test
    void outsideOfDialogsAllGoesToTheServer() {
        assertEquals(SERVER, hop(Transport.UDP, "sip:bob@192.0.2.7", null, List.of("<sip:192.0.2.9:5070;lr>")));
    }

    @Test
    void withinADialogItGoesToTheFirstRouteOrElseToTheTarget() {
        assertEquals(PROXY, inDialog(Transport.UDP, "192.0.2.9:5070"));
        assertEquals(new InetSocketAddress("192.0.2.7", 5060), hop(Transport.UDP, "sip:bob@192.0.2.7", "b", List.of()));
        assertEquals(SERVER, inDialog(Transport.UDP, "EXAMPLE.com"));
    }

    @Test
    void aStreamLeadsToTheServerAlone() {
        assertEquals(SERVER, inDialog(Transport.TLS, "192.0.2.9:5070"));
    }

    @Test
    void whatWouldGoToAServerThatIsGoneGoesToTheOneInItsPlace() {
        hops.lost(PROXY);
        assertEquals(SERVER, inDialog(Transport.UDP, "192.0.2.9:5070"));
        assertEquals(new InetSocketAddress("192.0.2.9", 5071), inDialog(Transport.UDP, "192.0.2.9:5071"));

        hops.found(PROXY);
        assertEquals(PROXY, inDialog(Transport.UDP, "192.0.2.9:5070"));
    }
}
