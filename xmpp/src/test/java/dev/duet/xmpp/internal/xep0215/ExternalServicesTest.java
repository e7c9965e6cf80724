package dev.duet.xmpp.internal.xep0215;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.duet.model.Address;
import dev.duet.model.IceServer;
import dev.duet.model.IceServer.Kind;
import dev.duet.model.IceServer.Transport;
import dev.duet.spi.VirtualLoop;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExternalServicesTest {

    private static Xml service(String... attributes) {
        Xml.Builder service = Xml.element("service", ExternalServices.NAMESPACE);
        for (int i = 0; i < attributes.length; i += 2) {
            service.attribute(attributes[i], attributes[i + 1]);
        }
        return service.build();
    }

    private static List<IceServer> read(Xml... services) {
        return ExternalServices.read(Xml.element("services", ExternalServices.NAMESPACE)
                .addAll(List.of(services))
                .build());
    }

    @Test
    void readsWhatDuetCanUse() {
        List<IceServer> servers = read(
                service("type", "stun", "host", "s.x.org"),
                service("type", "turn", "host", "t.x.org", "port", "99", "username", "u", "password", "p"),
                service("type", "turn", "host", "t.x.org", "transport", "tcp", "username", "u", "password", "p"),
                service(
                        "type",
                        "turns",
                        "host",
                        "t.x.org",
                        "transport",
                        "tcp",
                        "username",
                        "u",
                        "password",
                        "p",
                        "expires",
                        "2030-01-01T00:00:00Z"));
        assertEquals(
                List.of(Kind.STUN, Kind.TURN, Kind.TURN, Kind.TURN),
                servers.stream().map(IceServer::kind).toList());
        assertEquals(
                List.of(Transport.UDP, Transport.UDP, Transport.TCP, Transport.TLS),
                servers.stream().map(IceServer::transport).toList());
        assertEquals(
                List.of(3478, 99, 3478, 5349),
                servers.stream().map(server -> server.endpoint().port()).toList());
        assertNull(servers.get(1).expires());
        assertEquals(Instant.parse("2030-01-01T00:00:00Z"), servers.get(3).expires());
    }

    @Test
    void passesOverTheRest() {
        assertEquals(
                List.of(),
                read(
                        service("type", "stuns", "host", "s.x.org"),
                        service("type", "stun", "host", "s.x.org", "transport", "tcp"),
                        service("type", "ftp", "host", "f.x.org"),
                        service("type", "stun"),
                        service("type", "stun", "host", "s.x.org", "port", "x"),
                        service("type", "stun", "host", "s.x.org", "port", "65536"),
                        service("type", "stun", "host", "s.x.org", "port", "-2"),
                        service("type", "stun", "host", "s.x.org", "action", "remove"),
                        service("type", "turn", "host", "t.x.org"),
                        service(
                                "type",
                                "turn",
                                "host",
                                "t.x.org",
                                "username",
                                "u",
                                "password",
                                "p",
                                "expires",
                                "soon")));
    }

    @Test
    void asksAgainBeforeTheFirstCredentialsEnd() {
        VirtualLoop loop = new VirtualLoop();
        List<Xml> sent = new ArrayList<>();
        Address.Xmpp self = Address.xmpp("alice@x.org/desk");
        Address.Xmpp server = Address.xmpp("x.org");
        Iqs iqs = new Iqs(sent::add, loop, self, Duration.ofSeconds(30));
        ServiceBook book = new ServiceBook(iqs, loop, server);
        book.ask();
        String end = loop.now().plus(Duration.ofMinutes(30)).toString();
        answer(iqs, sent.get(0), end);
        assertEquals(1, book.servers().size());
        loop.advance(Duration.ofMinutes(19));
        assertEquals(1, sent.size());
        loop.advance(Duration.ofMinutes(2));
        assertEquals(2, sent.size());
        loop.advance(Duration.ofMinutes(10));
        assertEquals(List.of(), book.servers(), "the old ones no longer count");
        book.end();
        book.ask();
        assertEquals(2, sent.size());
    }

    private static void answer(Iqs iqs, Xml question, String end) {
        iqs.answered(Xml.element("iq", Xml.CLIENT)
                .attribute("type", "result")
                .attribute("id", question.attribute("id"))
                .attribute("from", "x.org")
                .add(Xml.element("services", ExternalServices.NAMESPACE)
                        .add(service(
                                "type", "turn", "host", "t.x.org", "username", "u", "password", "p", "expires", end))
                        .build())
                .build());
    }
}
